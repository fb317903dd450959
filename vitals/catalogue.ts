/**
 * The catalogue of vital signs: the one place that says what a vital sign is called, measured in,
 * coded as, and what an instrument can report for it.
 *
 * LOINC and UCUM follow the FHIR R4 vital-signs profile; MDC numbers are ISO/IEEE 11073-10101
 * reference ids in partition 2 (SCADA), written as `2 * 65536 + term code`.
 *
 * Checked: pressures 150021-150023 are MDC_PRESS_BLD_NONINV_SYS, _DIA and _MEAN (HL7 Denmark's DK Core value set), LOINC 8480-6,
 * 8462-4 and 8478-0 name them however measured; 151708 is MDC_CONC_AWAY_CO2_ET, which ISO/IEEE 11073-10101 defines as a partial
 * pressure as well, and the German medical informatics initiative's intensive-care module pairs it with LOINC 19891-1 in mm[Hg].
 * A pressure from an arterial line has MDC numbers of its own (150033-150035, LOINC 76213-8 to 76215-3); readings do not say
 * which instrument it was, so the noninvasive numbers stand for both.
 */

export interface VitalSign {
	readonly key: string;
	/** Long name, as a heading. */
	readonly label: string;
	/** Name on a bedside sector, where space is short. */
	readonly short: string;
	/** Unit as people read it. */
	readonly unit: string;
	/** Unit as UCUM code, for FHIR. */
	readonly ucum: string;
	readonly loinc: string;
	/** Further LOINC codes that the vital-signs profile asks for beside `loinc`. */
	readonly alsoLoinc: readonly string[];
	/** IEEE 11073 nomenclature code. */
	readonly mdc: number;
	/** Lowest and highest value an instrument can report, both allowed. Not a clinical limit. */
	readonly sensorMin: number;
	readonly sensorMax: number;
	/** Decimals in which the value is shown, and in which instruments usually report it. */
	readonly decimals: number;
}

/*
 * Sensor ranges are what instruments can put out, wide enough that no sick patient falls outside:
 * a heart rate of 0 is asystole and is data, 300 is beyond what bedside monitors count and is refused.
 * A pressure below zero says nothing of the patient (an arterial line that is being flushed or zeroed), but
 * lines report it, and the heart rate beside it must not be lost for it.
 */
export const VITAL_SIGNS = [
	{
		key: "heart_rate",
		label: "Heart rate",
		short: "HR",
		unit: "/min",
		ucum: "/min",
		loinc: "8867-4",
		alsoLoinc: [],
		mdc: 147842,
		sensorMin: 0,
		sensorMax: 299,
		decimals: 0,
	},
	{
		key: "spo2",
		label: "Oxygen saturation",
		short: "SpO₂",
		unit: "%",
		ucum: "%",
		loinc: "2708-6",
		alsoLoinc: ["59408-5"],
		mdc: 150456,
		sensorMin: 0,
		sensorMax: 100,
		decimals: 0,
	},
	{
		key: "respiratory_rate",
		label: "Respiratory rate",
		short: "RR",
		unit: "/min",
		ucum: "/min",
		loinc: "9279-1",
		alsoLoinc: [],
		mdc: 151562,
		sensorMin: 0,
		sensorMax: 150,
		decimals: 0,
	},
	{
		key: "temperature",
		label: "Temperature",
		short: "Temp",
		unit: "°C",
		ucum: "Cel",
		loinc: "8310-5",
		alsoLoinc: [],
		mdc: 150364,
		sensorMin: 10,
		sensorMax: 50,
		decimals: 1,
	},
	{
		key: "systolic_pressure",
		label: "Systolic pressure",
		short: "SYS",
		unit: "mmHg",
		ucum: "mm[Hg]",
		loinc: "8480-6",
		alsoLoinc: [],
		mdc: 150021,
		sensorMin: -50,
		sensorMax: 400,
		decimals: 0,
	},
	{
		key: "diastolic_pressure",
		label: "Diastolic pressure",
		short: "DIA",
		unit: "mmHg",
		ucum: "mm[Hg]",
		loinc: "8462-4",
		alsoLoinc: [],
		mdc: 150022,
		sensorMin: -50,
		sensorMax: 400,
		decimals: 0,
	},
	{
		key: "mean_pressure",
		label: "Mean arterial pressure",
		short: "MAP",
		unit: "mmHg",
		ucum: "mm[Hg]",
		loinc: "8478-0",
		alsoLoinc: [],
		mdc: 150023,
		sensorMin: -50,
		sensorMax: 400,
		decimals: 0,
	},
	{
		key: "etco2",
		label: "End-tidal CO₂",
		short: "EtCO₂",
		unit: "mmHg",
		ucum: "mm[Hg]",
		loinc: "19891-1",
		alsoLoinc: [],
		mdc: 151708,
		sensorMin: 0,
		sensorMax: 150,
		decimals: 0,
	},
	// Counted at the finger or from the arterial line, independent of the ECG: what tells asystole from a loose lead.
	{
		key: "pulse_rate",
		label: "Pulse rate",
		short: "PR",
		unit: "/min",
		ucum: "/min",
		loinc: "8889-8",
		alsoLoinc: [],
		mdc: 149530,
		sensorMin: 0,
		sensorMax: 299,
		decimals: 0,
	},
] as const satisfies readonly VitalSign[];

export type VitalKey = (typeof VITAL_SIGNS)[number]["key"];

/** Keys in catalogue order. The order is part of every stored format: append only. */
export const VITAL_KEYS = VITAL_SIGNS.map((sign) => sign.key) as readonly VitalKey[];

/** Resolution in which values are stored: hundredths of the unit, finer than any bedside instrument. */
export const STORED_STEPS_PER_UNIT = 100;

/** Device health, not a vital sign: per cent of charge. */
export const BATTERY = { key: "battery_level", label: "Battery", unit: "%", sensorMin: 0, sensorMax: 100 } as const;

const byKey = new Map<string, VitalSign>(VITAL_SIGNS.map((sign) => [sign.key, sign]));

/** The catalogue entry of `key`. */
export function vitalSign(key: VitalKey): VitalSign {
	return byKey.get(key) as VitalSign;
}
