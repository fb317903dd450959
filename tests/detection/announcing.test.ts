import { describe, expect, it } from "vitest";
import type { VitalValues } from "../../vitals/reading.ts";
import type { Detector } from "../../detection/detector.ts";
import { run, shift, START } from "./support.ts";

const LEARNED = 7200;

describe("announcing again", () => {
	const twice = (again: (vitals: VitalValues) => void, between?: (detector: Detector) => void) =>
		run({
			seconds: LEARNED + 900,
			change: (vitals, second) => {
				if (second >= LEARNED && second < LEARNED + 240) shift(vitals, "spo2", -6);
				if (second >= LEARNED + 480 && second < LEARNED + 700) again(vitals);
			},
			before: (detector, second) => {
				if (second === LEARNED + 440) between?.(detector);
				return undefined;
			},
		}).transitions.filter(({ channel, kind }) => channel === "physiological" && kind === "reopened");

	it("keeps quiet about the same again within ten minutes", () => {
		expect(twice((vitals) => shift(vitals, "spo2", -6))).toMatchObject([{ announced: false, leadingVital: "spo2" }]);
	});

	it("announces any onset after an acknowledgement", () => {
		const again = twice(
			(vitals) => shift(vitals, "spo2", -6),
			(detector) => detector.acknowledge(),
		);
		expect(again).toMatchObject([{ announced: true, leadingVital: "spo2" }]);
	});

	it("announces another leading vital", () => {
		expect(twice((vitals) => shift(vitals, "heart_rate", 50))).toMatchObject([
			{ announced: true, leadingVital: "heart_rate" },
		]);
	});

	it("announces a new breach of the safety net, and the step up in risk that it is", () => {
		expect(twice((vitals) => (vitals.spo2 = 78))).toMatchObject([{ announced: true, risk: "HIGH" }]);
	});

	it("opens a new record once ten minutes have passed", () => {
		const { transitions } = run({
			seconds: LEARNED + 1800,
			change: (vitals, second) => {
				const since = second - LEARNED;
				if ((since >= 0 && since < 240) || (since >= 1200 && since < 1500)) shift(vitals, "spo2", -6);
			},
		});
		expect(transitions.map(({ kind }) => kind)).toEqual(["opened", "closed", "opened", "closed"]);
	});

	it("announces another organ while an episode is open, and NOT the breath that follows the heart", () => {
		const kinds = (vital: "respiratory_rate" | "spo2", by: number) =>
			run({
				seconds: LEARNED + 1500,
				change: (vitals, second) => {
					if (second >= LEARNED) shift(vitals, "heart_rate", 45);
					if (second >= LEARNED + 400) shift(vitals, vital, by);
				},
			}).transitions.filter(({ kind, risk }) => kind === "escalated" && risk === "MEDIUM");
		expect(kinds("respiratory_rate", 7)).toEqual([]);
		expect(kinds("spo2", -5.5).map(({ leadingVital }) => leadingVital)).toContain("spo2");
	});

	it("announces an onset in an open episode after an acknowledgement, and once only", () => {
		const { transitions } = run({
			seconds: LEARNED + 1500,
			change: (vitals, second) => {
				if (second >= LEARNED) shift(vitals, "heart_rate", 45);
				if (second >= LEARNED + 400) shift(vitals, "respiratory_rate", 13);
			},
			before: (detector, second) => {
				if (second === LEARNED + 300) detector.acknowledge();
				return undefined;
			},
		});
		const again = transitions.filter(({ kind, at }) => kind === "escalated" && at >= START + (LEARNED + 400) * 1000);
		expect(again.map(({ leadingVital, announced }) => [leadingVital, announced])).toContainEqual([
			"respiratory_rate",
			true,
		]);
		expect(again.filter(({ leadingVital }) => leadingVital === "respiratory_rate").length).toBeLessThanOrEqual(2);
	});
});
