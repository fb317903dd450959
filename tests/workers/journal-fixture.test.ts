import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Journal } from "../../durable-objects/device/journal.ts";
import fixture from "../fixtures/device/journal-v1.json";
import { enrol, monitorOf } from "./support.ts";

type Cell = string | number | null | { base64: string };

/** The tables of a device's object, as a running release wrote them. */
const TABLES = fixture as unknown as Record<string, Record<string, Cell>[]>;

const decode = (cell: Cell) =>
	cell !== null && typeof cell === "object"
		? Uint8Array.from(atob(cell.base64), (char) => char.charCodeAt(0)).buffer
		: cell;

const GROUPS_V1 = `CREATE TABLE reading_groups (
	slot INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
	readings BLOB NOT NULL, detector BLOB NOT NULL, head TEXT NOT NULL)`;

/** Puts the fixture's rows in place of the object's own. */
async function loadFixture(id: string): Promise<void> {
	const stub = monitorOf(id);
	await runInDurableObject(stub, (_, { storage }) => {
		storage.sql.exec("DROP TABLE reading_groups");
		storage.sql.exec(GROUPS_V1);
		for (const [table, rows] of Object.entries(TABLES)) {
			storage.sql.exec(`DELETE FROM ${table}`);
			for (const row of rows) {
				const columns = Object.keys(row);
				const marks = columns.map(() => "?").join(", ");
				storage.sql.exec(
					`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`,
					...Object.values(row).map(decode),
				);
			}
		}
	});
	await evictDurableObject(stub);
}

describe("an object that version 1 wrote", () => {
	it("is read: its readings, its open episode, and where it stood", async () => {
		const { id } = await enrol();
		await loadFixture(id);
		const stub = monitorOf(id);
		const { lastSeq, releasedSeq } = await stub.status();
		expect([lastSeq, releasedSeq]).toEqual([118, 61]);
		const readings = await stub.recent(lastSeq - releasedSeq);
		expect(readings.map((reading) => reading.seq)).toEqual(Array.from({ length: 57 }, (_, i) => 118 - i));
		expect(readings[0]).toMatchObject({
			risk: "HIGH",
			vitals: { heart_rate: expect.any(Number), spo2: expect.any(Number) },
		});
		expect((await stub.watch(0)).episodes).toMatchObject([
			{ status: "open", risk: "HIGH", leadingVital: "spo2", acknowledgedAt: null, acknowledgedBy: null },
		]);
	});

	it("goes on: what it had is a duplicate, what is new follows without a gap, and all of it reaches the lake", async () => {
		const { id } = await enrol();
		await loadFixture(id);
		const stub = monitorOf(id);
		const [latest] = await stub.recent(1);
		if (latest === undefined) throw new Error("the fixture has no reading");
		const { timestamp, vitals, battery } = latest;
		const again = { reading: { timestamp, vitals, battery }, patientTag: null, timed: true };
		// The fixture's own device may have been issued any generation.
		const generation = await runInDurableObject(stub, (_, { storage }) => {
			const { profile } = storage.sql.exec<{ profile: string }>("SELECT profile FROM device").one();
			// Its clock shows the fixture's time, so that its readings are not too old.
			const moved = {
				...JSON.parse(profile),
				clock: { anchorWall: Date.now(), anchorDevice: timestamp + 1000, rate: 1 },
			};
			storage.sql.exec("UPDATE device SET profile = ?", JSON.stringify(moved));
			return moved.generation as number;
		});
		await evictDurableObject(stub);
		const next = { ...again, reading: { ...again.reading, timestamp: timestamp + 1000 } };
		const result = await stub.ingest({ generation, items: [again, next] });
		expect(result).toMatchObject({ outcome: "taken", results: [{ kind: "duplicate" }, { kind: "stored" }] });
		expect(await stub.flush()).toEqual({ written: 1, pending: 0 });
		expect((await stub.status()).releasedSeq).toBe(119);
	});

	it("of another version is refused by name", async () => {
		const { id } = await enrol();
		await runInDurableObject(monitorOf(id), (_, { storage }) => {
			storage.sql.exec("UPDATE device SET journal_version = 9");
			expect(() => new Journal(storage)).toThrow("device journal: got v9, expected v3");
			storage.sql.exec("UPDATE device SET journal_version = 3");
		});
	});
});
