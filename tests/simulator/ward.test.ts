import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SCENARIOS } from "../../scenarios/library.ts";
import { noVitals } from "../../vitals/reading.ts";
import type { Summary } from "../../simulator/accounting.ts";
import { createTruthFile, startTruthFile } from "../../simulator/truth.ts";
import { toPayload } from "../../simulator/payload.ts";
import { simulateWard, wardDevice, type WardOptions } from "../../simulator/ward.ts";
import { startStub, type Stub } from "./stub-server.ts";

let folder: string;
let stub: Stub;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "biostream-ward-"));
	stub = await startStub();
});
afterEach(async () => {
	await stub.kill();
	rmSync(folder, { recursive: true });
});

async function ward(changes: Partial<WardOptions> = {}): Promise<{ code: number; summary: Summary; output: string }> {
	const lines: string[] = [];
	const code = await simulateWard({
		scenario: SCENARIOS["demo-ward"],
		beds: 4,
		ward: "ward-a",
		seed: "1",
		cadenceSeconds: 0.1,
		postEverySeconds: 0.1,
		transport: "http",
		durationSeconds: 1,
		url: stub.url,
		truthPath: join(folder, "deep", "truth.jsonl"),
		policy: { baseMs: 5, capMs: 40, giveUpMs: 20_000 },
		json: true,
		terminal: false,
		stop: { requested: 0 },
		write: (line) => lines.push(line),
		...changes,
	});
	return { code, summary: JSON.parse(lines.at(-1) ?? "{}") as Summary, output: lines.join("\n") };
}

describe("ward", () => {
	it("posts every bed at its cadence, single readings to the single route, all acknowledged", async () => {
		const { code, summary, output } = await ward();
		expect(code, output).toBe(0);
		expect(stub.count()).toBe(summary.sent);
		expect([...stub.stored.keys()].sort()).toEqual(["WEARABLE-001", "WEARABLE-002", "WEARABLE-003", "WEARABLE-004"]);
		for (const own of stub.stored.values()) {
			const times = [...own.keys()].sort((a, b) => a - b);
			expect(times.slice(1).every((time, index) => time - (times[index] as number) === 100)).toBe(true);
		}
		expect(stub.devices.get("WEARABLE-003")).toEqual({
			ward_id: "ward-a",
			bed: "Bed 3",
			patient_id: "simulated-ward-a-003",
			simulated: true,
		});
		expect(stub.clocks).toEqual([]);
	});

	it("puts what gathers between two posts into one batch", async () => {
		const { code, summary } = await ward({ postEverySeconds: 0.5 });
		expect(code).toBe(0);
		expect(stub.requests.some(({ path, readings }) => path.endsWith("/batch") && readings > 1)).toBe(true);
		expect(summary.requests).toBeLessThan(summary.sent / 2);
	});

	it("waits for a server that is not up yet, and loses nothing while it is down", async () => {
		await stub.kill();
		const running = ward({ durationSeconds: 1.5 });
		await new Promise((resolve) => setTimeout(resolve, 100));
		await stub.revive();
		while (stub.count() < 8) await new Promise((resolve) => setTimeout(resolve, 5));
		await stub.kill();
		await new Promise((resolve) => setTimeout(resolve, 200));
		await stub.revive();
		const { code, summary, output } = await running;
		expect(code, output).toBe(0);
		expect(stub.count()).toBe(summary.rows);
		expect(stub.conflicts.count).toBe(0);
	});

	it("fails with a sentence when the sign-in is refused", async () => {
		stub.faults = {
			refuse: (path) =>
				path === "/sign-in" ? { status: 404, body: { detail: "There is no local sign-in here" } } : null,
		};
		await expect(ward()).rejects.toThrow("Signing in as engineer was refused with 404: There is no local sign-in here");
	});
});

describe("ground truth", () => {
	it("is written when an event begins and when an artefact ends, one JSON line each", () => {
		const path = join(folder, "new", "truth.jsonl");
		startTruthFile(path);
		const truth = createTruthFile(path, "WEARABLE-004", "Bed 4", {
			groundTruth: () => [{ kind: "hypoxia", onset: 2000, end: 9000, vitals: ["spo2"] }],
		});
		truth.note({ event: null, artefact: "motion" }, 1000);
		truth.note({ event: "hypoxia", artefact: "motion" }, 2000);
		truth.note({ event: "hypoxia", artefact: null }, 3000);
		truth.note({ event: "hypoxia", artefact: "sensor_off" }, 4000);
		truth.finish();
		const common = { device_id: "WEARABLE-004", bed: "Bed 4" };
		expect(
			readFileSync(path, "utf8")
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line) as unknown),
		).toEqual([
			{
				type: "event",
				...common,
				kind: "hypoxia",
				onset: "1970-01-01T00:00:02.000Z",
				end: "1970-01-01T00:00:09.000Z",
				vitals: ["spo2"],
			},
			{
				type: "artefact",
				...common,
				kind: "motion",
				onset: "1970-01-01T00:00:01.000Z",
				end: "1970-01-01T00:00:02.000Z",
				vitals: [],
			},
			{
				type: "artefact",
				...common,
				kind: "sensor_off",
				onset: "1970-01-01T00:00:04.000Z",
				end: "1970-01-01T00:00:04.000Z",
				vitals: [],
			},
		]);
	});
});

describe("payloads and devices", () => {
	it("leave out what was not measured", () => {
		expect(toPayload("D-1", "p-1", { timestamp: 5, vitals: { ...noVitals(), heart_rate: 0 }, battery: null })).toEqual({
			device_id: "D-1",
			patient_id: "p-1",
			timestamp: 5,
			heart_rate: 0,
		});
	});

	it("have ids of their own on every ward", () => {
		expect(wardDevice("ward-a", 7).id).toBe("WEARABLE-007");
		expect(wardDevice("ward-b", 7).id).toBe("WARD-B-WEARABLE-007");
	});
});
