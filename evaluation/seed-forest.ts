/**
 * The detector this product replaces: one isolation forest for everybody, grown from invented people, with the battery among
 * the features. Scikit-learn's decision function is an offset less the paper's score, and alerts below -0.05 (MEDIUM) and -0.15
 * (HIGH). The offset is the score that the most unusual 5 % of the training rows exceed: with scikit-learn's own default, 0.5,
 * a saturation of 60 % alone would be MEDIUM, and it is known to be LOW.
 */
import { IsolationForest } from "../detection/isolation-forest.ts";
import { Random } from "../detection/random.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import type { Bedside } from "./detectors.ts";
import { createGate } from "./gate.ts";

const TREES = 100;
const SAMPLE = 256;
const ROWS = 1000;
const CONTAMINATION = 0.05;
/** How far the score must exceed the offset. */
const BEYOND_OFFSET = { MEDIUM: 0.05, HIGH: 0.15 } as const;

interface SeedForest {
	readonly forest: IsolationForest;
	readonly offset: number;
}
let grown: SeedForest | null = null;

/** Grown once: it is the same for every patient. */
function seedForest(): SeedForest {
	if (grown !== null) return grown;
	const random = new Random(42, 42);
	const rows = new Float32Array(ROWS * 3);
	for (let row = 0; row < ROWS; row++) {
		rows[3 * row] = 80 + 5 * random.normal();
		rows[3 * row + 1] = Math.min(100, 98 + random.normal());
		rows[3 * row + 2] = 50 + 50 * random.uniform();
	}
	const forest = new IsolationForest({ trees: TREES, sampleSize: SAMPLE, capacity: ROWS, dimensions: 3 });
	forest.fit(rows, ROWS, [0, 1, 2], 42, 0);
	const scores = Float64Array.from({ length: ROWS }, (_, row) =>
		forest.score(rows.subarray(3 * row, 3 * row + 3)),
	).sort();
	grown = { forest, offset: scores[Math.floor((1 - CONTAMINATION) * (ROWS - 1))] as number };
	return grown;
}

/** What the seed makes of one reading. */
export function seedRisk(heartRate: number, spo2: number, battery: number): RiskLevel {
	const { forest, offset } = seedForest();
	const beyond = forest.score(Float32Array.of(heartRate, spo2, battery)) - offset;
	return beyond > BEYOND_OFFSET.HIGH ? "HIGH" : beyond > BEYOND_OFFSET.MEDIUM ? "MEDIUM" : "LOW";
}

/** @param level - the lowest level that counts as an alert */
export function createSeedForest(
	level: keyof typeof BEYOND_OFFSET,
	delaySeconds: number,
	clearSeconds: number,
): Bedside {
	const gate = createGate(delaySeconds, clearSeconds);
	const { forest, offset } = seedForest();
	const threshold = offset + BEYOND_OFFSET[level];
	const row = new Float32Array(3);
	let holds = false;
	return {
		push({ timestamp, vitals, battery }) {
			const { heart_rate: heartRate, spo2 } = vitals;
			if (heartRate === null || spo2 === null || battery === null) return gate.step(timestamp, null);
			if (row[0] !== heartRate || row[1] !== spo2 || row[2] !== battery) {
				row[0] = heartRate;
				row[1] = spo2;
				row[2] = battery;
				holds = forest.score(row) > threshold;
			}
			gate.step(timestamp, holds);
		},
		finish(time) {
			gate.finish(time);
			return gate.alerts;
		},
	};
}
