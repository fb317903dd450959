import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	decodeGroup,
	encodeGroup,
	GroupWriter,
	GROUP_FORMAT_VERSION,
	quantiseScore,
} from "../../durable-objects/device/group-codec.ts";
import { VITAL_SIGNS } from "../../vitals/catalogue.ts";
import { noVitals, RISK_LEVELS, type StoredReading } from "../../vitals/reading.ts";
import { FIXTURE_READINGS } from "./device-fixtures.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/device");

const hundredths = (min: number, max: number) =>
	fc.integer({ min: min * 100, max: max * 100 }).map((steps) => steps / 100);
const reading = fc
	.record({
		timestamp: fc.integer({ min: 1, max: 4e12 }),
		receivedAt: fc.integer({ min: 1, max: 4e12 }),
		values: fc.tuple(...VITAL_SIGNS.map((sign) => fc.option(hundredths(sign.sensorMin, sign.sensorMax)))),
		battery: fc.option(hundredths(0, 100)),
		score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map(quantiseScore)),
		risk: fc.constantFrom(...RISK_LEVELS),
		patient: fc.option(fc.constantFrom("P-1", "P-2", "P-ÄÖ")),
		flags: fc.integer({ min: 0, max: 0xffff }),
	})
	.map(({ values, ...rest }) => {
		const vitals = noVitals();
		for (const [i, sign] of VITAL_SIGNS.entries()) vitals[sign.key] = values[i] ?? null;
		return { ...rest, vitals };
	});

describe("a group of readings", () => {
	it("comes back as it was stored, every value at the resolution of storage", () => {
		fc.assert(
			fc.property(fc.array(reading, { maxLength: 60 }), fc.integer({ min: 1, max: 1e9 }), (readings, firstSeq) => {
				const group: StoredReading[] = readings.map((entry, i) => ({ ...entry, seq: firstSeq + i }));
				expect(decodeGroup(encodeGroup(group), firstSeq)).toEqual(group);
			}),
		);
	});

	it("that is filled in pieces is the same, and as long after each as before until there is no room", () => {
		const readings = Array.from({ length: 130 }, (_, i) => ({
			...(FIXTURE_READINGS[i % FIXTURE_READINGS.length] as StoredReading),
			patient: "P-1",
			seq: i + 1,
		}));
		const writer = new GroupWriter();
		const lengths = new Set<number>();
		for (const [i, reading] of readings.entries()) {
			writer.add([reading]);
			const bytes = writer.encoded();
			lengths.add(bytes.length);
			expect(bytes.length).toBeGreaterThanOrEqual(writer.usedBytes);
			expect(decodeGroup(bytes.slice(), 1)).toEqual(readings.slice(0, i + 1));
		}
		expect(lengths.size, "of 60, 120 and 180").toBe(3);
	});

	it("of 60 readings with all vital signs takes about 2.5 KB", () => {
		expect(
			encodeGroup(Array.from({ length: 60 }, (_, i) => ({ ...FIXTURE_READINGS[0], seq: i + 1 }) as StoredReading))
				.length,
		).toBeLessThan(2600);
	});

	it("is refused by name when its format is another", () => {
		const bytes = encodeGroup(FIXTURE_READINGS);
		bytes[0] = 9;
		expect(() => decodeGroup(bytes, 1)).toThrow(`reading group: got v9, expected v${GROUP_FORMAT_VERSION}`);
	});

	it("written by the first version is still read, exactly", () => {
		const bytes = readFileSync(join(FIXTURES, "reading-group-v1.bin"));
		expect(decodeGroup(new Uint8Array(bytes), 100)).toEqual(FIXTURE_READINGS);
	});
});
