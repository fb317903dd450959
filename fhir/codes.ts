/** What the resources are coded in. */
import type { CodeableConcept, Coding } from "fhir/r4";
import { vitalSign, VITAL_SIGNS, type VitalKey } from "../vitals/catalogue.ts";

export const LOINC = "http://loinc.org";
export const UCUM = "http://unitsofmeasure.org";
/** ISO/IEEE 11073-10101, as FHIR names it. */
export const MDC = "urn:iso:std:iso:11073:10101";
/** Names that mean something here only. */
export const OWN = "urn:biostream:";

/** LOINC's panel of systolic and diastolic pressure, which the vital-signs profile asks for. */
export const PRESSURE_PANEL = "85354-9";
/** Pressures travel together, in their panel. */
const PRESSURES: readonly VitalKey[] = ["systolic_pressure", "diastolic_pressure", "mean_pressure"];

/** A vital sign's codes: LOINC first, then what the profile asks for beside it, then MDC. */
export function codeOf(key: VitalKey): CodeableConcept {
	const { label, loinc, alsoLoinc, mdc } = vitalSign(key);
	const coding: Coding[] = [loinc, ...alsoLoinc].map((code) => ({ system: LOINC, code }));
	return { coding: [...coding, { system: MDC, code: String(mdc) }], text: label };
}

export const PANEL_CODE: CodeableConcept = {
	coding: [{ system: LOINC, code: PRESSURE_PANEL }],
	text: "Blood pressure panel",
};

/** What a reading gives: by LOINC code, the vital signs that it holds. */
export const OBSERVED: readonly { readonly code: string; readonly keys: readonly VitalKey[] }[] = [
	...VITAL_SIGNS.filter(({ key }) => !PRESSURES.includes(key)).map(({ key, loinc }) => ({ code: loinc, keys: [key] })),
	{ code: PRESSURE_PANEL, keys: PRESSURES },
];

/** LOINC codes of observations that a token of a search means; none where it is no code that is used here. */
export function codesMeant(system: string | null, code: string): readonly string[] {
	return OBSERVED.flatMap(({ code: own, keys }) => {
		const loinc = [own, ...keys.flatMap((key) => [vitalSign(key).loinc, ...vitalSign(key).alsoLoinc])];
		const mdc = keys.map((key) => String(vitalSign(key).mdc));
		const found = (system !== MDC && loinc.includes(code)) || (system !== LOINC && mdc.includes(code));
		return found && (system === null || system === LOINC || system === MDC) ? [own] : [];
	});
}
