/** A patient's limits as people are shown them: which template applies and why, the defaults, what was set apart from them, what is watched. */
import { limitsValidated, normsOf } from "../../detection/norms.ts";
import { deadbandRange } from "../../detection/outer-bounds.ts";
import { templateOf, TEMPLATES } from "../../detection/templates.ts";
import { VITAL_KEYS, type VitalKey } from "../../vitals/catalogue.ts";
import {
	type LimitNumbers,
	overrideEntry,
	type TemplateEntry,
	type TemplateInForce,
	type VitalLimits,
} from "../../vitals/limits.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../../vitals/patient-context.ts";
import { inForce, type DeviceProfile } from "./profile.ts";

/** Every vital sign's limits: the defaults, what was set apart from them, and what is watched. @param context - in force */
export function limitsTable(context: PatientContext): Readonly<Record<VitalKey, VitalLimits>> {
	const { tuning: _, ...untuned } = context;
	const usual = normsOf({ ...untuned, overrides: [] });
	const used = normsOf(context);
	const numbers = ({ limits, deadbands }: ReturnType<typeof normsOf>, index: number): LimitNumbers => {
		const band = deadbands[index];
		return {
			low: limits[index]?.low ?? null,
			high: limits[index]?.high ?? null,
			up: band === undefined || deadbandRange(band.up) === null ? null : band.up,
			down: band === undefined || deadbandRange(band.down) === null ? null : band.down,
		};
	};
	const table = VITAL_KEYS.map((vital, index): [VitalKey, VitalLimits] => {
		const standard = numbers(usual, index);
		const own = context.overrides.find((override) => override.vital === vital);
		const { low, high } = used.outer[index] ?? { low: null, high: null };
		return [
			vital,
			{
				default: { ...standard, reason: usual.limits[index]?.reason ?? "" },
				override: own === undefined ? null : overrideEntry(own),
				effective: numbers(used, index),
				widest: {
					low,
					high,
					up: standard.up === null ? null : deadbandRange(standard.up),
					down: standard.down === null ? null : deadbandRange(standard.down),
				},
			},
		];
	});
	return Object.fromEntries(table) as Record<VitalKey, VitalLimits>;
}

/** Which template applies to a patient, and why. @param context - as somebody said it */
export function templateInForce(profile: DeviceProfile, context: PatientContext): TemplateInForce {
	const { told } = context;
	const template = templateOf(inForce(profile, context));
	const ward = told === undefined && profile.template !== undefined && TEMPLATES.has(profile.template);
	return {
		key: template?.key ?? null,
		name: template?.name ?? "Age and pregnancy as said of the patient",
		source: template?.source ?? "Maternal Early Warning Criteria (Mhyre 2014), whatever the age.",
		why: told !== undefined ? "patient" : ward ? "ward" : "default",
		by: told?.by ?? null,
		at: told === undefined ? null : new Date(told.at).toISOString(),
	};
}

/** Whether there is a template of that key. */
export function isTemplate(key: string): boolean {
	return TEMPLATES.has(key);
}

/** The named templates with their numbers. */
export function listTemplates(): TemplateEntry[] {
	return [...TEMPLATES.values()].map(({ key, name, source, context }) => {
		const whole = { ...DEFAULT_CONTEXT, ...context };
		const limits = Object.entries(limitsTable(whole)).map(([vital, { default: usual }]) => [vital, usual] as const);
		return { key, name, source, limits: Object.fromEntries(limits), validated: limitsValidated(whole) };
	});
}
