/** The forests that ours is held against: npm's `isolation-forest`, and scikit-learn's where python3 has it. */
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

const NPM_ROWS = 2000;
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
	// It has no way to forget: a forest fitted twice keeps the trees of both.
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

/** One thread, as everything here; prints one JSON object. */
const SKLEARN = `
import json, sys, time
import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
rows, dimensions, trees, sample = (int(a) for a in sys.argv[1:])
data = np.random.default_rng(1).normal(size=(rows, dimensions)).astype(np.float32)
def times(count, work):
    work()
    found = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(count):
            work()
        found.append((time.perf_counter() - began) / count)
    return found
make = lambda: IsolationForest(n_estimators=trees, max_samples=sample, random_state=1, n_jobs=1).fit(data)
forest = make()
many = np.tile(data, (1000 // rows + 1, 1))[:1000]
print(json.dumps({"version": sklearn.__version__, "fit": times(2, make), "single": times(5, lambda: forest.score_samples(data[:1])),
    "batch": times(2, lambda: forest.score_samples(many))}))
`;

/** Times of scikit-learn, `null` where there is no python3 or it has no scikit-learn. */
export function sklearnTimes(rows: number, dimensions: number, trees: number, sample: number): SklearnTimes | null {
	const { status, stdout } = spawnSync("python3", ["-c", SKLEARN, ...[rows, dimensions, trees, sample].map(String)], {
		encoding: "utf8",
		env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
	});
	if (status !== 0) return null;
	const found = JSON.parse(stdout) as Record<"fit" | "single" | "batch", number[]> & { version: string };
	return {
		version: found.version,
		score_us: 1e6 * median(found.single),
		batch_us: (1e6 * median(found.batch)) / 1000,
		fit_ms: 1e3 * median(found.fit),
	};
}
