/** Tells people how far a run is: a bar on a terminal, a line every few seconds elsewhere. */
import cliProgress from "cli-progress";

export interface ProgressState {
	/** Readings acknowledged or refused, and rows that were empty. */
	readonly done: number;
	/** Readings due but not yet acknowledged. */
	readonly waiting: number;
	readonly retries: number;
}

export interface Progress {
	update(state: ProgressState, nowMs: number): void;
	/** A sentence worth reading, above the bar. */
	note(message: string): void;
	stop(state: ProgressState): void;
}

const LINE_EVERY_MS = 5_000;
const BAR_EVERY_MS = 250;

export interface ProgressOptions {
	/** Rows in all, `null` when the run has no end. */
	readonly total: number | null;
	readonly terminal: boolean;
	readonly startMs: number;
	readonly write: (line: string) => void;
}

/** A bar when there is a terminal and an end to wait for, else lines. */
export function createProgress(options: ProgressOptions): Progress {
	return options.terminal && options.total !== null ? barProgress(options.total, options.write) : lineProgress(options);
}

function barProgress(total: number, write: (line: string) => void): Progress {
	const bar = new cliProgress.SingleBar({
		format:
			"  {bar} {percentage}% | {value}/{total} rows | waiting {waiting} | retries {retries} | {eta_formatted} left",
		stream: process.stderr,
		hideCursor: true,
		clearOnComplete: false,
	});
	bar.start(total, 0, { waiting: 0, retries: 0 });
	let last = 0;
	return {
		update(state, nowMs) {
			if (nowMs - last < BAR_EVERY_MS) return;
			last = nowMs;
			bar.update(state.done, { waiting: state.waiting, retries: state.retries });
		},
		note: (message) => write(`\n${message}`),
		stop(state) {
			bar.update(state.done, { waiting: state.waiting, retries: state.retries });
			bar.stop();
		},
	};
}

function lineProgress(options: ProgressOptions): Progress {
	let last = options.startMs;
	let lastDone = 0;
	return {
		update(state, nowMs) {
			const elapsed = nowMs - last;
			if (elapsed < LINE_EVERY_MS) return;
			const rate = ((state.done - lastDone) * 1000) / elapsed;
			last = nowMs;
			lastDone = state.done;
			const share =
				options.total === null || options.total === 0
					? ""
					: ` of ${options.total} (${Math.floor((state.done * 100) / options.total)} %)`;
			options.write(
				`${Math.round((nowMs - options.startMs) / 1000)} s: ${state.done}${share} done, ${rate.toFixed(1)}/s, ${state.waiting} waiting, ${state.retries} retries`,
			);
		},
		note: options.write,
		stop: () => undefined,
	};
}
