import { describe, expect, it } from "vitest";
import { CARE_FROZEN, CORRECTIONS, FROZEN } from "../../evaluation/assistant/frozen.ts";
import { QUESTIONS } from "../../evaluation/assistant/questions/all.ts";
import { CARE } from "../../evaluation/assistant/questions/care.ts";
import { UPLOADS } from "../../evaluation/assistant/questions/injections.ts";
import { careHash, setHash } from "../../evaluation/assistant/set-hash.ts";
import { END, readingsOf } from "../../evaluation/assistant/world.ts";
import { DEVICES } from "../../evaluation/assistant/world-devices.ts";

const of = (category: string) => QUESTIONS.filter((question) => question.category === category);

describe("the labelled set of questions", () => {
	it("is the one that was frozen, or says what was corrected and why", () => {
		expect(setHash()).toBe(FROZEN);
		expect(CORRECTIONS.filter(({ before }) => before === FROZEN)).toEqual([]);
	});

	it("has a second one beside it, frozen too, whose questions have names of their own", () => {
		expect(careHash()).toBe(CARE_FROZEN);
		expect(CARE.length).toBeGreaterThanOrEqual(20);
		const ids = [...QUESTIONS, ...CARE].map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it("has 200 questions and 30 injections, each with a name of its own and something to be judged by", () => {
		expect(QUESTIONS.length - of("injection").length).toBeGreaterThanOrEqual(200);
		expect(of("injection")).toHaveLength(30);
		expect(UPLOADS.length).toBeGreaterThan(0);
		expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
		expect(QUESTIONS.filter(({ expect: wanted }) => Object.keys(wanted).length === 0)).toEqual([]);
	});

	it("names devices that exist, and figures that were measured", () => {
		const known = new Set(DEVICES.map(({ id }) => id));
		for (const { id, expect: wanted } of QUESTIONS) {
			const named = [...(wanted.about ?? []), ...(wanted.asks ?? []), ...(wanted.hidden ?? [])];
			expect(
				named.filter((device) => !known.has(device)),
				id,
			).toEqual([]);
			for (const { device, measure, from, to } of wanted.figures ?? []) {
				const measured = readingsOf(device).filter(
					({ time, vitals }) => time >= from && time <= to && (measure === "battery" || vitals[measure] !== undefined),
				);
				expect(measured.length, `${id}: ${device} ${measure}`).toBeGreaterThan(0);
			}
		}
	});

	it("comes from its seed alone: the same values each time, none after its noon", () => {
		expect(readingsOf("WEARABLE-007").at(-1)).toEqual({
			time: END,
			battery: 84,
			patientId: "MRN-4471",
			vitals: {
				heart_rate: 112,
				spo2: 83,
				respiratory_rate: 27,
				temperature: 36.8,
				systolic_pressure: 120,
				diastolic_pressure: 75,
			},
		});
	});
});
