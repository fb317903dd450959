/**
 * Isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008).
 *
 * Every tree is a complete tree in heap order inside three flat arrays; a branch that ends early is
 * filled with a threshold of +Infinity, so a walk always takes `depth` steps and never branches.
 * All buffers are made by the constructor: neither `fit` nor `score` allocates.
 */
import { Random } from "./random.ts";

interface ForestShape {
	/** Trees; Liu found scores stable from about 100, our device forest takes 64 for speed. */
	readonly trees: number;
	/** Rows each tree is built from, drawn without replacement (psi). */
	readonly sampleSize: number;
	/** Most rows that `fit` will be given. */
	readonly capacity: number;
	/** Numbers in a row. */
	readonly dimensions: number;
}

/** Average path length of an unsuccessful search among `n` keys, c(n) of the paper, with the harmonic number summed exactly. */
export function averagePathLength(n: number): number {
	if (n <= 1) return 0;
	let harmonic = 0;
	for (let k = 1; k < n; k++) harmonic += 1 / k;
	return 2 * harmonic - (2 * (n - 1)) / n;
}

/** 2^-x for x >= 0 by Taylor's series: multiplications and additions only, so every engine gives the same bits. */
export function halvings(x: number): number {
	const whole = Math.floor(x);
	const y = (x - whole) * Math.LN2;
	let sum = 1;
	for (let term = 16; term >= 1; term--) sum = 1 - (y / term) * sum;
	for (let n = 0; n < whole; n++) sum *= 0.5;
	return sum;
}

export class IsolationForest {
	readonly shape: ForestShape;
	private readonly depth: number;
	/** Inner nodes of one tree: 2^depth - 1. */
	private readonly inner: number;
	private readonly feature: Uint8Array;
	private readonly threshold: Float32Array;
	/** Path length at each leaf. */
	private readonly length: Float32Array;
	private readonly pathLengths: Float64Array;
	private readonly random = new Random(0, 0);
	private readonly order: Int32Array;
	private readonly candidates: Uint8Array;
	private readonly stackNode: Int32Array;
	private readonly stackLow: Int32Array;
	private readonly stackHigh: Int32Array;
	private normaliser = 1;

	constructor(shape: ForestShape) {
		this.shape = shape;
		this.depth = Math.max(1, Math.ceil(Math.log2(shape.sampleSize)));
		this.inner = 2 ** this.depth - 1;
		this.feature = new Uint8Array(shape.trees * this.inner);
		this.threshold = new Float32Array(shape.trees * this.inner).fill(Infinity);
		this.length = new Float32Array(shape.trees * (this.inner + 1));
		this.pathLengths = Float64Array.from({ length: shape.sampleSize + 1 }, (_, n) => averagePathLength(n));
		this.order = new Int32Array(shape.capacity);
		this.candidates = new Uint8Array(shape.dimensions);
		this.stackNode = new Int32Array(2 * this.depth + 2);
		this.stackLow = new Int32Array(2 * this.depth + 2);
		this.stackHigh = new Int32Array(2 * this.depth + 2);
	}

	/**
	 * Grows all trees anew. The same rows, features and seed give the same forest.
	 *
	 * @param rows - `count` rows of `dimensions` numbers, row-major
	 * @param count - rows in use, 1 ... capacity
	 * @param features - columns that may be split on; a column that is never measured would only waste splits
	 */
	fit(rows: Float32Array, count: number, features: readonly number[], seed: number, stream: number): void {
		const sample = Math.min(this.shape.sampleSize, count);
		const depthLimit = Math.min(this.depth, Math.max(1, Math.ceil(Math.log2(sample))));
		this.normaliser = this.pathLengths[sample] || 1;
		this.random.reseed(seed, stream);
		for (let i = 0; i < count; i++) this.order[i] = i;
		for (let tree = 0; tree < this.shape.trees; tree++) {
			for (let i = 0; i < sample; i++) swap(this.order, i, i + this.random.below(count - i));
			this.grow(tree, rows, sample, depthLimit, features);
		}
	}

	private grow(
		tree: number,
		rows: Float32Array,
		sample: number,
		depthLimit: number,
		features: readonly number[],
	): void {
		const { stackNode, stackLow, stackHigh, order } = this;
		const base = tree * this.inner;
		const dimensions = this.shape.dimensions;
		stackNode[0] = 0;
		stackLow[0] = 0;
		stackHigh[0] = sample;
		let top = 1;
		while (top > 0) {
			top--;
			const node = stackNode[top] as number;
			const low = stackLow[top] as number;
			const high = stackHigh[top] as number;
			const depth = 31 - Math.clz32(node + 1);
			if (high - low <= 1 || depth >= depthLimit || !this.split(base + node, rows, low, high, features)) {
				this.endBranch(tree, node, depth + (this.pathLengths[high - low] as number));
				continue;
			}
			const feature = this.feature[base + node] as number;
			const threshold = this.threshold[base + node] as number;
			let left = low;
			for (let i = low; i < high; i++) {
				if ((rows[(order[i] as number) * dimensions + feature] as number) <= threshold) swap(order, i, left++);
			}
			stackNode[top] = 2 * node + 2;
			stackLow[top] = left;
			stackHigh[top++] = high;
			stackNode[top] = 2 * node + 1;
			stackLow[top] = low;
			stackHigh[top++] = left;
		}
	}

	/** Picks a column that is not constant in the node and a uniform threshold in its range; false where all are constant. */
	private split(slot: number, rows: Float32Array, low: number, high: number, features: readonly number[]): boolean {
		const { candidates, order } = this;
		const dimensions = this.shape.dimensions;
		for (let i = 0; i < features.length; i++) candidates[i] = features[i] as number;
		for (let left = features.length; left > 0; left--) {
			const pick = this.random.below(left);
			const feature = candidates[pick] as number;
			candidates[pick] = candidates[left - 1] as number;
			let least = Infinity;
			let most = -Infinity;
			for (let i = low; i < high; i++) {
				const value = rows[(order[i] as number) * dimensions + feature] as number;
				if (value < least) least = value;
				if (value > most) most = value;
			}
			if (!(most > least)) continue;
			const threshold = Math.fround(least + this.random.uniform() * (most - least));
			this.feature[slot] = feature;
			// Rounding to 32 bits may reach the maximum, which would leave the right side empty.
			this.threshold[slot] = threshold < most ? threshold : least;
			return true;
		}
		return false;
	}

	private endBranch(tree: number, node: number, length: number): void {
		let at = node;
		while (at < this.inner) {
			this.feature[tree * this.inner + at] = 0;
			this.threshold[tree * this.inner + at] = Infinity;
			at = 2 * at + 1;
		}
		this.length[tree * (this.inner + 1) + at - this.inner] = length;
	}

	/**
	 * Anomaly score of one row, 0 to 1: about 0.5 for an average row, towards 1 the fewer splits isolate it.
	 *
	 * @param row - `dimensions` finite numbers
	 */
	score(row: Float32Array): number {
		const { length, inner, depth } = this;
		const trees = this.shape.trees;
		const leaves = inner + 1;
		let total = 0;
		let tree = 0;
		// Four walks at once: each step waits for memory, and four waits overlap.
		for (; tree + 4 <= trees; tree += 4) {
			const base = tree * inner;
			let a = 0;
			let b = 0;
			let c = 0;
			let d = 0;
			for (let step = 0; step < depth; step++) {
				a = this.below(base, a, row);
				b = this.below(base + inner, b, row);
				c = this.below(base + 2 * inner, c, row);
				d = this.below(base + 3 * inner, d, row);
			}
			const leaf = tree * leaves - inner;
			total += (length[leaf + a] as number) + (length[leaf + leaves + b] as number);
			total += (length[leaf + 2 * leaves + c] as number) + (length[leaf + 3 * leaves + d] as number);
		}
		for (; tree < trees; tree++) {
			let node = 0;
			for (let step = 0; step < depth; step++) node = this.below(tree * inner, node, row);
			total += length[tree * leaves - inner + node] as number;
		}
		return halvings(total / trees / this.normaliser);
	}

	/** The child of `node` that `row` falls to, in the tree whose nodes begin at `base`. */
	private below(base: number, node: number, row: Float32Array): number {
		const value = row[this.feature[base + node] as number] as number;
		return 2 * node + 1 + +(value > (this.threshold[base + node] as number));
	}
}

function swap(items: Int32Array, i: number, j: number): void {
	const held = items[i] as number;
	items[i] = items[j] as number;
	items[j] = held;
}
