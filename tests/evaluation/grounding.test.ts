import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FALSE_KINDS, type Kind } from "../../evaluation/assistant/falsehood-teller.ts";
import { tallyGrounding, WARDS } from "../../evaluation/assistant/grounding-tally.ts";
import type { HandSentence } from "../../evaluation/assistant/hand-sentences.ts";
import { LATER_SENTENCES } from "../../evaluation/assistant/hand-sentences-later.ts";
import { LAST_SENTENCES } from "../../evaluation/assistant/hand-sentences-last.ts";
import { HAND_NOW, HAND_SOURCES, HAND_SUBJECTS, HAND_ZONE } from "../../evaluation/assistant/hand-world.ts";
import type { Fact, Source, Subject } from "../../vitals/assistant.ts";
import { vitalSign, VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import { checkSentence, startCarry, type Grounding } from "../../workers/assistant/grounding/check.ts";

describe("the grounding check against sentences that are false by design", () => {
	const found = tallyGrounding();
	const row = (kind: Kind) => found.get(kind) ?? { made: 0, flagged: 0, examples: [] };

	it.each(FALSE_KINDS)("flags at least 90 of 100 that are false by %s", (kind) => {
		const { made, flagged, examples } = row(kind);
		expect(made).toBeGreaterThan(WARDS * 2);
		expect(flagged / made, examples.slice(0, 5).join("\n")).toBeGreaterThanOrEqual(0.9);
	});

	it("flags at least 95 of 100 false sentences of all kinds, on at least 2,000 sentences in all", () => {
		const sum = (of: (kind: Kind) => number) => FALSE_KINDS.map(of).reduce((a, b) => a + b, 0);
		expect(sum((kind) => row(kind).made) + row("true").made).toBeGreaterThanOrEqual(2000);
		expect(sum((kind) => row(kind).flagged) / sum((kind) => row(kind).made)).toBeGreaterThanOrEqual(0.95);
	});

	it("flags less than 2 of 100 true sentences", () => {
		const { made, flagged, examples } = row("true");
		expect(flagged / made, examples.slice(0, 5).join("\n")).toBeLessThan(0.02);
	});
});

describe("the grounding check against sentences written by hand after it was tuned", () => {
	const ward = { sources: HAND_SOURCES, subjects: HAND_SUBJECTS, asked: [], now: HAND_NOW, timeZone: HAND_ZONE };
	const flagged = ([, text, before]: HandSentence) => {
		const carry = startCarry();
		if (before !== undefined) checkSentence(before, ward, carry);
		return checkSentence(text, ward, carry).length > 0;
	};

	it.each([
		["first", LATER_SENTENCES],
		["last", LAST_SENTENCES],
	])("flags all that are false, and none that is true, of the %s", (_, sentences) => {
		const [honest, wrong] = [true, false].map((wanted) => sentences.filter(([kind]) => (kind === "true") === wanted));
		expect(wrong?.filter((sentence) => !flagged(sentence)).map(([, text]) => text)).toEqual([]);
		expect(honest?.filter(flagged).map(([, text]) => text)).toEqual([]);
	});
});

const NOW = Date.parse("2026-11-27T05:30:00Z");
const SUBJECTS: readonly Subject[] = [1, 2].map((bed) => ({
	patient: `p${bed}`,
	deviceId: `WEARABLE-00${bed}`,
	wardId: "w",
	names: [`Bed ${bed}`],
}));

function one(facts: readonly Fact[]): Grounding {
	const source: Source = {
		id: "S1",
		kind: "readings",
		title: "Bed 1",
		patient: "p1",
		deviceId: "WEARABLE-001",
		wardId: "w",
		from: null,
		to: null,
		text: "",
		facts,
		target: null,
	};
	return { sources: [source], subjects: SUBJECTS, asked: [], now: NOW, timeZone: "UTC" };
}

const factOf = (key: VitalKey, value: number, minutes: number): Fact => ({
	patient: "p1",
	deviceId: "WEARABLE-001",
	quantity: key,
	statistic: "value",
	value,
	unit: vitalSign(key).unit,
	from: NOW - minutes * 60_000,
	to: NOW - minutes * 60_000,
	direction: null,
});

/** A fact within what an instrument reports, above what a person could not be told apart by rounding. */
const fact = fc
	.record({
		key: fc.constantFrom(...VITAL_KEYS),
		part: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
		minutes: fc.integer({ min: 3, max: 290 }),
	})
	.map(({ key, part, minutes }) => {
		const { sensorMin, sensorMax, decimals } = vitalSign(key);
		const low = Math.max(10, sensorMin);
		return factOf(key, Number((low + part * (sensorMax - low)).toFixed(decimals)), minutes);
	});

interface Said {
	readonly name: string;
	readonly label: string;
	readonly value: string;
	readonly unit: string;
	readonly time: string;
}
const clock = (time: number) => new Date(time).toISOString().slice(11, 16);
const saidOf = ({ quantity, value, unit, from }: Fact): Said => {
	const { label, decimals } = vitalSign(quantity as VitalKey);
	return {
		name: "Bed 1",
		label: label.toLowerCase(),
		value: value.toFixed(decimals),
		unit: unit.startsWith("/") ? unit : ` ${unit}`,
		time: clock(from),
	};
};
const sentence = ({ name, label, value, unit, time }: Said) =>
	`At ${time} ${name} had a ${label} of ${value}${unit} [S1].`;

describe("a sentence made from any fact", () => {
	it("is never flagged as it stands", () => {
		fc.assert(
			fc.property(fact, (given) => {
				expect(checkSentence(sentence(saidOf(given)), one([given]))).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});

	it("is always flagged when its value is changed beyond rounding", () => {
		fc.assert(
			fc.property(fact, fc.integer({ min: 1, max: 40 }), fc.boolean(), (given, steps, up) => {
				const { decimals } = vitalSign(given.quantity as VitalKey);
				const value = given.value + (up ? 1 : -1) * steps * 10 ** -decimals;
				fc.pre(value > 0);
				expect(checkSentence(sentence({ ...saidOf(given), value: value.toFixed(decimals) }), one([given]))).not.toEqual(
					[],
				);
			}),
			{ numRuns: 500 },
		);
	});

	it("is always flagged when its vital sign, its patient, its unit or its time is changed", () => {
		const units: Partial<Record<string, string>> = { "/min": " mmHg", "%": " °C", "°C": " mmHg", mmHg: "/min" };
		fc.assert(
			fc.property(fact, fc.constantFrom(...VITAL_KEYS), fc.integer({ min: 2, max: 600 }), (given, key, shift) => {
				const said = saidOf(given);
				const related =
					key === given.quantity ||
					[key, given.quantity].every((each) => each === "heart_rate" || each === "pulse_rate");
				const other = vitalSign(key);
				const changed: Said[] = [
					{ ...said, name: "Bed 2" },
					{ ...said, name: "Bed 3" },
					{ ...said, unit: units[given.unit] as string },
					{ ...said, time: clock(given.from - shift * 60_000) },
					...(related
						? []
						: [
								{
									...said,
									label: other.label.toLowerCase(),
									unit: other.unit.startsWith("/") ? other.unit : ` ${other.unit}`,
								},
							]),
				];
				for (const each of changed) expect(checkSentence(sentence(each), one([given])), sentence(each)).not.toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});

	it("goes by the reader's clock, daylight saving included", () => {
		// Europe's clocks went back at 01:00 UTC on 25 October 2026: 02:10 was shown twice.
		const during = (iso: string) => ({
			...one([{ ...factOf("heart_rate", 118, 0), from: Date.parse(iso), to: Date.parse(iso) }]),
			now: Date.parse("2026-10-25T06:00:00Z"),
			timeZone: "Europe/Berlin",
		});
		const said = (time: string) => `At ${time} Bed 1 had a heart rate of 118/min [S1].`;
		expect(checkSentence(said("02:10"), during("2026-10-25T00:10:00Z"))).toEqual([]);
		expect(checkSentence(said("02:10"), during("2026-10-25T01:10:00Z"))).toEqual([]);
		expect(checkSentence(said("03:10"), during("2026-10-25T02:10:00Z"))).toEqual([]);
		expect(checkSentence(said("04:10"), during("2026-10-25T02:10:00Z"))).not.toEqual([]);
	});

	it("may say it in Fahrenheit", () => {
		const given = one([factOf("temperature", 38.2, 60)]);
		expect(checkSentence("Bed 1 had a temperature of 100.8 °F.", given)).toEqual([]);
		expect(checkSentence("Bed 1 had a temperature of 102.8 °F.", given)).not.toEqual([]);
	});
});
