import { hintsWithin } from "../../durable-objects/residency.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { isTemplate, listTemplates } from "../../durable-objects/device/templates.ts";
import { listDevices } from "../../registry/devices.ts";
import {
	findEscalation,
	findTemplate,
	listWards,
	saveEscalation,
	saveTemplate,
	saveWard,
} from "../../registry/wards.ts";
import type { DeviceSummary, Page, WardSummary } from "../../vitals/api.ts";
import { DEFAULT_ESCALATION, type EscalationStep } from "../../vitals/episode.ts";
import { checkSteps, summonedEntry, type EscalationAnswer } from "../../vitals/escalation.ts";
import type { WardTemplateAnswer } from "../../vitals/limits.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import { readObject } from "../body.ts";
import { refuse, textField, wardIdParam } from "../params.ts";
import { Problem, validationProblem } from "../problem.ts";
import { stationIn } from "../placement.ts";

/** Devices told of a choice at a time. */
const TOLD_AT_ONCE = 50;

/** A hint of the platform, `null` for none, `undefined` where nothing was said. */
function locationField(given: unknown, jurisdiction: string): string | null | undefined {
	if (given === undefined || given === null) return given;
	const allowed = hintsWithin(jurisdiction);
	const hint = allowed.find((known) => known === given);
	if (hint !== undefined) return hint;
	const within = jurisdiction === "none" ? "" : ` under the jurisdiction ${jurisdiction}`;
	return refuse("location", `location must be one of ${allowed.join(", ")}${within}, or null`);
}

/** `GET /api/v1/wards`: the reader's wards with their counts. */
export const getWards: Handler = async (context) => {
	const data = await listWards(connectRegistry(context.env.DB), wardsOf(context));
	const page: Page<WardSummary> = { data, next_cursor: null };
	return context.json(page);
};

/** `PUT /api/v1/wards/:id` `{name, location?}`: creates a ward, renames it, or says where what it has not yet is to be made. */
export const saveWardRoute: Handler = async (context) => {
	const { env } = context;
	const id = wardIdParam(context.req.param("id"), "id");
	const body = await readObject(context.req.raw);
	const name = textField(body["name"], "name", 80);
	const location = locationField(body["location"], env.JURISDICTION);
	const registry = connectRegistry(env.DB);
	await saveWard(registry, { id, name, location, now: Date.now() });
	// Made now, and not by the first device that happens to have something to tell.
	if (typeof location === "string") await (await stationIn(env, id)).ping();
	return context.json((await listWards(registry)).find((ward) => ward.id === id));
};

/** `GET /api/v1/wards/:id/escalation`: who is summoned where nobody acknowledges an episode. */
export const getEscalation: Handler = async (context) => {
	const id = wardIdParam(context.req.param("id"), "id");
	const chosen = await findEscalation(connectRegistry(context.env.DB), id);
	if (chosen === undefined) throw NO_WARD();
	return context.json(escalationAnswer(id, chosen));
};

/** `PUT /api/v1/wards/:id/escalation` `{steps}`: chooses it; `null` goes back to the default, an empty list summons nobody. */
export const putEscalation: Handler = async (context) => {
	const id = wardIdParam(context.req.param("id"), "id");
	const { steps } = await readObject(context.req.raw);
	const errors: FieldError[] = [];
	const chosen = steps === null ? null : checkSteps(steps, errors);
	if (errors.length > 0) throw validationProblem(errors);
	if (!(await saveEscalation(connectRegistry(context.env.DB), id, chosen))) throw NO_WARD();
	// Its devices learn of it from the ward, with the next thing that they tell it: before any step can be due.
	await context.env.WARD_STATION.getByName(id).configure(id, chosen);
	return context.json(escalationAnswer(id, chosen));
};

/** `GET /api/v1/templates`: the named sets of limits, with their numbers and where these come from. */
export const getTemplates: Handler = async (context) => context.json({ data: listTemplates() });

/** `GET /api/v1/wards/:id/template`: which set of limits stands in for what nobody has said of a patient. */
export const getWardTemplate: Handler = async (context) => {
	const id = wardIdParam(context.req.param("id"), "id");
	const template = await findTemplate(connectRegistry(context.env.DB), id);
	if (template === undefined) throw NO_WARD();
	return context.json({ ward_id: id, template } satisfies WardTemplateAnswer);
};

/** `PUT /api/v1/wards/:id/template` `{template}`: chooses it; `null` goes back to an adult's. The ward's devices are told at once. */
export const putWardTemplate: Handler = async (context) => {
	const { env } = context;
	const id = wardIdParam(context.req.param("id"), "id");
	const { template = undefined } = await readObject(context.req.raw);
	if (template !== null && (typeof template !== "string" || !isTemplate(template))) {
		const message = `template must be one of ${listTemplates()
			.map(({ key }) => key)
			.join(", ")}, or null`;
		refuse("template", message, template === undefined ? "missing" : "bad_format");
	}
	const registry = connectRegistry(env.DB);
	if (!(await saveTemplate(registry, id, template))) throw NO_WARD();
	await env.WARD_STATION.getByName(id).chooseTemplate(id, template);
	// Whoever is not reached, or joins meanwhile, learns of it from the ward with the next thing that they tell it.
	let [devices, of] = [0, 0];
	for (let page: readonly DeviceSummary[] | null = null; page === null || page.length === TOLD_AT_ONCE;) {
		const after: string = page?.at(-1)?.id ?? "";
		page = await listDevices(registry, { wardId: id, after, limit: TOLD_AT_ONCE });
		const told = page.map((device) => env.DEVICE_MONITOR.getByName(device.id).followWard(id, template));
		of += told.length;
		devices += (await Promise.allSettled(told)).filter(({ status }) => status === "fulfilled").length;
	}
	return context.json({ ward_id: id, template, told: { devices, of } } satisfies WardTemplateAnswer);
};

const NO_WARD = () => new Problem("not_found", "No ward of that id is known");

function escalationAnswer(wardId: string, chosen: readonly EscalationStep[] | null): EscalationAnswer {
	return {
		ward_id: wardId,
		chosen: chosen !== null,
		steps: (chosen ?? DEFAULT_ESCALATION).map(({ afterS, to }) => ({ after_s: afterS, to: summonedEntry(to) })),
	};
}
