/** A device whose clock is set back while it posts. */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { ingest, item, series, stored } from "./monitor-support.ts";
import { falseClock, openAt, pass, post, wait } from "./silence-support.ts";
import { enrol, monitorOf } from "./support.ts";

const TEN_MINUTES = 600_000;
/** Between the times that are taken already: a reading of a known time is a duplicate. */
const FREE = 250;

/** `seconds` at 1 Hz by a clock that is ten minutes slow. Returns the last reading's time. */
async function postSlow(id: string, ward: string, seconds: number, heartRate: number, spo2 = 97) {
	let last = 0;
	for (let i = 0; i < seconds; i++) {
		pass(1);
		last = Date.now() - TEN_MINUTES + FREE;
		await ingest(monitorOf(id), [item(last, heartRate + (i % 3), spo2)]);
		if (i % 5 === 4) await wait(ward, 0.001);
	}
	return last;
}

describe("a device whose clock is set back", () => {
	falseClock();

	it("is watched again within a minute, by an object that slept meanwhile, too", async () => {
		const { id, ward } = await enrol({ ward: "ward-set-back", patient_id: "PATIENT-SET-BACK" });
		// The patient has been there for longer than the clock is set back: what it says is of their time.
		pass(900);
		await post(id, 60);
		await postSlow(id, ward, 20, 185, 80);
		await evictDurableObject(monitorOf(id));
		const last = await postSlow(id, ward, 40, 185, 80);
		const { episodes, reading } = await monitorOf(id).watch(0);
		expect(episodes).toMatchObject([{ channel: "physiological", rule: "safety-net", risk: "HIGH" }]);
		expect(reading?.timestamp).toBe(last);
		const [newest] = await monitorOf(id).recent(1);
		expect(newest?.patient).toMatch(/^P-/);
		expect(episodes[0]?.patient).toBe(newest?.patient);
	});

	it("is not called silent while it posts", async () => {
		const { id, ward } = await enrol({ ward: "ward-set-back-heard", patient_id: "PATIENT-HEARD" });
		await post(id, 20);
		// One reading again and again at a time that never advances: nothing to watch, but not silence.
		for (let i = 0; i < 100; i++) {
			pass(1);
			await ingest(monitorOf(id), [item(Date.now() - TEN_MINUTES - i * 2000 + FREE, 72)]);
			if (i % 5 === 4) await wait(ward, 0.001);
		}
		expect(await openAt(id)).toEqual([]);
	});

	it("closes what was open before, once, and tells anew of what goes on", async () => {
		const { id, ward } = await enrol({ ward: "ward-set-back-open", patient_id: "PATIENT-OPEN" });
		await post(id, 30, 185, 80);
		const [before] = (await monitorOf(id).watch(0)).episodes;
		expect(before).toMatchObject({ rule: "safety-net" });
		await postSlow(id, ward, 60, 185, 80);
		const { episodes } = await monitorOf(id).watch(0);
		expect(episodes).toHaveLength(1);
		expect(episodes[0]?.id).not.toBe(before?.id);
	});

	it("is not what sends a backlog: that comes faster than time passes, and stays unscored", async () => {
		const { id } = await enrol({ patient_id: "PATIENT-BACKLOG-LATE" });
		pass(3600);
		await ingest(monitorOf(id), series(60));
		const from = Date.now() - 1_800_000;
		for (let i = 0; i < 60; i++) {
			pass(1);
			await ingest(
				monitorOf(id),
				series(10, () => 185, from + i * 10_000 + FREE),
			);
		}
		expect((await monitorOf(id).watch(0)).episodes).toEqual([]);
		const late = (await stored(monitorOf(id))).slice(60);
		expect(late).toHaveLength(600);
		expect(late.every(({ score }) => score === null)).toBe(true);
	});
});
