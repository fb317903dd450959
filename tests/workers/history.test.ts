import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { type LakeFilePlace, walkStretch } from "../../lake/range-read.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { deviceLakeObjects } from "../../registry/lake-catalogue.ts";
import type { Page, ReadingEntry, TrendPage } from "../../vitals/api.ts";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import type { VitalValues } from "../../vitals/reading.ts";
import { rangedObject } from "../../workers/lake-history.ts";
import { catalogueOf, compact, DAY_MS, deviceAt, fill, get, HOUR_MS, midnight, withEnv } from "./lake-support.ts";
import { ingest, item, unhurried } from "./monitor-support.ts";
import { call } from "./support.ts";

// Days of readings take seconds on a busy machine; no test asserts a time.
vi.setConfig({ testTimeout: 60_000 });

const down = () => {
	throw new Error("D1_ERROR: the database is down");
};

const iso = (time: number) => new Date(time).toISOString();

/** Reading times of a stretch, over as many pages as it takes. */
async function timesBetween(id: string, from: number, to: number, limit = 1000): Promise<number[]> {
	const times: number[] = [];
	let cursor: string | null = "";
	while (cursor !== null) {
		const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
		const page: Page<ReadingEntry> = await get(
			`/api/v1/devices/${id}/readings?from=${iso(from)}&to=${iso(to)}&limit=${limit}${more}`,
		);
		times.push(...page.data.map((reading) => Date.parse(reading.timestamp)));
		cursor = page.next_cursor;
	}
	return times;
}

/**
 * Two compacted days, a day of hour objects with late readings among them, and an end that is nowhere but in the
 * device's object.
 */
async function history() {
	const day = midnight(6);
	const device = await deviceAt(day);
	const { stub, at } = device;
	const times = await fill(stub, at, day + 20 * HOUR_MS, day + 50 * HOUR_MS, 120_000, 100);
	const late = [1, 2, 3].map((k) => day + 49 * HOUR_MS + k * 7001);
	await ingest(
		stub,
		late.map((time) => item(time, 33)),
	);
	await stub.flush();
	await at(day + 2 * DAY_MS + (env.LAKE_COMPACT_SECONDS + 60) * 1000 + 2 * HOUR_MS);
	await compact(stub);
	const end = Array.from({ length: 200 }, (_, i) => day + 50 * HOUR_MS + i * 1000);
	await at(end.at(-1) ?? 0);
	await ingest(
		stub,
		end.map((time, i) => item(time, i === 77 ? 0 : 70)),
	);
	return { ...device, day, times: [...times, ...late, ...end].toSorted((a, b) => a - b) };
}

const device = await history();
const { id, day, times } = device;

describe("readings of a stretch of time", () => {
	it("come from object and lake, each once, oldest first, with nothing missing at the seams", async () => {
		expect(await timesBetween(id, day, day + 3 * DAY_MS)).toEqual(times);
	});

	it.each([1, 7, 99, 100, 101])("are the same in pages of %s", async (limit) => {
		const from = limit === 1 ? day + 50 * HOUR_MS - 600_000 : day + 45 * HOUR_MS;
		const to = limit === 1 ? day + 50 * HOUR_MS + 10_000 : day + 3 * DAY_MS;
		expect(await timesBetween(id, from, to, limit)).toEqual(times.filter((time) => time >= from && time < to));
	});

	it("begin with from and end before to", async () => {
		const [from, to] = [times[100] ?? 0, times[160] ?? 0];
		expect(await timesBetween(id, from, to)).toEqual(times.slice(100, 160));
		expect(await timesBetween(id, day - 5 * DAY_MS, day - 4 * DAY_MS)).toEqual([]);
	});

	it("are what the device sent, whichever side keeps them", async () => {
		const path = (from: number) => `/api/v1/devices/${id}/readings?from=${from}&to=${from + 1}`;
		for (const [time, rate] of [
			[day + 49 * HOUR_MS + 7001, 33],
			[day + 50 * HOUR_MS + 77_000, 0],
		] as const) {
			const { data } = await get<Page<ReadingEntry>>(path(time));
			expect(data).toEqual([
				expect.objectContaining({ timestamp: iso(time), vitals: expect.objectContaining({ heart_rate: rate }) }),
			]);
		}
	});

	it("stay complete while the catalogue was not told of an object: the device names it", async () => {
		const start = midnight(3);
		const { id: other, stub, at } = await deviceAt(start);
		await fill(stub, at, start, start + HOUR_MS, 60_000, 30);
		await withEnv(stub, { DB: new Proxy(env.DB, { get: () => down }) });
		// More than the object keeps after they are in the lake.
		const sent = await fill(stub, at, start + HOUR_MS, start + HOUR_MS + 9_000_000, 1000, 600);
		expect((await catalogueOf(other)).current).toHaveLength(2);
		const found = await timesBetween(other, start, start + DAY_MS);
		expect(found).toHaveLength(60 + sent.length);
		expect(new Set(found).size).toBe(found.length);
		expect(
			(await stub.history({ kind: "readings", from: 0, to: 9e15, limit: 1, after: null })).firstSeq,
		).toBeGreaterThan(600);
	});

	it("keep the newest-first listing where no time is given", async () => {
		const { data, next_cursor } = await get<Page<ReadingEntry>>(`/api/v1/devices/${id}/readings?limit=3`);
		expect(data.map((reading) => Date.parse(reading.timestamp))).toEqual(times.slice(-3).toReversed());
		expect(next_cursor).toBeNull();
	});

	it("are asked for again when an object went meanwhile; when it is really gone the answer is 503, not 500", async () => {
		const start = midnight(3);
		const { id: other, stub, at } = await deviceAt(start);
		// More than the object keeps after they are in the lake.
		await fill(stub, at, start, start + 9_000_000, 1000, 500);
		await env.LAKE.delete((await catalogueOf(other)).current);
		const response = await call("GET", `/api/v1/devices/${other}/readings?from=${start}`, { role: "viewer" });
		expect(response.status).toBe(503);
		expect(response.headers.get("retry-after")).toBe("5");
	});
});

describe("a trend", () => {
	const trend = (query: string) =>
		get<TrendPage>(`/api/v1/devices/${id}/readings?from=${iso(day)}&to=${iso(day + 3 * DAY_MS)}&${query}`);

	it("counts every reading once and loses no extreme, from object and lake together", async () => {
		const { data, resolution, next_cursor } = await trend("resolution=3600");
		expect([resolution, next_cursor]).toEqual([3600, null]);
		expect(data.reduce((sum, point) => sum + point.n, 0)).toBe(times.length);
		for (const point of data) {
			const from = Date.parse(point.timestamp);
			expect(from % HOUR_MS).toBe(0);
			expect(point.n).toBe(times.filter((time) => time >= from && time < from + HOUR_MS).length);
		}
		const heart = data.map((point) => point.vitals.heart_rate);
		expect(Math.min(...heart.map((value) => value?.min ?? Infinity))).toBe(0);
		expect(
			heart.find((value) => value?.min === 33),
			"the late ones",
		).toBeDefined();
		expect(data[0]?.vitals.etco2).toBeNull();
	});

	it("gives the mean, the lowest and the highest of each stretch", async () => {
		const from = day + 50 * HOUR_MS;
		const { data } = await get<TrendPage>(
			`/api/v1/devices/${id}/readings?from=${from}&to=${from + 100_000}&resolution=100`,
		);
		const heart = data.flatMap((point) => (point.vitals.heart_rate === null ? [] : [point.vitals.heart_rate]));
		expect(heart.reduce((sum, value) => sum + value.n, 0)).toBe(100);
		expect(heart).toContainEqual({ n: expect.any(Number), mean: expect.any(Number), min: 0, max: 70 });
		const mean = heart.reduce((sum, value) => sum + value.mean * value.n, 0) / 100;
		expect(mean).toBeCloseTo(99 * 0.7, 1);
	});

	it("takes a number of points in place of a resolution", async () => {
		const { data, resolution } = await trend("points=50");
		expect(resolution).toBe(Math.ceil((3 * 86_400) / 50));
		expect(data.length).toBeLessThanOrEqual(51);
		expect(data.reduce((sum, point) => sum + point.n, 0)).toBe(times.length);
	});
});

describe("what is not acceptable", () => {
	it.each([
		["to=2026-01-01T00:00:00Z", "from"],
		["resolution=60", "from"],
		["from=yesterday", "from"],
		["from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to"],
		["from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to"],
		["from=2026-01-01T00:00:00Z&to=2026-01-10T00:00:00Z", "to"],
		["from=2026-01-01T00:00:00Z&resolution=0", "resolution"],
		["from=2026-01-01T00:00:00Z&resolution=1.5", "resolution"],
		["from=2026-01-01T00:00:00Z&resolution=1", "resolution"],
		["from=2026-01-01T00:00:00Z&points=5001", "points"],
		["from=2026-01-01T00:00:00Z&points=10&resolution=600", "points"],
		["from=2026-01-01T00:00:00Z&limit=5001", "limit"],
		["from=2026-01-01T00:00:00Z&cursor=x", "cursor"],
		["from=99999999999999999999999999&to=1", "from"],
	])("%s is refused, naming %s", async (query, field) => {
		const response = await call("GET", `/api/v1/devices/${id}/readings?${query}`, { role: "viewer" });
		expect(response.status).toBe(422);
		expect(((await response.json()) as ProblemDetails).errors?.[0]?.field).toBe(field);
	});
});

describe("a cold hour of a compacted day at 1 Hz", () => {
	it("costs that hour's column chunks and at most 64 KB, in two requests", async () => {
		const start = midnight(4);
		const { id: other, stub, at } = await deviceAt(start);
		await unhurried(stub);
		// Every vital sign, none of them steady: what is easily compressed would prove nothing.
		const noisy = (time: number) => {
			const noise = (k: number) => (Math.imul(time / 1000 + k, 2654435761) >>> 16) % 60;
			const vitals = Object.fromEntries(VITAL_KEYS.map((key, k) => [key, 40 + noise(k)])) as VitalValues;
			return { ...item(time, 70), reading: { timestamp: time, battery: 80, vitals: { ...vitals, temperature: 37 } } };
		};
		for (let from = start + 8 * HOUR_MS; from < start + 12 * HOUR_MS; from += 900_000) {
			await at(from + 900_000);
			await ingest(
				stub,
				Array.from({ length: 900 }, (_, i) => noisy(from + i * 1000)),
			);
			await stub.flush();
		}
		await at(start + 2 * DAY_MS);
		await compact(stub);
		const objects = await deviceLakeObjects(connectRegistry(env.DB), other);
		const places = objects.filter((object) => object.supersededAt === null);
		expect(places).toHaveLength(1);
		const fetched: R2Range[] = [];
		const counting = {
			get: (key: string, options: R2GetOptions) => {
				fetched.push(options.range as R2Range);
				return env.LAKE.get(key, options);
			},
		} as unknown as R2Bucket;
		const stretch = { from: start + 9 * HOUR_MS, to: start + 10 * HOUR_MS, belowSeq: Infinity };
		let readings = 0;
		for await (const part of walkStretch(places, stretch, (place: LakeFilePlace) => rangedObject(counting, place))) {
			readings += part.readings.length;
		}
		expect(readings).toBe(3600);
		const lengths = fetched.map((range) => ("length" in range ? (range.length ?? 0) : Infinity));
		expect(lengths).toHaveLength(2);
		expect(lengths[0]).toBe(places[0]?.footerBytes);
		expect(lengths[0]).toBeLessThanOrEqual(64 * 1024);
		// Four hours are in the file: one is fetched, a quarter and no more.
		expect(lengths[1]).toBeLessThan(((places[0]?.bytes ?? 0) - (places[0]?.footerBytes ?? 0)) / 3);
	});
});
