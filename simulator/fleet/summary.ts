/** What a fleet has done, of all its processes: for the screen, and for scripts. Pure. */
import { Latencies } from "../latency.ts";
import type { Counts, FromProcess } from "./messages.ts";

/** Nobody waits longer than a percentile of these. */
interface Percentiles {
	readonly p50_ms: number;
	readonly p99_ms: number;
	readonly max_ms: number;
}

/** The last line of `--json`. */
export interface FleetSummary {
	readonly devices: number;
	readonly transport: string;
	readonly rate: number;
	/** Of measuring, and until the last reading was safe. */
	readonly seconds: number;
	readonly seconds_in_all: number;
	readonly offered: number;
	/** Stored, duplicates included. */
	readonly acknowledged: number;
	readonly duplicates: number;
	readonly refused: Readonly<Record<string, number>>;
	/** Measured, and neither acknowledged nor refused at the end. */
	readonly undelivered: number;
	/** Readings a second that were measured, and that should have been. */
	readonly offered_per_s: number;
	readonly due_per_s: number;
	/** From the moment a reading was due until it was acknowledged. */
	readonly latency: Percentiles;
	/** How late the fleet itself measured. */
	readonly lateness: Percentiles;
	readonly requests: number;
	readonly resent: number;
	readonly retries: number;
	readonly broken_off: number;
	readonly gave_up: number;
	readonly by_scenario: Counts["byScenario"];
	readonly processes: number;
	/** Processor time of the fleet in a second for a thousand devices, and memory. */
	readonly cpu_share_per_1000: number;
	readonly rss_mb_per_1000: number;
}

export interface FleetRun {
	readonly devices: number;
	readonly transport: string;
	readonly rate: number;
	readonly seconds: number;
	readonly secondsInAll: number;
}

/** @param reports - the newest of each process */
export function summarise(run: FleetRun, reports: readonly FromProcess[]): FleetSummary {
	const [latency, lateness] = [new Latencies(), new Latencies()];
	for (const report of reports) {
		latency.merge(report.latency);
		lateness.merge(report.lateness);
	}
	const sum = (of: (report: FromProcess) => number) => reports.reduce((total, report) => total + of(report), 0);
	const refused: Record<string, number> = {};
	const byScenario: Record<string, { acknowledged: number; waiting: number }> = {};
	for (const { counts } of reports) {
		for (const [reason, count] of Object.entries(counts.refused)) refused[reason] = (refused[reason] ?? 0) + count;
		for (const [name, { acknowledged, waiting }] of Object.entries(counts.byScenario)) {
			const entry = (byScenario[name] ??= { acknowledged: 0, waiting: 0 });
			entry.acknowledged += acknowledged;
			entry.waiting += waiting;
		}
	}
	const offered = sum(({ counts }) => counts.offered);
	const perThousand = 1000 / run.devices;
	return {
		devices: run.devices,
		transport: run.transport,
		rate: run.rate,
		seconds: rounded(run.seconds),
		seconds_in_all: rounded(run.secondsInAll),
		offered,
		acknowledged: sum(({ counts }) => counts.acknowledged),
		duplicates: sum(({ counts }) => counts.duplicates),
		refused,
		undelivered: sum(({ counts }) => counts.waiting),
		offered_per_s: rounded(offered / Math.max(run.seconds, 0.001)),
		due_per_s: rounded(run.devices * run.rate),
		latency: percentiles(latency),
		lateness: percentiles(lateness),
		requests: sum(({ counts }) => counts.requests),
		resent: sum(({ counts }) => counts.resent),
		retries: sum(({ counts }) => counts.retries),
		broken_off: sum(({ counts }) => counts.brokenOff),
		gave_up: sum(({ counts }) => counts.gaveUp),
		by_scenario: byScenario,
		processes: reports.length,
		cpu_share_per_1000: rounded((sum(({ cpuS }) => cpuS) / Math.max(run.secondsInAll, 0.001)) * perThousand, 1000),
		rss_mb_per_1000: rounded(sum(({ rssMb }) => rssMb) * perThousand),
	};
}

/** What is wrong at the end, a sentence each; empty when every reading is safe. */
export function complaints(summary: FleetSummary, dead: readonly string[]): string[] {
	const { offered, acknowledged, undelivered, refused, gave_up } = summary;
	const turned = Object.entries(refused);
	const lost = offered - acknowledged - turned.reduce((total, [, count]) => total + count, 0) - undelivered;
	return [
		...turned.map(([reason, count]) => `${count} readings were refused: ${reason}`),
		...(undelivered > 0 ? [`${undelivered} readings could not be delivered`] : []),
		...(lost === 0 ? [] : [`${offered} readings were measured, and ${lost} of them are not accounted for`]),
		...(gave_up > 0 ? [`${gave_up} devices gave up`, ...dead] : []),
	];
}

/** The summary as a table for people. */
export function formatFleet(summary: FleetSummary): string {
	const { latency, lateness } = summary;
	const n = (value: number) => value.toLocaleString("en");
	const row = (name: string, ...cells: string[]) =>
		`  ${name.padEnd(30)}${cells.map((cell) => cell.padStart(14)).join("")}`;
	return [
		row("devices, processes", n(summary.devices), n(summary.processes)),
		row("readings/s measured, due", n(summary.offered_per_s), n(summary.due_per_s)),
		row("measured, acknowledged", n(summary.offered), n(summary.acknowledged)),
		row("duplicates, undelivered", n(summary.duplicates), n(summary.undelivered)),
		row("messages, sent once more", n(summary.requests), n(summary.resent)),
		row("retries, broken connections", n(summary.retries), n(summary.broken_off)),
		...Object.entries(summary.refused).map(([reason, count]) => row(`refused ${reason}`, n(count))),
		row("ms                  p50, p99, max", "", ""),
		row("due to acknowledged", n(latency.p50_ms), n(latency.p99_ms), n(latency.max_ms)),
		row("due to measured (our own)", n(lateness.p50_ms), n(lateness.p99_ms), n(lateness.max_ms)),
		...Object.entries(summary.by_scenario).map(([name, { acknowledged, waiting }]) =>
			row(`${name}: safe, waiting`, n(acknowledged), n(waiting)),
		),
		row("of 1,000 devices: cores, MB", n(summary.cpu_share_per_1000), n(summary.rss_mb_per_1000)),
		row("seconds, until all was safe", n(summary.seconds), n(summary.seconds_in_all)),
	].join("\n");
}

function percentiles(latencies: Latencies): Percentiles {
	const { p50_ms, p99_ms, max_ms } = latencies.report();
	return { p50_ms: rounded(p50_ms), p99_ms: rounded(p99_ms), max_ms: rounded(max_ms) };
}

const rounded = (value: number, to = 10) => Math.round(value * to) / to;
