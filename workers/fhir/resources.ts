/** Everything else that is read and searched: Patient, Device, DetectedIssue, RiskAssessment, and what there is. */
import type { FhirResource } from "fhir/r4";
import { deviceFromFhir } from "../../fhir/ids.ts";
import { capabilities } from "../../fhir/messages.ts";
import { deviceResource, issueResource, patientResource, riskResource } from "../../fhir/resources.ts";
import { referenceOf, tokensOf } from "../../fhir/search.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { listDevices } from "../../registry/devices.ts";
import { listAnomalies } from "../../registry/episodes.ts";
import { assignmentsOf } from "../../registry/patients.ts";
import type { Anomaly, DeviceSummary } from "../../vitals/api.ts";
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import { PATIENT_PATTERN } from "../params.ts";
import { Problem } from "../problem.ts";
import { parseCursor } from "../routes/anomalies.ts";
import { patientOf } from "../routes/patients.ts";
import {
	baseOf,
	bundleAnswer,
	countOf,
	datesOf,
	enterPatient,
	parameters,
	refuseParameter,
	requireJson,
	resourceAnswer,
} from "./answer.ts";

type Context = Parameters<Handler>[0];
type Given = Record<string, string[]>;

/** `GET /fhir/metadata`: what this server can do. */
export const getMetadata: Handler = (context) => {
	requireJson(context);
	return resourceAnswer(context, capabilities(baseOf(context)));
};

const answerOfPatient = async (context: Context, surrogate: string) => {
	const rows = await assignmentsOf(connectRegistry(context.env.DB), surrogate);
	return patientResource(
		surrogate,
		rows.map(({ endedAt }) => ({ ended_at: endedAt === null ? null : String(endedAt) })),
	);
};

/** `GET /fhir/Patient/:surrogate`. */
export const readPatient: Handler = async (context) => {
	requireJson(context);
	const { surrogate } = await patientOf(context);
	return resourceAnswer(context, await answerOfPatient(context, surrogate));
};

/** `GET /fhir/Patient?_id=`: those on devices of the reader's wards; without a parameter all of them. */
export const searchPatients: Handler = async (context) => {
	const given = parameters(context, ["_id", "identifier"]);
	const [id] = given["_id"] ?? given["identifier"] ?? [];
	const count = countOf(given);
	if (id !== undefined) {
		const surrogate = tokensOf(id)[0]?.code ?? "";
		if ((await enterPatient(context, surrogate)) === null) return bundleAnswer(context, [], null);
		return bundleAnswer(context, [await answerOfPatient(context, surrogate)], null);
	}
	const listed = await listDevices(connectRegistry(context.env.DB), {
		wards: wardsOf(context),
		assigned: true,
		after: deviceCursor(given),
		limit: count,
	});
	const found = new Map(
		listed.flatMap(({ patient }) =>
			patient === null ? [] : [[patient, patientResource(patient, [{ ended_at: null }])]],
		),
	);
	return bundleAnswer(context, [...found.values()], listed.length === count ? (listed.at(-1)?.id ?? null) : null);
};

const deviceCursor = (given: Given) => given["_cursor"]?.[0] ?? "";

/** Engineers learn nothing of patients. */
const deviceSeen = (context: Context, device: DeviceSummary) =>
	deviceResource(context.get("person").role === "engineer" ? { ...device, patient: null } : device);

/** `GET /fhir/Device/:id`. */
export const readDevice: Handler = async (context) => {
	requireJson(context);
	const id = deviceFromFhir(context.req.param("id") ?? "");
	const [device] =
		id !== null && DEVICE_ID_PATTERN.test(id)
			? await listDevices(connectRegistry(context.env.DB), { id, after: "", limit: 1 })
			: [];
	if (device === undefined) throw new Problem("unknown_device", "No device of that id is registered");
	return resourceAnswer(context, deviceSeen(context, device));
};

/** `GET /fhir/Device?_id=&identifier=&patient=`: of the reader's wards. */
export const searchDevices: Handler = async (context) => {
	const given = parameters(context, ["_id", "identifier", "patient"]);
	const [fhirId] = given["_id"] ?? [];
	const [identifier] = given["identifier"] ?? [];
	const [patient] = given["patient"] ?? [];
	const count = countOf(given);
	const id = fhirId === undefined ? tokenCode(identifier) : (deviceFromFhir(fhirId) ?? "");
	const listed = await listDevices(connectRegistry(context.env.DB), {
		wards: wardsOf(context),
		id,
		after: deviceCursor(given),
		limit: count,
		// Engineers learn nothing of patients: not even which device one is on.
		patient:
			patient === undefined
				? undefined
				: context.get("person").role === "engineer"
					? ""
					: referenceOf(patient, "Patient"),
	});
	const next = listed.length === count ? (listed.at(-1)?.id ?? null) : null;
	return bundleAnswer(
		context,
		listed.map((device) => deviceSeen(context, device)),
		next,
	);
};

const tokenCode = (value: string | undefined) => (value === undefined ? undefined : (tokensOf(value)[0]?.code ?? ""));

async function episodeOf(context: Context): Promise<Anomaly> {
	requireJson(context);
	const id = context.req.param("id") ?? "";
	const [episode] = await listAnomalies(connectRegistry(context.env.DB), { id, limit: 1 });
	if (episode === undefined) throw new Problem("not_found", "No episode of that id is known");
	return episode;
}

/** `GET /fhir/DetectedIssue/:id`: an episode. */
export const readIssue: Handler = async (context) => resourceAnswer(context, issueResource(await episodeOf(context)));

/** `GET /fhir/RiskAssessment/:id`: NEWS2 as an episode opened. */
export const readRisk: Handler = async (context) => {
	const risk = riskResource(await episodeOf(context));
	if (risk === null) throw new Problem("not_found", "No score was kept with that episode");
	return resourceAnswer(context, risk);
};

/** `GET /fhir/DetectedIssue?patient=&identified=&code=`: newest first. */
export const searchIssues: Handler = (context) =>
	searchEpisodes(context, ["_id", "patient", "identified", "code"], "identified", (episode, given) => {
		const rule = tokenCode(given["code"]?.[0]);
		return rule === undefined || rule === episode.rule ? issueResource(episode) : null;
	});

/** `GET /fhir/RiskAssessment?patient=&date=`: newest first. */
export const searchRisks: Handler = (context) =>
	searchEpisodes(context, ["_id", "patient", "subject", "date"], "date", riskResource);

async function searchEpisodes(
	context: Context,
	known: readonly string[],
	dateName: string,
	resourceOf: (episode: Anomaly, given: Given) => FhirResource | null,
): Promise<Response> {
	const given = parameters(context, known);
	const count = countOf(given);
	const span = datesOf(given, dateName);
	const [asked] = given["patient"] ?? given["subject"] ?? [];
	const patient = asked === undefined ? undefined : referenceOf(asked, "Patient");
	if (patient !== undefined && !PATIENT_PATTERN.test(patient))
		refuseParameter("patient", "patient must be a surrogate, P-…");
	// The patient's episodes follow the patient, as at their own address; otherwise those of the reader's wards.
	if (patient !== undefined && (await enterPatient(context, patient)) === null) return bundleAnswer(context, [], null);
	const cursor = given["_cursor"]?.[0];
	if (cursor !== undefined && !/^\d{1,15}_[0-9a-f-]{36}$/.test(cursor))
		refuseParameter("_cursor", "_cursor must be that of a next link");
	const episodes = await listAnomalies(connectRegistry(context.env.DB), {
		id: given["_id"]?.[0],
		wards: patient === undefined ? wardsOf(context) : "all",
		patient,
		since: span.from === 0 ? undefined : span.from,
		until: span.to === Number.MAX_SAFE_INTEGER ? undefined : span.to - 1,
		before: parseCursor(cursor),
		limit: count,
	});
	const found = episodes.flatMap((episode) => resourceOf(episode, given) ?? []);
	const last = episodes.length === count ? episodes.at(-1) : undefined;
	// A page may be short where a filter left some out, and still have a next one.
	return bundleAnswer(context, found, last === undefined ? null : `${Date.parse(last.detected_at)}_${last.episode_id}`);
}
