/** What does it cost to score a reading? Ours against others' forests, and the whole detector. One core. */
import { Detector } from "../detection/detector.ts";
import { IsolationForest } from "../detection/isolation-forest.ts";
import { Random } from "../detection/random.ts";
import { createPatientStream } from "../scenarios/generator.ts";
import { VITAL_KEYS } from "../vitals/catalogue.ts";
import type { Reading } from "../vitals/reading.ts";
import { bytesEach, medianMs, typedArrayBytes } from "./measure.ts";
import type { Question } from "./question.ts";
import { npmTimes, sklearnTimes } from "./score-others.ts";

const TREES = 100;
const SAMPLE = 256;
const DIMENSIONS = 6;
const SCORED = 100_000;
const FITS = 20;
/** Six hours at 1 Hz: a cold start, then refits every ten minutes. */
const READINGS = 6 * 3600;
/** An adult's vitals of an intensive-care monitor: all that the forest sees, eight. */
const EIGHT_VITALS = VITAL_KEYS.slice(0, 8);
const DETECTORS = 200;
/** Readings before a detector's memory is looked at: its first fit is behind it. */
const SETTLED = 120;

/** Rows of a standard normal cloud, row-major. */
function cloud(rows: number, dimensions: number): Float32Array {
	const random = new Random(1, 1);
	return Float32Array.from({ length: rows * dimensions }, () => random.normal());
}

function forestTimes(rows: Float32Array): { score_us: number; fit_ms: number } {
	const forest = new IsolationForest({ trees: TREES, sampleSize: SAMPLE, capacity: SAMPLE, dimensions: DIMENSIONS });
	const features = Array.from({ length: DIMENSIONS }, (_, feature) => feature);
	const fit_ms = medianMs(FITS, () => {
		for (let seed = 0; seed < FITS; seed++) forest.fit(rows, SAMPLE, features, seed, 0);
	});
	const each = Array.from({ length: SAMPLE }, (_, row) => rows.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS));
	let sum = 0;
	const score_us =
		1000 *
		medianMs(SCORED, () => {
			for (let i = 0; i < SCORED; i++) sum += forest.score(each[i % SAMPLE] as Float32Array);
		});
	// Read, so that no engine may leave the work out.
	if (!(sum > 0)) throw new Error("the forest scored nothing");
	return { score_us, fit_ms };
}

function stream(count: number): Reading[] {
	const patient = createPatientStream({
		seed: "bench",
		archetype: "adult",
		startTime: Date.UTC(2026, 2, 1, 8),
		cadenceSeconds: 1,
		events: [],
		vitals: EIGHT_VITALS,
	});
	return Array.from({ length: count }, () => patient.next().reading);
}

export const score: Question = {
	summary: "microseconds to score a reading, against npm's forest and scikit-learn's; bytes of a detector's state",
	answer: async (progress) => {
		progress("The forest");
		const rows = cloud(SAMPLE, DIMENSIONS);
		const own = forestTimes(rows);
		progress("The whole detector");
		const readings = stream(READINGS);
		let last = new Detector({ seed: 1 });
		const reading_us =
			1000 *
			medianMs(READINGS, () => {
				last = new Detector({ seed: 1 });
				for (const reading of readings) last.push(reading);
			});
		const state_bytes = bytesEach(DETECTORS, (seed) => {
			const detector = new Detector({ seed });
			for (let i = 0; i < SETTLED; i++) detector.push(readings[i] as Reading);
			return detector;
		});
		const stored_bytes = last.serialise().length;
		progress("Others");
		const npm = npmTimes(rows, DIMENSIONS, TREES, SAMPLE);
		const sklearn = sklearnTimes(rows, DIMENSIONS, TREES, SAMPLE);
		const times = (value: number | undefined): number | null => (value === undefined ? null : value / own.score_us);
		const row = (name: string, us: string, ms: string, ratio: number | null): string =>
			`${name.padEnd(34)}${us.padStart(12)}${ms.padStart(12)}${(ratio === null ? "–" : `${ratio.toFixed(1)} ×`).padStart(14)}`;
		return {
			lines: [
				`${TREES} trees × ${SAMPLE} rows × ${DIMENSIONS} features, one row at a time, median of 5 runs`,
				row("forest", "score µs", "fit ms", null).replace("–", " "),
				row("ours", own.score_us.toFixed(2), own.fit_ms.toFixed(2), 1),
				npm === null
					? "npm isolation-forest: not installed"
					: row(
							`npm isolation-forest ${npm.version}`,
							npm.score_us.toFixed(2),
							npm.fit_ms.toFixed(2),
							times(npm.score_us),
						),
				...(sklearn === null
					? ["scikit-learn: no python3 has it"]
					: [
							row(
								`scikit-learn ${sklearn.version}, one row`,
								sklearn.score_us.toFixed(0),
								sklearn.fit_ms.toFixed(1),
								times(sklearn.score_us),
							),
							row("scikit-learn, in batches of 1,000", sklearn.batch_us.toFixed(2), "", times(sklearn.batch_us)),
						]),
				"",
				`A reading, all in, eight vitals, refits included: ${reading_us.toFixed(2)} µs`,
				`State in memory: ${Math.round(state_bytes)} bytes (of these ${typedArrayBytes(last)} in typed arrays); stored: ${stored_bytes} bytes`,
			],
			figures: {
				score_us: own.score_us,
				fit_ms: own.fit_ms,
				reading_us,
				speedup_npm: times(npm?.score_us),
				speedup_sklearn: times(sklearn?.score_us),
				speedup_sklearn_batch: times(sklearn?.batch_us),
				state_bytes: Math.round(state_bytes),
				typed_array_bytes: typedArrayBytes(last),
				stored_bytes,
			},
		};
	},
};
