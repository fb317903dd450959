/** How many readings a second over device streams, beside objects that only keep each message? */
import { startLoad, type LoadProcess } from "./load/process.ts";
import type { StreamReport, StreamTarget } from "./load/streams.ts";
import { median } from "./measure.ts";
import { probeUs, type Step } from "./probe.ts";
import { positiveNumber, wholeNumber, type Question } from "./question.ts";
import { enrolFleet, SENDS_HOURS_S } from "./runtime/fleet.ts";
import { hasRamDisk, startFloor, startProduct, type Storage } from "./runtime/runtime.ts";

const SOCKETS = 100;
const ROUNDS = 2;
const SECONDS = 5;
const WARM_UP_SHARE = 0.5;
/** Readings in a message, and how many readings may be on their way: a few groups, so that nobody waits for a full one. */
const SIZES = [
	{ size: 1, window: 180 },
	{ size: 10, window: 240 },
	{ size: 60, window: 240 },
] as const;
const STEPS: readonly Step[] = ["parse", "check", "score", "encode", "state", "commit"];

interface Figures {
	readonly messages_per_s: number;
	readonly readings_per_s: number;
	readonly floor_ratio: number;
	readonly ack_p99_ms: number;
	readonly floor_readings_per_s: number;
	readonly floor_ack_p99_ms: number;
}

const perSecond = (reports: readonly StreamReport[]) =>
	reports.reduce((sum, { readings }) => sum + readings, 0) / reports.reduce((sum, report) => sum + report.seconds, 0);

async function compare(
	load: LoadProcess,
	storage: Storage,
	plan: { readonly rounds: number; readonly seconds: number; readonly sockets: number },
	say: (line: string) => void,
): Promise<{ bySize: Record<string, Figures>; troubles: string[] }> {
	const bySize: Record<string, Figures> = {};
	const troubles: string[] = [];
	for (const { size, window } of SIZES) {
		// Fresh objects for each size: no table is long, no lake full, when it begins.
		const product = await startProduct("product.ts", storage);
		const floor = await startFloor("floor-stream.ts", storage);
		try {
			const devices = await enrolFleet(product.url, "bench", plan.sockets, SENDS_HOURS_S);
			const target = (kind: StreamTarget["kind"], url: string): StreamTarget => ({
				name: `${kind}, ${size}, ${storage}`,
				url,
				kind,
				devices,
				size,
				window,
			});
			const [ours, theirs] = [target("product", product.url), target("floor", floor.url)];
			for (const side of [ours, theirs]) await load.run("streams", side, plan.seconds * WARM_UP_SHARE, false);
			const rounds: { readonly ours: StreamReport; readonly theirs: StreamReport }[] = [];
			for (let round = 0; round < plan.rounds; round++) {
				rounds.push({
					ours: await load.run("streams", ours, plan.seconds, true),
					theirs: await load.run("streams", theirs, plan.seconds, true),
				});
			}
			const [own, bare] = [rounds.map((one) => one.ours), rounds.map((one) => one.theirs)];
			for (const last of [own.at(-1), bare.at(-1)]) troubles.push(...(last?.troubles ?? []));
			const readings_per_s = perSecond(own);
			bySize[size] = {
				messages_per_s: readings_per_s / size,
				readings_per_s,
				floor_ratio: median(rounds.map((one) => perSecond([one.ours]) / perSecond([one.theirs]))),
				ack_p99_ms: own.at(-1)?.latency.p99_ms ?? 0,
				floor_readings_per_s: perSecond(bare),
				floor_ack_p99_ms: bare.at(-1)?.latency.p99_ms ?? 0,
			};
			say(`${storage}, ${size} a message: ${Math.round(readings_per_s)} readings/s`);
		} finally {
			await product.stop();
			await floor.stop();
		}
	}
	return { bySize, troubles };
}

function table(name: string, bySize: Readonly<Record<string, Figures>>): string[] {
	return [
		`${name.padEnd(12)}${["messages/s", "readings/s", "floor", "ratio", "ack p99", "floor p99"].map((head) => head.padStart(12)).join("")}`,
		...Object.entries(bySize).map(([size, one]) =>
			[
				`${size} a message`.padEnd(12),
				...[one.messages_per_s, one.readings_per_s, one.floor_readings_per_s].map((value) =>
					Math.round(value).toLocaleString("en").padStart(12),
				),
				`${(100 * one.floor_ratio).toFixed(0)} %`.padStart(12),
				...[one.ack_p99_ms, one.floor_ack_p99_ms].map((value) => `${value.toFixed(0)} ms`.padStart(12)),
			].join(""),
		),
		"",
	];
}

export const stream: Question = {
	summary: "readings a second over device streams at 1, 10 and 60 a message, beside bare objects; µs of each step",
	options: {
		rounds: { type: "string" },
		seconds: { type: "string" },
		sockets: { type: "string" },
		"no-disk": { type: "boolean" },
	},
	usage: `[--rounds ${ROUNDS}] [--seconds ${SECONDS}] [--sockets ${SOCKETS}] [--no-disk: RAM disk only]`,
	answer: async (progress, values) => {
		const plan = {
			rounds: wholeNumber(values, "rounds", ROUNDS),
			seconds: positiveNumber(values, "seconds", SECONDS),
			sockets: wholeNumber(values, "sockets", SOCKETS),
		};
		const load = startLoad();
		try {
			const ram = await compare(load, "ram", plan, progress);
			const disk = values["no-disk"] === true ? null : await compare(load, "disk", plan, progress);
			progress("The steps");
			const us = await probeUs(STEPS);
			const troubles = [...ram.troubles, ...(disk?.troubles ?? [])];
			return {
				lines: [
					`${plan.sockets} sockets to ${plan.sockets} objects, eight vital signs a reading; counted when acknowledged, which the product does after`,
					`its group commit and the floor for each message after its row. ${plan.rounds} × ${plan.seconds} s each, in turn; raw workerd.`,
					...(hasRamDisk() ? [] : ["No RAM disk on this machine: both tables are the disk's."]),
					"",
					...table("RAM disk", ram.bySize),
					...(disk === null ? [] : table("disk", disk.bySize)),
					`Microseconds a reading, each step alone, in the runtime, groups of 60: ${STEPS.map((step) => `${step} ${(us[step] ?? 0).toFixed(2)}`).join(", ")}`,
					`Troubles: ${troubles.length}${troubles.length > 0 ? ` (${troubles[0]})` : ""}`,
				],
				figures: { ...ram.bySize, disk: disk?.bySize ?? null, step_us: us, troubles: troubles.length },
			};
		} finally {
			load.stop();
		}
	},
};
