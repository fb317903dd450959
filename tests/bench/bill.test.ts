import { describe, expect, it } from "vitest";
import { logging } from "../../bench/cost.ts";
import { addUsage, bill, noUsage } from "../../workers/cost/bill.ts";
import { between, noCounts, usageOf, type Counted } from "../../bench/cost/counts.ts";
import { calmOf, monthly, rowsPer60, type Basis } from "../../bench/cost/month.ts";
import type { CostRun, GroupCount, Part } from "../../bench/cost/run.ts";

const ALL_LOGGED = { sampling: 1, invocations: true };
const NOT_LOGGED = { sampling: 0, invocations: true };
const device = (more: Partial<Counted>): Counted => ({ ...noCounts(), kind: "DeviceMonitor", name: "g.1", ...more });

describe("production's log", () => {
	it("has what the code logs, all of it, and NOT an entry for each message of each device", () => {
		expect(logging()).toEqual({ sampling: 1, invocations: false });
	});
});

describe("the bill", () => {
	it("is the plan's base while everything is within its allowance", () => {
		const usage = { ...noUsage(), workerRequests: 10e6, objectRowsWritten: 50e6, r2StorageGb: 10 };
		expect(bill(usage).usd).toBe(5);
	});

	it("charges what is beyond the allowance at the item's price", () => {
		const { lines, usd } = bill({ ...noUsage(), workerRequests: 110e6, objectRowsWritten: 51e6 });
		expect(lines.find(({ label }) => label === "Worker requests")).toMatchObject({ units: 110e6, free: 10e6, usd: 30 });
		expect(usd).toBeCloseTo(5 + 30 + 1, 9);
	});

	it("adds usage item by item", () => {
		const one = { ...noUsage(), r2ClassA: 3, d1RowsRead: 1 };
		expect(addUsage(one, one, 2)).toMatchObject({ r2ClassA: 9, d1RowsRead: 3, r2ClassB: 0 });
	});

	it("charges the naive design what it is known to cost: a row each reading about 5,000, an RPC each about 390", () => {
		const readings = 1000 * 30 * 24 * 3600;
		expect(bill({ ...noUsage(), objectRowsWritten: 2 * readings }).usd).toBeCloseTo(5 + 5184 - 50, 6);
		expect(bill({ ...noUsage(), objectRequests: readings }).usd).toBeCloseTo(5 + 388.8 - 0.15, 6);
	});
});

describe("counted operations in billed units", () => {
	it("counts twenty incoming messages as one request, and alarms and calls as one each", () => {
		const usage = usageOf([device({ messages: 40, alarms: 1, requests: 2 })], 60, 0, NOT_LOGGED);
		expect(usage.objectRequests).toBe(5);
	});

	it("adds 20 ms to each call and 10 ms to each commit", () => {
		const usage = usageOf([device({ activeMs: 30, calls: 2, commits: 3 })], 60, 0, NOT_LOGGED);
		expect(usage.objectGbSeconds).toBeCloseTo(0.1 * 0.128, 9);
	});

	it("never lets an object be active for longer than there was time", () => {
		const usage = usageOf([device({ activeMs: 59_990, calls: 100 }), device({ activeMs: 1000 })], 60, 0, NOT_LOGGED);
		expect(usage.objectGbSeconds).toBeCloseTo(61 * 0.128, 9);
	});

	it("bills the Worker for requests and processor time, and no object's operations to it", () => {
		const worker = device({ kind: "worker", name: "g", requests: 7, calls: 7, activeMs: 500 });
		const usage = usageOf([worker], 60, 3.5, NOT_LOGGED);
		expect(usage).toMatchObject({ workerRequests: 7, workerCpuMs: 3.5, objectRequests: 0, objectGbSeconds: 0 });
	});

	it("counts an entry for each invocation and each logged line, as far as they are sampled", () => {
		const counted = [device({ requests: 4, messages: 5, alarms: 1, logLines: 2 })];
		expect(usageOf(counted, 60, 0, ALL_LOGGED).logEvents).toBe(12);
		expect(usageOf(counted, 60, 0, { sampling: 0.5, invocations: false }).logEvents).toBe(1);
		expect(usageOf(counted, 60, 0, NOT_LOGGED).logEvents).toBe(0);
	});

	it("takes the difference of two snapshots for each object, new ones whole, sizes as they are later", () => {
		const before = [device({ rowsWritten: 5, databaseBytes: 100 })];
		const after = [device({ rowsWritten: 8, databaseBytes: 120 }), device({ name: "g.2", rowsWritten: 1 })];
		expect(between(before, after)).toMatchObject([
			{ name: "g.1", rowsWritten: 3, databaseBytes: 120 },
			{ name: "g.2", rowsWritten: 1 },
		]);
	});
});

describe("a month", () => {
	const SECONDS = 60;
	const group = (part: Part, more: Partial<Counted>): GroupCount => ({
		transport: "stream_1",
		part,
		devices: 2,
		seconds: SECONDS,
		readings: 2 * SECONDS,
		counted: [
			device(more),
			device({ ...more, name: "g.2" }),
			device({ kind: "WardStation", name: "g", rowsWritten: 9 }),
		],
	});
	const run: CostRun = {
		groups: [
			group("calm", { rowsWritten: 1, messages: 60 }),
			group("watched", { rowsWritten: 1, messages: 60, calls: 12 }),
			group("risk", { rowsWritten: 12, messages: 60 }),
		],
		hour: {
			devices: 1,
			readings: 3600,
			counted: [device({ name: "hour.1", r2ClassA: 1, r2Bytes: 28_800, databaseBytes: 1e6 })],
		},
		day: { devices: 1, readings: 86_400, counted: [device({ name: "day.1", r2ClassB: 24 })] },
		troubles: [],
	};
	const basis: Basis = {
		logging: NOT_LOGGED,
		cpuMs: { stream_1: 0, stream_5: 0, http_1s: 1, http_10s: 1, http_60s: 1 },
		riskMinutes: 0,
	};
	const MINUTES = 30 * 24 * 60;

	it("is a thousand devices and thirty days of what a group used", () => {
		const usage = monthly(run, "stream_1", "calm", basis);
		expect(usage.objectRequests).toBeCloseTo((1000 * MINUTES * 60) / 20, 3);
		// Two devices' rows and their ward's.
		expect(usage.objectRowsWritten).toBeCloseTo((1000 / 2) * MINUTES * (1 + 1 + 9), 3);
	});

	it("puts minutes at risk in the place of calm ones", () => {
		const usage = monthly(run, "stream_1", "calm", { ...basis, riskMinutes: 144 });
		const calm = monthly(run, "stream_1", "calm", basis);
		expect(usage.objectRowsWritten - calm.objectRowsWritten).toBeCloseTo(0.1 * 1000 * MINUTES * 11, 1);
	});

	it("leaves out devices that were at risk of themselves, and counts the calm ones for all of them", () => {
		const [calm, ...others] = run.groups as [GroupCount, ...GroupCount[]];
		const third = device({ name: "g.3", rowsWritten: 1, messages: 60 });
		const restless = device({ name: "g.4", rowsWritten: 60, messages: 60, d1RowsWritten: 9 });
		const counted = [...calm.counted, third, restless];
		const mixed = { ...run, groups: [{ ...calm, devices: 4, counted, readings: 4 * SECONDS }, ...others] };
		const usage = monthly(mixed, "stream_1", "calm", basis);
		expect(usage.objectRowsWritten).toBeCloseTo((1000 / 4) * MINUTES * (4 + 9), 3);
		expect(usage.d1RowsWritten).toBe(0);
		expect(rowsPer60(mixed, "stream_1")).toBe(1);
		expect(calmOf(calm)).toHaveLength(2);
	});

	it("charges a viewer's calls as active time of the objects", () => {
		const seen = monthly(run, "stream_1", "watched", basis);
		expect(seen.objectGbSeconds).toBeCloseTo(1000 * MINUTES * 0.24 * 0.128, 1);
	});

	it("does an hour's work for the lake every hour, a day's every day, and stores what the files take", () => {
		const usage = monthly(run, "stream_1", "calm", basis);
		expect(usage.r2ClassA).toBe(1000 * 30 * 24);
		expect(usage.r2ClassB).toBe(1000 * 30 * 24);
		expect(usage.r2StorageGb).toBeCloseTo((8 * 1000 * 30 * 86_400) / 1e9, 6);
		expect(usage.objectStorageGb).toBeCloseTo(1, 6);
	});

	it("counts the rows of calm devices for sixty readings, without their ward's", () => {
		expect(rowsPer60(run, "stream_1")).toBe(1);
	});
});
