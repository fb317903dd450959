/** Readings as Observations of the vital-signs profile. */
import type { Observation, Quantity } from "fhir/r4";
import { vitalSign, type VitalKey } from "../vitals/catalogue.ts";
import type { StoredReading } from "../vitals/reading.ts";
import { codeOf, OBSERVED, PANEL_CODE, PRESSURE_PANEL, UCUM } from "./codes.ts";
import { deviceMark, deviceToFhir, observationId } from "./ids.ts";

const PROFILE = "http://hl7.org/fhir/StructureDefinition/vitalsigns";
const CATEGORY = [
	{
		coding: [
			{
				system: "http://terminology.hl7.org/CodeSystem/observation-category",
				code: "vital-signs",
				display: "Vital Signs",
			},
		],
	},
];

function quantity(key: VitalKey, value: number): Quantity {
	const { unit, ucum } = vitalSign(key);
	return { value, unit, system: UCUM, code: ucum };
}

/**
 * What was measured at one moment of a patient: one Observation for each vital sign that has a value, pressures together.
 *
 * @param codes - LOINC codes that are wanted; all when absent
 */
export function observationsOf(
	deviceId: string,
	patient: string,
	reading: Pick<StoredReading, "timestamp" | "receivedAt" | "vitals">,
	codes?: ReadonlySet<string>,
): Observation[] {
	const { timestamp, receivedAt, vitals } = reading;
	return OBSERVED.flatMap(({ code, keys }): Observation[] => {
		const measured = keys.flatMap((key) => {
			const value = vitals[key];
			return value === null ? [] : [{ key, value }];
		});
		const [first] = measured;
		if (first === undefined || (codes !== undefined && !codes.has(code))) return [];
		const panel = code === PRESSURE_PANEL;
		return [
			{
				resourceType: "Observation",
				id: observationId({ patient, mark: deviceMark(deviceId), timestamp, code }),
				meta: { lastUpdated: new Date(receivedAt).toISOString(), profile: [PROFILE] },
				status: "final",
				category: CATEGORY,
				code: panel ? PANEL_CODE : codeOf(first.key),
				subject: { reference: `Patient/${patient}` },
				effectiveDateTime: new Date(timestamp).toISOString(),
				issued: new Date(receivedAt).toISOString(),
				device: { reference: `Device/${deviceToFhir(deviceId)}`, display: deviceId },
				...(panel
					? {
							component: measured.map(({ key, value }) => ({ code: codeOf(key), valueQuantity: quantity(key, value) })),
						}
					: { valueQuantity: quantity(first.key, first.value) }),
			},
		];
	});
}
