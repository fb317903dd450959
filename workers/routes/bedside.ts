/** What people say of the patient on a device: context, observations, a new baseline. */
import type { RecordResult } from "../../durable-objects/device/clinical.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findDevice } from "../../registry/devices.ts";
import { checkContext, checkObservation, type ContextAnswer } from "../../vitals/clinical.ts";
import { readObject } from "../body.ts";
import type { Env } from "../env.ts";
import type { Handler } from "../context.ts";
import { deviceIdParam } from "../params.ts";
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
		answerOf(await monitor.sayOfPatient({ kind: "context", context: checked.value, by: context.get("person").id })),
	);
};

/** `PUT /api/v1/devices/:id/observations`: what no sensor measures, for NEWS2. */
export const putObservations: Handler = async (context) => {
	const checked = checkObservation(await readObject(context.req.raw));
	if (!checked.ok) throw validationProblem(checked.errors);
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(answerOf(await monitor.sayOfPatient({ kind: "observation", observed: checked.value })));
};

/** `POST /api/v1/devices/:id/baseline`: the present is usual for this patient. */
export const postBaseline: Handler = async (context) => {
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(answerOf(await monitor.sayOfPatient({ kind: "baseline", by: context.get("person").id })));
};

/** `DELETE /api/v1/devices/:id/tuning`: judgements of this patient's alarms count no more for the deadbands. */
export const deleteTuning: Handler = async (context) => {
	const monitor = await monitorOf(context.env, context.req.param("id"));
	return context.json(answerOf(await monitor.sayOfPatient({ kind: "untune", by: context.get("person").id })));
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
		case "unavailable":
			throw new Problem("unavailable", "Nothing was stored; ask again shortly", { retryAfter: result.retryAfter });
		default:
			return result satisfies never;
	}
}
