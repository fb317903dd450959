/** The erasure of a patient: asked for here, done by an object of its own, proved by a certificate. */
import { connectRegistry } from "../../registry/connect.ts";
import {
	beginErasure,
	findErasure,
	findRunningErasure,
	listErasures,
	type ErasureRow,
} from "../../registry/erasures.ts";
import type { ErasureAnswer } from "../../vitals/patients.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import { countQuery, refuse } from "../params.ts";
import { Problem } from "../problem.ts";
import { patientOf } from "./patients.ts";

/** `POST /api/v1/patients/:surrogate/erasure` `{confirm: surrogate}`: 202; the certificate follows. Asking again changes nothing. */
export const postErasure: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const { confirm } = await readObject(context.req.raw);
	// It cannot be undone: the surrogate is to be given twice.
	if (confirm !== surrogate) {
		refuse("confirm", "confirm must repeat the patient's surrogate", confirm === undefined ? "missing" : "bad_format");
	}
	const registry = connectRegistry(context.env.DB);
	const running = await findRunningErasure(registry, surrogate);
	const row = running ?? {
		id: crypto.randomUUID(),
		surrogate,
		requestedAt: Date.now(),
		requestedBy: context.get("person").id,
		completedAt: null,
		certificate: null,
	};
	await beginErasure(registry, row);
	const { id, requestedAt, requestedBy } = row;
	await context.env.PATIENT_ERASURE.getByName(id).begin({ id, patient: surrogate, requestedAt, requestedBy });
	return context.json(answerOf(row), 202, { location: `/api/v1/erasures/${id}` });
};

/** `GET /api/v1/erasures`: newest first. */
export const getErasures: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 50);
	const rows = await listErasures(connectRegistry(context.env.DB), limit);
	return context.json({ data: rows.map(answerOf) });
};

/** `GET /api/v1/erasures/:id`: how it stands, and the certificate when it is done. */
export const getErasure: Handler = async (context) => {
	const row = await findErasure(connectRegistry(context.env.DB), context.req.param("id") ?? "");
	if (row === null) throw new Problem("not_found", "No erasure of that id is known");
	return context.json(answerOf(row));
};

function answerOf({ id, surrogate, requestedAt, completedAt, certificate }: ErasureRow): ErasureAnswer {
	return {
		id,
		patient: surrogate,
		status: completedAt === null ? "running" : "done",
		requested_at: new Date(requestedAt).toISOString(),
		completed_at: completedAt === null ? null : new Date(completedAt).toISOString(),
		certificate,
	};
}
