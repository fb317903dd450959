import { describe, expect, it } from "vitest";
import { createPatientStream } from "../../scenarios/generator.ts";
import { SCENARIO_NAMES, SCENARIOS, type BedPlan } from "../../scenarios/library.ts";

const START = Date.UTC(2026, 2, 1, 10);
const AT_ONE_HZ = { startTime: START, cadenceSeconds: 1 };

describe("scenarios", () => {
	it.each(SCENARIO_NAMES)(
		"%s plans as many beds as asked, each with a patient of its own, the same for the same seed",
		(name) => {
			for (const beds of [1, 3, 16, 40]) {
				const plan = SCENARIOS[name].plan(beds, "s");
				expect(plan).toHaveLength(beds);
				expect(new Set(plan.map(({ seed }) => seed)).size).toBe(beds);
				expect(plan).toEqual(SCENARIOS[name].plan(beds, "s"));
			}
			expect(() => SCENARIOS[name].plan(0, 1)).toThrow("beds must be a whole number from 1, got 0");
		},
	);

	it("demo-ward deteriorates at 45 s, 100 s, 4 min and slowly from 5 min, on four beds", () => {
		const streams = SCENARIOS["demo-ward"].plan(16, 1).map((plan) => createPatientStream({ ...plan, ...AT_ONE_HZ }));
		const events = streams.flatMap((stream, bed) =>
			stream.groundTruth().map(({ kind, onset }) => ({ kind, bed, second: (onset - START) / 1000 })),
		);
		expect(events.sort((a, b) => a.second - b.second).map(({ kind, second }) => [kind, second])).toEqual([
			["hypoxia", 45],
			["tachycardia", 100],
			["bradycardia", 240],
			["sepsis", 300],
		]);
		expect(new Set(events.map(({ bed }) => bed)).size).toBe(4);
	});

	it("demo-ward on one bed still has all four", () => {
		const [bed] = SCENARIOS["demo-ward"].plan(1, 1);
		expect(bed?.events.map(({ kind }) => kind)).toEqual(["hypoxia", "tachycardia", "bradycardia", "sepsis"]);
	});

	it("demo-ward goes on with a few events an hour and is calm most of the time", () => {
		const hours = 4;
		const streams = SCENARIOS["demo-ward"].plan(16, 1).map((plan) => createPatientStream({ ...plan, ...AT_ONE_HZ }));
		let troubled = 0;
		for (const stream of streams) {
			for (let second = 0; second < hours * 3600; second++) {
				const { event } = stream.next().truth;
				if (event !== null && event !== "sepsis") troubled++;
			}
		}
		const perHour = (streams.reduce((sum, stream) => sum + stream.groundTruth().length, 0) - 4) / hours;
		expect(perHour).toBeGreaterThan(2);
		expect(perHour).toBeLessThan(12);
		expect(troubled / (16 * hours * 3600)).toBeLessThan(0.05);
	});

	it("icu-noisy carries eight vital signs, calm-ward has neither event nor artefact", () => {
		const icu = createPatientStream({ ...(SCENARIOS["icu-noisy"].plan(1, 1)[0] as BedPlan), ...AT_ONE_HZ }).next();
		expect(Object.values(icu.reading.vitals).filter((value) => value !== null)).toHaveLength(8);
		for (const plan of SCENARIOS["calm-ward"].plan(6, 1)) {
			const stream = createPatientStream({ ...plan, ...AT_ONE_HZ });
			for (let second = 0; second < 2 * 3600; second++)
				expect(stream.next().truth).toEqual({ event: null, artefact: null });
		}
	});

	it("calm-ward never crosses the absolute limits of the safety net for adults", () => {
		for (const plan of SCENARIOS["calm-ward"].plan(16, 2)) {
			if (plan.archetype === "child") continue;
			const stream = createPatientStream({ ...plan, ...AT_ONE_HZ, cadenceSeconds: 10 });
			for (let step = 0; step < 8640; step++) {
				const { heart_rate, spo2, respiratory_rate, temperature, systolic_pressure } = stream.next().reading.vitals;
				const inside =
					(heart_rate as number) < 131 &&
					(heart_rate as number) > 40 &&
					(spo2 as number) > 85 &&
					(respiratory_rate as number) < 30 &&
					(temperature as number) > 35 &&
					(temperature as number) < 40 &&
					(systolic_pressure as number) > 80 &&
					(systolic_pressure as number) < 220;
				if (!inside)
					throw new Error(
						`${plan.archetype} ${String(plan.seed)}: ${JSON.stringify({ heart_rate, spo2, respiratory_rate, temperature, systolic_pressure })}`,
					);
			}
		}
	});
});
