/** How many single readings a second over HTTP, beside a bare Worker that only keeps the body? */
import type { PostReport, PostTarget } from "./load/post.ts";
import { startLoad, type LoadProcess } from "./load/process.ts";
import { median } from "./measure.ts";
import { probeUs } from "./probe.ts";
import { positiveNumber, wholeNumber, type Question } from "./question.ts";
import { enrolFleet, SENDS_HOURS_S } from "./runtime/fleet.ts";
import { hasRamDisk, startFloor, startProduct, type Storage } from "./runtime/runtime.ts";

const CONNECTIONS = 32;
const DEVICES = 100;
const WARD = "bench";
const ROUNDS = 3;
const SECONDS = 5;
/** A first round is the compiler's. */
const WARM_UP_SHARE = 0.5;

interface Side {
	readonly rps: number;
	readonly refused: number;
	readonly report: PostReport;
}

interface Comparison {
	readonly product: Side;
	readonly floor: Side;
	/** Of each pair of rounds. */
	readonly ratios: readonly number[];
	/** Each runtime's processor time for one request, microseconds. */
	readonly cpu_us: number | null;
	readonly floor_cpu_us: number | null;
}

async function compare(
	load: LoadProcess,
	storage: Storage,
	rounds: number,
	seconds: number,
	say: (line: string) => void,
): Promise<Comparison> {
	const product = await startProduct("product.ts", storage);
	const floor = await startFloor("floor-ingest.ts", storage);
	try {
		const devices = await enrolFleet(product.url, WARD, DEVICES, SENDS_HOURS_S);
		const target = (name: string, url: string): PostTarget => ({
			name: `${name}, ${storage}`,
			url,
			devices,
			connections: CONNECTIONS,
		});
		const [ours, theirs] = [target("product", product.url), target("floor", floor.url)];
		for (const side of [ours, theirs]) await load.run("post", side, seconds * WARM_UP_SHARE, false);
		const reports: { ours: PostReport[]; theirs: PostReport[] } = { ours: [], theirs: [] };
		const cpuBefore = [product.cpuMs(), floor.cpuMs()];
		for (let round = 1; round <= rounds; round++) {
			reports.ours.push(await load.run("post", ours, seconds, true));
			reports.theirs.push(await load.run("post", theirs, seconds, true));
			say(
				`${storage}, round ${round}: ${rps(reports.ours.slice(-1))} against ${rps(reports.theirs.slice(-1))} requests/s`,
			);
		}
		const cpuAfter = [product.cpuMs(), floor.cpuMs()];
		const cpuUs = (side: number, posts: readonly PostReport[]): number | null => {
			const [before, after] = [cpuBefore[side] ?? null, cpuAfter[side] ?? null];
			const posted = posts.reduce((sum, { requests }) => sum + requests, 0);
			return before === null || after === null ? null : ((after - before) * 1000) / posted;
		};
		return {
			product: sideOf(reports.ours),
			floor: sideOf(reports.theirs),
			ratios: reports.ours.map((one, i) => rps([one]) / rps([reports.theirs[i] as PostReport])),
			cpu_us: cpuUs(0, reports.ours),
			floor_cpu_us: cpuUs(1, reports.theirs),
		};
	} finally {
		await product.stop();
		await floor.stop();
	}
}

function rps(reports: readonly PostReport[]): number {
	const sum = (of: (report: PostReport) => number) => reports.reduce((total, report) => total + of(report), 0);
	return Math.round(sum(({ requests }) => requests) / sum(({ seconds }) => seconds));
}

function sideOf(reports: readonly PostReport[]): Side {
	const refused = reports.flatMap((report) => Object.values(report.refused)).reduce((sum, n) => sum + n, 0);
	return { rps: rps(reports), refused, report: reports.at(-1) as PostReport };
}

export const ingest: Question = {
	summary: "single readings a second over HTTP, beside a bare Worker with one insert; latency; cost of a key",
	options: { seconds: { type: "string" }, rounds: { type: "string" }, "no-disk": { type: "boolean" } },
	usage: "[--rounds 3] [--seconds 5] [--no-disk: RAM disk only]",
	answer: async (progress, values) => {
		const rounds = wholeNumber(values, "rounds", ROUNDS);
		const seconds = positiveNumber(values, "seconds", SECONDS);
		const load = startLoad();
		try {
			const ram = await compare(load, "ram", rounds, seconds, progress);
			const disk = values["no-disk"] === true ? null : await compare(load, "disk", rounds, seconds, progress);
			progress("The key");
			const { key: key_us = 0 } = await probeUs(["key"]);
			const row = (name: string, { product, floor, ratios }: Comparison) =>
				[
					name.padEnd(10),
					String(product.rps).padStart(10),
					String(floor.rps).padStart(10),
					`${(100 * median(ratios)).toFixed(0)} %`.padStart(8),
					...[product, floor].flatMap(({ report: { latency } }) => [
						latency.p50_ms.toFixed(1).padStart(10),
						latency.p99_ms.toFixed(1).padStart(10),
					]),
				].join("");
			const refused = [ram, disk].flatMap((one) => (one === null ? [] : [one.product.refused + one.floor.refused]));
			return {
				lines: [
					`POST /api/v1/telemetry: ${CONNECTIONS} connections, ${DEVICES} devices, one reading of eight vital signs a request,`,
					`key verified, answer after the commit. Floor: body kept as one row. ${rounds} × ${seconds} s each, in turn; raw workerd.`,
					...(hasRamDisk() ? [] : ["No RAM disk on this machine: both lines are the disk's."]),
					"",
					`${"".padEnd(10)}${["ours/s", "floor/s"].map((head) => head.padStart(10)).join("")}${"ratio".padStart(8)}${["p50 ms", "p99 ms", "floor p50", "floor p99"].map((head) => head.padStart(10)).join("")}`,
					row("RAM disk", ram),
					...(disk === null ? [] : [row("disk", disk)]),
					"",
					`Answers other than 202: ${refused.reduce((sum, n) => sum + n, 0)}`,
					`Checking a device's key: ${key_us.toFixed(1)} µs. Runtime's processor time for a request: ${ram.cpu_us?.toFixed(0) ?? "unknown"} µs, floor's ${ram.floor_cpu_us?.toFixed(0) ?? "unknown"} µs`,
				],
				figures: {
					rps: ram.product.rps,
					floor_rps: ram.floor.rps,
					ratio: median(ram.ratios),
					p50_ms: ram.product.report.latency.p50_ms,
					p99_ms: ram.product.report.latency.p99_ms,
					key_us,
					refused: ram.product.refused,
					cpu_us: ram.cpu_us,
					floor_cpu_us: ram.floor_cpu_us,
					disk_rps: disk?.product.rps ?? null,
					disk_floor_rps: disk?.floor.rps ?? null,
				},
			};
		} finally {
			load.stop();
		}
	},
};
