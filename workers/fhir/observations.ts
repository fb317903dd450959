/** Observations: a patient's readings, across devices. */
import type { Observation } from "fhir/r4";
import { codesMeant } from "../../fhir/codes.ts";
import { deviceMark, readObservationId } from "../../fhir/ids.ts";
import { observationsOf } from "../../fhir/observation.ts";
import { referenceOf, tokensOf } from "../../fhir/search.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { assignmentsOf } from "../../registry/patients.ts";
import type { Handler } from "../context.ts";
import { PATIENT_PATTERN } from "../params.ts";
import { patientReadings, watchesIn, type PatientPosition, type Watch } from "../patient-history.ts";
import { Problem } from "../problem.ts";
import type { Env } from "../env.ts";
import {
	bundleAnswer,
	countOf,
	datesOf,
	enterPatient,
	parameters,
	refuseParameter,
	requireJson,
	resourceAnswer,
} from "./answer.ts";

const KNOWN = ["patient", "subject", "code", "category", "date"];

/** `GET /fhir/Observation/:id`. */
export const readObservation: Handler = async (context) => {
	requireJson(context);
	const key = readObservationId(context.req.param("id") ?? "");
	const unknown = new Problem("not_found", "No Observation of that id is known");
	if (key === null) throw unknown;
	const worn = await assignmentsOf(connectRegistry(context.env.DB), key.patient);
	const { timestamp } = key;
	const own = worn.filter(({ deviceId }) => deviceMark(deviceId) === key.mark);
	const watches = watchesIn(own, { from: timestamp, to: timestamp + 1 });
	const { readings } = await patientReadings(context.env, key.patient, watches, 2, null);
	for (const { deviceId, reading } of readings) {
		const [found] = observationsOf(deviceId, key.patient, reading, new Set([key.code]));
		if (found !== undefined) return resourceAnswer(context, found);
	}
	throw unknown;
};

/** `GET /fhir/Observation?patient=&code=&category=&date=&_count=`: oldest first. */
export const searchObservations: Handler = async (context) => {
	const given = parameters(context, KNOWN);
	const patient = patientOf(given);
	const span = datesOf(given, "date");
	const codes = codesOf(given);
	const count = countOf(given);
	const place = placeOf(given);
	const worn = await enterPatient(context, patient);
	if (worn === null) return bundleAnswer(context, [], null);
	const watches = codes?.size === 0 || span.from >= span.to ? [] : watchesIn(worn, span);
	const { found, next } = await collect(context.env, { patient, watches, codes, count }, place);
	return bundleAnswer(context, found, next);
};

function patientOf(given: Record<string, string[]>): string {
	const [text] = given["patient"] ?? given["subject"] ?? [];
	if (text === undefined) refuseParameter("patient", "patient is needed: whose observations?", "missing");
	const patient = referenceOf(text, "Patient");
	if (!PATIENT_PATTERN.test(patient)) refuseParameter("patient", "patient must be a surrogate, P-…");
	return patient;
}

/** LOINC codes that are asked for; `undefined` for all. */
function codesOf(given: Record<string, string[]>): ReadonlySet<string> | undefined {
	const [category] = given["category"] ?? [];
	const [code] = given["code"] ?? [];
	if (category !== undefined && !tokensOf(category).some((token) => token.code === "vital-signs")) return new Set();
	return code === undefined
		? undefined
		: new Set(tokensOf(code).flatMap((token) => codesMeant(token.system === "" ? null : token.system, token.code)));
}

/** Where a page begins: after a reading, and so many observations of the next one. */
interface Place {
	readonly after: PatientPosition | null;
	readonly skip: number;
}

function placeOf(given: Record<string, string[]>): Place {
	const [text] = given["_cursor"] ?? [];
	if (text === undefined) return { after: null, skip: 0 };
	const [, skip, timestamp, seq, deviceId] = /^(\d{1,2})(?:~(\d{1,15})~(\d{1,15})~(.{3,50}))?$/.exec(text) ?? [];
	if (skip === undefined) refuseParameter("_cursor", "_cursor must be that of a next link");
	if (timestamp === undefined || seq === undefined || deviceId === undefined)
		return { after: null, skip: Number(skip) };
	return { after: { timestamp: Number(timestamp), seq: Number(seq), deviceId }, skip: Number(skip) };
}

const cursorOf = ({ after, skip }: Place) =>
	after === null ? String(skip) : `${skip}~${after.timestamp}~${after.seq}~${after.deviceId}`;

interface Wanted {
	readonly patient: string;
	readonly watches: readonly Watch[];
	readonly codes: ReadonlySet<string> | undefined;
	readonly count: number;
}

/** As many observations as are wanted, and where the next page begins. */
async function collect(
	env: Env,
	{ patient, watches, codes, count }: Wanted,
	place: Place,
): Promise<{ found: Observation[]; next: string | null }> {
	const found: Observation[] = [];
	let { after, skip } = place;
	for (;;) {
		const page = await patientReadings(env, patient, watches, Math.max(count, 20), after);
		for (const { deviceId, reading } of page.readings) {
			const of = observationsOf(deviceId, patient, reading, codes);
			for (const [i, observation] of of.entries()) {
				if (i < skip) continue;
				if (found.length === count) return { found, next: cursorOf({ after, skip: i }) };
				found.push(observation);
			}
			after = { deviceId, timestamp: reading.timestamp, seq: reading.seq };
			skip = 0;
		}
		if (page.next === null) return { found, next: null };
	}
}
