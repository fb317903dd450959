import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { WardStation } from "../../durable-objects/ward-station.ts";
import { ingest, item } from "./monitor-support.ts";
import { falseClock, openAt, pass, post, spyOn, wait } from "./silence-support.ts";
import { enrol, monitorOf, stationOf } from "./support.ts";

falseClock();

describe("listening", { timeout: 60_000 }, () => {
	it("costs a device one call in 72 s, and a calm ward one alarm and two rows in the same time", async () => {
		const ward = "ward-calm";
		const ids = await Promise.all(
			Array.from({ length: 3 }, async (_, i) => (await enrol({ ward, patient_id: `PATIENT-C${i}` })).id),
		);
		const calls: string[] = [];
		for (const id of ids) await spyOn(id, calls);
		const post = async (i: number) => {
			pass(4);
			for (const id of ids) await ingest(monitorOf(id), [item(Date.now(), 70 + (i % 5))]);
			return wait(ward, 0.001);
		};
		for (let i = 0; i < 40; i++) await post(i);
		calls.length = 0;
		const beats = 3;
		let alarms = 0;
		const asked: string[] = [];
		let rows = 0;
		await runInDurableObject(stationOf(ward), (instance: WardStation, { storage }) => {
			const object = instance as unknown as { env: typeof env };
			const real = object.env.DEVICE_MONITOR;
			object.env = Object.assign(Object.create(object.env) as object, {
				DEVICE_MONITOR: { getByName: (name: string) => (asked.push(name), real.getByName(name)) },
			}) as never;
			rows = storage.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n;
		});
		for (let i = 0; i < beats * 18; i++) alarms += await post(i);
		const changed = await runInDurableObject(
			stationOf(ward),
			(_, { storage }) => storage.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n - rows,
		);
		expect(calls.filter((kind) => kind === "alive")).toHaveLength(beats * ids.length);
		expect(calls.filter((kind) => kind !== "alive")).toEqual([]);
		expect(asked, "nobody had to be asked").toEqual([]);
		expect(alarms).toBe(beats);
		// The timer's row and the alarm's. The third is the fired alarm that the runtime clears, which is not billed.
		expect(changed).toBe(3 * beats);
		for (const id of ids) expect(await openAt(id)).toEqual([]);
	});

	it("asks a device again just after it will have told, when the ward still remembers: NOT at any other time, for ever", async () => {
		const { id } = await enrol({ ward: "ward-asked", patient_id: "PATIENT-ASKED" });
		await post(id, 10);
		const calls: string[] = [];
		await spyOn(id, calls);
		for (const pause of [0, 17, 31, 55]) {
			await post(id, pause);
			const asked = await monitorOf(id).checkSilence();
			calls.length = 0;
			while (!calls.includes("alive")) await post(id, 1);
			// An idle object forgets after ten seconds.
			expect((asked ?? 0) - Date.now()).toBeGreaterThan(0);
			expect((asked ?? 0) - Date.now()).toBeLessThan(10_000);
		}
	});

	it("rides along with the live values while somebody watches", async () => {
		const { id, ward } = await enrol({ ward: "ward-watched", patient_id: "PATIENT-W" });
		await post(id, 3);
		const calls: string[] = [];
		await spyOn(id, calls);
		await monitorOf(id).watch(Date.now() + 600_000);
		for (let i = 0; i < 20; i++) {
			await post(id, 10);
			await wait(ward, 0.001);
		}
		expect(calls).toContain("live");
		expect(calls).not.toContain("alive");
		await monitorOf(id).watch(0);
		await wait(ward, 80);
		expect(await openAt(id)).toMatchObject([{ rule: "silence" }]);
	});
});
