/**
 * Isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008).
 *
 * Layout: all trees are complete and share one heap. The root of tree t is at `trees + t`, the children of `at` are at
 * `2 * at` and `2 * at + 1`: a walk needs no base of its tree, and no two trees meet. A node is one whole number, its
 * threshold above its feature, so a step of a walk loads one number of the tree and one of the row. A branch that ends early
 * is filled with the highest threshold, which nothing exceeds: a walk always takes `depth` steps and never branches.
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
	/** Numbers in a row, at most 256. */
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
/**
 * A node is its threshold times 2^8 plus its feature, and a mapped row holds values times 2^8: node less value is below 0
 * where the value is more than the threshold.
 */
const FEATURE_BITS = 8;
const FEATURE_MASK = 2 ** FEATURE_BITS - 1;
/** Path lengths are kept in parts of this many: up to 32 long, far beyond any tree of 64 thousand rows. */
const LENGTH_STEPS = 2048;

export class IsolationForest {
	readonly shape: ForestShape;
	private readonly depth: number;
	/** Where the leaves follow the inner nodes: trees * 2^depth. */
	private readonly leaves: number;
	private readonly nodes: Int32Array;
	/** Path length at each leaf, in parts. */
	private readonly length: Uint16Array;
	/** The columns of the fit and the row that is scored, mapped; least value and steps per unit of each column. */
	private readonly mapped: Uint16Array;
	private readonly row: Int32Array;
	private readonly least: Float64Array;
	private readonly scale: Float64Array;
	private readonly pathLengths: Float64Array;
	private readonly random = new Random(0, 0);
	private readonly order: Int32Array;
	private readonly candidates: Uint8Array;
	private readonly stackNode: Int32Array;
	private readonly stackDepth: Int32Array;
	private readonly stackLow: Int32Array;
	private readonly stackHigh: Int32Array;
	private normaliser = 1;

	/** @throws RangeError where a row has more numbers than a node can name */
	constructor(shape: ForestShape) {
		if (shape.dimensions > FEATURE_MASK + 1)
			throw new RangeError(`dimensions: got ${shape.dimensions}, expected at most ${FEATURE_MASK + 1}`);
		this.shape = shape;
		this.depth = Math.max(1, Math.ceil(Math.log2(shape.sampleSize)));
		this.leaves = shape.trees * 2 ** this.depth;
		this.nodes = new Int32Array(this.leaves).fill(TOP << FEATURE_BITS);
		this.length = new Uint16Array(this.leaves);
		this.mapped = new Uint16Array(shape.capacity * shape.dimensions);
		this.row = new Int32Array(shape.dimensions);
		this.least = new Float64Array(shape.dimensions);
		this.scale = new Float64Array(shape.dimensions);
		this.pathLengths = Float64Array.from({ length: shape.sampleSize + 1 }, (_, n) => averagePathLength(n));
		this.order = new Int32Array(shape.capacity);
		this.candidates = new Uint8Array(shape.dimensions);
		this.stackNode = new Int32Array(2 * this.depth + 2);
		this.stackDepth = new Int32Array(2 * this.depth + 2);
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
			const column = feature * this.shape.capacity;
			for (let row = 0; row < count; row++)
				mapped[column + row] = ((rows[row * dimensions + feature] as number) - low) * steps;
		}
	}

	private grow(tree: number, sample: number, depthLimit: number, features: readonly number[]): void {
		const { stackNode, stackDepth, stackLow, stackHigh, order, mapped } = this;
		const { trees, capacity } = this.shape;
		stackNode[0] = trees + tree;
		stackDepth[0] = 0;
		stackLow[0] = 0;
		stackHigh[0] = sample;
		let top = 1;
		while (top > 0) {
			top--;
			const at = stackNode[top] as number;
			const depth = stackDepth[top] as number;
			const low = stackLow[top] as number;
			const high = stackHigh[top] as number;
			if (high - low <= 1 || depth >= depthLimit || !this.split(at, low, high, features)) {
				this.endBranch(at, depth, depth + (this.pathLengths[high - low] as number));
				continue;
			}
			const node = this.nodes[at] as number;
			const column = (node & FEATURE_MASK) * capacity;
			const threshold = node >> FEATURE_BITS;
			let left = low;
			for (let i = low; i < high; i++) {
				const row = order[i] as number;
				const other = order[left] as number;
				// -1 where the row goes left. Exchanged by arithmetic, because a branch on a random threshold is guessed wrong often.
				const goesLeft = ((mapped[(column + row) >>> 0] as number) - threshold - 1) >> 31;
				const exchanged = (row ^ other) & goesLeft;
				order[i] = row ^ exchanged;
				order[left] = other ^ exchanged;
				left -= goesLeft;
			}
			stackNode[top] = 2 * at + 1;
			stackDepth[top] = depth + 1;
			stackLow[top] = left;
			stackHigh[top++] = high;
			stackNode[top] = 2 * at;
			stackDepth[top] = depth + 1;
			stackLow[top] = low;
			stackHigh[top++] = left;
		}
	}

	/** Picks a column that is not constant in the node and a uniform threshold in its range; false where all are constant. */
	private split(at: number, low: number, high: number, features: readonly number[]): boolean {
		const { candidates, order, mapped } = this;
		const { capacity } = this.shape;
		for (let i = 0; i < features.length; i++) candidates[i] = features[i] as number;
		for (let left = features.length; left > 0; left--) {
			const pick = this.random.below(left);
			const feature = candidates[pick] as number;
			candidates[pick] = candidates[left - 1] as number;
			const column = feature * capacity;
			let least = TOP;
			let most = 0;
			for (let i = low; i < high; i++) {
				const value = mapped[(column + (order[i] as number)) >>> 0] as number;
				if (value < least) least = value;
				if (value > most) most = value;
			}
			if (!(most > least)) continue;
			// Below the greatest value, so that both sides hold rows.
			const threshold = least + this.random.below(most - least);
			this.nodes[at] = (threshold << FEATURE_BITS) | feature;
			return true;
		}
		return false;
	}

	private endBranch(branch: number, depth: number, length: number): void {
		let at = branch;
		for (let level = depth; level < this.depth; level++) {
			this.nodes[at] = TOP << FEATURE_BITS;
			at = 2 * at;
		}
		this.length[at - this.leaves] = Math.round(length * LENGTH_STEPS);
	}

	/**
	 * Anomaly score of one row, 0 to 1: about 0.5 for an average row, towards 1 the fewer splits isolate it.
	 *
	 * @param row - `dimensions` finite numbers
	 */
	score(row: Float32Array): number {
		const { nodes, length, leaves, depth, least, scale, row: mapped } = this;
		for (let f = 0; f < mapped.length; f++) {
			const value = ((row[f] as number) - (least[f] as number)) * (scale[f] as number);
			mapped[f] = (value > 0 ? (value < TOP ? value : TOP) : 0) << FEATURE_BITS;
		}
		const trees = this.shape.trees;
		let total = 0;
		let root = trees;
		// Eight walks at once: each step waits for memory, and eight waits overlap.
		for (; root + 8 <= 2 * trees; root += 8) {
			let a = root;
			let b = root + 1;
			let c = root + 2;
			let d = root + 3;
			let e = root + 4;
			let f = root + 5;
			let g = root + 6;
			let h = root + 7;
			for (let level = 0; level < depth; level++) {
				a = child(nodes, mapped, a);
				b = child(nodes, mapped, b);
				c = child(nodes, mapped, c);
				d = child(nodes, mapped, d);
				e = child(nodes, mapped, e);
				f = child(nodes, mapped, f);
				g = child(nodes, mapped, g);
				h = child(nodes, mapped, h);
			}
			total += (length[a - leaves] as number) + (length[b - leaves] as number);
			total += (length[c - leaves] as number) + (length[d - leaves] as number);
			total += (length[e - leaves] as number) + (length[f - leaves] as number);
			total += (length[g - leaves] as number) + (length[h - leaves] as number);
		}
		for (; root < 2 * trees; root++) {
			let at = root;
			for (let level = 0; level < depth; level++) at = child(nodes, mapped, at);
			total += length[at - leaves] as number;
		}
		return halvings(total / LENGTH_STEPS / trees / this.normaliser);
	}
}

/**
 * The child of a node that a mapped row goes on to. `>>> 31` is 1 where the value exceeds the threshold. `>>> 0` tells the
 * engine that an index is never negative: with `| 0` a walk takes a quarter longer.
 */
function child(nodes: Int32Array, mapped: Int32Array, at: number): number {
	const node = nodes[at] as number;
	return ((at << 1) + ((node - (mapped[node & FEATURE_MASK] as number)) >>> 31)) >>> 0;
}

function swap(items: Int32Array, i: number, j: number): void {
	const held = items[i] as number;
	items[i] = items[j] as number;
	items[j] = held;
}
