/** Notices about sensors, and the people who acknowledge and close them. */
import { describe, expect, it } from "vitest";
import type { VitalKey } from "../../vitals/catalogue.ts";
import type { Episode } from "../../vitals/episode.ts";
import { ingest, item, type Stub } from "./monitor-support.ts";
import { enrol, HOURLY, monitorOf } from "./support.ts";

/** `n` calm readings, one a second, without the vitals that `lost` names. */
function readings(n: number, lost: (i: number) => readonly VitalKey[]) {
	const from = Date.now() - 3_000_000;
	return Array.from({ length: n }, (_, i) => {
		const one = item(from + i * 1000, 70 + (i % 5));
		const vitals = { ...one.reading.vitals, respiratory_rate: 14 + (i % 3) };
		for (const key of lost(i)) Object.assign(vitals, { [key]: null });
		return { ...one, reading: { ...one.reading, vitals } };
	});
}

async function onlyOpen(stub: Stub): Promise<Episode> {
	const { episodes } = await stub.watch(0);
	expect(episodes).toHaveLength(1);
	return episodes[0] as Episode;
}

const act = (stub: Stub, kind: "acknowledge" | "close", { id: episodeId, version }: Episode) =>
	stub.actOnEpisode({ kind, episodeId, version, by: "nurse" });

describe("a technical notice", () => {
	it("that was acknowledged is announced again when the sensor is lost again", async () => {
		const { id } = await enrol({ patient_id: `NOTICE-${crypto.randomUUID()}`, cadence_s: HOURLY });
		const stub = monitorOf(id);
		const all = readings(1900, (i) => ((i >= 1200 && i < 1400) || i >= 1600 ? ["spo2"] : []));
		await ingest(stub, all.slice(0, 1000));
		await ingest(stub, all.slice(1000, 1390));
		const open = await onlyOpen(stub);
		expect(open).toMatchObject({ rule: "sensors-absent", acknowledgedAt: null });
		expect((await act(stub, "acknowledge", open)).outcome).toBe("done");
		await ingest(stub, all.slice(1390, 1550));
		expect((await stub.watch(0)).episodes).toEqual([]);
		await ingest(stub, all.slice(1550));
		expect(await onlyOpen(stub)).toMatchObject({ id: open.id, rule: "sensors-absent", acknowledgedAt: null });
	});

	it("that was closed by hand opens anew when a further sensor is lost", async () => {
		const { id } = await enrol({ patient_id: `NOTICE-${crypto.randomUUID()}`, cadence_s: HOURLY });
		const stub = monitorOf(id);
		const all = readings(2000, (i) => [
			...(i >= 1200 ? (["spo2"] as const) : []),
			...(i >= 1500 ? (["heart_rate"] as const) : []),
		]);
		await ingest(stub, all.slice(0, 900));
		await ingest(stub, all.slice(900, 1400));
		const open = await onlyOpen(stub);
		expect((await act(stub, "close", open)).outcome).toBe("done");
		await ingest(stub, all.slice(1400, 1480));
		expect((await stub.watch(0)).episodes).toEqual([]);
		await ingest(stub, all.slice(1480));
		const again = await onlyOpen(stub);
		expect(again.id).not.toBe(open.id);
		expect(again.sentence.toLowerCase()).toContain("heart rate");
	});
});
