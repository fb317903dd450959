/**
 * Isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008).
 *
 * Layout: every tree is a complete tree in heap order. A node is one whole number, its feature in the upper 16 bits and its
 * threshold in the lower 16, so a step of a walk loads one number of the tree and one of the row. A branch that ends early is
 * filled with the highest threshold, which nothing exceeds: a walk always takes `depth` steps and never branches.
 * Columns are mapped on 16 bits between their least and greatest value at each fit; what lies outside walks as the edge does.
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

/** The highest mapped value, and the threshold that nothing exceeds. */
const TOP = 0xffff;
/** Path lengths are kept in parts of this many: up to 32 long, far beyond any tree of 64 thousand rows. */
const LENGTH_STEPS = 2048;

export class IsolationForest {
	readonly shape: ForestShape;
	private readonly depth: number;
	/** Inner nodes of one tree: 2^depth - 1. */
	private readonly inner: number;
	private readonly nodes: Int32Array;
	/** Path length at each leaf, in parts. */
	private readonly length: Uint16Array;
	/** The rows of the fit and the row that is scored, mapped; least value and steps per unit of each column. */
	private readonly mapped: Uint16Array;
	private readonly row: Int32Array;
	private readonly least: Float64Array;
	private readonly scale: Float64Array;
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
		this.nodes = new Int32Array(shape.trees * this.inner).fill(TOP);
		this.length = new Uint16Array(shape.trees * (this.inner + 1));
		this.mapped = new Uint16Array(shape.capacity * shape.dimensions);
		this.row = new Int32Array(shape.dimensions);
		this.least = new Float64Array(shape.dimensions);
		this.scale = new Float64Array(shape.dimensions);
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
		this.map(rows, count, features);
		for (let i = 0; i < count; i++) this.order[i] = i;
		for (let tree = 0; tree < this.shape.trees; tree++) {
			for (let i = 0; i < sample; i++) swap(this.order, i, i + this.random.below(count - i));
			this.grow(tree, sample, depthLimit, features);
		}
	}

	private map(rows: Float32Array, count: number, features: readonly number[]): void {
		const { mapped, least, scale } = this;
		const dimensions = this.shape.dimensions;
		// Columns that are not split on are never looked at.
		scale.fill(0);
		for (const feature of features) {
			let low = Infinity;
			let high = -Infinity;
			for (let at = feature; at < count * dimensions; at += dimensions) {
				low = Math.min(low, rows[at] as number);
				high = Math.max(high, rows[at] as number);
			}
			least[feature] = low;
			const steps = high > low ? TOP / (high - low) : 0;
			scale[feature] = steps;
			for (let at = feature; at < count * dimensions; at += dimensions)
				mapped[at] = ((rows[at] as number) - low) * steps;
		}
	}

	private grow(tree: number, sample: number, depthLimit: number, features: readonly number[]): void {
		const { stackNode, stackLow, stackHigh, order, mapped } = this;
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
			if (high - low <= 1 || depth >= depthLimit || !this.split(base + node, low, high, features)) {
				this.endBranch(tree, node, depth + (this.pathLengths[high - low] as number));
				continue;
			}
			const packed = this.nodes[base + node] as number;
			const feature = packed >>> 16;
			const threshold = packed & TOP;
			let left = low;
			for (let i = low; i < high; i++) {
				if ((mapped[(order[i] as number) * dimensions + feature] as number) <= threshold) swap(order, i, left++);
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
	private split(slot: number, low: number, high: number, features: readonly number[]): boolean {
		const { candidates, order, mapped } = this;
		const dimensions = this.shape.dimensions;
		for (let i = 0; i < features.length; i++) candidates[i] = features[i] as number;
		for (let left = features.length; left > 0; left--) {
			const pick = this.random.below(left);
			const feature = candidates[pick] as number;
			candidates[pick] = candidates[left - 1] as number;
			let least = TOP;
			let most = 0;
			for (let i = low; i < high; i++) {
				const value = mapped[(order[i] as number) * dimensions + feature] as number;
				if (value < least) least = value;
				if (value > most) most = value;
			}
			if (!(most > least)) continue;
			// Below the greatest value, so that both sides hold rows.
			this.nodes[slot] = (feature << 16) | (least + this.random.below(most - least));
			return true;
		}
		return false;
	}

	private endBranch(tree: number, node: number, length: number): void {
		let at = node;
		while (at < this.inner) {
			this.nodes[tree * this.inner + at] = TOP;
			at = 2 * at + 1;
		}
		this.length[tree * (this.inner + 1) + at - this.inner] = Math.round(length * LENGTH_STEPS);
	}

	/**
	 * Anomaly score of one row, 0 to 1: about 0.5 for an average row, towards 1 the fewer splits isolate it.
	 *
	 * @param row - `dimensions` finite numbers
	 */
	score(row: Float32Array): number {
		const { nodes, length, inner, depth, least, scale, row: mapped } = this;
		for (let f = 0; f < mapped.length; f++) {
			const value = ((row[f] as number) - (least[f] as number)) * (scale[f] as number);
			mapped[f] = value > 0 ? (value < TOP ? value : TOP) : 0;
		}
		const trees = this.shape.trees;
		const leaves = inner + 1;
		let total = 0;
		let tree = 0;
		// Four walks at once: each step waits for memory, and four waits overlap. `>>> 31` is 1 where the value exceeds the threshold.
		for (; tree + 4 <= trees; tree += 4) {
			const base = tree * inner;
			const base2 = base + inner;
			const base3 = base2 + inner;
			const base4 = base3 + inner;
			let a = 0;
			let b = 0;
			let c = 0;
			let d = 0;
			for (let step = 0; step < depth; step++) {
				const nodeA = nodes[base + a] as number;
				const nodeB = nodes[base2 + b] as number;
				const nodeC = nodes[base3 + c] as number;
				const nodeD = nodes[base4 + d] as number;
				a = 2 * a + 1 + (((nodeA & TOP) - (mapped[nodeA >>> 16] as number)) >>> 31);
				b = 2 * b + 1 + (((nodeB & TOP) - (mapped[nodeB >>> 16] as number)) >>> 31);
				c = 2 * c + 1 + (((nodeC & TOP) - (mapped[nodeC >>> 16] as number)) >>> 31);
				d = 2 * d + 1 + (((nodeD & TOP) - (mapped[nodeD >>> 16] as number)) >>> 31);
			}
			const leaf = tree * leaves - inner;
			total += (length[leaf + a] as number) + (length[leaf + leaves + b] as number);
			total += (length[leaf + 2 * leaves + c] as number) + (length[leaf + 3 * leaves + d] as number);
		}
		for (; tree < trees; tree++) {
			let at = 0;
			for (let step = 0; step < depth; step++) {
				const node = nodes[tree * inner + at] as number;
				at = 2 * at + 1 + (((node & TOP) - (mapped[node >>> 16] as number)) >>> 31);
			}
			total += length[tree * leaves - inner + at] as number;
		}
		return halvings(total / LENGTH_STEPS / trees / this.normaliser);
	}
}

function swap(items: Int32Array, i: number, j: number): void {
	const held = items[i] as number;
	items[i] = items[j] as number;
	items[j] = held;
}
