import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { ingest, item, series } from "./monitor-support.ts";
import { falseClock, openAt, pass, post, silences, spyOn, wait } from "./silence-support.ts";
import { numbered, streaming } from "./stream-support.ts";
import { call, enrol, eventually, monitorOf, stationOf } from "./support.ts";

falseClock();

describe("a device that stops", () => {
	it("is noticed within 80 s with no viewer open: an episode opens on it, in D1, and nobody is told twice", async () => {
		const { id, ward } = await enrol({ ward: "ward-killed", patient_id: "PATIENT-K" });
		await post(id);
		await wait(ward, 55);
		expect(await openAt(id)).toEqual([]);
		await wait(ward, 25);
		const [episode] = await openAt(id);
		expect(episode).toMatchObject({
			rule: "silence",
			channel: "technical",
			risk: "MEDIUM",
			wardId: ward,
			patient: expect.stringMatching(/^P-/),
			vitalsAtOnset: { heart_rate: 74, spo2: 97 },
			version: 1,
		});
		expect(episode?.sentence).toMatch(/^No reading for \d\d s; last heart rate 74, SpO₂ 97 % at \d\d:\d\d:\d\d UTC$/);
		expect(await eventually(async () => (await silences(id))[0])).toMatchObject({ status: "open", version: 1 });
		await wait(ward, 600, 20);
		expect(await openAt(id)).toEqual([episode]);
		expect(await silences(id)).toHaveLength(1);
	});

	it("is urgent when its patient was in trouble just before", async () => {
		const { id, ward } = await enrol({ ward: "ward-urgent", patient_id: "PATIENT-U" });
		await post(id, 5);
		await post(id, 2, 72, 70);
		await post(id, 5);
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence", risk: "HIGH" }]);
	});

	it("that comes back closes the episode with its first reading, once in D1 and once at the ward", async () => {
		const { id, ward } = await enrol({ ward: "ward-back", patient_id: "PATIENT-B" });
		await post(id);
		await wait(ward, 80);
		expect(await openAt(id)).toHaveLength(1);
		await wait(ward, 100, 20);
		const calls: string[] = [];
		await spyOn(id, calls);
		await post(id, 3);
		expect(await openAt(id)).toEqual([]);
		const closed = await eventually(async () => (await silences(id)).find(({ status }) => status === "closed"));
		expect(closed).toMatchObject({ version: 2, closed_at: expect.any(String) });
		expect(Date.parse(closed.closed_at as string)).toBeGreaterThan(Date.parse(closed.detected_at));
		expect(calls.filter((call) => call === "hear")).toHaveLength(1);
		// And it is listened to again.
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence", version: 1 }]);
	});

	it("is closed by readings that it kept while it could not post", async () => {
		const { id, ward } = await enrol({ ward: "ward-kept", patient_id: "PATIENT-KEPT" });
		await post(id);
		await wait(ward, 120);
		const [episode] = await openAt(id);
		await ingest(monitorOf(id), series(60, undefined, Date.now() - 119_000));
		expect(await openAt(id)).toEqual([]);
		const closed = await eventually(async () => (await silences(id)).find(({ status }) => status === "closed"));
		expect(Date.parse(closed.closed_at as string)).toBeGreaterThanOrEqual(episode?.openedAt ?? Infinity);
	});

	it("is noticed while its stream stays half open, and nothing that it had sent is lost", async () => {
		const { id, ward, wire } = await streaming({ ward: "ward-half-open", patient_id: "PATIENT-H" });
		for (let seq = 1; seq <= 12; seq++) {
			pass(1);
			wire.send(numbered(seq, seq, Date.now() - seq * 1000));
			await eventually(async () => (await monitorOf(id).watch(0)).reading?.timestamp === Date.now());
		}
		expect((await monitorOf(id).status()).lastSeq, "a calm stream's group is not full yet").toBe(1);
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
		expect((await monitorOf(id).status()).lastSeq).toBe(12);
		expect([wire.closed(), await wire.frame("ack", ({ through }) => through > 1)]).toEqual([
			null,
			{ type: "ack", through: 12 },
		]);
		// The peer was there after all: the episode is closed and on disk at once, not with the group.
		pass(1);
		wire.send(numbered(13, 13, Date.now() - 13_000));
		await eventually(async () => (await openAt(id)).length === 0);
		expect((await monitorOf(id).status()).lastSeq).toBe(13);
		wire.close();
	});

	it.each([
		["its ward was evicted", "ward-e1", true, false],
		["it was evicted itself", "ward-e2", false, true],
		["both were, as by a restart", "ward-e3", true, true],
	] as const)("is noticed when %s", async (_, ward, wardToo, deviceToo) => {
		const { id } = await enrol({ ward, patient_id: `PATIENT-${ward}` });
		const other = await enrol({ ward, patient_id: `PATIENT-OTHER-${ward}` });
		await post(id);
		if (wardToo) await evictDurableObject(stationOf(ward));
		if (deviceToo) await evictDurableObject(monitorOf(id));
		for (let i = 0; i < 10; i++) {
			await post(other.id, 8);
			if (wardToo) await evictDurableObject(stationOf(ward));
			await wait(ward, 0.5);
		}
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
		expect(await openAt(other.id)).toEqual([]);
	});

	it("is noticed by a ward that forgot it just before its alarm, and by one that never listened before", async () => {
		const { id, ward } = await enrol({ ward: "ward-upgraded", patient_id: "PATIENT-UP" });
		await post(id);
		await runInDurableObject(stationOf(ward), async (__, { storage }) => {
			storage.sql.exec("DELETE FROM timers");
			await storage.deleteAlarm();
		});
		await evictDurableObject(stationOf(ward));
		await stationOf(ward).ping();
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
	});

	it("that posts by the hour is not missed each minute, but after three hours, and its ward sleeps meanwhile", async () => {
		const { id, ward } = await enrol({ ward: "ward-hourly", patient_id: "PATIENT-HOUR" });
		let alarms = 0;
		for (let hour = 0; hour < 6; hour++) {
			await ingest(monitorOf(id), [item(Date.now(), 70 + hour)]);
			// Its ward was told with the answer. This comes behind it: the ward is there, and has heard.
			await stationOf(ward).ping();
			await evictDurableObject(monitorOf(id));
			await evictDurableObject(stationOf(ward));
			alarms += await wait(ward, 3600, 300);
			expect(await openAt(id)).toEqual([]);
		}
		expect(alarms).toBeLessThan(6);
		await wait(ward, 2 * 3600 - 60, 60);
		expect(await openAt(id)).toEqual([]);
		await wait(ward, 240, 20);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
	});

	it("that posts by the hour, and once a backlog in a burst, is not missed a minute later", async () => {
		const { id, ward } = await enrol({ ward: "ward-burst", patient_id: "PATIENT-BURST" });
		for (let hour = 0; hour < 8; hour++) {
			await ingest(monitorOf(id), [item(Date.now(), 70 + hour)]);
			await wait(ward, 3600, 300);
		}
		for (let i = 0; i < 6; i++) {
			pass(0.2);
			await ingest(monitorOf(id), [item(Date.now() - 1000 * (6 - i), 71 + i)]);
		}
		await wait(ward, 120, 5);
		expect(await openAt(id)).toEqual([]);
	});

	it("is given the time of the cadence that was declared for it", async () => {
		const { id, ward } = await enrol({ ward: "ward-declared", patient_id: "PATIENT-DECLARED" });
		const body = { ward_id: ward, cadence_s: 60 };
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(200);
		await post(id);
		await wait(ward, 170);
		expect(await openAt(id)).toEqual([]);
		await wait(ward, 30);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
	});

	it.each([0, -1, 86_401, "60", Number.MAX_VALUE, true])(
		"whose declared cadence is %j is refused, the field named",
		async (given) => {
			const body = { ward_id: "ward-t", cadence_s: given };
			const { id } = await enrol();
			const refused = await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body });
			expect(refused.status).toBe(422);
			expect(await refused.json()).toMatchObject({ errors: [{ field: "cadence_s" }] });
		},
	);

	it("runs on a simulated clock: silence is told by the wall's, times by its own", async () => {
		const { id, ward, key } = await enrol({ ward: "ward-fast", patient_id: "PATIENT-FAST", simulated: true });
		const start = Date.now() + 3600_000;
		await call("PUT", `/api/v1/devices/${id}/clock`, { key, body: { now: start, rate: 60 } });
		for (let i = 0; i < 8; i++) {
			pass(1);
			await ingest(monitorOf(id), [item(start + (i + 1) * 60_000, 72)]);
		}
		await wait(ward, 55);
		expect(await openAt(id)).toEqual([]);
		await wait(ward, 25);
		const [episode] = await openAt(id);
		expect(episode).toMatchObject({ rule: "silence" });
		expect(episode?.openedAt).toBeGreaterThan(start + 60 * 60_000);
	});

	it("is told to D1 exactly once although D1 fails meanwhile", async () => {
		const { id, ward } = await enrol({ ward: "ward-d1", patient_id: "PATIENT-D1" });
		await post(id);
		await env.DB.exec("ALTER TABLE episodes RENAME TO episodes_away");
		try {
			await wait(ward, 80);
			expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
			await eventually(async () => (await monitorOf(id).status()).outbox > 0);
			await evictDurableObject(monitorOf(id));
			await evictDurableObject(stationOf(ward));
			await post(id, 1);
		} finally {
			await env.DB.exec("ALTER TABLE episodes_away RENAME TO episodes");
		}
		await runInDurableObject(monitorOf(id), (__, { storage }) =>
			storage.sql.exec("UPDATE timers SET due = 0").toArray(),
		);
		await evictDurableObject(monitorOf(id));
		await runDurableObjectAlarm(monitorOf(id));
		expect(await silences(id)).toMatchObject([{ status: "closed", version: 2 }]);
		const { results } = await env.DB.prepare(
			"SELECT kind FROM episode_events JOIN episodes ON episodes.id = episode_events.episode_id WHERE episodes.device_id = ? ORDER BY episode_events.version",
		)
			.bind(id)
			.all();
		expect(results).toEqual([{ kind: "opened" }, { kind: "closed" }]);
	});
});

describe("who is not waited for", () => {
	it("a device that has never posted", async () => {
		const { id, ward } = await enrol({ ward: "ward-never", patient_id: "PATIENT-NEVER" });
		await wait(ward, 300, 20);
		expect(await openAt(id)).toEqual([]);
		const timer = await runInDurableObject(stationOf(ward), (_, { storage }) => storage.getAlarm());
		expect(timer, "nothing to listen for").toBeNull();
		await evictDurableObject(stationOf(ward));
		expect(await wait(ward, 300, 20)).toBe(0);
	});

	it("a device that was taken off its patient: its silence ends, and does not begin again", async () => {
		const { id, ward } = await enrol({ ward: "ward-discharged", patient_id: "PATIENT-DIS" });
		await post(id);
		await wait(ward, 80);
		expect(await openAt(id)).toHaveLength(1);
		await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, patient_id: null } });
		expect(await openAt(id)).toEqual([]);
		expect(await eventually(async () => (await silences(id)).find(({ status }) => status === "closed"))).toBeTruthy();
		await wait(ward, 300, 20);
		expect(await openAt(id)).toEqual([]);
	});

	it("a device with a new patient for whom it has not posted yet", async () => {
		const { id, ward } = await enrol({ ward: "ward-next", patient_id: "PATIENT-FIRST" });
		await post(id);
		await wait(ward, 80);
		pass(1);
		await call("PUT", `/api/v1/devices/${id}`, {
			role: "engineer",
			body: { ward_id: ward, patient_id: "PATIENT-SECOND" },
		});
		await wait(ward, 200, 20);
		expect(await openAt(id)).toEqual([]);
		await post(id, 6);
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
		await eventually(async () => new Set((await silences(id)).map(({ patient }) => patient)).size === 2);
	});

	it("but a device that stopped as its patient came is: nothing of the patient before is told of the new one", async () => {
		const { id, ward } = await enrol({ ward: "ward-handed-over", patient_id: "PATIENT-LEAVING" });
		await post(id, 8, 185, 80);
		pass(5);
		await call("PUT", `/api/v1/devices/${id}`, {
			role: "engineer",
			body: { ward_id: ward, patient_id: "PATIENT-COMING" },
		});
		await wait(ward, 55);
		expect(await openAt(id)).toEqual([]);
		await wait(ward, 45);
		const [silence] = await openAt(id);
		expect(silence).toMatchObject({ rule: "silence", risk: "MEDIUM", vitalsAtOnset: {} });
		expect(silence?.sentence).toMatch(/^No reading since the patient came to this device, \d+ s ago$/);
	});

	it("a device whose silence somebody has closed, until it was heard again", async () => {
		const { id, ward } = await enrol({ ward: "ward-closed", patient_id: "PATIENT-CLOSED" });
		await post(id);
		await wait(ward, 80);
		const [episode] = await openAt(id);
		const path = `/api/v1/episodes/${episode?.id}/close`;
		await eventually(async () => (await silences(id))[0]);
		expect((await call("POST", path, { role: "clinician", body: { version: 1 } })).status).toBe(200);
		await evictDurableObject(stationOf(ward));
		await stationOf(ward).alive(id, Date.now());
		await wait(ward, 200, 20);
		expect(await openAt(id)).toEqual([]);
		await post(id, 6);
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence", version: 1 }]);
	});

	it.each([0, 4, 68, 70, 71])(
		"and one that then posts for six seconds is missed within 80 s, whenever they are: %i s into the ward's minute",
		async (second) => {
			vi.setSystemTime(Math.ceil(Date.now() / 72_000) * 72_000 + second * 1000);
			const { id, ward } = await enrol({ ward: "ward-closed", patient_id: `PATIENT-CLOSED-${second}` });
			await post(id);
			await wait(ward, 80);
			const [episode] = await openAt(id);
			const path = `/api/v1/episodes/${episode?.id}/close`;
			expect((await call("POST", path, { role: "clinician", body: { version: 1 } })).status).toBe(200);
			await wait(ward, 200, 20);
			await post(id, 6);
			await wait(ward, 80);
			expect(await openAt(id)).toMatchObject([{ rule: "silence", version: 1 }]);
		},
	);

	it("but a device that posts and was never given to a patient is", async () => {
		const { id, ward } = await enrol({ ward: "ward-nobody" });
		await post(id);
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence", patient: null }]);
	});
});

describe("a silent device that is moved", () => {
	it("ends its silence in the ward it leaves, and begins it in the ward where its patient is now", async () => {
		const { id, ward } = await enrol({ ward: "ward-left", patient_id: "PATIENT-MOVED" });
		await post(id);
		await wait(ward, 80);
		const [before] = await openAt(id);
		await call("PUT", "/api/v1/wards/ward-joined", { role: "engineer", body: { name: "Joined" } });
		await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: "ward-joined" } });
		expect(await openAt(id)).toEqual([]);
		await wait("ward-joined", 25);
		const [after] = await openAt(id);
		expect(after).toMatchObject({ rule: "silence", wardId: "ward-joined", patient: before?.patient ?? "" });
		expect(after?.id).not.toBe(before?.id);
		await wait(ward, 200, 20);
		expect(await openAt(id)).toHaveLength(1);
		const rows = await eventually(async () => {
			const found = await silences(id);
			return found.length === 2 && found;
		});
		expect(rows.map(({ ward_id, status }) => [ward_id, status]).toSorted()).toEqual([
			["ward-joined", "open"],
			["ward-left", "closed"],
		]);
	});
});

// Minutes of a ward's life, second by second: more work than the usual limit is for.
