import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VITAL_SIGNS } from "../../vitals/catalogue.ts";
import { noVitals } from "../../vitals/reading.ts";
import { checkTelemetry } from "../../vitals/telemetry.ts";

const NOW = Date.UTC(2026, 10, 22, 10);
const check = (payload: unknown) => checkTelemetry(payload, NOW);
const fields = (payload: unknown) => {
	const result = check(payload);
	return result.ok ? [] : result.errors.map((error) => `${error.field}:${error.code}`);
};

describe("a telemetry payload", () => {
	it("of the first version is still read, exactly", () => {
		const fixture = JSON.parse(
			readFileSync(join(import.meta.dirname, "../fixtures/wire/telemetry-v1.json"), "utf8"),
		) as {
			payload: unknown;
			reading: unknown;
		}[];
		for (const { payload, reading } of fixture) expect(check(payload)).toEqual({ ok: true, value: reading });
	});

	it.each(VITAL_SIGNS.map((sign) => [sign.key, sign] as const))(
		"takes %s at both ends of its sensor's range and not beyond",
		(key, sign) => {
			for (const value of [sign.sensorMin, sign.sensorMax])
				expect(fields({ device_id: "D-1", [key]: value })).toEqual([]);
			for (const value of [sign.sensorMin - 0.1, sign.sensorMax + 0.1, 1e300]) {
				expect(fields({ device_id: "D-1", [key]: value })).toEqual([`${key}:out_of_range`]);
			}
			for (const value of ["72", true, {}, [72], NaN, Infinity]) {
				expect(fields({ device_id: "D-1", [key]: value })).toEqual([`${key}:wrong_type`]);
			}
		},
	);

	it("takes one vital sign alone, and none is too few", () => {
		expect(fields({ device_id: "D-1", etco2: 38 })).toEqual([]);
		expect(fields({ device_id: "D-1" })).toEqual(["heart_rate:no_vital_sign"]);
		expect(fields({ device_id: "D-1", heart_rate: null, battery_level: 3 })).toEqual(["heart_rate:no_vital_sign"]);
	});

	it("names every field that is wrong, not only the first", () => {
		expect(fields({ device_id: "?", patient_id: "x", timestamp: "now", heart_rate: 300, battery_level: 101 })).toEqual([
			"device_id:bad_format",
			"patient_id:bad_format",
			"timestamp:bad_format",
			"heart_rate:out_of_range",
			"battery_level:out_of_range",
		]);
	});

	it("takes time as ISO 8601 with a zone or as milliseconds, and the arrival's where there is none", () => {
		const time = (timestamp: unknown) => {
			const result = check({ device_id: "D-1", heart_rate: 70, timestamp });
			return result.ok ? result.value.reading.timestamp : null;
		};
		expect(time(undefined)).toBe(NOW);
		expect(time("2026-11-22T10:00:00Z")).toBe(NOW);
		expect(time("2026-11-22T11:00:00.250+01:00")).toBe(NOW + 250);
		expect(time(NOW - 1)).toBe(NOW - 1);
		for (const wrong of ["2026-11-22T10:00:00", "2026-13-22T10:00:00Z", "yesterday", -1, 0.5, null, "1e12"])
			expect(time(wrong)).toBeNull();
	});

	it("is stored in hundredths", () => {
		const result = check({ device_id: "D-1", temperature: 36.666 });
		expect(result.ok && result.value.reading.vitals).toEqual({ ...noVitals(), temperature: 36.67 });
	});

	it("NEVER makes the check throw, whatever it is", () => {
		fc.assert(
			fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }), (payload) => {
				expect(typeof check(payload).ok).toBe("boolean");
			}),
		);
	});

	it("gives away no patient identifier in its complaints", () => {
		const result = check({ device_id: "D-1", patient_id: "ab", heart_rate: 70 });
		expect(JSON.stringify(result)).not.toContain('"ab"');
	});
});
