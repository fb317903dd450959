/** How long from the reading that completes an onset to the alert on a screen? */
import { startLoad } from "./load/process.ts";
import { wholeNumber, type Question } from "./question.ts";
import { enrolFleet } from "./runtime/fleet.ts";
import { startProduct } from "./runtime/runtime.ts";

const WARD = "bench";
const DEVICES = 100;
/** Patients in trouble at the same time: a bad day, not a full machine. */
const AT_ONCE = 4;

export const alertLatency: Question = {
	summary: "from posting the reading that completes an onset to the episode at a viewer's socket",
	options: { devices: { type: "string" } },
	usage: `[--devices ${DEVICES}]`,
	answer: async (progress, values) => {
		const size = wholeNumber(values, "devices", DEVICES);
		const runtime = await startProduct("product.ts", "ram");
		const load = startLoad();
		try {
			progress(`Enrolling ${size} devices`);
			const devices = await enrolFleet(runtime.url, WARD, size);
			progress("One patient after another stops breathing");
			const { latency, silent } = await load.run("alerts", { url: runtime.url, ward: WARD, devices, atOnce: AT_ONCE });
			return {
				lines: [
					`${size} patients, ${AT_ONCE} at a time: five calm minutes, then HR 0 and SpO2 70. From posting the reading that`,
					"completes the onset, through commit, outbox and ward, to the episode at a viewer's socket; RAM disk.",
					"",
					`p50 ${latency.p50_ms.toFixed(1)} ms, p99 ${latency.p99_ms.toFixed(1)} ms, longest ${latency.max_ms.toFixed(1)} ms, n ${latency.n}`,
					silent.length === 0 ? "Every patient's alert came." : `No alert came of: ${silent.join(", ")}`,
				],
				figures: { p50_ms: latency.p50_ms, p99_ms: latency.p99_ms, n: latency.n, missing: silent.length },
			};
		} finally {
			load.stop();
			await runtime.stop();
		}
	},
};
