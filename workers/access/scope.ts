/**
 * Which ward a route is about, and whether the person works there. Somebody who works on some wards only gets the
 * same 403 for what lies in another ward and for what does not exist: the answer does not tell which.
 */
import type { Context } from "hono";
import { deviceFromFhir, readObservationId } from "../../fhir/ids.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findFleet } from "../../registry/fleets.ts";
import { findDevicePlace, findEpisodePlace, findPatientWards, type Place } from "../../registry/places.ts";
import { findReport } from "../../registry/reports.ts";
import { entryTo, reachOf, type Standing } from "../../registry/standing.ts";
import type { WardScope } from "../../vitals/members.ts";
import { FLEET_ID_PATTERN } from "../../vitals/fleets.ts";
import { REPORT_ID_PATTERN } from "../../vitals/reports.ts";
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import type { AppContext } from "../context.ts";
import { PATIENT_PATTERN, WARD_ID_PATTERN } from "../params.ts";
import { Problem } from "../problem.ts";

export type Scope =
	/** About no ward: oneself, or what the handler decides for itself. */
	| "none"
	/** The ward that `:id` names. */
	| "ward"
	/** The ward of the device that `:id` names. */
	| "device"
	/** As `device`, of the FHIR id; of the Observation, the patient's, as `patient`. */
	| "fhir-device"
	| "fhir-observation"
	/** As `device`; one that does not exist yet is let through, and the handler asks `requireWard` for the new place. */
	| "new-device"
	/** The ward of the fleet that `:id` names. */
	| "fleet"
	/** As `fleet`; one that does not exist yet is let through, and the handler asks `requireWard` for its ward. */
	| "new-fleet"
	/** The ward of the episode that `:id` names. */
	| "episode"
	/** A ward where the patient that `:surrogate` names is, or was last. */
	| "patient"
	/** As `patient`, of the report that `:id` names; of a report about nobody, the ward where it was made. */
	| "report"
	/** A list: the handler shows `wardsOf(context)` only. A ward that the query names must be one of them. */
	| "listed"
	/** The whole hospital: for people who work on all wards. */
	| "hospital";

/** What a request is about, as far as it is known: for the audit log. */
export interface Target {
	object: string | null;
	ward: string | null;
	patient: string | null;
	grant: string | null;
}

const OUTSIDE = "That is not in a ward you work on; if a patient there needs you now, break the glass";

/** Finds what the request is about and refuses it outside the person's wards. Fills `target` on the way. */
export async function enforceScope(context: Context<AppContext>, scope: Scope, standing: Standing): Promise<void> {
	const target = context.get("target");
	switch (scope) {
		case "none":
			return;
		case "hospital":
			if (standing.wards !== "all") throw new Problem("forbidden", "This is for people who work on all wards");
			return;
		case "ward": {
			const id = context.req.param("id") ?? "";
			// What cannot be a ward's name is the handler's to refuse, naming the field.
			if (WARD_ID_PATTERN.test(id)) requireWard(context, id);
			else if (standing.wards !== "all") throw new Problem("forbidden", OUTSIDE);
			return;
		}
		case "listed": {
			const ward = context.req.query("ward");
			if (ward !== undefined && WARD_ID_PATTERN.test(ward)) return requireWard(context, ward);
			const wards = reachOf(standing);
			target.object = `wards:${wards === "all" ? "all" : wards.join(",")}`;
			if (wards !== "all" && standing.grants.length > 0)
				target.grant = standing.grants.map((grant) => grant.id).join(",");
			return;
		}
		case "device":
		case "fhir-device":
		case "new-device": {
			const given = context.req.param("id") ?? "";
			const id = scope === "fhir-device" ? (deviceFromFhir(given) ?? "") : given;
			const registry = connectRegistry(context.env.DB);
			const place = DEVICE_ID_PATTERN.test(id) ? await findDevicePlace(registry, id) : null;
			if (place === null && scope === "new-device") return;
			enterPlace(context, standing, place, `device:${id}`);
			return;
		}
		case "fleet":
		case "new-fleet": {
			const id = context.req.param("id") ?? "";
			const fleet = FLEET_ID_PATTERN.test(id) ? await findFleet(connectRegistry(context.env.DB), id) : null;
			if (fleet === null && scope === "new-fleet") return;
			enterPlace(context, standing, fleet && { wardId: fleet.wardId, patient: null }, `fleet:${id}`);
			return;
		}
		case "episode": {
			const id = context.req.param("id") ?? "";
			enterPlace(context, standing, await findEpisodePlace(connectRegistry(context.env.DB), id), `episode:${id}`);
			return;
		}
		case "fhir-observation":
		case "patient": {
			const named = context.req.param("surrogate") ?? readObservationId(context.req.param("id") ?? "")?.patient;
			const surrogate = named ?? "";
			const place = PATIENT_PATTERN.test(surrogate) ? await placeOfPatient(context, surrogate) : null;
			enterPlace(context, standing, place, `patient:${surrogate}`);
			return;
		}
		case "report": {
			const id = context.req.param("id") ?? "";
			const report = REPORT_ID_PATTERN.test(id) ? await findReport(connectRegistry(context.env.DB), id) : null;
			const place =
				report?.surrogate == null
					? report && { wardId: report.wardId, patient: null }
					: await placeOfPatient(context, report.surrogate);
			enterPlace(context, standing, place, `report:${id}`);
			return;
		}
		default:
			scope satisfies never;
	}

	function enterPlace(of: Context<AppContext>, person: Standing, place: Place | null, object: string): void {
		if (place === null) {
			// Whoever works everywhere may know that it does not exist; the handler says so.
			if (person.wards !== "all") throw new Problem("forbidden", OUTSIDE);
			return;
		}
		target.object = object;
		target.patient = place.patient;
		requireWard(of, place.wardId);
	}
}

/** Where the patient is, or was last: of several wards one that the person may enter. */
async function placeOfPatient(context: Context<AppContext>, surrogate: string): Promise<Place | null> {
	const wards = await findPatientWards(connectRegistry(context.env.DB), surrogate);
	const ward = wards.find((id) => entryTo(context.get("standing"), id) !== null) ?? wards[0];
	return ward === undefined ? null : { wardId: ward, patient: surrogate };
}

/**
 * Refuses what is about a patient who is in none of the person's wards, for handlers that learn of the patient from the body.
 *
 * @throws Problem 403
 */
export async function requirePatient(context: Context<AppContext>, surrogate: string): Promise<string> {
	const place = await placeOfPatient(context, surrogate);
	const target = context.get("target");
	target.object ??= `patient:${surrogate}`;
	target.patient = surrogate;
	if (place === null) throw new Problem("forbidden", OUTSIDE);
	requireWard(context, place.wardId);
	return place.wardId;
}

/**
 * Refuses what is about a ward the person does not work on, for handlers that learn of the ward from the body.
 *
 * @throws Problem 403
 */
export function requireWard(context: Context<AppContext>, wardId: string): void {
	const target = context.get("target");
	target.ward = wardId;
	target.object ??= `ward:${wardId}`;
	const entry = entryTo(context.get("standing"), wardId);
	if (entry === null) throw new Problem("forbidden", OUTSIDE);
	target.grant = entry.grant?.id ?? null;
}

/**
 * Refuses what does not exist to a person who does not work on all wards, as what lies in another ward is refused.
 *
 * @throws Problem 403
 */
export function concealAbsence(context: Context<AppContext>, found: object | null): void {
	if (found === null && context.get("standing").wards !== "all") throw new Problem("forbidden", OUTSIDE);
}

/** The wards whose rows the person may see in a list. */
export function wardsOf(context: Context<AppContext>): WardScope {
	return reachOf(context.get("standing"));
}
