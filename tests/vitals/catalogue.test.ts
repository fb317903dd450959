import { describe, expect, it } from "vitest";
import { VITAL_KEYS, VITAL_SIGNS } from "../../vitals/catalogue.ts";
import { flagNames, READING_FLAGS, worse } from "../../vitals/reading.ts";

describe("the catalogue of vital signs", () => {
	it("keeps its order, which stored formats rely on; new ones go to the end", () => {
		expect(VITAL_KEYS.slice(0, 9)).toEqual([
			"heart_rate",
			"spo2",
			"respiratory_rate",
			"temperature",
			"systolic_pressure",
			"diastolic_pressure",
			"mean_pressure",
			"etco2",
			"pulse_rate",
		]);
	});

	it("gives each one codes of its own, within the nomenclature's partition 2", () => {
		expect(new Set(VITAL_SIGNS.map((sign) => sign.loinc)).size).toBe(VITAL_SIGNS.length);
		expect(new Set(VITAL_SIGNS.map((sign) => sign.mdc)).size).toBe(VITAL_SIGNS.length);
		for (const sign of VITAL_SIGNS) {
			expect(sign.loinc).toMatch(/^\d{4,5}-\d$/);
			expect(sign.mdc >> 16).toBe(2);
			expect(sign.sensorMin).toBeLessThan(sign.sensorMax);
		}
	});

	it("has LOINC codes whose check digit is right (mod 10)", () => {
		for (const code of VITAL_SIGNS.flatMap((sign) => [sign.loinc, ...sign.alsoLoinc])) {
			const [digits = "", check] = code.split("-");
			const sum = [...digits].reverse().reduce((total, digit, i) => {
				const doubled = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
				return total + (doubled > 9 ? doubled - 9 : doubled);
			}, 0);
			expect(`${code} ${(10 - (sum % 10)) % 10}`).toBe(`${code} ${check}`);
		}
	});
});

describe("flags and risks", () => {
	it("keep their bits", () => {
		expect(READING_FLAGS).toEqual({ extreme: 1, patient_mismatch: 2, late: 4, partial: 8, unscored: 16 });
		expect(flagNames(1 | 16)).toEqual(["extreme", "unscored"]);
	});

	it("are ordered", () => {
		expect([worse("LOW", "HIGH"), worse("MEDIUM", "LOW"), worse("LOW", "LOW")]).toEqual(["HIGH", "MEDIUM", "LOW"]);
	});
});
