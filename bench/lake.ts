/** How many bytes does a reading take in the lake, beside JSON and DuckDB's own Parquet of the same rows? */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { encodeDay } from "../lake/day.ts";
import { encodeReadings, initParquet } from "../lake/parquet.ts";
import { readStretch } from "../lake/range-read.ts";
import { inMemory, openLakeFile } from "../lake/read.ts";
import { apiJson, HOUR_ROWS, icuNoisy, icuNoisyDay, realHours, wireJson, type DeviceRows } from "./lake-rows.ts";
import { medianMs } from "./measure.ts";
import { wholeNumber, type Question } from "./question.ts";
import { SCENARIOS } from "../scenarios/library.ts";

/** Encodings a run: single ones are too short to time. */
const ENCODINGS = 10;

interface Sizes {
	readonly rows: number;
	readonly lake: number;
	readonly duckdb: number;
	readonly wire: number;
	readonly gzip: number;
	readonly api: number;
}

/** Bytes of the files that DuckDB writes of each hour's file: its own encodings, zstd. Reads every row on the way. */
async function duckdbBytes(files: readonly Uint8Array[], rows: number): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), "sentinel-lake-"));
	const instance = await DuckDBInstance.create(":memory:");
	const connection = await instance.connect();
	try {
		let bytes = 0;
		let read = 0;
		for (const [index, file] of files.entries()) {
			const [from, to] = [join(folder, `${index}.parquet`), join(folder, `${index}.duckdb.parquet`)];
			await writeFile(from, file);
			const result = await connection.run(
				`COPY (SELECT * FROM read_parquet('${from}')) TO '${to}' (FORMAT parquet, COMPRESSION zstd)`,
			);
			read += result.rowsChanged;
			bytes += (await stat(to)).size;
		}
		if (read !== rows) throw new Error(`DuckDB read ${read} of ${rows} rows`);
		return bytes;
	} finally {
		connection.closeSync();
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure(hours: readonly DeviceRows[]): Promise<Sizes> {
	const files = hours.map(({ deviceId, readings }) => encodeReadings(deviceId, readings));
	const total = (of: (hour: DeviceRows) => number) => hours.reduce((sum, hour) => sum + of(hour), 0);
	const rows = total(({ readings }) => readings.length);
	return {
		rows,
		lake: files.reduce((sum, file) => sum + file.length, 0),
		duckdb: await duckdbBytes(files, rows),
		wire: total((hour) => wireJson(hour).length),
		gzip: total((hour) => gzipSync(wireJson(hour)).length),
		api: total((hour) => apiJson(hour).length),
	};
}

interface ColdHour {
	/** Bytes of the whole day's file. */
	readonly day_bytes: number;
	/** Fetched to answer one hour of it, and in how many requests. */
	readonly cold_hour_bytes: number;
	readonly cold_hour_requests: number;
	/** What that hour's column chunks take in the file. */
	readonly hour_chunk_bytes: number;
}

/** The hour that is asked for: the middle of the day. */
const ASKED_HOUR = 12;

async function coldHour(): Promise<ColdHour> {
	const hours = icuNoisyDay();
	const asked = hours[ASKED_HOUR] as DeviceRows;
	const day = await encodeDay(
		asked.deviceId,
		hours.map(({ readings }) => readings),
		encodeReadings,
	);
	if (day === null) throw new Error("a day of readings made no file");
	let [bytes, requests, rows] = [0, 0, 0];
	const file = inMemory(day.bytes);
	const counting = {
		byteLength: file.byteLength,
		slice: (start: number, end = file.byteLength) => {
			bytes += end - start;
			requests++;
			return file.slice(start, end);
		},
	};
	const from = asked.readings[0]?.timestamp ?? 0;
	const place = { ...day, key: "day", bytes: day.bytes.length };
	await readStretch(
		[place],
		{ from, to: from + HOUR_ROWS * 1000, belowSeq: Infinity },
		() => counting,
		(readings) => void (rows += readings.length),
	);
	if (rows !== HOUR_ROWS) throw new Error(`one hour of the day gave ${rows} of ${HOUR_ROWS} readings`);
	const group = (await openLakeFile(file, day.footerBytes)).groups[ASKED_HOUR];
	return {
		day_bytes: day.bytes.length,
		cold_hour_bytes: bytes,
		cold_hour_requests: requests,
		hour_chunk_bytes: (group?.byteEnd ?? 0) - (group?.byteStart ?? 0),
	};
}

function sizeFigures({ rows, lake, wire, api }: Sizes) {
	return { bytes_per_reading: lake / rows, share_of_json: lake / wire, share_of_api_json: lake / api };
}

function table(name: string, sizes: Sizes): string[] {
	const row = (what: string, bytes: number) =>
		`  ${what.padEnd(44)}${(bytes / sizes.rows).toFixed(2).padStart(8)}${`${((100 * bytes) / sizes.wire).toFixed(1)} %`.padStart(10)}`;
	return [
		`${name}: ${sizes.rows} readings in files of ${HOUR_ROWS}`,
		`  ${"".padEnd(44)}${"B/row".padStart(8)}${"of JSON".padStart(10)}`,
		row("the lake's Parquet", sizes.lake),
		row("DuckDB's Parquet, zstd", sizes.duckdb),
		row("gzip of the posted JSON", sizes.gzip),
		row("JSON as devices post it", sizes.wire),
		row("JSON as the API gives it (score, risk, …)", sizes.api),
		"",
	];
}

export const lake: Question = {
	summary: "bytes of a reading in the lake, beside JSON, gzip and DuckDB's Parquet; ms to write an hour",
	options: { data: { type: "string" }, beds: { type: "string" } },
	usage: "[--beds 12] [--data DIR: also real records at 1 Hz]",
	answer: async (progress, values) => {
		const wasm = createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm");
		initParquet(new Uint8Array(readFileSync(wasm)));
		progress("Scenario icu-noisy, seed 1");
		const hours = icuNoisy(HOUR_ROWS, wholeNumber(values, "beds", SCENARIOS["icu-noisy"].usualBeds));
		const scenario = await measure(hours);
		const [hour] = hours as [DeviceRows];
		const write_ms_3600 = medianMs(ENCODINGS, () => {
			for (let i = 0; i < ENCODINGS; i++) encodeReadings(hour.deviceId, hour.readings);
		});
		progress("A day's file");
		const cold = await coldHour();
		const folder = values["data"];
		if (typeof folder === "string") progress("Real records");
		const found = typeof folder === "string" ? await realHours(folder) : [];
		const real = found.length === 0 ? null : await measure(found);
		return {
			lines: [
				...table("Scenario icu-noisy, seed 1, eight vital signs at 1 Hz", scenario),
				...(real === null ? ["Real records: none given (--data DIR)", ""] : table("Real records at 1 Hz", real)),
				`Writing ${HOUR_ROWS} readings: ${write_ms_3600.toFixed(1)} ms in Node`,
				`A day's file: ${cold.day_bytes} bytes. One hour of it: ${cold.cold_hour_bytes} bytes in ${cold.cold_hour_requests} requests, its column chunks ${cold.hour_chunk_bytes}`,
			],
			figures: {
				...sizeFigures(scenario),
				write_ms_3600,
				...cold,
				real: real === null ? null : { ...sizeFigures(real), rows: real.rows },
			},
		};
	},
};
