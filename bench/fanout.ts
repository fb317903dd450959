/** How much can one ward show to how many, and does a viewer that stops reading slow the others? */
import type { FanoutReport } from "./load/fanout.ts";
import type { FleetGroup } from "./load/fleet.ts";
import { startLoad } from "./load/process.ts";
import { positiveNumber, wholeNumber, type Question } from "./question.ts";
import { enrolFleet } from "./runtime/fleet.ts";
import { startProduct } from "./runtime/runtime.ts";

const WARD = "bench";
const DEVICES = 200;
const VIEWERS = 20;
const STALLED = 3;
const SECONDS = 10;
const SETTLE_S = 5;
/** What a ward screen at one's side shows; production saves with 5 s, which would be the latency found. */
const LIVE_CADENCE_MS = 1000;

export const fanout: Question = {
	summary: "a ward's live values to its viewers: frames a second, age of a value at the screen, a viewer that stalls",
	options: { devices: { type: "string" }, viewers: { type: "string" }, seconds: { type: "string" } },
	usage: `[--devices ${DEVICES}] [--viewers ${VIEWERS}] [--seconds ${SECONDS}]`,
	answer: async (progress, values) => {
		const size = wholeNumber(values, "devices", DEVICES);
		const viewers = wholeNumber(values, "viewers", VIEWERS);
		const seconds = positiveNumber(values, "seconds", SECONDS);
		const runtime = await startProduct("product.ts", "ram", { LIVE_CADENCE_MS });
		const load = startLoad();
		try {
			progress(`Enrolling ${size} devices`);
			const devices = await enrolFleet(runtime.url, WARD, size);
			const group: FleetGroup = {
				name: WARD,
				transport: "stream_1",
				ward: WARD,
				devices,
				watched: false,
				atRisk: false,
			};
			const run = (stalled: number) => {
				progress(`${viewers} viewers${stalled > 0 ? `, and ${stalled} that stop reading` : ""}`);
				return load.run("fanout", {
					url: runtime.url,
					group,
					viewers,
					stalled,
					settleS: Math.min(SETTLE_S, seconds),
					seconds,
				});
			};
			// In turn, so that a busy moment of the machine meets both.
			const rounds = [await run(0), await run(STALLED), await run(0), await run(STALLED)] as const;
			const [plain, beside] = [
				[rounds[0], rounds[2]],
				[rounds[1], rounds[3]],
			].map(summed) as [Figures, Figures];
			const troubles = rounds.flatMap((round) => round.troubles);
			const row = (name: string, figures: Figures) =>
				`${name.padEnd(36)}${figures.frames_per_s.toFixed(1).padStart(12)}${figures.device_updates_per_s.toFixed(0).padStart(12)}${figures.p50_ms.toFixed(0).padStart(10)}${figures.p99_ms.toFixed(0).padStart(10)}`;
			return {
				lines: [
					`${size} devices of one ward at 1 Hz over their streams, ${viewers} viewers; a device tells its ward every`,
					`${LIVE_CADENCE_MS} ms while it is watched, the ward its viewers at most once a second. Age: from sending to the viewer.`,
					"",
					`${"".padEnd(36)}${["frames/s", "updates/s"].map((head) => head.padStart(12)).join("")}${["p50 ms", "p99 ms"].map((head) => head.padStart(10)).join("")}`,
					row("viewers who read", plain),
					row(`and ${STALLED} that stopped reading`, beside),
					"",
					`Troubles of the devices: ${troubles.length}${troubles.length > 0 ? ` (${troubles[0]})` : ""}`,
				],
				figures: { ...plain, stalled: beside, troubles: troubles.length },
			};
		} finally {
			load.stop();
			await runtime.stop();
		}
	},
};

interface Figures {
	readonly frames_per_s: number;
	readonly device_updates_per_s: number;
	readonly p50_ms: number;
	readonly p99_ms: number;
}

function summed(reports: readonly FanoutReport[]): Figures {
	const total = (of: (report: FanoutReport) => number) => reports.reduce((sum, report) => sum + of(report), 0);
	const seconds = total((report) => report.seconds);
	return {
		frames_per_s: total(({ frames }) => frames) / seconds,
		device_updates_per_s: total(({ updates }) => updates) / seconds,
		// The worse of the rounds.
		p50_ms: Math.max(...reports.map(({ latency }) => latency.p50_ms)),
		p99_ms: Math.max(...reports.map(({ latency }) => latency.p99_ms)),
	};
}
