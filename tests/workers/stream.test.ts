import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import type { LiveFrame } from "../../vitals/live.ts";
import { BYE_CODES } from "../../vitals/stream.ts";
import { lakeReadings, stored } from "./monitor-support.ts";
import { connect, numbered, streaming } from "./stream-support.ts";
import { call, enrol, eventually, monitorOf, ORIGIN, payload } from "./support.ts";

const AGO = () => Date.now() - 540_000;
const sql = (id: string, text: string) =>
	runInDurableObject(monitorOf(id), (_, state) => state.storage.sql.exec(text).toArray());
const seqs = async (id: string) => (await stored(monitorOf(id))).map((reading) => reading.seq);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("a device's stream", () => {
	it("is acknowledged after the group commit, cumulatively, and NOT before", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 1, from));
		expect(await wire.frame("ack"), "the first after a sleep waits for nothing").toEqual({ type: "ack", through: 1 });
		for (let seq = 2; seq <= 60; seq++) wire.send(numbered(seq, seq, from));
		await eventually(async () => (await monitorOf(id).watch(0)).reading?.timestamp === from + 60_000);
		expect((await monitorOf(id).status()).lastSeq).toBe(1);
		wire.send(numbered(61, 61, from));
		expect(await wire.frame("ack", ({ through }) => through > 1)).toEqual({ type: "ack", through: 61 });
		expect((await monitorOf(id).status()).lastSeq).toBe(61);
	});

	it("is on disk with each message of a device so slow that its object sleeps in between", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		for (let seq = 1; seq <= 3; seq++) {
			wire.send(numbered(seq, seq, from));
			await wire.frame("ack", ({ through }) => through === seq);
			await evictDurableObject(monitorOf(id));
			expect((await monitorOf(id).status()).lastSeq).toBe(seq);
		}
	});

	it("commits what it holds when somebody reads the history, and on a flush", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 5, from));
		await eventually(async () => (await seqs(id)).length === 5);
		expect(await wire.frame("ack")).toEqual({ type: "ack", through: 5 });
		wire.send(numbered(6, 7, from));
		wire.send({ type: "flush", through: 7 });
		expect(await wire.frame("ack", ({ through }) => through === 7)).toBeDefined();
	});

	it("commits at once when an episode opens: the alert is on disk before anybody is told", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 40, from));
		for (let seq = 41; seq <= 59; seq++) wire.send(numbered(seq, seq, from, { heart_rate: 185 }));
		await eventually(async () => (await monitorOf(id).watch(0)).episodes.length > 0);
		const lastSeq = (await monitorOf(id).status()).lastSeq;
		expect(lastSeq).toBeGreaterThan(40);
		expect(await sql(id, "SELECT count(*) AS n FROM episodes WHERE open = 1")).toEqual([{ n: 1 }]);
	});

	it("commits on the socket's close", async () => {
		const { id, wire } = await streaming();
		wire.send(numbered(1, 3, AGO()));
		wire.close();
		await eventually(async () => (await monitorOf(id).status()).lastSeq === 3);
	});

	it("asks for what an eviction took, loses nothing and doubles nothing", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 60, from));
		await wire.frame("ack", ({ through }) => through === 60);
		wire.send(numbered(61, 90, from));
		await eventually(async () => (await monitorOf(id).watch(0)).reading?.timestamp === from + 90_000);
		await evictDurableObject(monitorOf(id));
		wire.send(numbered(91, 91, from));
		expect(await wire.frame("resend")).toEqual({ type: "resend", from: 61 });
		// The device may send more than was asked for: what is known is passed over.
		wire.send(numbered(31, 120, from));
		await wire.frame("ack", ({ through }) => through === 120);
		const readings = await stored(monitorOf(id));
		expect(readings.map((reading) => reading.seq)).toEqual(upTo(120));
		expect(new Set(readings.map((reading) => reading.timestamp)).size).toBe(120);
		await monitorOf(id).flush();
		expect(await lakeReadings(id)).toHaveLength(120);
	});

	it("keeps no memory of a reading that it forgot: sent again after an eviction it is stored, also where the lake was filled between", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 60, from));
		await wire.frame("ack");
		wire.send(numbered(61, 70, from));
		await eventually(async () => (await monitorOf(id).watch(0)).reading?.timestamp === from + 70_000);
		// A release writes down which times were delivered; those of readings in memory may not be among them.
		await runInDurableObject(monitorOf(id), (instance: DeviceMonitor) =>
			(instance as unknown as { alarm(): Promise<void> }).alarm(),
		);
		await evictDurableObject(monitorOf(id));
		wire.send(numbered(61, 70, from));
		await wire.settled();
		expect(await seqs(id)).toEqual(upTo(70));
	});

	it("acknowledges NOTHING when its commit fails, says when to try again, and takes the same readings then", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 60, from));
		await wire.frame("ack");
		await sql(id, "ALTER TABLE reading_groups RENAME TO away");
		wire.send(numbered(61, 90, from));
		wire.send(numbered(91, 120, from));
		expect(await wire.frame("slow")).toEqual({ type: "slow", retry_after_s: 1 });
		expect(wire.frames.findLast((frame) => frame.type === "ack")).toEqual({ type: "ack", through: 60 });
		await sql(id, "ALTER TABLE away RENAME TO reading_groups");
		wire.send(numbered(61, 120, from));
		await wire.frame("ack", ({ through }) => through === 120);
		expect(await seqs(id)).toEqual(upTo(120));
	});

	it("drops and acknowledges readings that came before by another way", async () => {
		const { id, key, wire } = await streaming();
		const from = AGO();
		const batch = numbered(1, 30, from).readings.map((reading) => ({ device_id: id, ...reading }));
		expect((await call("POST", "/api/v1/telemetry/batch", { key, body: batch })).status).toBe(202);
		wire.send(numbered(1, 60, from));
		await wire.frame("ack", ({ through }) => through === 60);
		expect(await seqs(id)).toEqual(upTo(60));
	});

	it("is acknowledged by the commit of an HTTP request of the same device", async () => {
		const { id, key, wire } = await streaming();
		wire.send(numbered(1, 10, AGO()));
		await eventually(async () => (await monitorOf(id).watch(0)).reading !== null);
		await call("POST", "/api/v1/telemetry", { key, body: payload(id) });
		expect(await wire.frame("ack")).toEqual({ type: "ack", through: 10 });
		expect(await seqs(id)).toEqual(upTo(11));
	});

	it("names each bad reading by its number and goes on with the others", async () => {
		const { id, wire } = await streaming();
		const message = numbered(1, 60, AGO());
		message.readings[4] = { ...message.readings[4], heart_rate: 300 };
		message.readings[7] = { heart_rate: 70 };
		message.readings[9] = { ...message.readings[9], timestamp: Date.now() - 48 * 3_600_000 };
		wire.send(message);
		expect((await wire.frame("refused")).readings).toMatchObject([
			{ seq: 5, errors: [{ field: "heart_rate", code: "out_of_range" }] },
			{ seq: 8, errors: [{ field: "timestamp", code: "missing" }] },
			{ seq: 10, errors: [{ field: "timestamp", code: "too_old" }] },
		]);
		await wire.frame("ack", ({ through }) => through === 60);
		expect(await seqs(id)).toEqual(upTo(57));
	});

	it("goes on where it was after a reconnection, whichever side forgot more", async () => {
		const { id, key, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 60, from));
		await wire.frame("ack");
		const again = await connect(id, key);
		again.send({ type: "hello", version: 1, session: "s1", acknowledged: 0 });
		expect(await again.frame("welcome")).toMatchObject({ version: 1, acknowledged: 60 });
		// An object that was set back knows less than the device was told: it does not ask for what is gone.
		again.send({ type: "hello", version: 1, session: "s1", acknowledged: 80 });
		expect(await again.frame("welcome", ({ acknowledged }) => acknowledged === 80)).toBeDefined();
		again.send(numbered(81, 140, from));
		await again.frame("ack", ({ through }) => through === 140);
		expect(again.count("resend")).toBe(0);
	});

	it("takes a device that lost its counter for a new session, not for duplicates", async () => {
		const { id, key, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 60, from));
		await wire.frame("ack");
		const again = await connect(id, key);
		again.send({ type: "hello", version: 1, session: "s2", acknowledged: 0 });
		expect(await again.frame("welcome")).toMatchObject({ acknowledged: 0 });
		again.send(numbered(1, 60, from + 60_000));
		await again.frame("ack", ({ through }) => through === 60);
		expect(await seqs(id)).toEqual(upTo(120));
	});

	it("stores late readings, flagged, and does not alert on them", async () => {
		const { id, wire } = await streaming();
		wire.send(numbered(1, 30, Date.now() - 40_000));
		wire.send(numbered(31, 60, AGO() - 540_000, { heart_rate: 200 }));
		await wire.frame("ack");
		const readings = await stored(monitorOf(id));
		expect(readings.slice(30).every((reading) => (reading.flags & 4) !== 0)).toBe(true);
		expect((await monitorOf(id).watch(0)).episodes).toEqual([]);
	});

	it("shows values on receipt, and says that they are not committed", async () => {
		const { id, wire } = await streaming();
		const from = AGO();
		wire.send(numbered(1, 1, from));
		await wire.frame("ack");
		wire.send(numbered(2, 2, from));
		await eventually(async () => (await monitorOf(id).watch(0)).reading?.timestamp === from + 2_000);
		const { reading } = await monitorOf(id).watch(0);
		expect(reading).toMatchObject({ committed: false, vitals: { heart_rate: 72 } });
		await wire.settled();
		expect((await monitorOf(id).watch(0)).reading).toMatchObject({ committed: true });
	});

	it("reaches a ward's viewers reading by reading, not commit by commit", async () => {
		const { ward, wire } = await streaming({ ward: "ward-streamed" });
		const headers = { upgrade: "websocket", origin: ORIGIN };
		const viewer = (await call("GET", `/api/v1/wards/${ward}/live`, { role: "viewer", headers }))
			.webSocket as WebSocket;
		const frames: LiveFrame[] = [];
		viewer.accept();
		viewer.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data)) as LiveFrame));
		await eventually(async () => frames.some((frame) => frame.type === "snapshot"));
		const from = AGO();
		for (const seq of [1, 2]) {
			wire.send(numbered(seq, seq, from));
			await eventually(async () =>
				frames.some((frame) => frame.type === "readings" && frame.readings[0]?.timestamp === from + seq * 1000),
			);
		}
		expect(frames.at(-1)).toMatchObject({ type: "readings", readings: [{ committed: false }] });
		expect(wire.count("ack")).toBe(1);
	});

	it("knows the patient whom a reading names, as HTTP does", async () => {
		const { id, wire } = await streaming({ patient_id: "PATIENT-S" });
		wire.send(numbered(1, 2, Date.now(), { patient_id: "PATIENT-S" }));
		wire.send(numbered(3, 3, Date.now(), { patient_id: "SOMEBODY-ELSE" }));
		await wire.settled();
		const readings = await stored(monitorOf(id));
		expect(readings.map(({ patient }) => patient)).toEqual([
			expect.stringMatching(/^P-/),
			expect.stringMatching(/^P-/),
			null,
		]);
	});
});

describe("a connection", () => {
	it("gives way to a newer one of the same device, and is told", async () => {
		const { id, key, wire } = await streaming();
		const newer = await connect(id, key);
		expect(await wire.frame("bye")).toEqual({ type: "bye", code: BYE_CODES.replaced, reason: "replaced" });
		await eventually(async () => wire.closed() === BYE_CODES.replaced);
		newer.send({ type: "hello", version: 1, session: "s1", acknowledged: 0 });
		await newer.frame("welcome");
	});

	it("is refused with another device's key, without WebSocket, and says goodbye to a device that is not enrolled", async () => {
		const [one, two] = [await enrol(), await enrol()];
		const path = `/api/v1/devices/${two.id}/stream`;
		const upgrade = { upgrade: "websocket" };
		expect((await call("GET", path, { key: one.key, headers: upgrade })).status).toBe(403);
		expect((await call("GET", path, { key: two.key })).status).toBe(426);
		expect((await call("GET", path, { headers: upgrade })).status).toBe(401);
		await sql(two.id, "DELETE FROM device");
		await evictDurableObject(monitorOf(two.id));
		const wire = await connect(two.id, two.key);
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.unknown_device });
		await eventually(async () => wire.closed() === BYE_CODES.unknown_device);
	});

	it("ends when its key is no longer valid, and a header of the device's own proves nothing", async () => {
		const { id, key, wire } = await streaming();
		await sql(id, `UPDATE device SET profile = json_set(profile, '$.minGeneration', 9, '$.generation', 9)`);
		await evictDurableObject(monitorOf(id));
		wire.send(numbered(1, 60, AGO()));
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
		expect(wire.count("ack")).toBe(0);
		const forged = await connect(id, key, { "x-key-generation": "9" });
		expect(await forged.frame("bye")).toMatchObject({ code: BYE_CODES.revoked });
	});

	it("begins with hello, in a version that is spoken here", async () => {
		const { id, key } = await enrol();
		const wire = await connect(id, key);
		wire.send(numbered(1, 1, AGO()));
		expect((await wire.frame("error")).errors).toMatchObject([{ field: "type", code: "missing" }]);
		wire.send({ type: "hello", version: 2, session: "s", acknowledged: 0 });
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.unsupported_version });
	});

	it.each([
		["no JSON", "{", "", "malformed_json"],
		["a list", "[]", "", "wrong_type"],
		["an unknown type", '{"type":"reading"}', "type", "bad_format"],
		["no first", '{"type":"readings","readings":[{}]}', "first", "bad_format"],
		["no readings", '{"type":"readings","first":1}', "readings", "wrong_type"],
		["an empty message", '{"type":"readings","first":1,"readings":[]}', "readings", "missing"],
		[
			"a number beyond counting",
			'{"type":"readings","first":9007199254740991,"readings":[{}]}',
			"first",
			"out_of_range",
		],
	])("survives %s, names the field, and closes at the third in a row", async (_, text, field, code) => {
		const { id, wire } = await streaming();
		wire.raw(text);
		wire.raw(text);
		expect((await wire.frame("error")).errors).toMatchObject([{ field, code }]);
		wire.send(numbered(1, 1, AGO()));
		wire.raw(text);
		wire.raw(text);
		await wire.settled();
		expect(wire.count("bye")).toBe(0);
		for (let i = 0; i < 3; i++) wire.raw(text);
		expect(await wire.frame("bye")).toMatchObject({ code: BYE_CODES.protocol_error });
		expect(await seqs(id)).toEqual([1]);
	});

	it("is closed for a frame that is too large, and for frames that are not text", async () => {
		const large = await streaming();
		large.wire.raw("x".repeat(1024 * 1024 + 1));
		expect(await large.wire.frame("bye")).toMatchObject({ code: 1009 });
		const binary = await streaming();
		binary.wire.raw(new ArrayBuffer(8));
		expect((await binary.wire.frame("error")).errors).toMatchObject([{ code: "wrong_type" }]);
	});

	it("keeps the readings beside a bare NaN", async () => {
		const { id, wire } = await streaming();
		const text = JSON.stringify(numbered(1, 60, AGO())).replace('"heart_rate":71', '"heart_rate":NaN');
		wire.raw(text);
		expect((await wire.frame("refused")).readings).toMatchObject([{ seq: 1, errors: [{ field: "heart_rate" }] }]);
		await wire.frame("ack");
		expect(await seqs(id)).toEqual(upTo(59));
	});

	it("is told how far its clock is off, and the engineer too", async () => {
		const { id, key } = await enrol();
		const wire = await connect(id, key);
		wire.send({ type: "hello", version: 1, session: "s", acknowledged: 0, now: Date.now() - 90_000 });
		const { ms } = await wire.frame("skew");
		expect(Math.abs(ms + 90_000)).toBeLessThan(5_000);
		const device = await (await call("GET", `/api/v1/devices/${id}`, { role: "engineer" })).json();
		expect((device as { status: { clockSkewMs: number } }).status.clockSkewMs).toBe(ms);
		wire.send({ ...numbered(1, 1, AGO()), now: Date.now() });
		await wire.frame("skew", (frame) => Math.abs(frame.ms) < 2_000);
	});

	it("is told to send each reading by itself while somebody looks or the patient is at risk", async () => {
		const { id, key } = await enrol();
		await runInDurableObject(monitorOf(id), (instance) => {
			const object = instance as unknown as { env: object };
			object.env = Object.assign(Object.create(object.env), { STREAM_GROUP: 5 });
		});
		const wire = await connect(id, key);
		wire.send({ type: "hello", version: 1, session: "s", acknowledged: 0 });
		expect((await wire.frame("welcome")).settings).toMatchObject({ group: 5, every_s: 5, max_in_flight: 1000 });
		await monitorOf(id).watch(Date.now() + 60_000);
		expect((await wire.frame("settings")).settings).toMatchObject({ group: 1, every_s: 1 });
	});

	it("is told to send each reading by itself while the patient is at risk, and goes back to groups after", async () => {
		const { id, key } = await enrol();
		await runInDurableObject(monitorOf(id), (instance) => {
			const object = instance as unknown as { env: object };
			const station = { live: async () => 0, hear: async () => {} };
			object.env = Object.assign(Object.create(object.env), {
				STREAM_GROUP: 5,
				WARD_STATION: { getByName: () => station },
			});
		});
		const wire = await connect(id, key);
		wire.send({ type: "hello", version: 1, session: "s", acknowledged: 0 });
		const from = AGO();
		wire.send(numbered(1, 300, from));
		await wire.frame("ack");
		expect(wire.count("settings")).toBe(0);
		wire.send(numbered(301, 340, from, { heart_rate: 185 }));
		await wire.frame("settings", ({ settings }) => settings.group === 1);
		wire.send(numbered(341, 900, from));
		await wire.frame("settings", ({ settings }) => settings.group === 5);
	});

	it("is answered its heartbeat, and goes on after an eviction as if nothing was", async () => {
		const { id, wire } = await streaming();
		await evictDurableObject(monitorOf(id));
		wire.raw("ping");
		await eventually(async () => wire.texts.at(-1) === "pong");
		wire.send(numbered(1, 60, AGO()));
		await wire.frame("ack");
		expect(await seqs(id)).toEqual(upTo(60));
	});
});
