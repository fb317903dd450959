import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { Detector } from "../../detection/detector.ts";
import { settingsOf } from "../../durable-objects/device/intake-rules.ts";
import { Journal } from "../../durable-objects/device/journal.ts";
import { presentAssignment } from "../../durable-objects/device/profile.ts";
import { ingest, item, series, type Stub } from "./monitor-support.ts";
import { enrol, monitorOf } from "./support.ts";

/** The detector on disk, and the one that saw `shown` without a break. */
const both = (stub: Stub, shown: ReturnType<typeof series>) =>
	runInDurableObject(stub, (_, { storage }) => {
		const journal = new Journal(storage);
		const { profile, detector: stored } = journal;
		if (profile === null || stored === null) throw new Error("nothing is stored");
		const settings = settingsOf(profile, presentAssignment(profile)?.surrogate ?? null);
		const restored = Detector.restore(stored.state, settings);
		for (const { flags, ...reading } of stored.since) if ((flags & 4) === 0) restored.push(reading);
		const reference = new Detector(settings);
		for (const { reading } of shown) reference.push(reading);
		return { since: stored.since.length, restored: restored.serialise(), reference: reference.serialise() };
	});

describe("a detector that is written once a group", () => {
	it("is the uninterrupted one after evictions between single readings, late ones among them", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const shown = series(100, (i) => 70 + (i % 7));
		const late = item(shown[0]!.reading.timestamp - 5000, 75);
		for (const [i, next] of shown.entries()) {
			await ingest(stub, [next]);
			if (i === 30) await ingest(stub, [late]);
			if (i % 17 === 0) await evictDurableObject(stub);
		}
		const { since, restored, reference } = await both(stub, shown);
		expect(since).toBeGreaterThan(20);
		expect(restored).toEqual(reference);
	});

	it("is written with each episode change: a replay tells nothing twice", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const shown = series(50, (i) => (i < 20 ? 72 : 185));
		let written = -1;
		for (const next of shown) {
			await ingest(stub, [next]);
			const { episodes } = await stub.watch(0);
			if (episodes.length > 0 && written < 0) written = (await both(stub, [])).since;
			if (written >= 0) await evictDurableObject(stub);
		}
		expect(written).toBe(0);
		expect((await both(stub, shown)).restored).toEqual((await both(stub, shown)).reference);
		expect((await stub.watch(0)).episodes).toHaveLength(1);
	});

	it("tells what a release finds on restoring that the one before did not", async () => {
		const { id } = await enrol();
		const stub = monitorOf(id);
		const shown = series(60, (i) => (i < 20 ? 72 : 185));
		for (const next of shown.slice(0, 20)) await ingest(stub, [next]);
		type Row = { detector: ArrayBuffer; detector_seq: number };
		const early = await runInDurableObject(stub, (_, { storage }) =>
			storage.sql.exec<Row>("SELECT detector, detector_seq FROM reading_groups").one(),
		);
		for (const next of shown.slice(20, -1)) await ingest(stub, [next]);
		// As a release would have left it that thought nothing of these readings.
		await runInDurableObject(stub, (_, { storage }) => {
			storage.sql.exec("UPDATE reading_groups SET detector = ?, detector_seq = ?", early.detector, early.detector_seq);
			storage.sql.exec("DELETE FROM episodes");
		});
		await evictDurableObject(stub);
		expect((await stub.watch(0)).episodes).toEqual([]);
		await ingest(stub, shown.slice(-1));
		expect((await stub.watch(0)).episodes).toMatchObject([{ status: "open", leadingVital: "heart_rate" }]);
	});
});
