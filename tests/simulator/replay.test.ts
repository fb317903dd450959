import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Summary } from "../../simulator/accounting.ts";
import { chooseAnchor, replayDevice, simulateReplay, type ReplayOptions } from "../../simulator/replay.ts";
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import { startStub, type Faults, type Stub } from "./stub-server.ts";

const SECONDS = 60;
const RECORDS = ["k1", "k2", "k3", "k4"];
/** Row of `k1` at t = 10 is empty, at t = 20 impossible. */
const CSV = [
	"record,t,hr,spo2",
	...RECORDS.flatMap((id, r) =>
		Array.from(
			{ length: SECONDS },
			(_, t) =>
				`${id},${t + 1},${id === "k1" && t === 10 ? "" : id === "k1" && t === 20 ? 999 : 60 + r + (t % 7)},${id === "k1" && t === 10 ? "" : 97}`,
		),
	),
].join("\r\n");
const SENDABLE = SECONDS * RECORDS.length - 2;

let folder: string;
let stub: Stub;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "biostream-replay-"));
	writeFileSync(join(folder, "records.csv"), CSV);
	stub = await startStub();
});
afterEach(async () => {
	await stub.kill();
	rmSync(folder, { recursive: true });
});

async function replay(
	faults: Faults = {},
	changes: Partial<ReplayOptions> = {},
): Promise<{ code: number; summary: Summary; output: string }> {
	stub.faults = faults;
	const lines: string[] = [];
	const code = await simulateReplay({
		data: folder,
		set: "auto",
		records: null,
		speed: 120,
		ward: "replay",
		batch: 20,
		url: stub.url,
		policy: { baseMs: 5, capMs: 40, giveUpMs: 20_000 },
		json: true,
		terminal: false,
		stop: { requested: 0 },
		write: (line) => lines.push(line),
		...changes,
	});
	return { code, summary: JSON.parse(lines.at(-1) ?? "{}") as Summary, output: lines.join("\n") };
}

/** All rows are at the stub once, with their own values and distances, and the books say so. */
function expectWhole(result: { code: number; summary: Summary; output: string }, runs = 1): void {
	expect(result.code, result.output).toBe(0);
	expect(result.summary).toMatchObject({
		rows: SECONDS * RECORDS.length,
		sent: SENDABLE,
		acknowledged: SENDABLE,
		empty: 1,
		refused: { "heart_rate:out_of_range": 1 },
		unsent: 0,
		devices: 4,
	});
	expect(stub.count()).toBe(SENDABLE * runs);
	expect(stub.conflicts.count).toBe(0);
	for (const [r, id] of RECORDS.entries()) {
		const times = [...(stub.stored.get(`REPLAY-${id}`) ?? [])]
			.sort(([a], [b]) => a - b)
			.slice(0, SECONDS - (id === "k1" ? 2 : 0));
		const start = times[0]?.[0] ?? 0;
		for (const [time, payload] of times) {
			const t = (time - start) / 1000;
			expect(payload).toEqual({
				device_id: `REPLAY-${id}`,
				patient_id: `0${id}`,
				timestamp: time,
				heart_rate: 60 + r + (t % 7),
				spo2: 97,
			});
		}
	}
}

describe("replay", () => {
	it("stores every row once, in time's order, one device per record, and declares each device's clock", async () => {
		const result = await replay();
		expectWhole(result);
		expect(result.summary.duplicates).toBe(0);
		expect(stub.devices.get("REPLAY-k2")).toEqual({
			ward_id: "replay",
			bed: "Bed k2",
			patient_id: "0k2",
			simulated: true,
		});
		expect(stub.clocks.map(({ device, rate }) => [device, rate]).sort()).toEqual(
			RECORDS.map((id) => [`REPLAY-${id}`, 120]),
		);
	});

	it("sends batches when it is fast and never a reading ahead of the simulated time", async () => {
		const start = Date.now();
		expectWhole(await replay());
		expect(stub.requests.length).toBeLessThan(SENDABLE / 5);
		const newest = Math.max(...[...stub.stored.values()].flatMap((own) => [...own.keys()]));
		expect(newest).toBeLessThanOrEqual(start + (Date.now() - start) * 120);
	});

	it("loses and doubles nothing when every third answer is 503, 429 or 500", async () => {
		let turn = 0;
		const result = await replay(
			{
				refuse: (path) =>
					path.startsWith("/api/v1/telemetry") && ++turn % 3 === 0
						? { status: [503, 429, 500][turn % 2] ?? 500, retryAfter: "0" }
						: null,
			},
			{ batch: 4 },
		);
		expectWhole(result);
		expect(result.summary.retries).toBeGreaterThan(0);
		expect(result.summary.duplicates).toBe(0);
	});

	it("counts as duplicates what it sends again after the answer was lost, and stores it once", async () => {
		let turn = 0;
		const result = await replay(
			{ loseAnswer: (path) => path.startsWith("/api/v1/telemetry") && ++turn % 3 === 0 },
			{ batch: 4 },
		);
		expectWhole(result);
		expect(result.summary.duplicates).toBeGreaterThan(0);
	});

	it("sends single items of a batch again that were put off", async () => {
		const seen = new Map<string, number>();
		const result = await replay({
			item: (device, timestamp) => {
				const id = `${device}@${timestamp}`;
				seen.set(id, (seen.get(id) ?? 0) + 1);
				return timestamp % 5000 < 1000 && seen.get(id) === 1 ? { status: 503, field: "", code: "unavailable" } : null;
			},
		});
		expectWhole(result);
	});

	it("survives the server being killed and restarted in the middle", async () => {
		const running = replay();
		while (stub.count() < 40) await new Promise((resolve) => setTimeout(resolve, 5));
		await stub.kill();
		await new Promise((resolve) => setTimeout(resolve, 200));
		await stub.revive();
		const result = await running;
		expectWhole(result);
		expect(result.summary.retries).toBeGreaterThan(0);
		expect(result.output).toMatch(/keeping its readings and trying again/);
	});

	it("registers its devices again when the server has forgotten them", async () => {
		const running = replay();
		while (stub.count() < 40) await new Promise((resolve) => setTimeout(resolve, 5));
		stub.forget();
		expectWhole(await running);
		expect(stub.devices.size).toBe(4);
	});

	it("declares the clock again when told that a reading is in the future, and goes on", async () => {
		const result = await replay({
			item: (device, timestamp) =>
				timestamp % 60_000 > 30_000 && stub.clocks.filter((clock) => clock.device === device).length < 2
					? { status: 422, field: "timestamp", code: "in_future" }
					: null,
		});
		expectWhole(result);
		expect(stub.clocks.length).toBeGreaterThan(4);
	});

	it("counts readings as refused when declaring the clock does not help", async () => {
		const result = await replay({
			item: (device) => (device === "REPLAY-k4" ? { status: 422, field: "timestamp", code: "too_old" } : null),
		});
		expect(result.code, result.output).toBe(0);
		expect(result.summary.refused).toEqual({ "heart_rate:out_of_range": 1, "timestamp:too_old": SECONDS });
		expect(result.summary.sent).toBe(SENDABLE - SECONDS);
	});

	it("finds the bad reading by smaller requests when the server refuses a whole batch without saying why", async () => {
		stub.faults = {};
		const result = await replay({ refuse: (path) => (path.endsWith("/batch") ? { status: 413 } : null) });
		expectWhole(result);
	});

	it("begins a second replay after the first, so that both are stored", async () => {
		expectWhole(await replay());
		expectWhole(await replay(), 2);
	});

	it("plays only the records asked for", async () => {
		const { code, summary } = await replay({}, { records: ["k3"] });
		expect([code, summary.rows, stub.count()]).toEqual([0, SECONDS, SECONDS]);
		expect([...stub.stored.keys()]).toEqual(["REPLAY-k3"]);
	});

	it("gives up on a dead server with exit code 1 and says what is missing", async () => {
		const result = await replay(
			{ refuse: (path) => (path.startsWith("/api/v1/telemetry") ? { status: 503 } : null) },
			{ policy: { baseMs: 5, capMs: 20, giveUpMs: 300 } },
		);
		expect(result.code).toBe(1);
		expect(result.summary.acknowledged).toBe(0);
		expect(result.output).toMatch(/PROBLEM .*no success for/);
		expect(result.output).toMatch(/PROBLEM .*readings were sent but 0 acknowledged/);
	});

	it("stops in order when asked: what is sent is acknowledged, the rest is counted as unsent", async () => {
		const stop = { requested: 0 };
		const running = replay({}, { stop, speed: 20 });
		while (stub.count() < 20) await new Promise((resolve) => setTimeout(resolve, 5));
		stop.requested = 1;
		const { code, summary, output } = await running;
		expect(code, output).toBe(0);
		expect(summary.unsent).toBeGreaterThan(0);
		expect(summary.acknowledged).toBe(stub.count());
		expect(summary.sent).toBe(stub.count());
	});
});

describe("chooseAnchor", () => {
	it("is now, or one cadence after the newest stored reading of any device", () => {
		expect(chooseAnchor(1000, [{ latestTimestamp: null }, { latestTimestamp: 500 }], 100)).toBe(1000);
		expect(chooseAnchor(1000, [{ latestTimestamp: 5000 }, { latestTimestamp: 4000 }], 100)).toBe(5100);
	});
});

describe("replayDevice", () => {
	it("makes a valid device id of any record's name", () => {
		for (const record of ["k24", "p000001", "bed 4/left", "é".repeat(60)])
			expect(replayDevice("replay", record).id).toMatch(DEVICE_ID_PATTERN);
	});
});
