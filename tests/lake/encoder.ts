/** The Parquet encoder's bytes, as Node finds them; a Worker gets them from its bundle. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export function encoderBytes(): Uint8Array<ArrayBuffer> {
	return new Uint8Array(readFileSync(createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm")));
}
