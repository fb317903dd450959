/** What a device kept while it could not send, and what a clock that is hours slow says: told apart by how they come. */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { READING_FLAGS } from "../../vitals/reading.ts";
import { storedTimes } from "./lake-support.ts";
import { anomaliesOf, ingest, item, series, stored } from "./monitor-support.ts";
import { falseClock, pass, post } from "./silence-support.ts";
import { call, enrol, eventually, monitorOf } from "./support.ts";

const HOUR = 3600_000;
/** So that it is no duplicate of what is there. */
const FREE = 250;

const openOn = async (id: string) =>
	(await monitorOf(id).watch(0)).episodes.filter(({ channel }) => channel === "physiological");
const isLate = ({ flags }: { flags: number }) => (flags & READING_FLAGS.late) !== 0;

/** Sends one reading every ten seconds of a stretch of time, as fast as it goes. */
async function sendKept(id: string, from: number, to: number, heartRate: number): Promise<void> {
	const items = [];
	for (let time = from; time < to; time += 10_000) items.push(item(time, heartRate + ((time / 10_000) % 3)));
	for (let i = 0; i < items.length; i += 300) {
		pass(1);
		await ingest(monitorOf(id), items.slice(i, i + 300));
	}
}

describe("a backlog of hours", () => {
	falseClock();

	it("reaches the lake, and is NOT alerted on as if it were live", async () => {
		const { id } = await enrol({ ward: "ward-backlog", patient_id: "PATIENT-KEPT" });
		await post(id, 60);
		const lost = Date.now();
		pass(3 * 3600);
		const back = Date.now();
		await sendKept(id, lost + FREE, back - 2 * HOUR, 72);
		await sendKept(id, back - 2 * HOUR, back - HOUR, 185);
		await sendKept(id, back - HOUR, back - 30 * 60_000, 72);
		expect(await openOn(id)).toEqual([]);
		expect((await anomaliesOf(id)).filter(({ channel }) => channel === "physiological")).toEqual([]);
		const kept = (await stored(monitorOf(id))).slice(60);
		expect(kept.length).toBe(900);
		expect(kept.every(isLate)).toBe(true);
		expect((await storedTimes(id)).length).toBe(960);
		// What is measured now is watched again, with the baseline of before.
		await post(id, 40, 185);
		expect(await openOn(id)).toMatchObject([{ risk: "HIGH" }]);
	});

	it("whose end is now is alerted on from there: what goes on is told", async () => {
		const { id } = await enrol({ ward: "ward-backlog-on", patient_id: "PATIENT-GOES-ON" });
		await post(id, 60);
		pass(2 * 3600);
		const back = Date.now();
		await sendKept(id, back - HOUR, back, 185);
		const [episode] = await openOn(id);
		expect(episode).toMatchObject({ risk: "HIGH" });
		expect(back - (episode?.openedAt ?? 0)).toBeLessThanOrEqual(600_000);
	});

	it("is the first thing that a device ever sends: late as well", async () => {
		const { id } = await enrol({ ward: "ward-backlog-first", patient_id: "PATIENT-FIRST" });
		await ingest(
			monitorOf(id),
			series(60, () => 185, Date.now() - 5 * HOUR),
		);
		expect(await openOn(id)).toEqual([]);
		expect((await stored(monitorOf(id))).every(isLate)).toBe(true);
	});

	it("of a few minutes is live: an outage of the network costs no alarm", async () => {
		const { id } = await enrol({ ward: "ward-outage", patient_id: "PATIENT-OUTAGE" });
		await post(id, 60);
		pass(300);
		await ingest(
			monitorOf(id),
			series(240, () => 185),
		);
		expect(await openOn(id)).toMatchObject([{ risk: "HIGH" }]);
	});
});

describe("a clock that is five hours slow, on a device that only posts", () => {
	falseClock();
	const SLOW = 5 * HOUR;
	const postSlow = async (id: string, seconds: number, heartRate: number, slow = SLOW) => {
		for (let i = 0; i < seconds; i++) {
			pass(1);
			await ingest(monitorOf(id), [item(Date.now() - slow, heartRate + (i % 3))]);
		}
	};

	it("is watched within a minute, its lag is reported, and both survive an eviction", async () => {
		const { id } = await enrol({ ward: "ward-slow-post", patient_id: "PATIENT-SLOW-POST" });
		await postSlow(id, 20, 72);
		await evictDurableObject(monitorOf(id));
		await postSlow(id, 40, 72);
		expect((await monitorOf(id).status()).clockSkewMs).toBe(-SLOW);
		const flags = (await stored(monitorOf(id))).map(isLate);
		expect(flags.indexOf(false)).toBeLessThanOrEqual(35);
		expect(flags.slice(flags.indexOf(false))).not.toContain(true);
		await evictDurableObject(monitorOf(id));
		await postSlow(id, 40, 185);
		expect(await openOn(id)).toMatchObject([{ risk: "HIGH" }]);
	});

	it("has a backlog too, which is late by its own clock", async () => {
		const { id } = await enrol({ ward: "ward-slow-kept", patient_id: "PATIENT-SLOW-KEPT" });
		await postSlow(id, 60, 72);
		const lost = Date.now();
		pass(2 * 3600);
		await sendKept(id, lost - SLOW + FREE, Date.now() - SLOW - HOUR, 185);
		expect(await openOn(id)).toEqual([]);
		await postSlow(id, 40, 185);
		expect(await openOn(id)).toMatchObject([{ risk: "HIGH" }]);
	});

	it("gives what is measured after a change of patients to the new one, and alerts on it", async () => {
		const { id, ward } = await enrol({ ward: "ward-slow-change", patient_id: "PATIENT-SLOW-A" });
		await postSlow(id, 60, 72);
		pass(1);
		const body = { ward_id: ward, patient_id: "PATIENT-SLOW-B" };
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(200);
		await postSlow(id, 60, 185);
		const readings = await stored(monitorOf(id));
		const [before, after] = [readings[59]?.patient, readings[70]?.patient];
		expect(after).not.toBeNull();
		expect(after).not.toBe(before);
		expect(new Set(readings.slice(61).map(({ patient }) => patient))).toEqual(new Set([after]));
		await eventually(async () => (await openOn(id)).some(({ patient }) => patient === after));
	});

	it("is right once it is set: nothing is reported, and a backlog is late by the right time", async () => {
		const { id } = await enrol({ ward: "ward-slow-set", patient_id: "PATIENT-SLOW-SET" });
		await postSlow(id, 60, 72);
		await postSlow(id, 20, 72, 0);
		expect((await monitorOf(id).status()).clockSkewMs).toBeNull();
		await sendKept(id, Date.now() - 2 * HOUR, Date.now() - HOUR, 185);
		expect(await openOn(id)).toEqual([]);
	});
});
