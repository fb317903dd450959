/** Every benchmark, as small as it can be: it runs, nothing is refused, and scripts find their keys. No figure is judged. */
import { describe, expect, it } from "vitest";
import { lastJson, runScript } from "../support/running-app.ts";

const BRIEF = ["--rounds", "1", "--seconds", "0.3", "--no-disk"];
const TRANSPORTS = ["stream_1", "stream_5", "http_1s", "http_10s", "http_60s"];

async function bench(...args: string[]): Promise<Record<string, unknown>> {
	const { code, output } = await runScript("bench/cli.ts", [...args, "--json"]);
	if (code !== 0) throw new Error(output);
	return lastJson(output);
}

/** Each key there and a number above 0. */
function expectFigures(figures: unknown, keys: readonly string[]): void {
	for (const key of keys) {
		expect((figures as Record<string, unknown>)[key], key).toEqual(expect.any(Number));
		expect((figures as Record<string, number>)[key], key).toBeGreaterThan(0);
	}
}

describe("npm run bench", () => {
	it("ingest", async () => {
		const figures = await bench("ingest", ...BRIEF);
		expectFigures(figures, ["rps", "floor_rps", "ratio", "p50_ms", "p99_ms", "key_us"]);
		expect(figures["refused"]).toBe(0);
	});

	it("stream", async () => {
		const figures = await bench("stream", ...BRIEF, "--sockets", "4");
		for (const size of ["1", "10", "60"]) {
			expectFigures(figures[size], ["messages_per_s", "readings_per_s", "floor_ratio", "ack_p99_ms"]);
		}
		expect(figures["troubles"]).toBe(0);
	});

	it("lake", async () => {
		const figures = await bench("lake", "--beds", "1");
		expectFigures(figures, [
			"bytes_per_reading",
			"share_of_json",
			"write_ms_3600",
			"cold_hour_bytes",
			"hour_chunk_bytes",
		]);
	});

	it("dashboard", async () => {
		const figures = await bench("dashboard", "--beds", "70", "--seconds", "4", "--most", "70");
		expect(figures["beds"]).toBe(70);
		expectFigures(figures, [
			"frame_p95_ms",
			"longest_task_ms",
			"inp_ms",
			"heap_start_mb",
			"heap_end_mb",
			"first_load_js_gzip_kb",
		]);
	});

	it("fanout", async () => {
		const figures = await bench("fanout", "--devices", "3", "--viewers", "2", "--seconds", "2");
		expectFigures(figures, ["frames_per_s", "device_updates_per_s", "p99_ms"]);
		expectFigures(figures["stalled"], ["frames_per_s", "device_updates_per_s", "p99_ms"]);
		expect(figures["troubles"]).toBe(0);
	});

	it("year: a list reads at most three rows for each that it returns, alarm load one for each bed and day", async () => {
		const figures = await bench("year", "--devices", "80", "--days", "20");
		expectFigures(figures, ["episodes", "events", "sums", "alarms", "event_rows_read", "event_rows_written"]);
		const measured = figures["measured"] as { name: string; of: number; rows_read: number }[];
		expect(measured.length).toBeGreaterThan(7);
		for (const { name, of, rows_read: rows } of measured) {
			// One more ends the index's stretch; the patient's place takes a few, and a ward's name, beds and labels some more.
			if (!name.startsWith("load")) expect(rows, name).toBeLessThanOrEqual(3 * of + 8);
			else expect(rows, name).toBeLessThanOrEqual(of + 150);
		}
		expect(figures["sums"]).toBeLessThanOrEqual(80 * 21);
	});

	it("alert-latency", async () => {
		const figures = await bench("alert-latency", "--devices", "2");
		expectFigures(figures, ["p50_ms", "p99_ms", "n"]);
		expect(figures["missing"]).toBe(0);
	});

	it("soak", async () => {
		const figures = await bench("soak", "--sockets", "4", "--minutes", "0.1", "--viewers", "1");
		expectFigures(figures, ["readings", "messages_per_s", "readings_per_s", "pace", "client_late_p99_ms"]);
		expectFigures(figures["heap"], ["early_mb", "middle_mb", "end_mb"]);
		for (const key of ["ack_p50_ms", "ack_p99_ms", "asked_again", "longest_wait_s"]) {
			expect(figures[key], key).toEqual(expect.any(Number));
		}
		// Too short for a frame of the ward in each half.
		const seen = { frames_per_s: expect.any(Number), frame_p99_ms: expect.any(Number) };
		expect(figures["viewers"]).toMatchObject({ all_read: seen, one_stopped: seen });
		expect(figures).toMatchObject({ errors: 0, closed: 0, unacknowledged: 0, flat: null });
	});

	it("cost", async () => {
		const brief = ["--beds", "1", "--minutes", "0.1", "--warm-up", "2"];
		const figures = await bench("cost", ...brief);
		// The plan alone is 5 dollars.
		for (const bills of ["usd_month", "usd_month_watched"]) expectFigures(figures[bills], TRANSPORTS);
		expect(figures["rows_written_per_60"]).toEqual(expect.any(Number));
	});

	it("says what it does not know, with exit code 2", async () => {
		expect((await runScript("bench/cli.ts", ["nothing"])).code).toBe(2);
		expect((await runScript("bench/cli.ts", ["lake", "--no-such-option"])).code).toBe(2);
		const { code, output } = await runScript("bench/cli.ts", ["cost", "--transports", "pigeon"]);
		expect(code).toBe(2);
		expect(output).toContain('got "pigeon"');
	});
});
