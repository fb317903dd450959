/** What people say of the patient on a device: context, limits of their own, observations, a new baseline. */
import type { RecordResult } from "../../durable-objects/device/clinical.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findDevice } from "../../registry/devices.ts";
import { checkContext, type ContextAnswer } from "../../vitals/clinical.ts";
import { checkVersion, checkVital, checkWantedLimit } from "../../vitals/limits.ts";
import { checkAmendment, checkObservation } from "../../vitals/observations.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { readObject } from "../body.ts";
import type { Env } from "../env.ts";
import { loggableCorrelation, type Handler } from "../context.ts";
import { deviceIdParam, PATIENT_PATTERN, refuse } from "../params.ts";
import { Problem, validationProblem } from "../problem.ts";

/** `GET /api/v1/devices/:id/context`: what is known of the patient now on the device. */
export const getContext: Handler = async (context) => {
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(answerOf(await monitor.patientRecord()));
};

/** `PUT /api/v1/devices/:id/context`: replaces what is known of the patient now on the device. */
export const putContext: Handler = async (context) => {
	const checked = checkContext(await readObject(context.req.raw));
	if (!checked.ok) throw validationProblem(checked.errors);
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(
			await monitor.sayOfPatient(
				{ kind: "context", context: checked.value, by: context.get("person").id },
				loggableCorrelation(context),
			),
		),
	);
};

/** `DELETE /api/v1/devices/:id/context`: nobody has said anything of the patient now on the device; the ward's template counts. */
export const deleteContext: Handler = async (context) => {
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(
			await monitor.sayOfPatient({ kind: "follow-ward", by: context.get("person").id }, loggableCorrelation(context)),
		),
	);
};

/** `PUT /api/v1/devices/:id/limits/:vital` `{version, low?, high?, up?, down?, reason, until, patient?}`: a limit of the patient's own, for a while. */
export const putLimit: Handler = async (context) => {
	const { patient, ...body } = await readObject(context.req.raw);
	const checked = checkWantedLimit(context.req.param("vital"), body);
	if (!checked.ok) throw validationProblem(checked.errors);
	const { version, ...wanted } = checked.value;
	const signature = { patient: meant(patient), version, by: context.get("person").id };
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(await monitor.sayOfPatient({ kind: "limit", wanted, signature }, loggableCorrelation(context))),
	);
};

/** `DELETE /api/v1/devices/:id/limits/:vital?version=&patient=`: the default counts again. */
export const deleteLimit: Handler = async (context) => {
	const errors: FieldError[] = [];
	const vital = checkVital(context.req.param("vital"), errors);
	const given = context.req.query("version");
	const version = checkVersion(given !== undefined && /^\d{1,9}$/.test(given) ? Number(given) : given, errors);
	if (errors.length > 0 || vital === null) throw validationProblem(errors);
	const signature = { patient: meant(context.req.query("patient")), version, by: context.get("person").id };
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(await monitor.sayOfPatient({ kind: "end-limit", vital, signature }, loggableCorrelation(context))),
	);
};

/** `PUT /api/v1/devices/:id/observations` `{id?, time?, consciousness?, oxygen?, …, patient?}`: what was seen or measured at the bed. A repeat with the same id changes nothing. */
export const putObservations: Handler = async (context) => {
	const { patient, ...body } = await readObject(context.req.raw);
	const checked = checkObservation(body);
	if (!checked.ok) throw validationProblem(checked.errors);
	const signature = { patient: meant(patient), by: context.get("person").id };
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(
			await monitor.sayOfPatient(
				{ kind: "observation", entered: checked.value, signature },
				loggableCorrelation(context),
			),
		),
	);
};

/**
 * `POST /api/v1/devices/:id/observations/:observation/amend` `{reason, id?, …, patient?}`: it was entered in error; what is right takes
 * its place, or nothing does.
 */
export const postAmendment: Handler = async (context) => {
	const wrong = context.req.param("observation") ?? "";
	const { patient, ...body } = await readObject(context.req.raw);
	const checked = checkAmendment(body);
	if (!checked.ok) throw validationProblem(checked.errors);
	const signature = { patient: meant(patient), by: context.get("person").id };
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(
			await monitor.sayOfPatient(
				{ kind: "amendment", wrong, amendment: checked.value, signature },
				loggableCorrelation(context),
			),
		),
	);
};

/** The patient whom somebody had in view; null where they did not say. */
function meant(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value !== "string" || !PATIENT_PATTERN.test(value))
		refuse("patient", "patient must be the surrogate of the patient whom it is about");
	return value;
}

/** `POST /api/v1/devices/:id/baseline`: the present is usual for this patient. */
export const postBaseline: Handler = async (context) => {
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(
			await monitor.sayOfPatient({ kind: "baseline", by: context.get("person").id }, loggableCorrelation(context)),
		),
	);
};

/** `DELETE /api/v1/devices/:id/tuning`: judgements of this patient's alarms count no more for the deadbands. */
export const deleteTuning: Handler = async (context) => {
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(
		answerOf(
			await monitor.sayOfPatient({ kind: "untune", by: context.get("person").id }, loggableCorrelation(context)),
		),
	);
};

async function monitorOf(env: Env, param: string | undefined) {
	const id = deviceIdParam(param);
	// An id that was never enrolled must not make an object.
	if ((await findDevice(connectRegistry(env.DB), id)) === null)
		throw new Problem("unknown_device", "No device of that id is registered");
	return env.DEVICE_MONITOR.getByName(id);
}

function answerOf(result: RecordResult): ContextAnswer {
	switch (result.outcome) {
		case "done":
			return result.record;
		case "unknown_device":
			throw new Problem("unknown_device", "No device of that id is registered");
		case "no_patient":
			throw new Problem("no_patient", "Nobody is assigned to this device; an engineer assigns the patient first");
		case "refused":
			throw validationProblem(result.errors);
		case "conflict":
			throw new Problem("version_conflict", "Somebody was faster: look at what is set now", {
				extra: { record: result.record },
			});
		case "unknown_observation":
			throw new Problem("not_found", "No observation of that id was entered here in the last 24 hours");
		case "other_patient":
			throw new Problem("version_conflict", "Another patient is on the device now");
		case "unavailable":
			throw new Problem("unavailable", "Nothing was stored; ask again shortly", { retryAfter: result.retryAfter });
		default:
			return result satisfies never;
	}
}
