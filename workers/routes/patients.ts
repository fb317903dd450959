/** Patients by their surrogate: who wears what, what they are called at the bed, what was measured, and their leaving. */
import type { TrendSum } from "../../lake/trend.ts";
import { listLimitChanges, listObservations, type ObservationPosition } from "../../registry/bedside.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { assignmentsOf, countIdentifiers, findPatient, saveLabel, type PatientRow } from "../../registry/patients.ts";
import { listAnomalies } from "../../registry/episodes.ts";
import type { Anomaly, Page, Role, TrendPage } from "../../vitals/api.ts";
import type { LimitChangeEntry } from "../../vitals/limits.ts";
import { OBSERVATION_ID_PATTERN, type ObservationEntry } from "../../vitals/observations.ts";
import type { AssignmentEntry, PatientAnswer, PatientReadingEntry } from "../../vitals/patients.ts";
import { MAY_SEE_LABELS, openLabel, sealLabel } from "../access/label.ts";
import { readObject } from "../body.ts";
import { loggableCorrelation, type Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { countQuery, patientParam, refuse, textField } from "../params.ts";
import { patientReadings, patientTrend, watchesIn, type PatientPosition } from "../patient-history.ts";
import { Problem } from "../problem.ts";
import { parseCursor } from "./anomalies.ts";
import { MAX_READINGS, readingEntry, resolutionOf, stretchOf, trendEntry } from "./readings.ts";

/** Characters of a label, at most. */
const MAX_LABEL = 80;

type Context = Parameters<Handler>[0];

/** The patient that the address names. @throws Problem 404 when the surrogate stands for nobody */
export async function patientOf(context: Context): Promise<PatientRow> {
	const patient = await findPatient(connectRegistry(context.env.DB), patientParam(context.req.param("surrogate")));
	if (patient === null) throw new Problem("not_found", "No patient of that surrogate is known");
	const target = context.get("target");
	target.object ??= `patient:${patient.surrogate}`;
	target.patient = patient.surrogate;
	return patient;
}

/** `GET /api/v1/patients/:surrogate`: label and devices. */
export const getPatient: Handler = async (context) => {
	const patient = await patientOf(context);
	return context.json(await patientAnswer(context.env, patient, context.get("person").role));
};

/** `PUT /api/v1/patients/:surrogate`: what the patient is called at the bed; `null` for nothing. */
export const putPatient: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const body = await readObject(context.req.raw);
	const given = body["label"];
	if (given === undefined) refuse("label", "label must be a text, or null for none", "missing");
	const label = given === null ? null : textField(given, "label", MAX_LABEL);
	const sealed = label === null ? null : await sealLabel(context.env, surrogate, label);
	if (!(await saveLabel(connectRegistry(context.env.DB), surrogate, sealed))) throw erasing();
	const patient = await patientOf(context);
	return context.json(await patientAnswer(context.env, patient, context.get("person").role));
};

export const erasing = () =>
	new Problem("erasing", "This patient's records are being erased; nothing is added any more");

/** What `role` may know of a patient. A label under the key before is sealed again on the way. */
export async function patientAnswer(env: Env, patient: PatientRow, role: Role): Promise<PatientAnswer> {
	const { surrogate } = patient;
	const registry = connectRegistry(env.DB);
	const assignments = await assignmentsOf(registry, surrogate);
	let label: string | null = null;
	if (patient.label !== null && MAY_SEE_LABELS.has(role)) {
		const opened = await openLabel(env, surrogate, patient.label);
		label = opened.label;
		if (opened.outdated && label !== null) await saveLabel(registry, surrogate, await sealLabel(env, surrogate, label));
	}
	return {
		patient: surrogate,
		label,
		assignments: assignments.map(({ deviceId, wardId, startedAt, endedAt }): AssignmentEntry => ({
			device_id: deviceId,
			ward_id: wardId,
			started_at: new Date(startedAt).toISOString(),
			ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
		})),
	};
}

/** `GET /api/v1/patients/:surrogate/readings`: what was measured from `from` until before `to`, whichever devices did it. */
export const getPatientReadings: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const query = context.req.query();
	const stretch = stretchOf(query);
	const resolution = resolutionOf(query, stretch);
	const limit = countQuery(query["limit"], "limit", 1, MAX_READINGS, 1000);
	const after = cursorOf(query["cursor"]);
	const watches = watchesIn(await assignmentsOf(connectRegistry(context.env.DB), surrogate), stretch);
	if (resolution !== null) {
		const sums: TrendSum[] = await patientTrend(context.env, surrogate, watches, resolution * 1000);
		return context.json({ data: sums.map(trendEntry), resolution, next_cursor: null } satisfies TrendPage);
	}
	const { readings, next } = await patientReadings(context.env, surrogate, watches, limit, after);
	return context.json({
		data: readings.map(({ deviceId, reading }) => ({ device_id: deviceId, ...readingEntry(reading) })),
		next_cursor: next === null ? null : `${next.timestamp}.${next.seq}.${next.deviceId}`,
	} satisfies Page<PatientReadingEntry>);
};

function cursorOf(value: string | undefined): PatientPosition | null {
	if (value === undefined) return null;
	const [, timestamp, seq, deviceId] = /^(\d{1,15})\.(\d{1,15})\.(.{3,50})$/.exec(value) ?? [];
	if (timestamp === undefined || seq === undefined || deviceId === undefined)
		refuse("cursor", "cursor must be the next_cursor of an answer");
	return { timestamp: Number(timestamp), seq: Number(seq), deviceId };
}

/** `GET /api/v1/patients/:surrogate/episodes`: the patient's episodes, newest first, whichever devices told of them. */
export const getPatientEpisodes: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 50);
	const before = parseCursor(context.req.query("cursor"));
	const data = await listAnomalies(connectRegistry(context.env.DB), { patient: surrogate, before, limit });
	const last = data.at(-1);
	const next =
		data.length === limit && last !== undefined ? `${Date.parse(last.detected_at)}_${last.episode_id}` : null;
	return context.json({ data, next_cursor: next } satisfies Page<Anomaly>);
};

/** `GET /api/v1/patients/:surrogate/observations`: what people observed, newest first, those entered in error among them. */
export const getPatientObservations: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 50);
	const before = observationCursor(context.req.query("cursor"));
	const data = await listObservations(connectRegistry(context.env.DB), surrogate, { before, limit });
	const last = data.at(-1);
	const next = data.length === limit && last !== undefined ? `${Date.parse(last.time)}_${last.id}` : null;
	return context.json({ data, next_cursor: next } satisfies Page<ObservationEntry>);
};

function observationCursor(value: string | undefined): ObservationPosition | undefined {
	if (value === undefined) return undefined;
	const [, time, id] = /^(\d{1,15})_(.{36})$/.exec(value) ?? [];
	if (time === undefined || id === undefined || !OBSERVATION_ID_PATTERN.test(id))
		refuse("cursor", "cursor must be the next_cursor of an answer");
	return { observedAt: Number(time), id };
}

/** `GET /api/v1/patients/:surrogate/limits`: what became of limits that were set for the patient, newest first. */
export const getPatientLimits: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 50);
	const skip = countQuery(context.req.query("cursor"), "cursor", 0, 1_000_000, 0);
	const data = await listLimitChanges(connectRegistry(context.env.DB), surrogate, { skip, limit });
	const next = data.length === limit ? String(skip + limit) : null;
	return context.json({ data, next_cursor: next } satisfies Page<LimitChangeEntry>);
};

/** `POST /api/v1/patients/:surrogate/discharge`: the patient leaves every device; what is open about them closes. */
export const dischargePatient: Handler = async (context) => {
	const patient = await patientOf(context);
	const worn = await assignmentsOf(connectRegistry(context.env.DB), patient.surrogate);
	const present = new Set(worn.filter(({ endedAt }) => endedAt === null).map(({ deviceId }) => deviceId));
	for (const id of present)
		await context.env.DEVICE_MONITOR.getByName(id).discharge(
			patient.surrogate,
			context.get("person").id,
			loggableCorrelation(context),
		);
	return context.json(await patientAnswer(context.env, patient, context.get("person").role));
};

/** `GET /api/v1/patient-keys`: how many identifiers lie under each key, so that one can see when the key before may go. */
export const getPatientKeys: Handler = async (context) => {
	const counts = await countIdentifiers(connectRegistry(context.env.DB));
	const present = context.env.PATIENT_KEY_ID;
	return context.json({
		data: counts.map(({ keyId, identifiers }) => ({ key_id: keyId, identifiers, present: keyId === present })),
	});
};
