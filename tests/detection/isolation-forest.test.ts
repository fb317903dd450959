import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { averagePathLength, halvings, IsolationForest } from "../../detection/isolation-forest.ts";
import { Random } from "../../detection/random.ts";

const folder = resolve(
	process.env["BIOSTREAM_DATA"] ?? resolve(import.meta.dirname, "../../../shared/data"),
	"anomaly-reference",
);
const SEEDS = 10;

/** ROC-AUC and its spread over seeds of scikit-learn's forest with 100 trees of 256 rows. */
const REFERENCE = [
	["cardio", 0.9329, 0.0095],
	["thyroid", 0.9781, 0.004],
	["WBC", 0.9952, 0.0006],
	["breastw", 0.9873, 0.0014],
	["Pima", 0.6707, 0.0074],
	["mammography", 0.8615, 0.0075],
] as const;

/** Of the test of the layout: rows ever further from the middle. */
const LAYOUT_SCORES = [0.35105000393457386, 0.4360667421194335, 0.5868268777694272, 0.6367400158020164];

function readSet(name: string): { n: number; d: number; rows: Float32Array; labels: Uint8Array } {
	const bytes = readFileSync(resolve(folder, `${name}.bin`));
	const n = bytes.readInt32LE(0);
	const d = bytes.readInt32LE(4);
	const rows = Float32Array.from({ length: n * d }, (_, i) => bytes.readFloatLE(8 + 4 * i));
	return { n, d, rows, labels: new Uint8Array(bytes.subarray(8 + 4 * n * d)) };
}

/** Area under the ROC curve by ranks, ties counted half. */
function auc(scores: Float64Array, labels: Uint8Array): number {
	const order = Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
	let positives = 0;
	let rankSum = 0;
	for (let from = 0; from < order.length;) {
		let to = from;
		while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
		for (let i = from; i < to; i++) {
			if (labels[order[i] as number] !== 1) continue;
			positives++;
			rankSum += (from + to + 1) / 2;
		}
		from = to;
	}
	return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}

function meanAuc(name: string): number {
	const { n, d, rows, labels } = readSet(name);
	const forest = new IsolationForest({ trees: 100, sampleSize: 256, capacity: n, dimensions: d });
	const features = Array.from({ length: d }, (_, f) => f);
	let sum = 0;
	for (let seed = 1; seed <= SEEDS; seed++) {
		forest.fit(rows, n, features, seed, 0);
		sum += auc(
			Float64Array.from({ length: n }, (_, i) => forest.score(rows.subarray(i * d, (i + 1) * d))),
			labels,
		);
	}
	return sum / SEEDS;
}

function cloud(rows: number, dimensions: number): Float32Array {
	const random = new Random(5, 5);
	return Float32Array.from({ length: rows * dimensions }, () => random.normal());
}

describe("isolation forest", () => {
	it("gives the same scores for the same rows and seed, and others for another seed", () => {
		const rows = cloud(256, 6);
		const forests = [1, 1, 2].map((seed) => {
			const forest = new IsolationForest({ trees: 64, sampleSize: 128, capacity: 256, dimensions: 6 });
			forest.fit(rows, 256, [0, 1, 2, 3, 4, 5], seed, 7);
			return Array.from({ length: 256 }, (_, i) => forest.score(rows.subarray(i * 6, i * 6 + 6)));
		});
		expect(forests[1]).toEqual(forests[0]);
		expect(forests[2]).not.toEqual(forests[0]);
	});

	it("keeps nothing of what it was fitted to before", () => {
		const shape = { trees: 16, sampleSize: 64, capacity: 128, dimensions: 3 };
		const used = new IsolationForest(shape);
		used.fit(cloud(40, 3), 40, [0, 1, 2], 9, 9);
		const fresh = new IsolationForest(shape);
		for (const forest of [used, fresh]) forest.fit(cloud(128, 3), 128, [0, 2], 3, 1);
		const row = Float32Array.of(0.3, -2, 1.1);
		expect(used.score(row)).toBe(fresh.score(row));
	});

	it("scores a row far outside higher than every row inside", () => {
		const rows = cloud(256, 4);
		const forest = new IsolationForest({ trees: 100, sampleSize: 128, capacity: 256, dimensions: 4 });
		forest.fit(rows, 256, [0, 1, 2, 3], 1, 1);
		const inside = Math.max(...Array.from({ length: 256 }, (_, i) => forest.score(rows.subarray(i * 4, i * 4 + 4))));
		expect(forest.score(Float32Array.of(9, 9, 9, 9))).toBeGreaterThan(inside);
	});

	it("never splits on a column it was not given", () => {
		const rows = cloud(128, 2);
		const forest = new IsolationForest({ trees: 32, sampleSize: 64, capacity: 128, dimensions: 2 });
		forest.fit(rows, 128, [0], 1, 1);
		expect(forest.score(Float32Array.of(0.5, 1000))).toBe(forest.score(Float32Array.of(0.5, -1000)));
	});

	/*
	 * Digits of an earlier layout of the trees, which walked one tree at a time from a base of its own: what a stored detector
	 * computes again after an update must not move by a bit. 13 trees: eight walk together, five alone.
	 */
	it("keeps its scores to the last bit, whatever the layout of its trees", () => {
		const forest = new IsolationForest({ trees: 13, sampleSize: 100, capacity: 300, dimensions: 5 });
		forest.fit(cloud(300, 5), 250, [0, 1, 3, 4], 11, 3);
		const scores = [0, 1, 2, 4].map((far) => forest.score(Float32Array.of(far, -far, 0, 0.5 * far, 0.1)));
		expect(scores).toEqual(LAYOUT_SCORES);
	});

	it("refuses more columns than its nodes can name", () => {
		const shape = { trees: 1, sampleSize: 2, capacity: 2, dimensions: 257 };
		expect(() => new IsolationForest(shape)).toThrow("dimensions: got 257, expected at most 256");
	});

	it("scores constant rows without a NaN", () => {
		const forest = new IsolationForest({ trees: 8, sampleSize: 32, capacity: 64, dimensions: 2 });
		forest.fit(new Float32Array(128).fill(3), 64, [0, 1], 1, 1);
		expect(forest.score(Float32Array.of(3, 3))).toBeCloseTo(0.5, 2);
	});

	it("uses the paper's average path length with the exact harmonic number", () => {
		expect(averagePathLength(256)).toBeCloseTo(10.24869, 5);
		expect(averagePathLength(2)).toBe(1);
		expect(averagePathLength(1)).toBe(0);
	});

	it("halves exactly as a power of two does, to the last digits", () => {
		for (const x of [0, 0.1, 0.5, 0.999, 1, 1.5, 7.25]) expect(halvings(x)).toBeCloseTo(2 ** -x, 14);
	});
});

describe.skipIf(!existsSync(folder))(
	"parity with scikit-learn on the reference sets (needs the data folder's anomaly-reference)",
	() => {
		it.each(REFERENCE)("finds the anomalies of %s with its ROC-AUC of %f", (name, reference, spread) => {
			expect(Math.abs(meanAuc(name) - reference)).toBeLessThan(Math.max(0.01, 2 * spread));
		});
	},
);
