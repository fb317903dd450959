/** Timing and memory, measured the same way by every benchmark. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Single figures of a shared machine mean little; the median of five holds still. */
const RUNS = 5;

/**
 * Median over five runs, after one to warm up, of the milliseconds that one of `count` items takes.
 *
 * @param run - handles all `count` items
 */
export function medianMs(count: number, run: () => void): number {
	run();
	const times = Array.from({ length: RUNS }, () => {
		const began = performance.now();
		run();
		return (performance.now() - began) / count;
	});
	return median(times);
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1] as number;
}

/** Bytes of heap and array buffers that one of `count` kept objects takes, garbage collected before and after. */
export function bytesEach<T>(count: number, make: (index: number) => T): number {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc") as () => void;
	const used = (): number => {
		collect();
		collect();
		const { heapUsed, arrayBuffers } = process.memoryUsage();
		return heapUsed + arrayBuffers;
	};
	make(0);
	const kept: T[] = [];
	const before = used();
	for (let index = 0; index < count; index++) kept.push(make(index));
	const after = used();
	// `kept` must be alive until here.
	return (after - before) / kept.length;
}

/** Bytes of all typed arrays that can be reached from `root`, each buffer once. */
export function typedArrayBytes(root: object): number {
	const seen = new Set<unknown>();
	const buffers = new Set<ArrayBufferLike>();
	const walk = (value: unknown): void => {
		if (typeof value !== "object" || value === null || seen.has(value)) return;
		seen.add(value);
		if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
		else for (const inner of Object.values(value)) walk(inner);
	};
	walk(root);
	let bytes = 0;
	for (const buffer of buffers) bytes += buffer.byteLength;
	return bytes;
}
