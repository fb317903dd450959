/** How much memory an object's numbers take. */

/** Bytes of all typed arrays that can be reached from `root`, each buffer once. */
export function typedArrayBytes(root: object): number {
	const seen = new Set<object>();
	const buffers = new Set<ArrayBufferLike>();
	const waiting: object[] = [root];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (seen.has(next)) continue;
		seen.add(next);
		if (ArrayBuffer.isView(next)) buffers.add(next.buffer);
		else for (const inner of Object.values(next)) if (typeof inner === "object" && inner !== null) waiting.push(inner);
	}
	let bytes = 0;
	for (const buffer of buffers) bytes += buffer.byteLength;
	return bytes;
}
