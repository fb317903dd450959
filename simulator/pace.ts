/** Simulated time, and the loop that keeps a run going until its last reading is acknowledged. */
import { discrepancies, formatSummary, type Books, type Summary } from "./accounting.ts";
import type { ClientError } from "./client.ts";
import type { Outbox } from "./outbox.ts";
import type { Progress } from "./progress.ts";

/** A clock that runs `rate` times as fast as the wall's. */
export interface SimulatedTime {
	/** Milliseconds since the epoch. */
	now(): number;
	readonly rate: number;
}

/**
 * @param anchor - simulated time at this moment, milliseconds since the epoch
 * @param rate - simulated seconds per second
 * @param wall - wall clock, ms
 */
export function createSimulatedTime(anchor: number, rate: number, wall: () => number): SimulatedTime {
	const start = wall();
	return { rate, now: () => anchor + (wall() - start) * rate };
}

/** How much is under way at once: less after a failure, for a server that is slow is not helped by more, and then more again. */
export interface Window {
	/** Requests that may be under way at `now`, ms. @param failures - requests that had to be repeated so far */
	size(failures: number, now: number): number;
}

/** Failures within this time of each other are one, ms: what was under way together fails together. */
const ONE_FAILURE_MS = 2_000;
/** One more request at once is tried after so much time without a failure, ms. */
const WIDEN_EVERY_MS = 1_000;
/** So many are always tried. */
const NARROWEST = 2;

/** @param widest - requests under way at most */
export function createWindow(widest: number): Window {
	let size = widest;
	let known = 0;
	let changedAt = -Infinity;
	return {
		size(failures, now) {
			if (failures > known) {
				if (now - changedAt > ONE_FAILURE_MS) size = Math.max(Math.min(NARROWEST, widest), Math.floor(size / 2));
				changedAt = now;
			} else if (size < widest && now - changedAt > WIDEN_EVERY_MS) {
				size++;
				changedAt = now;
			}
			known = failures;
			return size;
		},
	};
}

/** Asks a run to end: once for an orderly end, twice for an end now. */
export interface StopSignal {
	requested: number;
}

export interface RunOptions {
	readonly outboxes: readonly Outbox[];
	/** Offers what is due to the outboxes; returns true when nothing more will come. */
	readonly offerDue: () => boolean;
	readonly books: Books;
	readonly progress: Progress;
	readonly stop: StopSignal;
	/** Set by an outbox that gave up. */
	readonly dead: () => ClientError | null;
	readonly now: () => number;
	/** Requests under way at most, over all devices. */
	readonly maxInFlight: number;
}

/** Fine enough for 1 Hz and for twenty times that. */
const TICK_MS = 20;
/** After Ctrl-C, time for what is under way to be answered, ms. */
const FAREWELL_MS = 5_000;

/**
 * Runs until everything offered is settled, somebody stops it, or an outbox gives up.
 *
 * @returns the summary, and sentences about what went wrong (none: exit 0)
 */
export async function run(
	options: RunOptions,
): Promise<{ readonly summary: Summary; readonly problems: readonly string[] }> {
	const { outboxes, books, now, stop } = options;
	const startMs = now();
	let offered = false;
	let farewell = Number.POSITIVE_INFINITY;
	let first = 0;
	const window = createWindow(options.maxInFlight);
	const state = (): { done: number; waiting: number; retries: number } => {
		const summary = books.summary(0, 0);
		const waiting = outboxes.reduce((sum, outbox) => sum + outbox.waiting(), 0);
		const refused = Object.values(summary.refused).reduce((sum, count) => sum + count, 0);
		return { done: summary.acknowledged + summary.empty + refused, waiting, retries: summary.retries };
	};

	for (;;) {
		if (options.dead() !== null || stop.requested > 1) break;
		if (stop.requested === 1 && farewell === Number.POSITIVE_INFINITY) {
			farewell = now() + FAREWELL_MS;
			offered = true;
			for (const outbox of outboxes) outbox.drain();
		}
		if (!offered && options.offerDue()) {
			offered = true;
			for (const outbox of outboxes) outbox.drain();
		}
		// Every round begins with another device, so that none waits forever for a free request.
		let inFlight = outboxes.reduce((sum, outbox) => sum + (outbox.busy() ? 1 : 0), 0);
		const most = window.size(books.summary(0, 0).retries, now());
		for (let i = 0; i < outboxes.length && inFlight < most; i++) {
			const outbox = outboxes[(first + i) % outboxes.length] as Outbox;
			if (outbox.busy()) continue;
			outbox.poke();
			if (outbox.busy()) inFlight++;
		}
		first++;
		if (offered && outboxes.every((outbox) => outbox.waiting() === 0)) break;
		if (now() > farewell) break;
		options.progress.update(state(), now());
		await new Promise((resolve) => setTimeout(resolve, TICK_MS));
	}

	options.progress.stop(state());
	const summary = books.summary((now() - startMs) / 1000, outboxes.length);
	const dead = options.dead();
	return {
		summary,
		problems: [...(dead === null ? [] : [dead.message]), ...discrepancies(summary, stop.requested > 0)],
	};
}

/** Prints the summary, the problems and, if asked, the JSON line; returns the exit code. */
export function conclude(
	result: { readonly summary: Summary; readonly problems: readonly string[] },
	json: boolean,
	write: (line: string) => void,
): number {
	write(formatSummary(result.summary));
	for (const problem of result.problems) write(`  PROBLEM  ${problem}`);
	if (json) write(JSON.stringify(result.summary));
	return result.problems.length === 0 ? 0 : 1;
}
