/** The forest against scikit-learn's on labelled reference sets: the textbook part must be right before anything is built on it. */
import { readFileSync } from "node:fs";
import { IsolationForest } from "../detection/isolation-forest.ts";
import { auroc, mean, standardDeviation } from "./statistics.ts";
import { findFile } from "./tables.ts";

/** ROC-AUC of scikit-learn's IsolationForest, 100 trees of 256 rows, and its standard deviation over seeds. */
export const SKLEARN_AUC = {
	cardio: [0.9329, 0.0095],
	thyroid: [0.9781, 0.004],
	WBC: [0.9952, 0.0006],
	breastw: [0.9873, 0.0014],
	Pima: [0.6707, 0.0074],
	mammography: [0.8615, 0.0075],
} as const satisfies Record<string, readonly [auc: number, sd: number]>;
export type ReferenceSet = keyof typeof SKLEARN_AUC;

const SEEDS = 10;
/** Agreement: within 0.01, or within two standard deviations of scikit-learn's where those are more. */
const TOLERANCE = 0.01;

export interface Parity {
	readonly rows: number;
	readonly columns: number;
	/** Mean over ten seeds. */
	readonly auc: number;
	readonly sd: number;
	readonly reference: number;
	readonly reference_sd: number;
	readonly agrees: boolean;
}

/** Parity on one set, `null` where the folder has no such file. */
export function parityOn(folder: string, set: ReferenceSet): Parity | null {
	const path = findFile(folder, "anomaly-reference", `${set}.bin`);
	if (path === null) return null;
	const bytes = readFileSync(path);
	const rows = bytes.readInt32LE(0);
	const columns = bytes.readInt32LE(4);
	const values = Float32Array.from({ length: rows * columns }, (_, at) => bytes.readFloatLE(8 + 4 * at));
	const labels = bytes.subarray(8 + 4 * rows * columns);
	const forest = new IsolationForest({ trees: 100, sampleSize: 256, capacity: rows, dimensions: columns });
	const features = Array.from({ length: columns }, (_, feature) => feature);
	const areas = Array.from({ length: SEEDS }, (_, seed) => {
		forest.fit(values, rows, features, seed + 1, 0);
		const scores: [number[], number[]] = [[], []];
		for (let row = 0; row < rows; row++) {
			scores[labels[row] === 1 ? 1 : 0].push(forest.score(values.subarray(row * columns, (row + 1) * columns)));
		}
		return auroc(scores[1], scores[0]);
	});
	const auc = mean(areas);
	const [reference, spread] = SKLEARN_AUC[set];
	return {
		rows,
		columns,
		auc,
		sd: standardDeviation(areas),
		reference,
		reference_sd: spread,
		agrees: Math.abs(auc - reference) <= Math.max(TOLERANCE, 2 * spread),
	};
}
