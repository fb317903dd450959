/** Does one runtime hold thousands of streams for minutes: no errors, flat memory, and a ward that one stuck viewer does not slow? */
import { startLoad, type LoadProcess } from "./load/process.ts";
import type { SoakReport } from "./load/soak.ts";
import type { WatchReport } from "./load/watch.ts";
import { positiveNumber, wholeNumber, type Question } from "./question.ts";
import { enrolFleet, type FleetDevice } from "./runtime/fleet.ts";
import { openHeapGauge, type HeapGauge } from "./runtime/heap.ts";
import { startProduct, type Runtime } from "./runtime/runtime.ts";
import { earlyAt, isFlat, trendOf, type Sample, type Trend } from "./soak/memory.ts";

const SOCKETS = 2_000;
const MINUTES = 10;
const PERIOD_S = 1;
/** No limit of ours: the edge says how many readings go together. */
const GROUP = 1_000;
const WARD_BEDS = 100;
/** Enrolled at the same time. */
const WARDS_AT_ONCE = 4;
const VIEWERS = 20;
/** Sockets opened a second: a fleet that returns after a deploy spreads itself by its jitter. */
const RAMP_PER_S = 50;
const SAMPLE_S = 10;
const SAMPLES_AT_LEAST = 10;
/** Between two collections: each stops the Worker for its time. */
const COLLECT_S = 60;
const DRAIN_S = 60;
/** Baselines are learned and caches filled in the first minutes: a shorter run says nothing of memory. */
const JUDGED_FROM_S = 300;
/** Of the readings that should have been measured. */
const PACE = 0.99;

interface Plan {
	readonly sockets: number;
	readonly seconds: number;
	readonly periodS: number;
	readonly group: number;
	readonly viewers: number;
}

interface Memory {
	/** As they are met, garbage included: a saw whose teeth are collections. */
	readonly resident: Sample[];
	readonly heap: Sample[];
	/** After a collection, once a minute: what can be compared. */
	readonly residentAfter: Sample[];
	readonly heapAfter: Sample[];
}

interface Run {
	readonly memory: Memory;
	readonly halves: readonly [WatchReport, WatchReport];
	readonly end: SoakReport;
	readonly cpuCores: number | null;
}

/** The newest sample. */
const inMb = (samples: readonly Sample[]): string => ((samples.at(-1)?.bytes ?? 0) / 1e6).toFixed(1);

/** Wards of a usual size; the first is the one that is watched. */
async function enrolWards(url: string, sockets: number, say: (line: string) => void): Promise<FleetDevice[]> {
	const wards = Array.from({ length: Math.ceil(sockets / WARD_BEDS) }, (_, ward) => ward);
	const enrolled: FleetDevice[][] = [];
	const work = async () => {
		for (let ward = wards.shift(); ward !== undefined; ward = wards.shift()) {
			const beds = Math.min(WARD_BEDS, sockets - ward * WARD_BEDS);
			enrolled[ward] = await enrolFleet(url, `ward-${ward + 1}`, beds);
		}
	};
	await Promise.all(Array.from({ length: WARDS_AT_ONCE }, work));
	say(`${sockets} devices enrolled in wards of ${WARD_BEDS}`);
	return enrolled.flat();
}

async function soakFor(
	plan: Plan,
	runtime: Runtime,
	gauge: HeapGauge | null,
	devices: LoadProcess,
	viewers: LoadProcess,
	say: (line: string) => void,
): Promise<Run> {
	const { seconds } = plan;
	const memory: Memory = { resident: [], heap: [], residentAfter: [], heapAfter: [] };
	const began = performance.now();
	const since = () => (performance.now() - began) / 1000;
	const until = (s: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, s - since()) * 1000));
	const note = (samples: Sample[], bytes: number | null) => {
		if (bytes !== null) samples.push({ s: since(), bytes });
	};
	const look = async (collect: boolean) => {
		note(memory.resident, runtime.residentBytes());
		if (gauge !== null) note(memory.heap, await gauge.usedBytes(false));
		if (!collect || gauge === null) return;
		note(memory.heapAfter, await gauge.usedBytes(true));
		note(memory.residentAfter, runtime.residentBytes());
		say(`after a collection: ${inMb(memory.residentAfter)} MB, heap ${inMb(memory.heapAfter)} MB`);
	};
	const cpuBefore = runtime.cpuMs();
	const step = Math.min(SAMPLE_S, seconds / SAMPLES_AT_LEAST);
	const steps = Math.round(seconds / step);
	const minutes = Array.from({ length: Math.floor(seconds / COLLECT_S) }, (_, i) => (i + 1) * COLLECT_S);
	const marks = new Set([earlyAt(seconds), seconds / 2, seconds, ...minutes].map((s) => Math.round(s / step)));
	let before: WatchReport | null = null;
	for (let k = 0; k <= steps; k++) {
		await until(k * step);
		await look(marks.has(k));
		if (before === null && k * step >= seconds / 2) before = await viewers.run("watchReport", true);
		const { answer, late, unacknowledged, open } = await devices.run("soakReport", false);
		say(
			`${(k * step).toFixed(0)} s: ${inMb(memory.resident)} MB, heap ${inMb(memory.heap)} MB, ${open} sockets, ${unacknowledged} waiting, answer p99 ${answer.p99_ms.toFixed(1)} ms, client late p99 ${late.p99_ms.toFixed(0)} ms`,
		);
	}
	const after = await viewers.run("watchReport", false);
	const cpuAfter = runtime.cpuMs();
	const took = since();
	say("Draining");
	const counted = await devices.run("soakReport", true);
	const drained = await devices.run("stopSoak", DRAIN_S);
	return {
		memory,
		halves: [before as WatchReport, after],
		end: { ...counted, open: drained.open, unacknowledged: drained.unacknowledged, troubles: drained.troubles },
		cpuCores: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / 1000 / took,
	};
}

/** Which memories grow; `null` when the run was too short to say. */
function growing(after: Readonly<Record<string, Trend | null>>, seconds: number): string[] | null {
	if (seconds < JUDGED_FROM_S) return null;
	return Object.entries(after).flatMap(([name, trend]) => (trend !== null && !isFlat(trend) ? [name] : []));
}

/** What does not hold, in words. */
function faults({ end }: Run, pace: number, grows: readonly string[]): string[] {
	return [
		...(end.troubles.length > 0
			? [`${end.troubles.length} errors, first: ${end.troubles.slice(0, 3).join("; ")}`]
			: []),
		...(end.unacknowledged > 0 ? [`${end.unacknowledged} readings were never acknowledged`] : []),
		...(pace < PACE ? [`only ${(100 * pace).toFixed(1)} % of the readings were measured in time`] : []),
		...grows.map((name) => `${name} grows`),
	];
}

function memoryRow(name: string, trend: Trend | null): string {
	if (trend === null) return `${name.padEnd(32)}unknown on this system`;
	const { early_mb, middle_mb, end_mb, slope_mb_per_min, late_slope_mb_per_min } = trend;
	const cells = [early_mb, middle_mb, end_mb].map((mb) => mb.toFixed(0).padStart(10));
	return `${name.padEnd(32)}${cells.join("")}${[slope_mb_per_min, late_slope_mb_per_min].map((mb) => mb.toFixed(2).padStart(12)).join("")}`;
}

function watchRow(name: string, { frames, seconds, frame, value }: WatchReport): string {
	const cells = [frames / seconds, frame.p50_ms, frame.p99_ms, value.p50_ms, value.p99_ms];
	return `${name.padEnd(32)}${cells.map((cell) => cell.toFixed(1).padStart(12)).join("")}`;
}

const watchFigures = ({ frames, seconds, frame, value }: WatchReport) => ({
	frames_per_s: frames / seconds,
	frame_p50_ms: frame.p50_ms,
	frame_p99_ms: frame.p99_ms,
	value_p99_ms: value.p99_ms,
});

function report(plan: Plan, run: Run) {
	const { memory, halves, end } = run;
	const trend = (samples: readonly Sample[]) => (samples.length < 2 ? null : trendOf(samples, plan.seconds));
	const met = { resident: trend(memory.resident), heap: trend(memory.heap) };
	const after = { resident: trend(memory.residentAfter), heap: trend(memory.heapAfter) };
	const pace = end.readings / ((plan.sockets / plan.periodS) * end.seconds);
	const grows = growing({ "resident memory": after.resident, "the heap": after.heap }, plan.seconds);
	const wrong = faults(run, pace, grows ?? []);
	const memoryWords = grows === null ? "too short a run to judge memory" : "memory flat";
	const minutes = plan.seconds / 60;
	return {
		lines: [
			`${plan.sockets} sockets, one reading each ${plan.periodS} s, for ${minutes} minutes; production's settings, RAM disk, raw workerd.`,
			`${(end.readings / end.seconds).toFixed(0)} readings/s in ${(end.messages / end.seconds).toFixed(0)} messages/s; runtime used ${run.cpuCores?.toFixed(2) ?? "unknown"} cores.`,
			"",
			`${"MB".padEnd(32)}${["minute 1", "middle", "end"].map((head) => head.padStart(10)).join("")}${["MB/min", "2nd half"].map((head) => head.padStart(12)).join("")}`,
			memoryRow("resident, the whole runtime", met.resident),
			memoryRow("  after a collection", after.resident),
			memoryRow("JavaScript heap", met.heap),
			memoryRow("  after a collection", after.heap),
			"",
			`Acknowledgement after the message that completes a group: p50 ${end.answer.p50_ms.toFixed(1)} ms, p99 ${end.answer.p99_ms.toFixed(1)} ms, longest ${end.answer.max_ms.toFixed(0)} ms, n ${end.answer.n}.`,
			`Longest wait of a reading, company on the edge included: ${end.longestWaitS.toFixed(1)} s; asked to send again ${end.askedAgain} times. The client measured ${end.late.p99_ms.toFixed(0)} ms late (p99).`,
			`Errors and closed sockets ${end.troubles.length}, open at the end ${end.open}, unacknowledged after the drain ${end.unacknowledged}.`,
			"",
			`${`${plan.viewers} viewers of one ward`.padEnd(32)}${["frames/s", "frame p50", "frame p99", "value p50", "value p99"].map((head) => head.padStart(12)).join("")}`,
			watchRow("all read", halves[0]),
			watchRow("beside one that stopped", halves[1]),
			"",
			...(wrong.length > 0 ? wrong : [`Holds: no errors, everything acknowledged, ${memoryWords}.`]),
		],
		figures: {
			sockets: plan.sockets,
			minutes,
			period_s: plan.periodS,
			readings: end.readings,
			readings_per_s: end.readings / end.seconds,
			messages_per_s: end.messages / end.seconds,
			pace,
			errors: end.troubles.length,
			closed: plan.sockets - end.open,
			unacknowledged: end.unacknowledged,
			asked_again: end.askedAgain,
			ack_p50_ms: end.answer.p50_ms,
			ack_p99_ms: end.answer.p99_ms,
			longest_wait_s: end.longestWaitS,
			client_late_p99_ms: end.late.p99_ms,
			cpu_cores: run.cpuCores,
			resident: after.resident,
			heap: after.heap,
			resident_met: met.resident,
			heap_met: met.heap,
			viewers: { all_read: watchFigures(halves[0]), one_stopped: watchFigures(halves[1]) },
			flat: grows === null ? null : grows.length === 0,
			holds: wrong.length === 0,
		},
	};
}

export const soak: Question = {
	summary: "thousands of streams for minutes: errors, memory, acknowledgements, and a viewer that stops reading",
	options: {
		sockets: { type: "string" },
		minutes: { type: "string" },
		period: { type: "string" },
		group: { type: "string" },
		viewers: { type: "string" },
	},
	usage: `[--sockets ${SOCKETS}] [--minutes ${MINUTES}] [--period ${PERIOD_S}: seconds between readings] [--group N: readings a message at most] [--viewers ${VIEWERS}]`,
	answer: async (progress, values) => {
		const plan: Plan = {
			sockets: wholeNumber(values, "sockets", SOCKETS),
			seconds: 60 * positiveNumber(values, "minutes", MINUTES),
			periodS: positiveNumber(values, "period", PERIOD_S),
			group: wholeNumber(values, "group", GROUP),
			viewers: wholeNumber(values, "viewers", VIEWERS),
		};
		const runtime = await startProduct("product.ts", "ram", {}, undefined, true);
		// Apart, so that a busy fleet is not taken for a slow ward.
		const [devices, viewers] = [startLoad(), startLoad()];
		let gauge: HeapGauge | null = null;
		try {
			const inspector = await runtime.inspectorUrl();
			if (inspector !== null) gauge = await openHeapGauge(inspector, "bench");
			const { url } = runtime;
			const fleet = await enrolWards(url, plan.sockets, progress);
			await viewers.run("startWatch", { url, ward: "ward-1", viewers: plan.viewers });
			const { periodS, group } = plan;
			await devices.run("startSoak", { url, devices: fleet, periodS, group, rampS: plan.sockets / RAMP_PER_S });
			await viewers.run("watchReport", false);
			progress(`${plan.sockets} sockets are open`);
			const run = await soakFor(plan, runtime, gauge, devices, viewers, progress);
			await viewers.run("stopWatch");
			return report(plan, run);
		} finally {
			gauge?.close();
			devices.stop();
			viewers.stop();
			await runtime.stop();
		}
	},
};
