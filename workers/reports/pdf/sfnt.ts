/** The container of TrueType fonts: tables under four letters. And its compressed form for the web, WOFF 1.0 (W3C, 2012). */

const WOFF_SIGNATURE = 0x774f4646;

/** Tables in their directory; `tables` in order of their tags. */
export function sfnt(tables: Readonly<Record<string, Uint8Array>>): Uint8Array {
	const entries = Object.entries(tables);
	const padded = (length: number) => (length + 3) & ~3;
	const start = 12 + entries.length * 16;
	const file = new Uint8Array(entries.reduce((size, [, data]) => size + padded(data.length), start));
	const view = new DataView(file.buffer);
	const power = Math.floor(Math.log2(entries.length));
	view.setUint32(0, 0x10000);
	view.setUint16(4, entries.length);
	view.setUint16(6, 16 << power);
	view.setUint16(8, power);
	view.setUint16(10, entries.length * 16 - (16 << power));
	let at = start;
	for (const [i, [tag, data]] of entries.entries()) {
		file.set(data, at);
		const entry = 12 + i * 16;
		for (let letter = 0; letter < 4; letter++) view.setUint8(entry + letter, tag.charCodeAt(letter));
		view.setUint32(entry + 4, checksum(view, at, padded(data.length)));
		view.setUint32(entry + 8, at);
		view.setUint32(entry + 12, data.length);
		at += padded(data.length);
	}
	return file;
}

/** Sum of the file's words. */
export function checksum(view: DataView, from: number, length: number): number {
	let sum = 0;
	for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
	return sum;
}

/** Whether these bytes are WOFF 1.0. */
export function isWoff(bytes: Uint8Array): boolean {
	return bytes.length > 44 && viewOf(bytes).getUint32(0) === WOFF_SIGNATURE;
}

/** The font without its compression, which the platform undoes aside. @throws Error when it is cut short */
export async function fromWoff(bytes: Uint8Array): Promise<Uint8Array> {
	const view = viewOf(bytes);
	const count = view.getUint16(12);
	const tables = await Promise.all(
		Array.from({ length: count }, async (_, i) => {
			const entry = 44 + i * 20;
			const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4));
			const [offset, packed, plain] = [4, 8, 12].map((at) => view.getUint32(entry + at)) as [number, number, number];
			const data = bytes.subarray(offset, offset + packed);
			return [tag, packed === plain ? data : await through(data, new DecompressionStream("deflate"))] as const;
		}),
	);
	return sfnt(Object.fromEntries(tables));
}

/** Bytes through one of the platform's streams. */
export async function through(
	bytes: Uint8Array,
	transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
	const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform);
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
