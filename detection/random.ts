/**
 * Our own generator, so that a seed gives the same forest on every platform: `Math.random` cannot be
 * seeded, and `Math.log` and `Math.cos` may differ in the last bit between engines.
 */

/** Small Fast Counting generator of 32 bits (Chris Doty-Humphrey, PractRand): 128 bits of state, period at least 2^32. */
export class Random {
	private a = 0;
	private b = 0;
	private c = 0;
	private counter = 1;

	/** @param seed - uint32. @param stream - uint32; different streams of one seed are unrelated. */
	constructor(seed: number, stream: number) {
		this.reseed(seed, stream);
	}

	/** Starts again, as a new generator of `seed` and `stream` would, without an allocation. */
	reseed(seed: number, stream: number): void {
		this.a = seed | 0;
		this.b = stream | 0;
		this.c = 0x9e3779b9 | 0; // the golden ratio's bits: any constant that is not zero
		this.counter = 1;
		// Twelve rounds spread a difference of one seed bit over the whole state.
		for (let round = 0; round < 12; round++) this.uint32();
	}

	/** Uniform in 0 ... 2^32 - 1. */
	uint32(): number {
		const sum = (((this.a + this.b) | 0) + this.counter) | 0;
		this.counter = (this.counter + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
		this.c |= 0;
		return sum >>> 0;
	}

	/** Uniform in [0, 1). */
	uniform(): number {
		return this.uint32() / 4294967296;
	}

	/** Uniform whole number in 0 ... below - 1. The bias of the multiplication is under 2^-24 for the sizes used here. */
	below(limit: number): number {
		return Math.floor(this.uniform() * limit);
	}

	/** Standard normal by the sum of twelve uniforms: no logarithm or cosine, tails end at 6. */
	normal(): number {
		let sum = -6;
		for (let draw = 0; draw < 12; draw++) sum += this.uniform();
		return sum;
	}
}
