/** A running fleet on a terminal: a table that stays in its place; elsewhere a line now and then. */
import { formatFleet, type FleetSummary } from "./summary.ts";

export interface View {
	update(summary: FleetSummary, nowMs: number): void;
	stop(): void;
}

const TABLE_EVERY_MS = 1_000;
const LINE_EVERY_MS = 5_000;

/** @param terminal - null where nobody looks */
export function createView(terminal: { write(text: string): unknown } | null, write: (line: string) => void): View {
	let [last, lines] = [0, 0];
	if (terminal !== null) {
		return {
			update(summary, now) {
				if (now - last < TABLE_EVERY_MS) return;
				last = now;
				const text = formatFleet(summary);
				// Over the table before: up to its first line, and clear from there.
				terminal.write(`${lines === 0 ? "" : `\u001B[${lines}F\u001B[J`}${text}\n`);
				lines = text.split("\n").length;
			},
			stop: () => void (lines > 0 && terminal.write(`\u001B[${lines}F\u001B[J`)),
		};
	}
	return {
		update(summary, now) {
			if (now - last < LINE_EVERY_MS) return;
			last = now;
			const { latency, undelivered: waiting, offered, acknowledged, retries, broken_off, seconds_in_all } = summary;
			write(
				`${Math.round(seconds_in_all)} s: ${offered} measured, ${acknowledged} safe, ${waiting} waiting, p50 ${latency.p50_ms} ms, p99 ${latency.p99_ms} ms, ${retries} retries, ${broken_off} broken off`,
			);
		},
		stop: () => undefined,
	};
}
