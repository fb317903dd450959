import wasm from "parquet-wasm/esm/parquet_wasm_bg.wasm";
import { encodeReadings, initParquet } from "../lake/parquet.ts";
import type { StoredReading } from "../vitals/reading.ts";

/** `encodeReadings` with the runtime's precompiled wasm module behind it; instantiated at first use. */
export function encodeLakeObject(deviceId: string, readings: readonly StoredReading[]): Uint8Array {
	initParquet(wasm);
	return encodeReadings(deviceId, readings);
}
