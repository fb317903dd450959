import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { type CompactionPlan, parsePlan } from "../../durable-objects/device/compaction.ts";
import { encodeLakeObject } from "../../durable-objects/parquet-module.ts";
import { encodeDay } from "../../lake/day.ts";
import { parseObjectKey } from "../../lake/keys.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { catalogueLakeObject } from "../../registry/lake-catalogue.ts";
import fixture from "../fixtures/device/compaction-plan-v1.json";
import { hourOf } from "../lake/hour.ts";
import { call, enrol, eventually } from "./support.ts";
import {
	catalogueOf,
	compact,
	DAY_MS,
	deviceAt,
	failingBucket,
	failingDatabase,
	fill,
	HOUR_MS,
	midnight,
	timesInLake,
	withEnv,
} from "./lake-support.ts";
import { ingest, item, lakeReadings, type Stub } from "./monitor-support.ts";

// Days of readings take seconds on a busy machine; no test asserts a time.
vi.setConfig({ testTimeout: 60_000 });

/** A device with a day in twelve objects, and the clock two days on. */
async function fullDay() {
	const day = midnight(5);
	const device = await deviceAt(day);
	const times = await fill(device.stub, device.at, day, day + DAY_MS, 10 * 60_000, 12);
	await device.at(day + 3 * DAY_MS);
	return { ...device, day, times };
}

const storedPlan = (stub: Stub) =>
	runInDurableObject(
		stub,
		(_, state) => state.storage.sql.exec<{ plan: string | null }>("SELECT plan FROM compactions").toArray()[0]?.plan,
	);

describe("compaction", () => {
	it("makes one object of a day, with every reading once, and supersedes the others in the same moment", async () => {
		const { id, stub, day, times } = await fullDay();
		const before = await lakeReadings(id);
		expect((await catalogueOf(id)).current).toHaveLength(12);
		expect(await compact(stub)).toEqual({ replaced: 12, written: 1, retired: 0, deleted: 0 });
		const { current, superseded } = await catalogueOf(id);
		expect(superseded).toHaveLength(12);
		expect(current.map(parseObjectKey)).toEqual([
			expect.objectContaining({ kind: "day", generation: 1, dayStart: day, deviceId: id }),
		]);
		expect(await timesInLake(id)).toEqual(times);
		expect((await lakeReadings(id)).toSorted((a, b) => a.seq - b.seq)).toEqual(
			before.toSorted((a, b) => a.seq - b.seq),
		);
		expect(await compact(stub)).toEqual({ replaced: 0, written: 0, retired: 0, deleted: 0 });
	});

	it("waits until the day is over and late data is in, then comes by itself", async () => {
		const day = midnight(5);
		const { id, stub, at } = await deviceAt(day);
		await fill(stub, at, day + DAY_MS - 3 * HOUR_MS, day + DAY_MS, 10 * 60_000, 6);
		await compact(stub);
		expect((await catalogueOf(id)).current).toHaveLength(3);
		await at(day + DAY_MS + (env.LAKE_COMPACT_SECONDS + 1) * 1000);
		await runInDurableObject(stub, async (_, state) => {
			state.storage.sql.exec("UPDATE timers SET due = 0 WHERE name = 'compact'");
		});
		await evictDurableObject(stub);
		await eventually(async () => {
			await runDurableObjectAlarm(stub);
			return (await catalogueOf(id)).current.length === 1;
		});
	});

	it("rewrites what lies across midnight to a file for each day, and joins them when the next day is over", async () => {
		const day = midnight(6);
		const { id, stub, at } = await deviceAt(day);
		const times = await fill(stub, at, day + 12 * HOUR_MS, day + 36 * HOUR_MS, 10 * 60_000, 50);
		await at(day + DAY_MS + (env.LAKE_COMPACT_SECONDS + 1) * 1000);
		await compact(stub);
		const first = await catalogueOf(id);
		expect(first.current.map((key) => parseObjectKey(key)).map((key) => [key?.kind, key?.dayStart])).toEqual([
			["day", day],
			["day", day + DAY_MS],
			["range", day + DAY_MS],
		]);
		expect(await timesInLake(id)).toEqual(times);
		await at(day + 3 * DAY_MS);
		await compact(stub);
		const second = await catalogueOf(id);
		expect(second.current.map((key) => parseObjectKey(key)?.dayStart)).toEqual([day, day + DAY_MS]);
		expect(second.current[0]).toBe(first.current[0]);
		expect(await timesInLake(id)).toEqual(times);
	});

	it("takes in what came late: a compacted day is compacted again, under a key of its own", async () => {
		const { id, stub, at, day, times } = await fullDay();
		await at(day + DAY_MS + 60_000 + env.LAKE_COMPACT_SECONDS * 1000);
		await compact(stub);
		const [first] = (await catalogueOf(id)).current;
		// Between today's: five from yesterday, all in one object.
		const late = [1, 2, 3, 4, 5].map((k) => day + 12 * HOUR_MS + k * 1000);
		const fresh = [1, 2, 3].map((k) => day + DAY_MS + k * 1000);
		await ingest(
			stub,
			[...late, ...fresh].map((time) => item(time, 80)),
		);
		await stub.flush();
		await compact(stub);
		const { current } = await catalogueOf(id);
		expect(current.map((key) => parseObjectKey(key)?.dayStart)).toEqual([day, day + DAY_MS]);
		expect(current[0]).not.toBe(first);
		expect(await timesInLake(id)).toEqual([...times, ...late, ...fresh].toSorted((a, b) => a - b));
	});

	it("keeps each row's patient where two had the device on one day, and files what was measured in a ward under it", async () => {
		const day = midnight(5);
		const { id, stub, at } = await deviceAt(day);
		const put = (ward: string, patient: string) =>
			call("PUT", `/api/v1/devices/${id}`, {
				role: "engineer",
				body: { ward_id: ward, patient_id: patient, simulated: true },
			});
		await put("ward-t", "MRN-1");
		await fill(stub, at, day + HOUR_MS, day + 2 * HOUR_MS, 60_000, 30);
		await at(day + 3 * HOUR_MS);
		await call("PUT", "/api/v1/wards/ward-u", { role: "engineer", body: { name: "U" } });
		await put("ward-u", "MRN-2");
		await fill(stub, at, day + 4 * HOUR_MS, day + 5 * HOUR_MS, 60_000, 30);
		await at(day + 3 * DAY_MS);
		const patients = async () => {
			const of = new Map<string | null, number>();
			for (const { patient } of await lakeReadings(id)) of.set(patient, (of.get(patient) ?? 0) + 1);
			return [...of].toSorted();
		};
		const before = await patients();
		expect(before.map(([, n]) => n)).toEqual([60, 60]);
		for (const _ward of ["ward-t", "ward-u"]) await compact(stub);
		expect(await patients()).toEqual(before);
		expect((await catalogueOf(id)).current.map((key) => parseObjectKey(key)?.wardId)).toEqual(["ward-t", "ward-u"]);
	});

	it("is done for all devices at once by an engineer, today's readings included", async () => {
		const { id } = await enrol();
		const stub = env.DEVICE_MONITOR.getByName(id);
		for (let k = 0; k < 3; k++) {
			await ingest(stub, [item(Date.now() - 3000 + k, 70)]);
			await stub.flush();
		}
		const response = await call("POST", "/api/v1/lake/compact", { role: "engineer" });
		expect(await response.json()).toMatchObject({ failed: [], next_cursor: null });
		expect((await catalogueOf(id)).current).toHaveLength(1);
		expect(await lakeReadings(id)).toHaveLength(3);
	});
});

describe("a compaction that is interrupted", () => {
	const interruptions: [string, () => Record<string, unknown>][] = [
		["before a source was read", () => ({ LAKE: failingBucket("get", 1) })],
		["between two sources", () => ({ LAKE: failingBucket("get", 7) })],
		["before the object was put", () => ({ LAKE: failingBucket("put", 1) })],
		["after the object was put, before the answer", () => ({ LAKE: failingBucket("put", 1, true) })],
		["while it is compared with its sources", () => ({ LAKE: failingBucket("get", 16) })],
		["before the catalogue switched", () => ({ DB: failingDatabase(false) })],
		["after the catalogue switched, before the answer", () => ({ DB: failingDatabase(true) })],
	];

	it.each(interruptions)("%s goes on where it was, and loses and doubles nothing", async (_, broken) => {
		const { id, stub, times } = await fullDay();
		await withEnv(stub, broken());
		await expect(compact(stub)).rejects.toThrow(/R2 failed|network is gone/);
		expect(await timesInLake(id)).toEqual(times);
		await evictDurableObject(stub);
		expect(await storedPlan(stub)).toBeTypeOf("string");
		await compact(stub);
		expect(await timesInLake(id)).toEqual(times);
		const { current, superseded } = await catalogueOf(id);
		expect([current.length, superseded.length]).toEqual([1, 12]);
		expect(parseObjectKey(current[0] ?? "")).toMatchObject({ generation: 1 });
		expect(await storedPlan(stub)).toBeNull();
	});

	it("by a timer's failure is tried again by the timer, without being asked", async () => {
		const { id, stub } = await fullDay();
		await withEnv(stub, { LAKE: failingBucket("put", 1) });
		const due = () =>
			runInDurableObject(stub, (_, state) =>
				state.storage.sql.exec("UPDATE timers SET due = 0 WHERE name = 'compact'").toArray(),
			);
		await due();
		await evictDurableObject(stub);
		await withEnv(stub, { LAKE: failingBucket("put", 1) });
		await eventually(async () => (await runDurableObjectAlarm(stub), (await storedPlan(stub)) ?? null));
		await evictDurableObject(stub);
		await due();
		await evictDurableObject(stub);
		await eventually(async () => (await runDurableObjectAlarm(stub), (await catalogueOf(id)).current.length === 1));
	});
});

describe("a compaction that must not happen", () => {
	it("because a source is not what the catalogue says leaves everything as it is", async () => {
		const { id, stub, times } = await fullDay();
		const { current } = await catalogueOf(id);
		const key = current[4] ?? "";
		const bytes = await (await env.LAKE.get(key))!.arrayBuffer();
		await env.LAKE.put(key, "something else");
		expect(await compact(stub)).toMatchObject({ replaced: 0, written: 0 });
		expect((await catalogueOf(id)).current).toEqual(current);
		const listed = await env.LAKE.list({ prefix: key.replace(/seq=.*/, "day-") });
		expect(listed.objects).toEqual([]);
		// The day is looked at again, under the next number, once the object is back.
		await env.LAKE.put(key, bytes);
		expect(await compact(stub)).toMatchObject({ replaced: 12, written: 1 });
		expect(parseObjectKey((await catalogueOf(id)).current[0] ?? "")).toMatchObject({ generation: 2 });
		expect(await timesInLake(id)).toEqual(times);
	});

	it("because another object lies under its key takes the next number and leaves that object alone", async () => {
		const { id, stub, times } = await fullDay();
		const taken = (await catalogueOf(id)).current[0]?.replace(/seq=.*/, "day-000001.parquet") ?? "";
		await env.LAKE.put(taken, "not ours");
		expect(await compact(stub)).toMatchObject({ written: 0 });
		expect(await compact(stub)).toMatchObject({ written: 1 });
		expect(await (await env.LAKE.get(taken))?.text()).toBe("not ours");
		expect(await timesInLake(id)).toEqual(times);
	});

	it("because what was stored differs in one value switches nothing, and removes what it wrote", async () => {
		const { id, stub, times } = await fullDay();
		const { current } = await catalogueOf(id);
		const readings = (await lakeReadings(id)).toSorted((a, b) => a.timestamp - b.timestamp);
		const bent = readings.map((reading, i) => (i === 77 ? { ...reading, battery: 12.34 } : reading));
		const bytes = encodeLakeObject(id, bent);
		const bucket = new Proxy(env.LAKE, {
			get: (real, name) => {
				const value = Reflect.get(real, name) as unknown;
				if (name === "get") {
					return async (key: string) =>
						key.includes("/day-") ? { arrayBuffer: async () => bytes.slice().buffer } : real.get(key);
				}
				return typeof value === "function" ? value.bind(real) : value;
			},
		});
		await withEnv(stub, { LAKE: bucket });
		expect(await compact(stub)).toMatchObject({ replaced: 0, written: 0 });
		expect(await catalogueOf(id)).toEqual({ current, superseded: [] });
		expect(await env.LAKE.head(current[0]?.replace(/seq=.*/, "day-000001.parquet") ?? "")).toBeNull();
		expect(await timesInLake(id)).toEqual(times);
	});

	it("for readings of a clock that ran fast: a source over more than four days stays as it is", async () => {
		const day = midnight(20);
		const { id, stub, at } = await deviceAt(day);
		await fill(stub, at, day, day + 12 * DAY_MS, HOUR_MS, 144);
		await compact(stub);
		expect((await catalogueOf(id)).superseded).toEqual([]);
	});
});

describe("what was superseded", () => {
	it("stays for the period of grace, then goes from the bucket and the catalogue", async () => {
		const { id, stub, times } = await fullDay();
		await compact(stub);
		const { superseded } = await catalogueOf(id);
		expect(await env.LAKE.head(superseded[0] ?? "")).not.toBeNull();
		await withEnv(stub, { LAKE_GRACE_SECONDS: 0, LAKE: failingBucket("delete", 1, true) });
		await expect(compact(stub)).rejects.toThrow("delete");
		expect((await catalogueOf(id)).superseded, "the rows stay while the answer is open").toEqual(superseded);
		await withEnv(stub, { LAKE: env.LAKE });
		expect(await compact(stub)).toMatchObject({ deleted: 12 });
		expect(await catalogueOf(id)).toMatchObject({ superseded: [] });
		for (const key of superseded) expect(await env.LAKE.head(key)).toBeNull();
		expect(await timesInLake(id)).toEqual(times);
	});

	it("does NOT come back by a letter that is delivered late: nothing is done while one is open", async () => {
		const { id, stub } = await fullDay();
		const { current } = await catalogueOf(id);
		await runInDurableObject(stub, (_, state) =>
			state.storage.sql.exec("INSERT INTO outbox (sink, body) VALUES ('catalogue', '{}')"),
		);
		await expect(compact(stub)).rejects.toThrow("not told of every object");
		expect((await catalogueOf(id)).current).toEqual(current);
	});
});

describe("retention", () => {
	it("deletes whole days when they expire, first out of sight, then from the bucket, and keeps the others", async () => {
		const day = midnight(9);
		const { id, stub, at } = await deviceAt(day);
		await fill(stub, at, day, day + 2 * HOUR_MS, 10 * 60_000, 6);
		await at(day + 3 * DAY_MS);
		await fill(stub, at, day + 3 * DAY_MS, day + 3 * DAY_MS + HOUR_MS, 10 * 60_000, 6);
		await at(day + 5 * DAY_MS);
		await withEnv(stub, { LAKE_RETENTION_DAYS: 5 });
		expect(await compact(stub)).toMatchObject({ written: 1, retired: 0 });
		const kept = await catalogueOf(id);
		await at(day + 5 * DAY_MS + 2 * HOUR_MS);
		expect(await compact(stub)).toMatchObject({ retired: 1, deleted: 0 });
		const { current } = await catalogueOf(id);
		expect(current).toEqual(kept.current.slice(1));
		const expired = kept.current[0] ?? "";
		expect(await env.LAKE.head(expired)).not.toBeNull();
		await withEnv(stub, { LAKE_GRACE_SECONDS: 0 });
		await compact(stub);
		expect(await env.LAKE.head(expired)).toBeNull();
		expect(await catalogueOf(id)).toEqual({ current, superseded: [] });
	});

	it("has its own timer: a device that sends nothing more is cleaned up all the same", async () => {
		const { stub } = await fullDay();
		await withEnv(stub, { LAKE_RETENTION_DAYS: 30, LAKE_GRACE_SECONDS: 1e7 });
		await compact(stub);
		const due = await runInDurableObject(
			stub,
			(_, state) => state.storage.sql.exec("SELECT due FROM timers WHERE name = 'compact'").toArray()[0]?.["due"],
		);
		expect(due).toBeTypeOf("number");
	});

	it("deletes nothing when it is 0", async () => {
		const { id, stub, at, day } = await fullDay();
		await compact(stub);
		await at(day + 10_000 * DAY_MS);
		expect(await compact(stub)).toMatchObject({ retired: 0 });
		expect((await catalogueOf(id)).current).toHaveLength(1);
	});
});

describe("a stored plan", () => {
	it("is refused by name when its version is another", () => {
		expect(() => parsePlan('{"version":3}')).toThrow("compaction plan: got v3, expected v1");
	});

	it("of version 1 is carried out by this version, from the middle, with the objects it names", async () => {
		const { deviceId, shift } = fixture;
		const plan = fixture.plan as unknown as CompactionPlan;
		const stub = env.DEVICE_MONITOR.getByName(deviceId);
		await call("PUT", "/api/v1/wards/icu", { role: "engineer", body: { name: "ICU" } });
		await call("PUT", `/api/v1/devices/${deviceId}`, { role: "engineer", body: { ward_id: "icu" } });
		const readings = hourOf(300).map((reading) => ({
			...reading,
			timestamp: reading.timestamp + shift,
			receivedAt: reading.receivedAt + shift,
		}));
		const registry = connectRegistry(env.DB);
		for (const source of plan.sources) {
			const held = readings.filter(
				({ timestamp }) => timestamp >= source.firstTimestamp && timestamp <= source.lastTimestamp,
			);
			const bytes = encodeLakeObject(deviceId, held);
			await env.LAKE.put(source.key, bytes);
			const [firstSeq, lastSeq] = [held[0]?.seq ?? 0, held.at(-1)?.seq ?? 0];
			await catalogueLakeObject(registry, { ...source, deviceId, firstSeq, lastSeq, bytes: bytes.byteLength });
		}
		const [written] = plan.targets;
		if (written === undefined) throw new Error("the fixture has no target");
		const first = await encodeDay(
			deviceId,
			[readings.filter((reading) => reading.timestamp <= written.lastTimestamp)],
			encodeLakeObject,
		);
		await env.LAKE.put(written.key, first?.bytes ?? "");
		await runInDurableObject(stub, (_, state) =>
			state.storage.sql.exec(
				"INSERT INTO compactions (generation, plan) VALUES (?, ?)",
				plan.generation,
				JSON.stringify(plan),
			),
		);
		await evictDurableObject(stub);
		expect(await compact(stub)).toMatchObject({ replaced: 2, written: 2 });
		const { current } = await catalogueOf(deviceId);
		expect(current).toEqual([written.key, plan.pending?.key]);
		const found = (await lakeReadings(deviceId)).map((reading) => reading.seq);
		expect(found).toEqual(readings.map((reading) => reading.seq));
	});
});
