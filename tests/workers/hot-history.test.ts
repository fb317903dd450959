/** What a device's object reads of its journal to answer for a stretch of time. */
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { hotHistory, type HistoryQuery } from "../../durable-objects/device/history.ts";
import { Journal } from "../../durable-objects/device/journal.ts";
import { ingest, item, series, unhurried } from "./monitor-support.ts";
import { enrol, monitorOf } from "./support.ts";

const GROUP = 60;
const GROUPS = 40;

/** A device's journal of forty minutes, one late reading near its end, and how many groups an answer takes from disk. */
async function journal() {
	const { id } = await enrol();
	const stub = monitorOf(id);
	await unhurried(stub);
	const from = Date.now() - GROUPS * GROUP * 1000;
	for (let g = 0; g < GROUPS - 1; g++) await ingest(stub, series(GROUP, undefined, from + g * GROUP * 1000));
	const lateAt = from + 600_500;
	await ingest(stub, [item(lateAt, 71), ...series(GROUP - 1, undefined, from + (GROUPS - 1) * GROUP * 1000)]);
	const ask = (query: HistoryQuery, prepare: (sql: SqlStorage) => void = () => {}) =>
		runInDurableObject(stub, (_, { storage }) => {
			prepare(storage.sql);
			let read = 0;
			const exec = (statement: string, ...bindings: SqlStorageValue[]) => {
				if (/SELECT readings FROM/.test(statement)) read++;
				return storage.sql.exec(statement, ...bindings);
			};
			const counted = { sql: { exec }, transactionSync: storage.transactionSync.bind(storage) };
			const { readings, sums } = hotHistory(new Journal(counted as unknown as DurableObjectStorage), query, []);
			return { times: readings.map(({ timestamp }) => timestamp), sums, read };
		});
	return { from, lateAt, ask };
}

describe("the journal's part of a history", () => {
	it("of a minute reads the groups of that minute, and NOT the whole journal; what came late is there", async () => {
		const { from, lateAt, ask } = await journal();
		const [begin, end] = [from + 600_000, from + 660_000];
		const wanted = Array.from({ length: 60 }, (_, i) => begin + i * 1000);
		const minute = { from: begin, to: end };
		const { times, read } = await ask({ kind: "readings", ...minute, limit: 1000, after: null });
		expect(times).toEqual([...wanted, lateAt].toSorted((a, b) => a - b));
		// Its own group, and the one that holds the late reading.
		expect(read).toBe(2);
		const trend = await ask({ kind: "trend", ...minute, resolution: 60_000 });
		expect([trend.sums.reduce((sum, { n }) => sum + n, 0), trend.read]).toEqual([61, 2]);
	});

	it("reads groups of which no times were kept, as an earlier release left them", async () => {
		const { from, ask } = await journal();
		const query = { kind: "readings", from, to: from + 60_000, limit: 1000, after: null } as const;
		const { times, read } = await ask(query, (sql) =>
			sql.exec("UPDATE reading_groups SET first_time = NULL, last_time = NULL"),
		);
		expect([times.length, read]).toEqual([60, GROUPS]);
	});

	it("gives the first of many in order, however many there are", async () => {
		const { from, ask } = await journal();
		const query = { kind: "readings", from, to: Date.now() + 1000, limit: 5, after: null } as const;
		expect((await ask(query)).times).toEqual([0, 1, 2, 3, 4].map((i) => from + i * 1000));
	});
});
