/**
 * Thrift's compact protocol, as far as a Parquet footer needs it: bytes to a tree and back. The tree keeps each field's
 * wire type, so that what is not understood here is written again as it was read.
 */

/** Types of the compact protocol. A struct's boolean is its type; maps, sets and uuids do not occur in Parquet. */
const TYPE = { stop: 0, true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 };

/** A list of values of one type. */
interface ThriftList {
	readonly type: number;
	readonly items: ThriftValue[];
}

/** Fields by id, ascending. */
export type ThriftStruct = Map<number, ThriftField>;
type ThriftValue = bigint | boolean | Uint8Array | ThriftList | ThriftStruct;
interface ThriftField {
	readonly type: number;
	readonly value: ThriftValue;
}

/**
 * Reads one struct.
 *
 * @throws Error when the bytes end early or hold a type that Parquet does not use
 */
export function readStruct(bytes: Uint8Array): ThriftStruct {
	let at = 0;
	const byte = (): number => {
		const next = bytes[at++];
		if (next === undefined) throw new Error("thrift: the bytes end early");
		return next;
	};
	const varint = (): bigint => {
		let value = 0n;
		for (let shift = 0n; ; shift += 7n) {
			const next = byte();
			value |= BigInt(next & 0x7f) << shift;
			if (next < 0x80) return value;
		}
	};
	const zigzag = (): bigint => {
		const value = varint();
		return (value >> 1n) ^ -(value & 1n);
	};
	const take = (length: number): Uint8Array => {
		if (at + length > bytes.byteLength) throw new Error("thrift: the bytes end early");
		return bytes.slice(at, (at += length));
	};
	const list = (): ThriftList => {
		const head = byte();
		const type = head & 0x0f;
		const length = head >> 4 === 15 ? Number(varint()) : head >> 4;
		// A boolean in a list is a byte of its own.
		const read = type === TYPE.true || type === TYPE.false ? () => byte() === 1 : () => value(type);
		return { type, items: Array.from({ length }, read) };
	};
	const value = (type: number): ThriftValue => {
		switch (type) {
			case TYPE.true:
				return true;
			case TYPE.false:
				return false;
			case TYPE.byte:
				return take(1);
			case TYPE.i16:
			case TYPE.i32:
			case TYPE.i64:
				return zigzag();
			case TYPE.double:
				return take(8);
			case TYPE.binary:
				return take(Number(varint()));
			case TYPE.list:
				return list();
			case TYPE.struct:
				return struct();
			default:
				throw new Error(`thrift: got type ${type}, which Parquet does not use`);
		}
	};
	const struct = (): ThriftStruct => {
		const fields: ThriftStruct = new Map();
		for (let id = 0; ;) {
			const head = byte();
			const type = head & 0x0f;
			if (type === TYPE.stop) return fields;
			id = head >> 4 === 0 ? Number(zigzag()) : id + (head >> 4);
			fields.set(id, { type, value: value(type) });
		}
	};
	return struct();
}

/** Writes one struct, fields in ascending order of id. */
export function writeStruct(root: ThriftStruct): Uint8Array {
	const out: number[] = [];
	const varint = (value: bigint) => {
		let rest = value;
		for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
		out.push(Number(rest));
	};
	const zigzag = (value: bigint) => varint(value < 0n ? -value * 2n - 1n : value * 2n);
	const put = (type: number, value: ThriftValue) => {
		if (typeof value === "bigint") zigzag(value);
		else if (value instanceof Uint8Array) {
			if (type === TYPE.binary) varint(BigInt(value.byteLength));
			for (const byte of value) out.push(byte);
		} else if (value instanceof Map) struct(value);
		else if (typeof value === "object") {
			const { type: of, items } = value;
			if (items.length < 15) out.push((items.length << 4) | of);
			else {
				out.push(0xf0 | of);
				varint(BigInt(items.length));
			}
			for (const item of items) {
				if (typeof item === "boolean") out.push(item ? 1 : 2);
				else put(of, item);
			}
		}
	};
	const struct = (fields: ThriftStruct) => {
		let last = 0;
		for (const [id, { type, value }] of [...fields].toSorted(([a], [b]) => a - b)) {
			if (id - last >= 1 && id - last <= 15) out.push(((id - last) << 4) | type);
			else {
				out.push(type);
				zigzag(BigInt(id));
			}
			last = id;
			put(type, value);
		}
		out.push(TYPE.stop);
	};
	struct(root);
	return Uint8Array.from(out);
}

/** The struct in field `id`. @throws Error when there is none */
export function structIn(struct: ThriftStruct, id: number): ThriftStruct {
	const value = struct.get(id)?.value;
	if (!(value instanceof Map)) throw new Error(`thrift: field ${id} is no struct`);
	return value;
}

/** The list of structs in field `id`. @throws Error when there is none */
export function structsIn(struct: ThriftStruct, id: number): ThriftStruct[] {
	const value = struct.get(id)?.value;
	if (typeof value !== "object" || !("items" in value)) throw new Error(`thrift: field ${id} is no list`);
	return value.items as ThriftStruct[];
}

/** The whole number in field `id`, `undefined` when it is absent. */
export function numberIn(struct: ThriftStruct, id: number): number | undefined {
	const value = struct.get(id)?.value;
	return typeof value === "bigint" ? Number(value) : undefined;
}

/** Sets a whole number; `bits` says which integer type a field that was absent gets. */
export function setNumber(struct: ThriftStruct, id: number, value: number, bits: 16 | 64): void {
	const type = struct.get(id)?.type ?? (bits === 16 ? TYPE.i16 : TYPE.i64);
	struct.set(id, { type, value: BigInt(value) });
}

/** Sets a list of structs. */
export function setStructs(struct: ThriftStruct, id: number, items: ThriftStruct[]): void {
	struct.set(id, { type: TYPE.list, value: { type: TYPE.struct, items } });
}
