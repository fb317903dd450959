import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CONDITION_KINDS, effectsOf } from "../../scenarios/conditions.ts";
import { EVENT_KINDS } from "../../scenarios/events.ts";
import { createPatientStream } from "../../scenarios/generator.ts";
import { ARCHETYPES } from "../../scenarios/patient.ts";
import type { ScenarioFile } from "../../scenarios/scenario-file.ts";
import { filedScenarios, findScenario } from "../../simulator/scenarios.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";

const SCENARIOS = join(import.meta.dirname, "../../scenarios");
const fileOf = (name: string) => parse(readFileSync(join(SCENARIOS, "files", `${name}.yaml`), "utf8")) as ScenarioFile;

let room: string;
beforeAll(() => void (room = mkdtempSync(join(tmpdir(), "biostream-scenarios-"))));
afterAll(() => rmSync(room, { recursive: true }));

function written(content: string): string {
	const path = join(room, `${Math.random().toString(36).slice(2)}.yaml`);
	writeFileSync(path, content);
	return path;
}

describe("the library of scenarios", () => {
	it("has at least twelve clinical and six technical ones, each named as its file", () => {
		const files = filedScenarios().map((name) => [name, fileOf(name)] as const);
		expect(files.filter(([, { kind }]) => kind === "clinical").length).toBeGreaterThanOrEqual(12);
		expect(files.filter(([, { kind }]) => kind === "technical").length).toBeGreaterThanOrEqual(6);
		for (const [name, file] of files) expect(file.name).toBe(name);
	});

	it("is described by a schema that knows what the simulator knows", () => {
		const { properties } = JSON.parse(readFileSync(join(SCENARIOS, "scenario.schema.json"), "utf8"));
		const patient = properties.patients.items.properties;
		expect(properties.events.items.properties.kind.enum).toEqual([...EVENT_KINDS, ...CONDITION_KINDS]);
		expect(patient.archetype.enum).toEqual([...ARCHETYPES]);
		expect(new Set(patient.vitals.oneOf[1].items.enum)).toEqual(new Set(VITAL_KEYS));
	});

	it.each(filedScenarios())("%s: each of its events moves what leads it, in the bed that it names", (name) => {
		const scenario = findScenario(name);
		const beds = scenario.plan(scenario.usualBeds, "1");
		expect(beds).toHaveLength(scenario.usualBeds);
		for (const event of fileOf(name).events ?? []) {
			const [index] = event.beds ?? [1];
			const plan = beds[(index as number) - 1];
			const scripted = plan?.events.find(({ kind, onsetSeconds }) => kind === event.kind && onsetSeconds === event.at);
			if (plan === undefined || scripted === undefined) throw new Error(`bed ${index} has no ${event.kind}`);
			// Without what moves the sensors: the event alone.
			const quiet = { ...plan, artefacts: { motionPerHour: 0, sensorOffPerHour: 0, batteryPerHour: 0 } };
			const mean = (events: typeof plan.events, vital: VitalKey) => {
				const full = scripted.onsetSeconds + scripted.rampSeconds;
				const cadenceSeconds = Math.max(1, scripted.plateauSeconds / 30);
				const stream = createPatientStream({ ...quiet, events, startTime: 0, cadenceSeconds });
				const values: number[] = [];
				for (let at = 0; at < full + scripted.plateauSeconds; at += cadenceSeconds) {
					const { reading } = stream.next();
					const value = reading.vitals[vital];
					if (at >= full && value !== null) values.push(value);
				}
				return values.reduce((sum, value) => sum + value, 0) / values.length;
			};
			const leading = (Object.keys(effectsOf(event.kind)) as VitalKey[])[0] as VitalKey;
			const { by = 0, share = 0 } = effectsOf(event.kind)[leading] ?? {};
			const moved = mean([scripted], leading) - mean([], leading);
			expect(Math.sign(moved)).toBe(Math.sign(by + share));
		}
	});

	it("is larger or smaller than its file says, when somebody wants that", () => {
		const { plan } = findScenario("two-at-once");
		const scripted = (beds: number) =>
			plan(beds, "1").flatMap(({ events }, index) => events.map(({ kind }) => [index, kind]));
		expect(scripted(12)).toEqual([
			[1, "tachycardia"],
			[4, "hypoxia"],
			[8, "haemorrhage"],
		]);
		expect(scripted(24)).toHaveLength(6);
		expect(scripted(2)).toHaveLength(3);
	});
});

describe("a scenario of one's own", () => {
	const SOUND = "{ name: mine, kind: clinical, summary: Mine, beds: 2, patients: [{ archetype: adult }] }";

	it("is read from YAML or JSON", () => {
		expect(findScenario(written(SOUND))).toMatchObject({ name: "mine", usualBeds: 2, network: {} });
		const path = join(room, "mine.json");
		writeFileSync(path, JSON.stringify(parse(SOUND)));
		expect(findScenario(path)).toMatchObject({ name: "mine" });
	});

	it.each([
		["a place that is not there", () => join(room, "nothing.yaml"), "ENOENT"],
		["no YAML", () => written("a: ["), "--scenario: "],
		[
			"a patient of no kind",
			() => written(SOUND.replace("adult", "martian")),
			"patients.0.archetype must be equal to one of",
		],
		["a word too many", () => written(SOUND.replace("beds: 2", "beds: 2, colour: red")), 'the file has "colour"'],
		[
			"a bed that is not there",
			() => written(SOUND.replace("}]", "}], events: [{ beds: [3], kind: fever, at: 1 }]")),
			"an event in bed 3",
		],
	])("is refused, saying where: %s", (_, path, message) => {
		expect(() => findScenario(path())).toThrow(message);
	});
});
