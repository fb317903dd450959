/** Bytes in and out for the detector's state: little endian, no padding, a version in front. */

/** Raise when the layout changes. */
export const STATE_VERSION = 4;
/** The oldest layout that is still read. */
const OLDEST_VERSION = 1;

export class StateWriter {
	private bytes = new Uint8Array(8192);
	private view = new DataView(this.bytes.buffer);
	private length = 0;

	private reserve(size: number): number {
		const at = this.length;
		this.length += size;
		if (this.length > this.bytes.length) {
			const larger = new Uint8Array(2 * this.length);
			larger.set(this.bytes);
			this.bytes = larger;
			this.view = new DataView(larger.buffer);
		}
		return at;
	}

	uint8(value: number): void {
		this.view.setUint8(this.reserve(1), value);
	}

	uint16(value: number): void {
		this.view.setUint16(this.reserve(2), value, true);
	}

	/** Clamped, because ages may exceed the 49 days that 32 bits of milliseconds hold. */
	uint32(value: number): void {
		this.view.setUint32(this.reserve(4), Math.min(value, 0xffffffff), true);
	}

	float64(value: number): void {
		this.view.setFloat64(this.reserve(8), value, true);
	}

	uint16s(values: Uint16Array): void {
		for (const value of values) this.uint16(value);
	}

	float64s(values: Float64Array): void {
		for (const value of values) this.float64(value);
	}

	/** UTF-8, at most 65,535 bytes. */
	text(value: string): void {
		const encoded = new TextEncoder().encode(value);
		this.uint16(encoded.length);
		this.bytes.set(encoded, this.reserve(encoded.length));
	}

	finish(): Uint8Array {
		return this.bytes.slice(0, this.length);
	}
}

export class StateReader {
	private readonly bytes: Uint8Array;
	private readonly view: DataView;
	private at = 0;
	/** Of the layout being read. */
	readonly version: number;

	/** @throws Error where the version in front is not one that is read */
	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.version = this.uint8();
		if (this.version < OLDEST_VERSION || this.version > STATE_VERSION)
			throw new Error(`detector state: got v${this.version}, expected v${STATE_VERSION}`);
	}

	private take(size: number): number {
		const at = this.at;
		this.at += size;
		if (this.at > this.bytes.length) {
			throw new Error(`detector state: ends at byte ${this.bytes.length}, expected at least ${this.at}`);
		}
		return at;
	}

	uint8(): number {
		return this.view.getUint8(this.take(1));
	}

	uint16(): number {
		return this.view.getUint16(this.take(2), true);
	}

	uint32(): number {
		return this.view.getUint32(this.take(4), true);
	}

	float64(): number {
		return this.view.getFloat64(this.take(8), true);
	}

	uint16s(target: Uint16Array): void {
		for (let i = 0; i < target.length; i++) target[i] = this.uint16();
	}

	float64s(target: Float64Array): void {
		for (let i = 0; i < target.length; i++) target[i] = this.float64();
	}

	text(): string {
		const length = this.uint16();
		const at = this.take(length);
		return new TextDecoder().decode(this.bytes.subarray(at, at + length));
	}
}
