/** Fetching that repeats itself. */
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { ApiError } from "./contract/client.ts";

/** What a repeated request stands at. A failure keeps the last value. */
export interface Refreshed<T> {
	readonly value: Accessor<T | null>;
	readonly error: Accessor<ApiError | null>;
	/** When `value` was fetched, ms since the epoch by this machine's clock. */
	readonly fetchedAt: Accessor<number>;
	again(): void;
}

/**
 * Runs `request` now and `interval()` ms after each answer, pausing while the tab is hidden.
 *
 * @param leaveToSignIn - called when the session has ended; true means that the page is being left, so that no error is due
 */
export function createRefreshed<T>(
	request: () => Promise<T>,
	interval: () => number,
	leaveToSignIn: () => boolean,
): Refreshed<T> {
	const [value, setValue] = createSignal<T | null>(null);
	const [error, setError] = createSignal<ApiError | null>(null);
	const [fetchedAt, setFetchedAt] = createSignal(0);
	let timer: ReturnType<typeof setTimeout> | undefined;
	let ended = false;
	let running = false;
	/** Asked for while a request was under way, which may not have seen what it was asked for. */
	let wanted = false;

	const run = async () => {
		clearTimeout(timer);
		if (running) wanted = true;
		if (running || ended) return;
		running = true;
		wanted = false;
		try {
			const answer = await request();
			setValue(() => answer);
			setFetchedAt(Date.now());
			setError(null);
		} catch (reason) {
			const failure = reason instanceof ApiError ? reason : new ApiError(0, String(reason), null);
			if (failure.status !== 401 || !leaveToSignIn()) setError(failure);
		} finally {
			running = false;
		}
		if (wanted) return void run();
		if (!ended && !document.hidden) timer = setTimeout(run, interval());
	};
	const onVisible = () => {
		if (!document.hidden) void run();
	};
	document.addEventListener("visibilitychange", onVisible);
	onCleanup(() => {
		ended = true;
		clearTimeout(timer);
		document.removeEventListener("visibilitychange", onVisible);
	});
	void run();
	return { value, error, fetchedAt, again: () => void run() };
}
