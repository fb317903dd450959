/**
 * A process of its own that compacts the files below a folder and prints the most memory it held, as JSON: so that
 * neither the test's own data nor another test is measured. Run by day-memory.test.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wasmMemory } from "parquet-wasm/esm";
import { compareHours, type DaySource, dayOf, encodeDay, hoursOf } from "../../lake/day.ts";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import { inMemory, openLakeFile } from "../../lake/read.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { encoderBytes } from "./encoder.ts";

const folder = process.argv[2] ?? ".";
initParquet(encoderBytes());

/** Each file is named after its first and last reading time. */
const sources = readdirSync(folder).map((name): DaySource => {
	const [first = "", last = ""] = name.split("-");
	return {
		firstTimestamp: Number(first),
		lastTimestamp: Number(last),
		open: () => openLakeFile(inMemory(new Uint8Array(readFileSync(join(folder, name))))),
	};
});
const day = dayOf(sources[0]?.firstTimestamp ?? 0);

let peak = 0;
let wasm = 0;
const weigh = () => {
	const { heapTotal, external } = process.memoryUsage();
	wasm = wasmMemory().buffer.byteLength;
	peak = Math.max(peak, heapTotal + external + wasm);
};
async function* weighed(hours: AsyncIterable<StoredReading[]>): AsyncGenerator<StoredReading[]> {
	for await (const hour of hours) {
		yield hour;
		weigh();
	}
}

const file = await encodeDay("m-1", weighed(hoursOf("m-1", sources, day)), encodeReadings);
if (file === null) throw new Error("no readings");
const target = { ...file, open: () => openLakeFile(inMemory(file.bytes), file.footerBytes) };
const compared = await compareHours(weighed(hoursOf("m-1", sources, day)), hoursOf("m-1", [target], day));
weigh();
writeFileSync(1, JSON.stringify({ peak, wasm, compared, bytes: file.bytes.byteLength }));
