import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { stored } from "./monitor-support.ts";
import { connect, numbered, streaming } from "./stream-support.ts";
import { monitorOf } from "./support.ts";

/** Malformed frames in all; they go through many connections, for three in a row close one. */
const FRAMES = 20_000;
const BETWEEN_HELLOS = 2;

const value: fc.Arbitrary<unknown> = fc.oneof(
	fc.jsonValue(),
	fc.constantFrom(NaN, -1, 0, 1e308, 2 ** 53, "", "\u0000", null, [], {}, true, "2026-11-22T10:00:00Z"),
);
const reading = fc.oneof(
	value,
	fc.dictionary(fc.constantFrom("timestamp", "heart_rate", "spo2", "patient_id", "battery_level", "__proto__"), value),
);
const frame: fc.Arbitrary<string> = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.jsonValue().map((any) => JSON.stringify(any)),
	fc
		.record(
			{
				type: fc.oneof(fc.constantFrom("hello", "readings", "flush", "ack", "__proto__"), value),
				version: value,
				session: fc.oneof(fc.constantFrom("fuzz", "s1"), value),
				acknowledged: value,
				first: fc.oneof(fc.integer({ min: -2, max: 3 }), value),
				through: value,
				now: value,
				readings: fc.oneof(fc.array(reading, { maxLength: 5 }), value),
			},
			{ requiredKeys: [] },
		)
		.map((any) => JSON.stringify(any)),
	fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => JSON.stringify(numbered(1, 2, 0)).slice(a, -1 - b)),
);

describe("a stream of nonsense", () => {
	it(
		"breaks nothing: the device is answered, and another device's stream does not notice",
		{ timeout: 120_000 },
		async () => {
			const failures = vi.spyOn(console, "error");
			const [victim, good] = [await streaming({}, "fuzz"), await streaming()];
			const from = Date.now() - 3_600_000;
			const frames = fc.sample(frame, { numRuns: FRAMES, seed: 20261122 });
			let wire = victim.wire;
			let said = 0;
			let sent = 0;
			for (const [i, text] of frames.entries()) {
				wire.raw(text);
				if (i % BETWEEN_HELLOS === 0) wire.send({ type: "flush", through: 0 });
				if (i % 400 !== 399) continue;
				sent++;
				good.wire.send(numbered(sent * 60 - 59, sent * 60, from));
				await good.wire.frame("ack", ({ through }) => through === sent * 60);
				said += wire.frames.length;
				// Some nonsense was a key to the door.
				wire = await connect(victim.id, victim.key);
				wire.send({ type: "hello", version: 1, session: "fuzz", acknowledged: 0 });
				await wire.frame("welcome");
			}
			expect(failures, "nothing failed inside").not.toHaveBeenCalled();
			expect(said).toBeGreaterThan(FRAMES / 4);
			const readings = await stored(monitorOf(good.id));
			expect(readings.length).toBeGreaterThanOrEqual(1200);
			expect((await monitorOf(good.id).status()).lastSeq).toBe(sent * 60);
			// And the victim's own good traffic is taken as ever.
			wire.send({ type: "hello", version: 1, session: "after", acknowledged: 0 });
			await wire.frame("welcome", ({ acknowledged }) => acknowledged === 0);
			wire.send(numbered(1, 60, from));
			await wire.frame("ack", ({ through }) => through === 60);
		},
	);
});
