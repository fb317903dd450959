/** Who is summoned to an episode, as it travels over HTTP, and the checks. Snake case is the wire's. */
import { ROLES, type Role } from "./api.ts";
import {
	ESCALATION_AFTER_S,
	MAX_ESCALATION_STEPS,
	type EpisodeChannel,
	type EscalationStep,
	type Summoned,
} from "./episode.ts";
import type { FieldError } from "./problem.ts";

/** `{"role": "clinician"}` or `{"member": "M-…"}`. */
export type SummonedEntry = { readonly role: Role } | { readonly member: string };

/** `GET` and `PUT /api/v1/wards/:id/escalation`. */
export interface EscalationAnswer {
	readonly ward_id: string;
	/** False while the ward goes by the default. */
	readonly chosen: boolean;
	readonly steps: readonly { readonly after_s: number; readonly to: SummonedEntry }[];
}

/** Roles that may be asked to come: who may not see vital signs is of use at a device only. */
const SUMMONED_ROLES: Readonly<Record<EpisodeChannel, readonly Role[]>> = {
	physiological: ["clinician", "admin"],
	technical: ["clinician", "engineer", "admin"],
};

/** Whether somebody of `role` may be asked to come to an episode of `channel`. */
export function maySummon(role: Role, channel: EpisodeChannel): boolean {
	return SUMMONED_ROLES[channel].includes(role);
}

export function summonedEntry(to: Summoned): SummonedEntry {
	return to.kind === "role" ? { role: to.role } : { member: to.id };
}

const MEMBER_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Checks one `to`. Pushes what is wrong with it and returns null then. */
export function checkSummoned(value: unknown, field: string, errors: FieldError[]): Summoned | null {
	const given = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
	const { role, member, ...others } = given as { role?: unknown; member?: unknown };
	if ((role === undefined) === (member === undefined) || Object.keys(others).length > 0) {
		const code = value === undefined ? "missing" : "bad_format";
		errors.push({ field, code, message: `${field} must be {"role": …} or {"member": …}` });
		return null;
	}
	if (role !== undefined) {
		if (ROLES.includes(role as Role) && maySummon(role as Role, "technical"))
			return { kind: "role", role: role as Role };
		const allowed = SUMMONED_ROLES.technical.join(", ");
		errors.push({ field: `${field}.role`, code: "bad_format", message: `${field}.role must be one of ${allowed}` });
		return null;
	}
	if (typeof member === "string" && MEMBER_ID.test(member)) return { kind: "member", id: member };
	errors.push({ field: `${field}.member`, code: "bad_format", message: `${field}.member must be a member's id` });
	return null;
}

/** Checks the `steps` of `PUT /api/v1/wards/:id/escalation`: in order of time, each later than the one before. */
export function checkSteps(value: unknown, errors: FieldError[]): EscalationStep[] {
	if (!Array.isArray(value) || value.length > MAX_ESCALATION_STEPS) {
		const code = value === undefined ? "missing" : "bad_format";
		errors.push({
			field: "steps",
			code,
			message: `steps must be a list of 0 to ${MAX_ESCALATION_STEPS} steps, or null`,
		});
		return [];
	}
	let earliest: number = ESCALATION_AFTER_S.min;
	return value.flatMap((step: unknown, index): EscalationStep[] => {
		const { after_s: afterS, to: given } = (typeof step === "object" && step !== null ? step : {}) as {
			after_s?: unknown;
			to?: unknown;
		};
		const field = `steps.${index}.after_s`;
		const to = checkSummoned(given, `steps.${index}.to`, errors);
		if (!Number.isInteger(afterS) || (afterS as number) < earliest || (afterS as number) > ESCALATION_AFTER_S.max) {
			const range = `${earliest} to ${ESCALATION_AFTER_S.max}`;
			errors.push({ field, code: "out_of_range", message: `${field} must be whole seconds from ${range}` });
			return [];
		}
		earliest = (afterS as number) + 1;
		return to === null ? [] : [{ afterS: afterS as number, to }];
	});
}
