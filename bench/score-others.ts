/**
 * The forests that ours is held against: npm's `isolation-forest`, and scikit-learn's where a python3 has it. Each is fitted to
 * the rows that ours is fitted to and scores the same ones, in turn, one a call, after one run to warm up; the median of five runs.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { median, medianMs } from "./measure.ts";

/** Microseconds a row and milliseconds a fit. */
export interface ForestTimes {
	readonly version: string;
	readonly score_us: number;
	readonly fit_ms: number;
}

interface NpmForest {
	fit(rows: readonly Record<string, number>[]): void;
	predict(rows: readonly Record<string, number>[]): number[];
}
type NpmModule = { readonly IsolationForest: new (trees: number, sample: number) => NpmForest };

/** Whole passes over 256 rows. */
const NPM_ROWS = 20 * 256;
const NPM_FITS = 5;

/** Times of npm's package, one row a call as a stream needs it; `null` where it is not installed. */
export function npmTimes(rows: Float32Array, dimensions: number, trees: number, sample: number): ForestTimes | null {
	const require = createRequire(import.meta.url);
	let module: NpmModule;
	let version: string;
	try {
		module = require("isolation-forest") as NpmModule;
		version = (require("isolation-forest/package.json") as { version: string }).version;
	} catch {
		// Not installed: the comparison is left out and says so.
		return null;
	}
	const objects = Array.from({ length: rows.length / dimensions }, (_, row) =>
		Object.fromEntries(Array.from({ length: dimensions }, (_, f) => [`f${f}`, rows[row * dimensions + f] as number])),
	);
	// It has no way to forget: a forest fitted twice keeps the trees of both. It builds each tree from all rows, whatever
	// the sample's size; here all rows are one sample, so this costs it nothing.
	const fit_ms = medianMs(NPM_FITS, () => {
		for (let i = 0; i < NPM_FITS; i++) new module.IsolationForest(trees, sample).fit(objects);
	});
	const forest = new module.IsolationForest(trees, sample);
	forest.fit(objects);
	const score_us =
		1000 *
		medianMs(NPM_ROWS, () => {
			for (let i = 0; i < NPM_ROWS; i++) forest.predict([objects[i % objects.length] as Record<string, number>]);
		});
	return { version, score_us, fit_ms };
}

export interface SklearnTimes extends ForestTimes {
	/** Microseconds a row when a thousand are scored at once. */
	readonly batch_us: number;
}

/** One thread, as everything here; takes float32 rows on standard input, prints one JSON object. */
const SKLEARN = `
import json, sys, time
import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
dimensions, trees, sample = (int(a) for a in sys.argv[1:])
data = np.frombuffer(sys.stdin.buffer.read(), dtype="<f4").reshape(-1, dimensions)
def times(count, work):
    found = []
    for run in range(6):
        began = time.perf_counter()
        for i in range(count):
            work(i)
        found.append((time.perf_counter() - began) / count)
    return found[1:]
def fit(i):
    return IsolationForest(n_estimators=trees, max_samples=sample, random_state=i, n_jobs=1).fit(data)
forest = fit(1)
each = [data[i:i + 1] for i in range(len(data))]
many = np.resize(data, (1000, dimensions))
print(json.dumps({"version": sklearn.__version__, "fit": times(3, fit),
    "single": times(32, lambda i: forest.score_samples(each[i % len(each)])),
    "batch": times(5, lambda i: forest.score_samples(many))}))
`;
/** The one that is found first, such as a version manager's, may lack what the system's has. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** Times of scikit-learn, `null` where there is no python3 that has it. */
export function sklearnTimes(
	rows: Float32Array,
	dimensions: number,
	trees: number,
	sample: number,
): SklearnTimes | null {
	const args = ["-c", SKLEARN, ...[dimensions, trees, sample].map(String)];
	for (const python of PYTHONS) {
		const { status, stdout } = spawnSync(python, args, {
			encoding: "utf8",
			input: new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength),
			env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
		});
		if (status !== 0) continue;
		const found = JSON.parse(stdout) as Record<"fit" | "single" | "batch", number[]> & { version: string };
		return {
			version: found.version,
			score_us: 1e6 * median(found.single),
			batch_us: (1e6 * median(found.batch)) / 1000,
			fit_ms: 1e3 * median(found.fit),
		};
	}
	return null;
}
