/** A change of patients on a device whose clock is off, as its stream says. */
import { describe, expect, it } from "vitest";
import type { StoredReading } from "../../vitals/reading.ts";
import { connect } from "./stream-support.ts";
import { stored } from "./monitor-support.ts";
import { falseClock, pass } from "./silence-support.ts";
import { call, enrol, eventually, monitorOf } from "./support.ts";

const SLOW = 300_000;

describe("a device whose clock is five minutes slow", () => {
	falseClock();

	it("gives the new patient what is measured after the change, and the alarms too", async () => {
		const { id, key, ward } = await enrol({ patient_id: "PATIENT-SLOW-BEFORE" });
		pass(900);
		const wire = await connect(id, key);
		wire.send({ type: "hello", version: 1, session: "s", acknowledged: 0, now: Date.now() - SLOW });
		await wire.frame("welcome");
		/** `n` readings, one a second, the last of them measured now. */
		const send = async (first: number, n: number, heartRate: number): Promise<StoredReading[]> => {
			const readings = Array.from({ length: n }, (_, i) => ({
				timestamp: Date.now() - SLOW - (n - 1 - i) * 1000,
				heart_rate: heartRate + (i % 5),
				spo2: 97,
			}));
			wire.send({ type: "readings", first, readings, now: Date.now() - SLOW });
			wire.send({ type: "flush", through: first + n - 1 });
			await wire.frame("ack", ({ through }) => through === first + n - 1);
			return (await stored(monitorOf(id))).slice(first - 1);
		};
		const before = await send(1, 20, 70);
		pass(1);
		const body = { ward_id: ward, patient_id: "PATIENT-SLOW-AFTER" };
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(200);
		pass(40);
		const after = await send(21, 30, 185);
		expect(new Set(before.map(({ patient }) => patient)).size).toBe(1);
		expect(new Set(after.map(({ patient }) => patient)).size).toBe(1);
		expect(after[0]?.patient).not.toBe(before[0]?.patient);
		expect(after[0]?.patient).not.toBeNull();
		const episodes = await eventually(async () => {
			const { episodes: open } = await monitorOf(id).watch(0);
			return open.length > 0 ? open : null;
		});
		expect(episodes).toMatchObject([{ risk: "HIGH", patient: after[0]?.patient }]);
		wire.close();
	});
});
