import type { FhirResource } from "fhir/r4";
import { describe, expect, it } from "vitest";
import { codesMeant, LOINC, MDC } from "../../fhir/codes.ts";
import { deviceFromFhir, deviceMark, deviceToFhir, observationId, readObservationId } from "../../fhir/ids.ts";
import { capabilities, outcome, searchset } from "../../fhir/messages.ts";
import { observationsOf } from "../../fhir/observation.ts";
import { deviceResource, issueResource, patientResource, riskResource } from "../../fhir/resources.ts";
import { spanOf, tokensOf } from "../../fhir/search.ts";
import type { Anomaly, DeviceSummary } from "../../vitals/api.ts";
import { VITAL_SIGNS } from "../../vitals/catalogue.ts";
import type { News2 } from "../../vitals/news2.ts";
import { PROBLEMS, type ProblemCode } from "../../vitals/problem.ts";
import { noVitals } from "../../vitals/reading.ts";
import { faultsOf } from "./validator.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const PATIENT = "P-0123456789AB";
const vitals = { ...noVitals(), ...Object.fromEntries(VITAL_SIGNS.map(({ key }, i) => [key, 20 + i])) };
const all = observationsOf("MON_1:a", PATIENT, { timestamp: NOON, receivedAt: NOON + 900, vitals });

const device: DeviceSummary = {
	id: "MON_1:a",
	ward_id: "icu",
	bed_id: "b",
	bed: "Bed 4",
	fleet: null,
	patient: PATIENT,
	simulated: false,
	enrolled_at: new Date(NOON).toISOString(),
	tags: [],
	firmware: { version: "PulseOx 4.1", reported_at: new Date(NOON).toISOString() },
};

const news2: News2 = {
	score: 7,
	partial: 7,
	known: 7,
	of: 7,
	band: "high",
	applicable: true,
	parameters: {} as News2["parameters"],
	reason: null,
};

const episode: Anomaly = {
	device_id: "MON_1:a",
	risk_level: "HIGH",
	anomaly_score: 0.7,
	detected_at: new Date(NOON).toISOString(),
	episode_id: "6f1c2f6e-2c52-4b5e-9a0a-1f1f3b1d2c3d",
	version: 3,
	ward_id: "icu",
	bed: "Bed 4",
	patient: PATIENT,
	channel: "physiological",
	rule: "forest",
	status: "open",
	updated_at: new Date(NOON).toISOString(),
	closed_at: null,
	leading_vital: "spo2",
	vitals_at_onset: {},
	contributions: [],
	sentence: "SpO₂ 86 %, usually 96 % <b>",
	acknowledged_at: null,
	acknowledged_by: null,
	news2_at_onset: news2,
	waiting_since: null,
	snoozed_until: null,
	summons: null,
	verdict: null,
	verdict_by: null,
};

const resources: [string, FhirResource | null][] = [
	...all.map((one): [string, FhirResource] => [`Observation ${one.code.text}`, one]),
	[
		"a panel with one pressure",
		observationsOf("M-1", PATIENT, {
			timestamp: NOON,
			receivedAt: NOON,
			vitals: { ...noVitals(), mean_pressure: -4.5 },
		})[0] ?? null,
	],
	["Device", deviceResource(device)],
	["a bare Device", deviceResource({ ...device, bed: null, patient: null, firmware: null })],
	["Patient", patientResource(PATIENT, [{ ended_at: null }])],
	["a Patient who left", patientResource(PATIENT, [{ ended_at: "x" }])],
	["DetectedIssue", issueResource(episode)],
	[
		"a closed one that was acknowledged and judged",
		issueResource({
			...episode,
			status: "closed",
			closed_at: new Date(NOON + 60_000).toISOString(),
			acknowledged_at: new Date(NOON + 1000).toISOString(),
			acknowledged_by: "M-1",
			verdict: "false-alarm",
			verdict_by: null,
		}),
	],
	[
		"a technical one",
		issueResource({ ...episode, channel: "technical", rule: "battery", patient: null, sentence: " " }),
	],
	["RiskAssessment", riskResource(episode)],
	...(["low", "low-medium", "medium"] as const).map((band): [string, FhirResource | null] => [
		`RiskAssessment ${band}`,
		riskResource({ ...episode, news2_at_onset: { ...news2, band } }),
	]),
	[
		"an incomplete RiskAssessment",
		riskResource({ ...episode, news2_at_onset: { ...news2, score: null, band: null, known: 3 } }),
	],
	["CapabilityStatement", capabilities("https://sentinel.test/fhir")],
	[
		"Bundle",
		searchset("https://sentinel.test/fhir", [...all, deviceResource(device), issueResource(episode)], {
			self: "https://sentinel.test/fhir/Observation",
			next: "https://sentinel.test/fhir/Observation?_cursor=1",
		}),
	],
	[
		"an empty Bundle",
		searchset("https://sentinel.test/fhir", [], { self: "https://sentinel.test/fhir/x", next: null }),
	],
	...(Object.keys(PROBLEMS) as ProblemCode[]).map((code): [string, FhirResource] => [
		`OperationOutcome ${code}`,
		outcome(code, "Something", "id", code === "bad_request" ? [{ field: "date", code: "missing", message: "x" }] : []),
	]),
];

describe("FHIR R4", () => {
	it.each(resources)("%s is valid, say the R4 definitions", (_, resource) => {
		expect(resource).not.toBeNull();
		expect(faultsOf(resource)).toEqual([]);
	});

	it.each([
		["a status that is none", { ...all[0], status: "measured" }],
		["no code", { ...all[0], code: undefined }],
		["a value of another type", { ...all[0], valueQuantity: { value: "20" } }],
		["a member that is none", { ...all[0], colour: "red" }],
	])("would not be with %s", (_, resource) => {
		expect(faultsOf(resource)).not.toEqual([]);
	});

	it("has for each vital sign its LOINC, UCUM and MDC code; pressures are one panel with components", () => {
		const coded = all.flatMap(({ code, component, valueQuantity }) =>
			component === undefined ? [{ code, valueQuantity }] : component.map((part) => ({ ...part })),
		);
		expect(coded.length).toBe(VITAL_SIGNS.length);
		for (const sign of VITAL_SIGNS) {
			const found = coded.find(({ code }) => code.coding?.some((one) => one.code === sign.loinc));
			expect(found?.valueQuantity).toMatchObject({ code: sign.ucum, system: "http://unitsofmeasure.org" });
			expect(found?.code.coding).toContainEqual({ system: MDC, code: String(sign.mdc) });
		}
		const panel = all.find(({ component }) => component !== undefined);
		expect(panel?.code.coding).toEqual([{ system: LOINC, code: "85354-9" }]);
		expect(panel?.component?.length).toBe(3);
		expect(all.every(({ id }) => /^[A-Za-z0-9.-]{1,64}$/.test(id ?? ""))).toBe(true);
	});

	it("finds an observation again by its id, and a device by its own", () => {
		const key = { patient: PATIENT, mark: deviceMark("MON_1:a"), timestamp: NOON, code: "8867-4" };
		expect(readObservationId(observationId(key))).toEqual(key);
		expect(readObservationId("x")).toBeNull();
		for (const id of ["MON-1", "a.b_c:d", "X".repeat(50)]) expect(deviceFromFhir(deviceToFhir(id))).toBe(id);
		expect(deviceToFhir("MON_1:a")).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
		expect(deviceFromFhir("a_b")).toBeNull();
	});

	it("is searched by LOINC or MDC, with or without the system", () => {
		expect(codesMeant(null, "8867-4")).toEqual(["8867-4"]);
		expect(codesMeant(MDC, "147842")).toEqual(["8867-4"]);
		expect(codesMeant(LOINC, "147842")).toEqual([]);
		expect(codesMeant("http://snomed.info/sct", "8867-4")).toEqual([]);
		// A component's code finds its panel, and the pulse oximeter's code the saturation.
		expect(codesMeant(LOINC, "8480-6")).toEqual(["85354-9"]);
		expect(codesMeant(LOINC, "59408-5")).toEqual(["2708-6"]);
		expect(tokensOf("a|b,c")).toEqual([
			{ system: "a", code: "b" },
			{ system: null, code: "c" },
		]);
	});

	it.each([
		["2026", Date.UTC(2026, 0), Date.UTC(2027, 0)],
		["eq2026-02", Date.UTC(2026, 1), Date.UTC(2026, 2)],
		["2026-02-28", Date.UTC(2026, 1, 28), Date.UTC(2026, 2, 1)],
		["2026-02-28T10:00+01:00", Date.UTC(2026, 1, 28, 9), Date.UTC(2026, 1, 28, 9, 1)],
		["2026-02-28T10:00:05Z", Date.UTC(2026, 1, 28, 10, 0, 5), Date.UTC(2026, 1, 28, 10, 0, 6)],
		["2026-02-28T10:00:05.5Z", Date.UTC(2026, 1, 28, 10, 0, 5, 500), Date.UTC(2026, 1, 28, 10, 0, 5, 600)],
		["ge2026-02-28", Date.UTC(2026, 1, 28), Number.MAX_SAFE_INTEGER],
		["gt2026-02-28", Date.UTC(2026, 2, 1), Number.MAX_SAFE_INTEGER],
		["le2026-02-28", 0, Date.UTC(2026, 2, 1)],
		["lt2026-02-28", 0, Date.UTC(2026, 1, 28)],
	])("takes %s for the time that it covers", (text, from, to) => {
		expect(spanOf([text])).toEqual({ from, to });
	});

	it("takes two dates for what both leave, and no text for a date that is none", () => {
		expect(spanOf(["ge2026-02-01", "lt2026-03-01"])).toEqual({ from: Date.UTC(2026, 1), to: Date.UTC(2026, 2) });
		for (const text of ["", "yesterday", "ne2026", "2026-02-31", "2026-13", "2026-02-28T25:00", "202"])
			expect(spanOf([text]), text).toBeNull();
	});
});
