/** A device that stops is followed by an object that falls asleep: what it held in memory is gone just when it is asked since when. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { falseClock, openAt, pass, wait } from "./silence-support.ts";
import { connect, numbered, streaming, type Wire } from "./stream-support.ts";
import { enrol, eventually, monitorOf } from "./support.ts";

falseClock();

/** Production's: what is on disk may be older than the shortest silence. */
const COMMIT_S = 120;

const setting = (id: string) =>
	runInDurableObject(monitorOf(id), (instance: DeviceMonitor) => {
		const object = instance as unknown as { env: object };
		object.env = Object.assign(Object.create(object.env) as object, { STREAM_COMMIT_SECONDS: COMMIT_S });
	});

/** Readings in a message. */
const GROUP = 5;

/** Readings `first` to `last`, one a second, five a message. */
async function send(id: string, wire: Wire, first: number, last: number): Promise<void> {
	for (let seq = first; seq <= last; seq += GROUP) {
		pass(GROUP);
		const through = seq + GROUP - 1;
		wire.send(numbered(seq, through, Date.now() - through * 1000));
		while ((await monitorOf(id).watch(0)).reading?.timestamp !== Date.now()) await scheduler.wait(1);
	}
}

const onDisk = (id: string) =>
	runInDurableObject(monitorOf(id), (_, { storage }) => {
		const row = storage.sql.exec<{ seq: number }>("SELECT max(last_seq) AS seq FROM reading_groups").one();
		return row.seq;
	});

describe("a stream that stops, whose object forgot what it held", () => {
	it("while the connection looks open: is noticed after the usual time, not by what is on disk", async () => {
		const { id, ward, wire } = await streaming({ ward: "ward-asleep", patient_id: "PATIENT-ASLEEP" });
		await setting(id);
		await send(id, wire, 1, 90);
		expect(await onDisk(id), "85 readings were in memory alone").toBe(5);
		await evictDurableObject(monitorOf(id));
		await wait(ward, 50);
		expect(await openAt(id), "90 s after what is on disk, but 50 s after the last reading").toEqual([]);
		await wait(ward, 30);
		const [silence] = await openAt(id);
		expect(silence).toMatchObject({ rule: "silence" });
		const seconds = Number(/^No reading for (\d+) s/.exec(silence?.sentence ?? "")?.[1]);
		expect(seconds).toBeGreaterThanOrEqual(60);
		expect(seconds).toBeLessThanOrEqual(80);
	});

	it("by a crash: one that has not come back yet is NOT missed at once, but when it could have been heard", async () => {
		const { id, ward, wire } = await streaming({ ward: "ward-crash", patient_id: "PATIENT-CRASH" });
		await setting(id);
		await send(id, wire, 1, 220);
		expect(await onDisk(id)).toBe(125);
		await crash(id);
		await eventually(async () => wire.closed() !== null);
		await setting(id);
		await wait(ward, 80);
		expect(await openAt(id)).toEqual([]);
		await setting(id);
		await wait(ward, COMMIT_S - 20);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
	});

	it("by a close in order: all that it brought is on disk, and it is noticed after the usual time", async () => {
		const { id, ward, wire } = await streaming({ ward: "ward-closing", patient_id: "PATIENT-CLOSING" });
		await setting(id);
		await send(id, wire, 1, 90);
		wire.close();
		await eventually(async () => (await onDisk(id)) === 90);
		await evictDurableObject(monitorOf(id));
		await wait(ward, 55);
		expect(await openAt(id)).toEqual([]);
		await wait(ward, 25);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
	});

	it("has its first reading after it came back on disk at once: from then on the disk says that it streams", async () => {
		const { id, key } = await enrol({ ward: "ward-again", patient_id: "PATIENT-AGAIN" });
		let through = 0;
		for (const committed of [5, 15]) {
			const wire = await connect(id, key);
			wire.send({ type: "hello", version: 1, session: "s1", acknowledged: through });
			await wire.frame("welcome");
			await setting(id);
			await send(id, wire, through + 1, through + 10);
			expect(await onDisk(id)).toBe(committed);
			through += 10;
			wire.close();
			await eventually(async () => (await onDisk(id)) === through);
		}
	});
});

/** The object dies with its memory and its sockets. */
async function crash(id: string): Promise<void> {
	await runInDurableObject(monitorOf(id), (_, state) => {
		state.abort("crash");
	}).catch(() => {});
}
