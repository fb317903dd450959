import { describe, expect, it } from "vitest";
import { parityOn } from "../../evaluation/parity.ts";
import { evaluateAlarms, judgeAlarm, summariseAlarms } from "../../evaluation/real-alarms.ts";
import {
	evaluateHourly,
	readHourlyPatient,
	summariseHourly,
	type HourlyPatient,
} from "../../evaluation/real-hourly.ts";
import type { NumberRow } from "../../evaluation/tables.ts";
import { dataPath } from "../support/data.ts";

const hourlyRow = (hour: number, values: NumberRow = {}): NumberRow => ({
	hour,
	hr: 80,
	spo2: 97,
	rr: 16,
	sbp: 120,
	sepsis_label: 0,
	...values,
});

describe("hourly patients", () => {
	it("are read up to the onset, six hours after the label turns 1", () => {
		const table = Array.from({ length: 20 }, (_, hour) => hourlyRow(hour, { sepsis_label: hour >= 8 ? 1 : 0 }));
		const patient = readHourlyPatient("p", table);
		expect(patient.onset).toBe(14);
		expect(patient.rows.map(({ hour }) => hour)).toEqual(Array.from({ length: 14 }, (_, hour) => hour));
	});

	it("count with NEWS2 of what was charted in the hour, nothing carried forward", () => {
		const patient = readHourlyPatient("p", [
			hourlyRow(0, { hr: 135 }),
			hourlyRow(1, { hr: null }),
			hourlyRow(2, { hr: null, spo2: null, rr: null, sbp: null }),
		]);
		expect(patient.rows.map(({ news2 }) => news2)).toEqual([3, 0]);
	});

	it("compare methods at the sensitivity of NEWS2 of 5, with leads from the first alert of the last day", () => {
		const patient = (id: string, onset: number | null, news2: readonly number[]): HourlyPatient => ({
			id,
			onset,
			rows: news2.map((value, hour) => ({ hour, ours: value / 10, score: 0.5, news2: value })),
			openings: 0,
		});
		const result = summariseHourly([
			patient("a", 8, [0, 0, 6, 0, 6, 1, 1, 1]),
			patient("b", 8, [0, 0, 0, 0, 0, 0, 0, 4]),
			patient("c", null, [0, 0, 5, 5, 0, 0, 0, 0]),
			patient("d", null, [0, 0, 0, 0, 0, 0, 0, 0]),
		]);
		expect(result.auroc.news2.auroc).toBe(0.75);
		expect(result.auroc.ours.auroc).toBe(0.75);
		expect(result.equal_sensitivity.news2).toMatchObject({
			sensitivity: 0.5,
			lead_hours_median: 6,
			// Of 32 hours: the threshold is a's highest, 6, which a reaches twice.
			alerts_per_patient_day: 1.5,
			alerts_per_patient_day_controls: 0,
		});
	});
});

describe("alarms", () => {
	it("are judged by what was before them, never by what came after", () => {
		const table = Array.from({ length: 330 }, (_, t) => ({ t, hr: t > 300 ? 180 : 80, rr: 16 }));
		expect(judgeAlarm(table, 300, true)).toMatchObject({ agreed: false, genuine: true });
		expect(judgeAlarm(table, 329, true).agreed).toBe(true);
	});

	it("are suppressed as far as the wanted share of true ones allows", () => {
		const alarm = (genuine: boolean, ours: number) => ({ genuine, ours, limits: ours, agreed: ours > 0.5 });
		const result = summariseAlarms([
			...Array.from({ length: 19 }, () => alarm(true, 0.9)),
			alarm(true, 0.1),
			...[0.05, 0.2, 0.3, 0.95].map((value) => alarm(false, value)),
		]);
		expect(result.at_95.ours).toMatchObject({ kept_true: 0.95, suppressed_false: 0.75 });
		expect(result.at_100.ours).toMatchObject({ kept_true: 1, suppressed_false: 0.25 });
		expect(result.as_is.ours).toMatchObject({ kept_true: 0.95, suppressed_false: 0.75 });
	});
});

const folder = dataPath();

describe.skipIf(folder === null)("with the data folder (needs BIOSTREAM_DATA or ../shared/data)", () => {
	it.skipIf(dataPath("anomaly-reference", "WBC.bin") === null)("the forest agrees with scikit-learn on WBC", () => {
		expect(parityOn(folder as string, "WBC")).toMatchObject({ rows: 223, columns: 9, agrees: true });
	});

	it.skipIf(dataPath("icu-replay") === null)("the alarms are found, half of them true", () => {
		expect(evaluateAlarms(folder as string)).toMatchObject({ genuine: 40, spurious: 40 });
	});

	it.skipIf(dataPath("icu-replay") === null)(
		"septic patients and others are found, and areas lie between chance and certainty",
		{ timeout: 60_000 },
		() => {
			const result = evaluateHourly(folder as string);
			expect((result?.septic ?? 0) + (result?.controls ?? 0)).toBeGreaterThan(280);
			expect(result?.auroc.news2.auroc).toBeGreaterThan(0.5);
			expect(result?.auroc.news2.auroc).toBeLessThan(1);
		},
	);
});

describe("without the data folder", () => {
	it("says null instead of failing", () => {
		const nowhere = import.meta.dirname;
		expect(evaluateHourly(nowhere)).toBeNull();
		expect(evaluateAlarms(nowhere)).toBeNull();
		expect(parityOn(nowhere, "cardio")).toBeNull();
	});
});
