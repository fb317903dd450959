/**
 * Readings to the bytes of one Parquet file.
 *
 * The bytes are a function of the readings alone: a range that was sealed, put and interrupted is encoded again after
 * a restart and compared with what is already there by checksum. So nothing of the clock, the process or a hash map's
 * order may get in.
 *
 * The encoder is WebAssembly and is handed in by the caller, because a Worker may only run modules that were bundled
 * with it, whereas Node reads the same file from disk.
 */
import {
	Compression,
	EnabledStatistics,
	Encoding,
	initSync,
	Table as WasmTable,
	type WriterProperties,
	WriterPropertiesBuilder,
	writeParquet,
} from "parquet-wasm/esm";
import type { StoredReading } from "../vitals/reading.ts";
import { arrowStream } from "./arrow.ts";
import { LAKE_COLUMNS, LAKE_METADATA, LAKE_METADATA_KEY } from "./schema.ts";

// One encoder per isolate, as parquet-wasm itself keeps one: its exports are bound to the instance first started.
let encoder: WebAssembly.Module | BufferSource | null = null;
let started = false;

/**
 * Says where the encoder is. Costs nothing yet: it is started by the first `encodeReadings`, which takes about 10 ms
 * and 6 MB, so that an object that never seals a file never pays. Calls after that have no effect.
 *
 * @param module - `parquet-wasm/esm/parquet_wasm_bg.wasm`, compiled (a Worker's `import`) or as bytes (Node)
 */
export function initParquet(module: WebAssembly.Module | BufferSource): void {
	if (!started) encoder = module;
}

/**
 * Encodes readings of one device as one Parquet file of `LAKE_SCHEMA_VERSION`, rows in the order given.
 *
 * Vital signs and battery are kept as 32-bit floats, which carries the catalogue's hundredths exactly through
 * `decodeReadings`; the score is rounded to 1/65535; times are exact to the millisecond.
 *
 * @returns a fresh array, equal for equal arguments
 * @throws RangeError when there are no readings, or a value its column cannot hold; the message names reading,
 *   field, value and what was expected
 * @throws Error when `initParquet` was not called
 */
export function encodeReadings(deviceId: string, readings: readonly StoredReading[]): Uint8Array {
	if (readings.length === 0) throw new RangeError("lake: got no readings, expected at least one for a file");
	const ipc = arrowStream(deviceId, readings);
	start();
	const table = WasmTable.fromIPCStream(ipc);
	// Freed by hand only where writing never began: writeParquet takes both over and frees them itself, also when it fails.
	let properties: WriterProperties;
	try {
		properties = writerProperties();
	} catch (error) {
		table.free();
		throw error;
	}
	return writeParquet(table, properties);
}

function start(): void {
	if (started) return;
	if (encoder === null)
		throw new Error("lake: the Parquet encoder is missing; call initParquet with parquet_wasm_bg.wasm first");
	initSync({ module: encoder });
	started = true;
	// The bytes, where bytes were given, are 5 MB that nobody needs again.
	encoder = null;
}

/*
 * Statistics per file, not per page: they let a reader skip a file by time or by value, and a file has one row group.
 * Data pages of version 1, which every reader knows; version 2 would save one per cent.
 */
function writerProperties(): WriterProperties {
	let builder = new WriterPropertiesBuilder()
		.setCompression(Compression.ZSTD)
		.setDictionaryEnabled(false)
		.setStatisticsEnabled(EnabledStatistics.Chunk)
		.setKeyValueMetadata(new Map([[LAKE_METADATA_KEY, JSON.stringify(LAKE_METADATA)]]));
	for (const { name, layout } of LAKE_COLUMNS) {
		switch (layout) {
			case "delta":
				builder = builder.setColumnEncoding(name, Encoding.DELTA_BINARY_PACKED);
				break;
			case "split":
				builder = builder.setColumnEncoding(name, Encoding.BYTE_STREAM_SPLIT);
				break;
			case "dictionary":
				builder = builder.setColumnDictionaryEnabled(name, true);
				break;
		}
	}
	return builder.build();
}
