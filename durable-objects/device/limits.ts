/**
 * A patient's own limits on a device: set for a while, ended, run out. They are the patient's: the next one on the device starts
 * without, a discharge ends them, and they go along to another device with what else is known of the patient.
 */
import { vitalSign, type VitalKey } from "../../vitals/catalogue.ts";
import type { LimitChangeKind, WantedLimit } from "../../vitals/limits.ts";
import { LONGEST_OVERRIDE_MS, type LimitOverride, type PatientContext } from "../../vitals/patient-context.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { changeContext, patientOf, renewProfile, revised, type Bedside, type Declined } from "./bedside.ts";
import { limitsTable } from "./templates.ts";
import { inForce, presentAssignment, type Assignment, type DeviceProfile } from "./profile.ts";

/** Whom it is about, which version of the limits was seen, and who acts. */
export interface LimitSignature {
	/** Surrogate; null where it was not said. */
	readonly patient: string | null;
	readonly version: number;
	/** The person's id. */
	readonly by: string;
}

/** `conflict`: somebody or something was faster. */
export type LimitResult = { readonly outcome: "done" | "conflict" } | Declined;

/** Somebody sets a limit of the patient's own, in place of one that they may have had for that vital sign. */
export function setLimit(bedside: Bedside, wanted: WantedLimit, signature: LimitSignature): LimitResult {
	const found = patientOf(bedside, signature.patient);
	if (found.outcome !== "found") return found;
	const { profile, present } = found;
	const { context } = present;
	if ((context.revision ?? 0) !== signature.version) return { outcome: "conflict" };
	const now = Date.now();
	const errors = [...timeErrors(wanted.until, now), ...numberErrors(inForce(profile, context), wanted)];
	if (errors.length > 0) return { outcome: "refused", errors };
	const override: LimitOverride = { ...wanted, at: now, by: signature.by };
	const others = context.overrides.filter(({ vital }) => vital !== wanted.vital);
	const next = revised({ ...context, overrides: [...others, override] });
	return change(bedside, profile, present, next, [override], "set", signature.by);
}

/** Somebody ends a limit of the patient's own before its time. */
export function endLimit(bedside: Bedside, vital: VitalKey, signature: LimitSignature): LimitResult {
	const found = patientOf(bedside, signature.patient);
	if (found.outcome !== "found") return found;
	const { profile, present } = found;
	const { context } = present;
	const override = context.overrides.find((own) => own.vital === vital);
	// Ended already: what they want is so.
	if (override === undefined) return { outcome: "done" };
	if ((context.revision ?? 0) !== signature.version) return { outcome: "conflict" };
	const next = revised({ ...context, overrides: context.overrides.filter((own) => own !== override) });
	return change(bedside, profile, present, next, [override], "ended", signature.by);
}

/** When the first limit of the patient on the device runs out, wall time; null where none is set. */
export function limitsEnd(profile: DeviceProfile): number | null {
	const ends = presentAssignment(profile)?.context.overrides.map(({ until }) => until) ?? [];
	return ends.length === 0 ? null : Math.min(...ends);
}

/** Limits whose time is over at `now` (wall time) count no more. Commit before. Returns false where there are none. */
export function expireLimits(bedside: Bedside, now: number): boolean {
	const found = patientOf(bedside);
	if (found.outcome !== "found") return false;
	const { profile, present } = found;
	const over = present.context.overrides.filter(({ until }) => until <= now);
	if (over.length === 0) return false;
	const left = present.context.overrides.filter(({ until }) => until > now);
	change(bedside, profile, present, revised({ ...present.context, overrides: left }), over, "expired", null);
	return true;
}

/** In a transaction: the patient leaves for good, and their limits with them. @param by - the person's id */
export function dischargeLimits(bedside: Bedside, surrogate: string, by: string): void {
	const found = patientOf(bedside, surrogate);
	if (found.outcome !== "found" || found.present.context.overrides.length === 0) return;
	const { profile, present } = found;
	const { overrides } = present.context;
	change(bedside, profile, present, revised({ ...present.context, overrides: [] }), overrides, "discharged", by);
}

/** The ward `wardId` says which template stands in for what nobody has said; null for none. Commit before. Returns false where nothing changed. */
export function followTemplate(bedside: Bedside, wardId: string, template: string | null): boolean {
	const profile = bedside.profile();
	if (profile === null || profile.wardId !== wardId || (profile.template ?? null) === template) return false;
	const { template: _, ...others } = profile;
	const after = template === null ? others : { ...others, template };
	bedside.journal.transaction(() => renewProfile(bedside, profile, after));
	return true;
}

function change(
	bedside: Bedside,
	profile: DeviceProfile,
	present: Assignment,
	context: PatientContext,
	overrides: readonly LimitOverride[],
	kind: LimitChangeKind,
	by: string | null,
): LimitResult {
	const { surrogate } = present;
	const { deviceId, wardId } = profile;
	const version = context.revision ?? 0;
	bedside.journal.transaction(() => {
		// Whoever set it decided its end.
		changeContext(bedside, profile, present, context, by ?? overrides[0]?.by ?? "");
		for (const override of overrides)
			bedside.tellLimit({ surrogate, deviceId, wardId, version, kind, at: Date.now(), by, override });
	});
	return { outcome: "done" };
}

function timeErrors(until: number, now: number): FieldError[] {
	if (until <= now) return [{ field: "until", code: "out_of_range", message: "until must lie in the future" }];
	if (until > now + LONGEST_OVERRIDE_MS)
		return [{ field: "until", code: "out_of_range", message: "until may lie 7 days ahead at most" }];
	return [];
}

/** Numbers that go further than may be, or that leave nothing to be watched between them and the other side's. */
function numberErrors(context: PatientContext, wanted: WantedLimit): FieldError[] {
	const limits = limitsTable(context)[wanted.vital];
	const { widest } = limits;
	const { unit, label } = vitalSign(wanted.vital);
	const errors: FieldError[] = [];
	const complain = (field: string, message: string) => errors.push({ field, code: "out_of_range", message });
	if (wanted.low !== undefined && widest.low !== null && wanted.low < widest.low)
		complain("low", `low may be ${widest.low} ${unit} at the lowest: beyond that it always alarms`);
	if (wanted.high !== undefined && widest.high !== null && wanted.high > widest.high)
		complain("high", `high may be ${widest.high} ${unit} at the highest: beyond that it always alarms`);
	const low = wanted.low ?? limits.default.low;
	const high = wanted.high ?? limits.default.high;
	if (errors.length === 0 && low !== null && high !== null && low >= high) {
		const field = wanted.low === undefined ? "high" : "low";
		const range = `${limits.default.low ?? "none"} to ${limits.default.high ?? "none"}`;
		complain(field, `${field} leaves nothing between it and the default limits (${range}): set low and high`);
	}
	for (const side of ["up", "down"] as const) {
		const range = widest[side];
		const width = wanted[side];
		if (width === undefined) continue;
		if (range === null) complain(side, `${label} is not watched on that side: ${side} cannot be set`);
		else if (width < range.min || width > range.max)
			complain(side, `${side} may be from ${range.min} to ${range.max} ${unit}`);
	}
	return errors;
}
