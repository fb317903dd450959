/** What a device's object knows of a patient beside readings: what was said at the bed, and what is usual. */
import { limitsValidated, normsOf } from "../../detection/norms.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import type { LimitInForce } from "../../vitals/clinical.ts";
import type { Observations } from "../../vitals/news2.ts";
import type { PatientContext, Signature } from "../../vitals/patient-context.ts";
import type { Intake } from "./intake.ts";
import { inForce, type DeviceProfile } from "./profile.ts";

export interface PatientKnowledge {
	/** By the device's clock, oldest first: those of the last 24 hours that it watched the patient. */
	readonly observations: readonly Observations[];
	/** What counts: as somebody said it, or as the ward's template does. */
	readonly context: PatientContext;
	/** Wall time of the context's last change; null where nobody has said anything. */
	readonly changed: Signature | null;
	/** The patient's own medians, in the vitals' units; absent where they are not known. */
	readonly usual: Partial<Record<VitalKey, number>>;
}

/** What is known of `patient`; `null` for somebody the device does not know, or no longer. */
export function knowledgeOf(profile: DeviceProfile | null, intake: Intake, patient: string): PatientKnowledge | null {
	const worn = profile?.assignments.filter(({ surrogate }) => surrogate === patient) ?? [];
	const last = worn.at(-1);
	if (last === undefined) return null;
	// A patient who came back brought along what was said before.
	const made = new Map(worn.flatMap(({ observations }) => observations.map((seen) => [JSON.stringify(seen), seen])));
	return {
		observations: [...made.values()].toSorted((a, b) => a.time - b.time),
		context: inForce(profile as DeviceProfile, last.context),
		changed: last.changed,
		usual: intake.subject === patient ? (intake.detector?.usual ?? {}) : {},
	};
}

/** What is watched of a patient of that kind, defaults and own limits together, and whether the numbers were checked. */
export function limitsOf(context: PatientContext): {
	readonly limits: Readonly<Record<VitalKey, LimitInForce>>;
	readonly validated: boolean;
} {
	const { limits } = normsOf(context);
	const inForce = VITAL_KEYS.map((key, index): [VitalKey, LimitInForce] => [
		key,
		limits[index] ?? { low: null, high: null, reason: "" },
	]);
	return { limits: Object.fromEntries(inForce) as Record<VitalKey, LimitInForce>, validated: limitsValidated(context) };
}
