/** What the page knows of a patient's past: fetched for the stretch that is shown, and gone on with what comes live. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import { VITAL_KEYS } from "../../../vitals/catalogue.ts";
import { noVitals } from "../../../vitals/reading.ts";
import { ApiError } from "../contract/client.ts";
import type { BedState } from "../state/ward-state.ts";
import { fetchTrend } from "./patient-api.ts";
import { type Span, stepOf, type Stretch, stretchOf } from "./span.ts";
import { addReading, dropBefore, emptyGrid, gridOf, type TrendGrid } from "./trend-data.ts";

/** A live stretch is fetched again after this, ms: readings may have come late. */
const FETCH_AGAIN_MS = 5 * 60_000;
const RETRY_MS = 5_000;
/**
 * Live come only the newest values. A device that posts a batch has more to show: where a reading is this much later than the
 * one before, seconds, the stretch is fetched again; soon, but not each time.
 */
const BATCH_S = 15;
const BATCH_SOON_MS = 1_500;
const BATCH_EVERY_MS = 15_000;
/** A step after which the axis moves on, seconds: the whole stack is painted anew. */
const LEAST_MOVE = 2;

export interface History {
	readonly grid: Accessor<TrendGrid>;
	readonly stretch: Accessor<Stretch>;
	readonly loading: Accessor<boolean>;
	readonly error: Accessor<ApiError | null>;
	again(): void;
}

/**
 * @param span - what is looked at
 * @param bed - the bed of the device that watches the patient now
 * @param now - the device's time, seconds
 */
export function createHistory(
	surrogate: string,
	span: Accessor<Span>,
	bed: Accessor<BedState | undefined>,
	now: Accessor<number>,
	toSignIn: () => boolean,
): History {
	const stretch = createMemo<Stretch>(
		() => {
			const shown = span();
			if (shown.kind === "fixed") return { from: shown.from, to: shown.to };
			const { from, to } = stretchOf(shown, now());
			const step = Math.max(LEAST_MOVE, stepOf({ from, to }));
			const end = Math.ceil(to / step) * step;
			return { from: end - (to - from), to: end };
		},
		{ from: 0, to: 0 },
		{ equals: (a, b) => a.from === b.from && a.to === b.to },
	);

	const empty = ({ from, to }: Stretch) => emptyGrid(from, to, stepOf({ from, to }));
	const [grid, setGrid] = createSignal<TrendGrid>(empty(untrack(stretch)), { equals: false });
	const [loading, setLoading] = createSignal(true);
	const [error, setError] = createSignal<ApiError | null>(null);
	/** The request whose answer counts. */
	let asked = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let askedAt = 0;

	const load = async () => {
		const mine = ++asked;
		const wanted = untrack(stretch);
		clearTimeout(timer);
		askedAt = Date.now();
		setLoading(true);
		try {
			const page = await fetchTrend(surrogate, wanted);
			if (mine !== asked) return;
			setGrid(gridOf(page, wanted.from, wanted.to));
			setError(null);
			if (untrack(span).kind === "live") timer = setTimeout(load, FETCH_AGAIN_MS);
		} catch (reason) {
			if (mine !== asked) return;
			const failure = reason instanceof ApiError ? reason : new ApiError(0, String(reason), null);
			if (failure.status === 401 && toSignIn()) return;
			setError(failure);
			timer = setTimeout(load, RETRY_MS);
		} finally {
			if (mine === asked) setLoading(false);
		}
	};
	// Once the device's clock is known: a simulated one may be hours away.
	const known = createMemo(() => bed() === undefined || bed()?.receivedAt !== null);
	createEffect(on([span, known], () => void load()));
	onCleanup(() => {
		asked++;
		clearTimeout(timer);
	});

	let newest = untrack(bed)?.timestamp;
	createEffect(
		on(
			() => bed()?.timestamp,
			(timestamp) => {
				const before = newest;
				newest = timestamp;
				const from = bed();
				if (from === undefined || timestamp === undefined || timestamp === 0 || span().kind !== "live") return;
				if (before !== undefined && timestamp - before > BATCH_S * 1000) {
					clearTimeout(timer);
					timer = setTimeout(load, Math.max(BATCH_SOON_MS, askedAt + BATCH_EVERY_MS - Date.now()));
				}
				// A vital sign that was not in the newest reading keeps the value that it had: it is not measured again.
				const vitals = noVitals();
				for (const key of VITAL_KEYS) {
					const { value, receivedAt } = from.vitals[key];
					if (receivedAt === from.receivedAt) vitals[key] = value;
				}
				const present = untrack(grid);
				if (addReading(present, timestamp / 1000, vitals)) setGrid(dropBefore({ ...present }, untrack(stretch).from));
			},
			{ defer: true },
		),
	);
	return { grid, stretch, loading, error, again: () => void load() };
}
