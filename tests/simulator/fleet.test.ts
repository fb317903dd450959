import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SCENARIOS } from "../../scenarios/library.ts";
import { createBooks } from "../../simulator/accounting.ts";
import { booksOf } from "../../simulator/fleet/device.ts";
import { simulateFleet, type FleetOptions } from "../../simulator/fleet/fleet.ts";
import { Network, SOUND_NETWORK } from "../../simulator/fleet/network.ts";
import { planFleet, shareOut, type FleetShape } from "../../simulator/fleet/plan.ts";
import type { FleetSummary } from "../../simulator/fleet/summary.ts";
import type { StreamSocket } from "../../simulator/stream-client/options.ts";
import { startStub, type Stub } from "./stub-server.ts";

const SHAPE: FleetShape = {
	devices: 250,
	processes: 2,
	scenarios: [SCENARIOS["calm-ward"], SCENARIOS["icu-noisy"]],
	ward: "fleet",
	seed: "1",
	rate: 1,
	rampSeconds: 10,
	skewMs: 500,
};

describe("the plan of a fleet", () => {
	const wards = planFleet(SHAPE);
	const devices = wards.flatMap((ward) => ward.devices);

	it("fills wards of a hundred, with devices of their own names and patients", () => {
		expect(wards.map(({ id, devices: some }) => [id, some.length])).toEqual([
			["fleet-01", 100],
			["fleet-02", 100],
			["fleet-03", 50],
		]);
		expect(new Set(devices.map(({ spec }) => spec.id)).size).toBe(250);
		expect(new Set(devices.map(({ spec }) => spec.patientId)).size).toBe(250);
		expect(new Set(devices.map(({ scenario, bed }) => `${scenario} ${String(bed.seed)}`)).size).toBe(250);
	});

	it("is the same for the same seed, and takes scenarios in turn", () => {
		expect(planFleet(SHAPE)).toEqual(wards);
		expect(devices.filter(({ scenario }) => scenario === "icu-noisy")).toHaveLength(125);
	});

	it("lets devices begin over the ramp, and none in step with another", () => {
		const starts = devices.map(({ startMs }) => startMs);
		expect(Math.max(...starts)).toBeLessThanOrEqual(11_000);
		expect(Math.max(...starts)).toBeGreaterThan(9_000);
		expect(new Set(starts.map((ms) => ms % 1000)).size).toBeGreaterThan(200);
	});

	it("sets clocks wrong by no more than it may, both ways", () => {
		const skews = devices.map(({ skewMs }) => skewMs);
		expect(Math.max(...skews.map(Math.abs))).toBeLessThanOrEqual(500);
		expect(Math.min(...skews)).toBeLessThan(-400);
		expect(Math.max(...skews)).toBeGreaterThan(400);
	});

	it("is shared out without a device left over", () => {
		const shares = shareOut(devices, 3);
		expect(shares.map((share) => share.length)).toEqual([84, 83, 83]);
		expect(new Set(shares.flat())).toEqual(new Set(devices));
	});
});

describe("a reading's latency", () => {
	it("counts from when it was due, in order, and not for what was refused", () => {
		const safe: number[] = [];
		let now = 0;
		const report = { safe: (ms: number) => void safe.push(ms), late: () => {} };
		const { books, due } = booksOf(createBooks(), report, () => now);
		for (const at of [0, 1000, 2000, 3000]) due(at);
		now = 5000;
		books.refused("heart_rate:out_of_range");
		books.acknowledged(2, 0);
		expect(safe).toEqual([4000, 3000]);
		now = 9000;
		books.acknowledged(0, 1);
		expect(safe).toEqual([4000, 3000, 6000]);
	});
});

/** Somebody at the other end: hears what is sent, and can speak. */
function wire() {
	const listeners = new Map<string, ((event: { data: unknown }) => void)[]>();
	const heard: string[] = [];
	let closed = 0;
	const socket = {
		send: (text: string) => void heard.push(text),
		close: () => void closed++,
		addEventListener: (type: string, listener: (event: { data: unknown }) => void) =>
			void listeners.set(type, [...(listeners.get(type) ?? []), listener]),
	} as StreamSocket;
	const say = (type: string, data: unknown = null) => listeners.get(type)?.forEach((listener) => listener({ data }));
	return { socket, heard, say, closed: () => closed };
}

describe("a network", () => {
	it("that is sound hands everything on", () => {
		const { socket, heard, say } = wire();
		const ours = new Network(SOUND_NETWORK).socket(() => socket)();
		const got: unknown[] = [];
		ours.addEventListener("message", ({ data }) => got.push(data));
		ours.send("hello");
		say("message", "welcome");
		expect([heard, got]).toEqual([["hello"], ["welcome"]]);
	});

	it("breaks a connection for both ends, once", () => {
		const { socket, say, closed } = wire();
		const network = new Network(SOUND_NETWORK);
		const ours = network.socket(() => socket)();
		let told = 0;
		ours.addEventListener("close", () => told++);
		network.storm();
		network.storm();
		say("close");
		expect([told, closed(), network.brokenOff]).toEqual([1, 1, 1]);
		expect(() => ours.send("x")).toThrow("ECONNRESET");
	});

	it("loses a message before or behind it", () => {
		const outcomes = [0.1, 0.9].map((where) => {
			const { socket, heard } = wire();
			const chances = [0, where];
			const network = new Network({ loss: 0.5, delayMs: [0, 0] }, () => chances.shift() ?? 1);
			network
				.socket(() => socket)()
				.send("x");
			return [heard.length, network.brokenOff];
		});
		expect(outcomes).toEqual([
			[0, 1],
			[1, 1],
		]);
	});

	it("keeps the order of what it delays", async () => {
		const { socket, heard } = wire();
		// Loss and delay are drawn in turn: a long delay for the first message, none for the second.
		const chances = [1, 1, 1, 0];
		const ours = new Network({ loss: 0, delayMs: [0, 30] }, () => chances.shift() ?? 0).socket(() => socket)();
		ours.send("first");
		ours.send("second");
		await new Promise((resolve) => setTimeout(resolve, 80));
		expect(heard).toEqual(["first", "second"]);
	});

	it("that loses an answer leaves what was posted with the server", async () => {
		let posted = 0;
		const chances = [0, 0.9];
		const network = new Network({ loss: 0.5, delayMs: [0, 0] }, () => chances.shift() ?? 1);
		const client = network.posts({
			post: () => Promise.resolve({ status: 202, retryAfterMs: null, body: posted++ }),
			declareClock: () => Promise.reject(new Error("not asked")),
		});
		await expect(client.post("key", [])).rejects.toThrow("the connection broke");
		expect(posted).toBe(1);
		expect((await client.post("key", [])).status).toBe(202);
	});
});

describe("a fleet", () => {
	let stub: Stub;
	beforeEach(async () => {
		stub = await startStub();
	});
	afterEach(() => stub.kill());

	async function fleet(changes: Partial<FleetOptions>): Promise<{ code: number; found: FleetSummary; output: string }> {
		const lines: string[] = [];
		const code = await simulateFleet({
			devices: 20,
			rate: 10,
			transport: "http",
			batch: 5,
			processes: 2,
			scenarios: [SCENARIOS["calm-ward"]],
			ward: "load",
			seed: "1",
			rampSeconds: 0.5,
			durationSeconds: 1.5,
			network: SOUND_NETWORK,
			stormEverySeconds: null,
			skewMs: 0,
			url: stub.url,
			policy: { baseMs: 5, capMs: 40, giveUpMs: 20_000 },
			json: true,
			terminal: false,
			stop: { requested: 0 },
			write: (line) => lines.push(line),
			...changes,
		});
		return { code, found: JSON.parse(lines.at(-1) ?? "{}") as FleetSummary, output: lines.join("\n") };
	}

	it("measures on time from several processes, and every reading is stored", async () => {
		const { code, found, output } = await fleet({});
		expect(code, output).toBe(0);
		expect(found).toMatchObject({ devices: 20, processes: 2, undelivered: 0, refused: {}, gave_up: 0 });
		expect(found.offered).toBeGreaterThan(300);
		expect(found.acknowledged).toBe(found.offered);
		expect(stub.count()).toBe(found.offered);
		expect(found.by_scenario["calm-ward"]).toEqual({ acknowledged: found.offered, waiting: 0 });
		expect(found.latency.max_ms).toBeGreaterThanOrEqual(found.latency.p50_ms);
	});

	it("loses nothing over a bad network, and stores nothing twice", async () => {
		const network = { loss: 0.2, delayMs: [0, 10] as const };
		const { code, found, output } = await fleet({ transport: "batch", network, stormEverySeconds: 1, skewMs: 2_000 });
		expect(code, output).toBe(0);
		expect(found.acknowledged).toBe(found.offered);
		expect(stub.count()).toBe(found.offered);
		expect(stub.conflicts.count).toBe(0);
		expect(found.broken_off).toBeGreaterThan(0);
		expect(found.resent).toBeGreaterThan(0);
		expect(found.retries).toBeGreaterThan(0);
	});

	it("says what was refused, and ends with 1", async () => {
		stub.faults.item = (_, timestamp) =>
			timestamp % 3 === 0 ? { status: 422, field: "heart_rate", code: "out_of_range" } : null;
		const { code, found, output } = await fleet({ transport: "batch" });
		expect(code).toBe(1);
		expect(Object.keys(found.refused)).toEqual(["heart_rate:out_of_range"]);
		expect(output).toContain("readings were refused: heart_rate:out_of_range");
	});
});
