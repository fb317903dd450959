import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { Post } from "../../durable-objects/device/post.ts";
import { Troubles } from "../../durable-objects/device/troubles.ts";
import { Outbox } from "../../durable-objects/outbox.ts";
import { ingest, item, series } from "./monitor-support.ts";
import { enrol, eventually, monitorOf } from "./support.ts";

/** What version 1 of the table was, before ids were given anew. */
const TABLE_1 = "CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, sink TEXT NOT NULL, body TEXT NOT NULL)";

describe("an outbox", () => {
	it("of version 1 is read, in its order, and written one row an entry from then on", async () => {
		const { id } = await enrol();
		await runInDurableObject(monitorOf(id), async (_, { storage }) => {
			const { sql } = storage;
			sql.exec("DROP TABLE outbox");
			sql.exec(TABLE_1);
			for (let i = 1; i <= 3; i++) sql.exec("INSERT INTO outbox (sink, body) VALUES ('a', ?)", String(i));
			sql.exec("DELETE FROM outbox WHERE id = 1");
			const outbox = new Outbox<"a">(sql);
			outbox.add("a", 4);
			expect(outbox.pending("a")).toEqual([2, 3, 4]);
			const inserted = sql.exec("INSERT INTO outbox (sink, body) VALUES ('a', '5')");
			expect(inserted.rowsWritten).toBe(1);
			expect(sql.exec("SELECT name FROM sqlite_master WHERE name = 'outbox_1'").toArray()).toEqual([]);
			const told: unknown[] = [];
			expect(await new Outbox<"a">(sql).drain({ a: async (body) => void told.push(body) }, () => {})).toBe(true);
			expect(told).toEqual([2, 3, 4, 5]);
		});
	});

	it("keeps the order of what is added while it delivers, also where all before was delivered", async () => {
		const { id } = await enrol();
		await runInDurableObject(monitorOf(id), async (_, { storage }) => {
			const outbox = new Outbox<"a" | "b">(storage.sql);
			const told: unknown[] = [];
			const deliver = {
				a: async (body: unknown) => {
					told.push(body);
					if (body === 1) outbox.add("a", 2);
					await scheduler.wait(1);
				},
				b: async (body: unknown) => void told.push(body),
			};
			outbox.add("a", 1);
			outbox.add("b", "x");
			await Promise.all([outbox.drain(deliver, () => {}), outbox.drain(deliver, () => {})]);
			expect(told.filter((body) => typeof body === "number")).toEqual([1, 2]);
			expect(outbox.size).toBe(0);
		});
	});
});

/** How many of `times` (milliseconds) lie in the fullest second. */
function busiestSecond(times: readonly number[]): number {
	const seconds = new Map<number, number>();
	for (const time of times) seconds.set(Math.floor(time / 1000), (seconds.get(Math.floor(time / 1000)) ?? 0) + 1);
	return Math.max(...seconds.values());
}

describe("a thousand devices that restart in the same moment", () => {
	/** Posts of a thousand devices that each owe the registry something, and when each asks to be woken for it. */
	async function thousand(then: (post: Post) => Promise<unknown>): Promise<number[]> {
		const { id } = await enrol();
		return runInDurableObject(monitorOf(id), async (_, { storage }) => {
			const down = {
				prepare() {
					throw new Error("down");
				},
			};
			// They share one outbox: what is asked is only when they come.
			new Outbox<string>(storage.sql).add("catalogue", {});
			const began = Date.now();
			const due: number[] = [];
			const asked: Promise<unknown>[] = [];
			for (let i = 0; i < 1000; i++) {
				const post = new Post(storage.sql, {
					env: () => ({ DB: down }) as never,
					deviceId: () => undefined,
					remind: (time) => void due.push(time - began),
					wakesBy: () => false,
					done: () => {},
					heard: () => {},
					troubles: new Troubles(),
				});
				asked.push(then(post));
			}
			await Promise.all(asked);
			storage.sql.exec("DELETE FROM outbox");
			return due;
		});
	}

	it("come to the registry one after another, over some seconds, with what they owe it", async () => {
		const due = await thousand(async (post) => post.resume());
		expect(due).toHaveLength(1000);
		// All in one second without jitter; 125 a second on average with it.
		expect(busiestSecond(due)).toBeLessThan(250);
		expect(Math.max(...due)).toBeLessThan(20_000);
		expect(Math.min(...due)).toBeGreaterThanOrEqual(1000);
	});

	it("do not come again together after a registry that is down refused them all", async () => {
		const due = await thousand((post) => post.deliver());
		expect(due).toHaveLength(1000);
		expect(busiestSecond(due)).toBeLessThan(250);
	});

	it("are set their alarms apart, as real objects that were evicted show", async () => {
		const devices = Array.from({ length: 40 }, () => env.DEVICE_MONITOR.getByName(`RESTART-${crypto.randomUUID()}`));
		const due: number[] = [];
		for (const device of devices) {
			await runInDurableObject(device, (_, { storage }) => void new Outbox<string>(storage.sql).add("catalogue", {}));
			await evictDurableObject(device);
			const woke = Date.now();
			due.push(
				await runInDurableObject(device, async (_, { storage }) => {
					const timer = storage.sql.exec<{ due: number }>("SELECT due FROM timers WHERE name = 'outbox'").one();
					storage.sql.exec("DELETE FROM outbox");
					await storage.deleteAlarm();
					return timer.due - woke;
				}),
			);
		}
		// The same for all without jitter, but for the time that waking takes.
		expect(busiestSecond(due)).toBeLessThan(25);
		expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(3000);
	});
});

describe("what a device owes", () => {
	it("needs no timer of its own while the device's readings wait for the lake", async () => {
		const { id } = await enrol({ patient_id: "PATIENT-OWES" });
		await ingest(monitorOf(id), series(60));
		const names = () =>
			runInDurableObject(monitorOf(id), (_, { storage }) =>
				storage.sql
					.exec<{ name: string }>("SELECT name FROM timers")
					.toArray()
					.map(({ name }) => name),
			);
		expect(await names()).toEqual(["archive"]);
		await ingest(
			monitorOf(id),
			series(30, () => 190, Date.now()),
		);
		expect((await monitorOf(id).watch(0)).episodes.length).toBeGreaterThan(0);
		// Besides the episode's own, for when nobody comes.
		expect(await names()).toEqual(["archive", "care"]);
		await eventually(async () => (await monitorOf(id).status()).outbox === 0);
	});

	it("is delivered after the object died between commit and delivery, as soon as anything wakes it", async () => {
		const { id } = await enrol({ patient_id: "PATIENT-DIED" });
		await ingest(monitorOf(id), [item(Date.now(), 72)]);
		await eventually(async () => (await monitorOf(id).status()).outbox === 0);
		await runInDurableObject(monitorOf(id), (_, { storage }) => {
			const letter = { wardId: "ward-t", news: { kind: "leave", deviceId: "NOBODY-1" } };
			storage.sql.exec("INSERT INTO outbox (sink, body) VALUES ('ward', ?)", JSON.stringify(letter));
		});
		await evictDurableObject(monitorOf(id));
		// Its ward's question is enough.
		await monitorOf(id).checkSilence();
		const due = await runInDurableObject(monitorOf(id), (_, { storage }) => storage.getAlarm());
		expect((due ?? Infinity) - Date.now()).toBeLessThanOrEqual(9_000);
		await runInDurableObject(monitorOf(id), (_, { storage }) =>
			storage.sql.exec("UPDATE timers SET due = 1 WHERE name = 'outbox'").toArray(),
		);
		await evictDurableObject(monitorOf(id));
		await runDurableObjectAlarm(monitorOf(id));
		expect((await monitorOf(id).status()).outbox).toBe(0);
	});
});
