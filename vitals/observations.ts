/** What people observe at the bed, as it travels over HTTP, and its checks. Snake case is the wire's. */
import { vitalSign } from "./catalogue.ts";
import { checkKnown, type Checked, notBoolean, notOne, notTime, numberIn, parseTime, remark } from "./checks.ts";
import { CONSCIOUSNESS_LEVELS, type Consciousness, type Observations } from "./news2.ts";
import type { FieldError } from "./problem.ts";

/** What was seen and measured, without who and when. */
export type Observed = Pick<
	Observations,
	"consciousness" | "oxygen" | "oxygenFlow" | "fio2" | "temperature" | "systolic" | "diastolic"
>;

/** One observation as it is listed. A value that was not observed is null. */
export interface ObservationEntry {
	/** Absent names are of before they were kept: such a one cannot be corrected. */
	readonly id: string | null;
	readonly device_id: string;
	/** When it was observed, ISO 8601, by the device's clock. */
	readonly time: string;
	/** When it was entered, by the wall's clock, and by whom (the person's id); null of before that was kept. */
	readonly recorded_at: string | null;
	readonly by: string | null;
	readonly consciousness: Consciousness | null;
	readonly oxygen: boolean | null;
	/** Litres a minute, and per cent of the air breathed in. */
	readonly oxygen_flow: number | null;
	readonly fio2: number | null;
	/** °C and mmHg, measured by hand. */
	readonly temperature: number | null;
	readonly systolic_pressure: number | null;
	readonly diastolic_pressure: number | null;
	/** The observation that this one takes the place of. */
	readonly amends: string | null;
	/** Entered in error: counts no more, and stays to be seen. Null where it counts. */
	readonly error: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

/** An observation as the device's object tells the registry. */
export interface ObservationRow {
	readonly id: string;
	readonly surrogate: string;
	readonly deviceId: string;
	readonly wardId: string;
	/** By the device's clock, milliseconds since the epoch. */
	readonly observedAt: number;
	readonly observed: Observations;
	/** 1, and 2 once it was entered in error. */
	readonly version: number;
}

export function observationEntry(deviceId: string, observed: Observations): ObservationEntry {
	const { id, time, recordedAt, by, consciousness, oxygen, oxygenFlow, fio2, temperature, systolic, diastolic } =
		observed;
	const { amends, error } = observed;
	return {
		id: id ?? null,
		device_id: deviceId,
		time: iso(time),
		recorded_at: recordedAt === undefined ? null : iso(recordedAt),
		by: by ?? null,
		consciousness: consciousness ?? null,
		oxygen: oxygen ?? null,
		oxygen_flow: oxygenFlow ?? null,
		fio2: fio2 ?? null,
		temperature: temperature ?? null,
		systolic_pressure: systolic ?? null,
		diastolic_pressure: diastolic ?? null,
		amends: amends ?? null,
		error: error === undefined ? null : { ...error, at: iso(error.at) },
	};
}

const iso = (time: number) => new Date(time).toISOString();

/** Litres of oxygen a minute that a mask or cannula is given, at most; per cent of oxygen in air and in pure oxygen. */
const FLOW = { min: 0.1, max: 100, unit: "L/min" } as const;
const FIO2 = { min: 21, max: 100, unit: "%" } as const;
/** What a thermometer and a cuff at the bed can show: narrower than what a line can report, so that a slip is caught. */
const TEMPERATURE = { min: 25, max: 45, unit: vitalSign("temperature").unit } as const;
const SYSTOLIC = { min: 30, max: 300, unit: "mmHg" } as const;
const DIASTOLIC = { min: 10, max: 200, unit: "mmHg" } as const;

export const OBSERVATION_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const FIELDS = [
	"consciousness",
	"oxygen",
	"oxygen_flow",
	"fio2",
	"temperature",
	"systolic_pressure",
	"diastolic_pressure",
] as const;

/** What somebody enters. `time` is null where the body leaves it to the moment of arrival, `id` where it names none. */
export interface EnteredObservation {
	readonly id: string | null;
	readonly time: number | null;
	readonly observed: Observed;
}

/** Checks the body of `PUT /api/v1/devices/:id/observations`. */
export function checkObservation(body: Readonly<Record<string, unknown>>): Checked<EnteredObservation> {
	const errors: FieldError[] = [];
	checkKnown(body, [...FIELDS, "time", "id"], errors);
	const observed = checkObserved(body, errors);
	if (Object.keys(observed).length === 0 && errors.every(({ field }) => !FIELDS.includes(field as "fio2")))
		errors.push({
			field: "consciousness",
			code: "missing",
			message: `An observation holds one at least of ${FIELDS.join(", ")}`,
		});
	return withPlace(body, observed, errors);
}

/** A correction: who reads it later must know why. Without values the observation is taken back. */
export interface Amendment extends EnteredObservation {
	readonly reason: string;
}

/** Checks the body of `POST /api/v1/devices/:id/observations/:observation/amend`. */
export function checkAmendment(body: Readonly<Record<string, unknown>>): Checked<Amendment> {
	const errors: FieldError[] = [];
	checkKnown(body, [...FIELDS, "time", "id", "reason"], errors);
	const reason = remark(body["reason"], "reason", 200, errors);
	const entered = withPlace(body, checkObserved(body, errors), errors);
	if (!entered.ok || reason === undefined) return { ok: false, errors };
	return { ok: true, value: { ...entered.value, reason } };
}

function withPlace(
	body: Readonly<Record<string, unknown>>,
	observed: Observed,
	errors: FieldError[],
): Checked<EnteredObservation> {
	const given = body["time"];
	const time = given === undefined || given === null ? null : parseTime(given);
	if (time !== null && Number.isNaN(time)) errors.push(notTime("time"));
	const id = body["id"] ?? null;
	if (id !== null && (typeof id !== "string" || !OBSERVATION_ID_PATTERN.test(id)))
		errors.push({
			field: "id",
			code: "bad_format",
			message: "id must be a UUID in lower case that you made for this entry",
		});
	return errors.length > 0 ? { ok: false, errors } : { ok: true, value: { id: id as string | null, time, observed } };
}

function checkObserved(body: Readonly<Record<string, unknown>>, errors: FieldError[]): Observed {
	const { consciousness, oxygen } = body as { consciousness?: unknown; oxygen?: unknown };
	const given = (value: unknown) => value !== undefined && value !== null;
	if (given(consciousness) && !CONSCIOUSNESS_LEVELS.includes(consciousness as Consciousness))
		errors.push(notOne("consciousness", consciousness, CONSCIOUSNESS_LEVELS));
	if (given(oxygen) && typeof oxygen !== "boolean") errors.push(notBoolean("oxygen", oxygen));
	const oxygenFlow = numberIn(body["oxygen_flow"], "oxygen_flow", FLOW, errors);
	const fio2 = numberIn(body["fio2"], "fio2", FIO2, errors);
	const temperature = numberIn(body["temperature"], "temperature", TEMPERATURE, errors);
	const systolic = numberIn(body["systolic_pressure"], "systolic_pressure", SYSTOLIC, errors);
	const diastolic = numberIn(body["diastolic_pressure"], "diastolic_pressure", DIASTOLIC, errors);
	const onOxygen = oxygenFlow !== undefined || (fio2 !== undefined && fio2 > FIO2.min);
	if (onOxygen && oxygen === false)
		errors.push({
			field: "oxygen",
			code: "out_of_range",
			message: "oxygen is false, but oxygen_flow or fio2 says otherwise",
		});
	if (diastolic !== undefined && !given(body["systolic_pressure"]))
		errors.push({
			field: "systolic_pressure",
			code: "missing",
			message: "A diastolic pressure comes with its systolic one",
		});
	if (systolic !== undefined && diastolic !== undefined && diastolic >= systolic)
		errors.push({
			field: "diastolic_pressure",
			code: "out_of_range",
			message: `diastolic_pressure ${diastolic} must be below systolic_pressure ${systolic}`,
		});
	const breathes = typeof oxygen === "boolean" ? oxygen : onOxygen ? true : fio2 === undefined ? undefined : false;
	const found: Record<string, unknown> = {
		consciousness: given(consciousness) ? consciousness : undefined,
		oxygen: breathes,
		oxygenFlow,
		fio2,
		temperature,
		systolic,
		diastolic,
	};
	return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Observed;
}
