/** A planned day, second by second, as the bedside device would post it. */
import { VITAL_KEYS, VITAL_SIGNS, type VitalKey } from "../vitals/catalogue.ts";
import { noVitals, type Reading, type VitalValues } from "../vitals/reading.ts";
import { eventOffsets, eventSeconds, eventStrength, type ScenarioEvent } from "./events.ts";
import { meanPressure } from "./patient.ts";
import { ACTIVE_RATE_RISE, SECONDS_PER_DAY, type DaySpan, type PatientDay, type SpanKind } from "./patient-day.ts";
import { createRandom, sineOfTurns, smoothStep, type Random } from "./random.ts";

const COUNT = VITAL_KEYS.length;
const [HR, SPO2, RR, TEMP, SBP, DBP, MAP] = (
	[
		"heart_rate",
		"spo2",
		"respiratory_rate",
		"temperature",
		"systolic_pressure",
		"diastolic_pressure",
		"mean_pressure",
	] as const
).map((key) => VITAL_KEYS.indexOf(key)) as [number, number, number, number, number, number, number];

/** How a vital varies in one who is well, in its unit: sd with a memory of half an hour, of a minute, and of none. */
interface Variation {
	readonly slow: number;
	readonly quick: number;
	readonly noise: number;
	/** Half the difference between late afternoon and before dawn. */
	readonly circadian: number;
	/** Change while asleep. */
	readonly asleep: number;
	/** Change at activity of strength 1. */
	readonly active: number;
}
const STILL: Variation = { slow: 0, quick: 0, noise: 0, circadian: 0, asleep: 0, active: 0 };
const VARIATIONS: Partial<Record<VitalKey, Variation>> = {
	// Monitors average over eight seconds or so: little is left from one reading to the next.
	heart_rate: { slow: 3, quick: 1.8, noise: 0.35, circadian: 2, asleep: -8, active: ACTIVE_RATE_RISE },
	spo2: { slow: 0.45, quick: 0.35, noise: 0.06, circadian: 0.1, asleep: -0.5, active: -1 },
	respiratory_rate: { slow: 0.7, quick: 0.6, noise: 0.4, circadian: 0.3, asleep: -1, active: 9 },
	temperature: { slow: 0.07, quick: 0.02, noise: 0.02, circadian: 0.25, asleep: -0.1, active: 0.1 },
	systolic_pressure: { slow: 5, quick: 2, noise: 1.5, circadian: 3, asleep: -11, active: 17 },
	diastolic_pressure: { slow: 1.5, quick: 1, noise: 1, circadian: 1, asleep: -6, active: 5 },
};
/** The rates, /min, and the pressure, mmHg, that their variation is given for. */
const USUAL_RATE = 74;
const USUAL_BREATHS = 16;
const USUAL_SYSTOLIC = 118;
/** An irregular rhythm jumps from reading to reading; its noise is this many times a regular one's. */
const IRREGULARITY = 9;
/** What a monitor's average leaves of the heart rate's swing with the breath. */
const AVERAGED_ARRHYTHMIA = 0.25;
const SLOW_MEMORY = 1800;
/** The slow wandering moves once in so many seconds. */
const SLOW_STEP = 10;
const QUICK_MEMORY = 60;
/** Heart and breath follow exertion with these lags, and take longer to come down. Seconds. */
const RISE_LAG = 40;
const FALL_LAG = 85;
const BREATH_RISE_LAG = 30;
const BREATH_FALL_LAG = 55;
/** Falling asleep and waking, seconds. */
const DOZING = 2400;
const PEAK_SECOND = 17 * 3600;
/** One apnoea and the breaths after it, seconds. */
const APNOEA_CYCLE = 70;
/** A cuff now and then measures the nurse's sleeve: share of its readings, and by how much, mmHg. */
const CUFF_WRONG = 0.015;
const BATTERY_PER_SECOND = 2.2 / 3600;
const BATTERY_SWAPPED = 4;

/**
 * The day's readings, one a second.
 *
 * @param day - from `planDay`
 * @param startTime - time of the first reading, milliseconds since the epoch
 * @returns a function that gives the reading of `second`, to be called with 0, 1, 2 ...; **the object is the same each time**,
 *   as 86,400 of them a patient-day would be most of a benchmark's running time
 */
export function streamDay(day: PatientDay, startTime: number): (second: number) => Reading {
	const vitals: VitalValues = noVitals();
	const reading = { timestamp: startTime, vitals, battery: 0 };
	const values = new Float64Array(COUNT);
	const body = createBody(day);
	const sensors = createSensors(day);
	const events = day.events.map((event) => ({ event, offsets: eventOffsets(event, day.patient) }));
	let battery = day.battery;

	return (second) => {
		body(second, values);
		for (const { event, offsets } of events) addEvent(event, offsets, second, values);
		values[MAP] = meanPressure(values[SBP] as number, values[DBP] as number);
		sensors(second, values);
		for (let v = 0; v <= MAP; v++) {
			const sign = VITAL_SIGNS[v] as (typeof VITAL_SIGNS)[number];
			const value = values[v] as number;
			const scale = sign.decimals === 0 ? 1 : 10;
			// NaN compares unequal to itself: not measured.
			vitals[sign.key] =
				value === value ? Math.round(Math.max(sign.sensorMin, Math.min(sign.sensorMax, value)) * scale) / scale : null;
		}
		battery = battery < BATTERY_SWAPPED ? 100 : battery - BATTERY_PER_SECOND;
		reading.timestamp = startTime + second * 1000;
		reading.battery = Math.round(battery);
		return reading;
	};
}

function addEvent(event: ScenarioEvent, offsets: Float64Array, second: number, values: Float64Array): void {
	const elapsed = second - event.onsetSeconds;
	if (elapsed < 0 || elapsed >= eventSeconds(event)) return;
	const strength = eventStrength(event, elapsed);
	for (let v = 0; v < DBP + 1; v++) values[v] = (values[v] as number) + strength * (offsets[v] as number);
}

/** The undisturbed patient: time of day, sleep, activity, apnoea, wandering. */
function createBody(day: PatientDay): (second: number, values: Float64Array) => void {
	const random = createRandom(`${day.seed}/body`);
	const baseline = VITAL_KEYS.map((key) => day.patient.vitals[key].baseline);
	const profiles = VITAL_KEYS.slice(0, DBP + 1).map((key) => VARIATIONS[key] ?? STILL);
	profiles[HR] = scaled(profiles[HR] as Variation, ((baseline[HR] as number) / USUAL_RATE) ** 2);
	profiles[RR] = scaled(profiles[RR] as Variation, (baseline[RR] as number) / USUAL_BREATHS);
	for (const v of [SBP, DBP]) {
		profiles[v] = scaled(profiles[v] as Variation, Math.min(1, ((baseline[SBP] as number) / USUAL_SYSTOLIC) ** 2));
	}
	const noise = profiles.map((profile) => profile.noise);
	if (day.type === "atrial_fibrillation") noise[HR] = IRREGULARITY * (noise[HR] as number);
	const slow = profiles.map((profile) => profile.slow * random.normal());
	const quick = profiles.map((profile) => profile.quick * random.normal());
	const slowKeep = 1 - SLOW_STEP / SLOW_MEMORY;
	const slowKick = Math.sqrt(1 - slowKeep * slowKeep);
	const quickKeep = 1 - 1 / QUICK_MEMORY;
	const quickKick = Math.sqrt(1 - quickKeep * quickKeep);
	const activities = cursor(day.spans, ["walk", "exertion", "posture"]);
	const apnoeas = cursor(day.spans, ["apnoea"]);
	let heartLevel = 0;
	let breathLevel = 0;
	let breath = random.uniform();

	return (second, values) => {
		const daytime = sineOfTurns((day.startSecond + second - PEAK_SECOND) / SECONDS_PER_DAY + 0.25);
		const asleep = sleepDepth(day.sleeps, second);
		const target = activities(second)?.size ?? 0;
		heartLevel += (target - heartLevel) / (target > heartLevel ? RISE_LAG : FALL_LAG);
		breathLevel += (target - breathLevel) / (target > breathLevel ? BREATH_RISE_LAG : BREATH_FALL_LAG);
		const slowMoves = second % SLOW_STEP === 0;
		for (let v = 0; v <= DBP; v++) {
			const profile = profiles[v] as Variation;
			if (slowMoves) slow[v] = slowKeep * (slow[v] as number) + slowKick * profile.slow * random.normal();
			quick[v] = quickKeep * (quick[v] as number) + quickKick * profile.quick * random.normal();
			values[v] =
				(baseline[v] as number) +
				profile.circadian * daytime +
				profile.asleep * asleep +
				profile.active * (v === RR ? breathLevel : heartLevel) +
				(slow[v] as number) +
				(quick[v] as number) +
				(noise[v] as number) * random.normal();
		}
		// Diastole follows systole.
		values[DBP] = (values[DBP] as number) + 0.4 * ((values[SBP] as number) - (baseline[SBP] as number));
		breath += (values[RR] as number) / 60;
		breath -= Math.floor(breath);
		values[HR] = (values[HR] as number) + AVERAGED_ARRHYTHMIA * day.patient.sinusArrhythmia * sineOfTurns(breath);
		const apnoea = apnoeas(second);
		if (apnoea !== null) breatheUnevenly(apnoea, second, values);
	};
}

/**
 * A slow heart and a child's pressure wander and sleep less, so that nobody who is well falls through an absolute limit at
 * night; exertion adds the same to all.
 */
function scaled(variation: Variation, factor: number): Variation {
	const { slow, quick, noise, circadian, asleep, active } = variation;
	return {
		slow: factor * slow,
		quick: factor * quick,
		noise: factor * noise,
		circadian: factor * circadian,
		asleep: factor * asleep,
		active,
	};
}

/** 0 awake to 1 asleep. */
function sleepDepth(sleeps: PatientDay["sleeps"], second: number): number {
	let depth = 0;
	for (const [from, until] of sleeps) {
		if (second < from || second > until + DOZING) continue;
		depth = Math.max(depth, smoothStep((second - from) / DOZING) - smoothStep((second - until) / DOZING));
	}
	return depth;
}

/** No breath for a third of the cycle; saturation dips a quarter of a cycle later, and the heart slows, then runs. */
function breatheUnevenly(span: DaySpan, second: number, values: Float64Array): void {
	const phase = ((second - span.start) % APNOEA_CYCLE) / APNOEA_CYCLE;
	const held = Math.max(0, sineOfTurns(phase));
	const dip = Math.max(0, sineOfTurns(phase - 0.3));
	values[RR] = (values[RR] as number) - 3 * held;
	values[SPO2] = (values[SPO2] as number) - span.size * dip;
	values[HR] = (values[HR] as number) - 5 * held + 8 * dip;
}

/** What the sensors make of the patient; `NaN` where they measure nothing. */
function createSensors(day: PatientDay): (second: number, values: Float64Array) => void {
	const random = createRandom(`${day.seed}/sensors`);
	const at = new Map<SpanKind, (second: number) => DaySpan | null>();
	for (const { kind } of day.spans) if (!at.has(kind)) at.set(kind, cursor(day.spans, [kind]));
	const spoilers = [...at.entries()].filter(([kind]) => kind in SPOILERS);

	return (second, values) => {
		const { pressure } = day;
		if (pressure.kind === "cuff") {
			if (second % pressure.everySeconds !== 0) values[SBP] = values[DBP] = Number.NaN;
			else if (random.chance(CUFF_WRONG)) {
				const off = random.between(15, 35) * (random.chance(0.5) ? 1 : -1);
				values[SBP] = (values[SBP] as number) + off;
				values[DBP] = (values[DBP] as number) + off / 2;
			}
			values[MAP] = Number.NaN;
		}
		for (const [kind, find] of spoilers) {
			const span = find(second);
			if (span !== null) SPOILERS[kind]?.(span, second, values, random);
		}
	};
}

type Spoiler = (span: DaySpan, second: number, values: Float64Array, random: Random) => void;

/** A probe that slips reads low before it reads nothing: seconds, in one of three cases. */
const SLIPPING = 12;
const SLIPS = 1 / 3;

/** The first second of a `*_off` span in which nothing is measured. */
export function absentFrom(span: DaySpan): number {
	return span.kind === "probe_off" && span.size < SLIPS ? span.start + SLIPPING : span.start;
}

const SPOILERS: Partial<Record<SpanKind, Spoiler>> = {
	motion: (span, _second, values, random) => {
		const swing = random.uniform();
		values[SPO2] = random.chance(0.2) ? Number.NaN : (values[SPO2] as number) - span.size * swing;
		values[HR] = (values[HR] as number) + 30 * (random.uniform() - 0.25) * swing;
	},
	// A T wave counted as a beat, a beat overlooked, or muscle.
	heart_artefact: (span, _second, values, random) => {
		values[HR] = (values[HR] as number) * (1 + span.size * random.between(0.6, 1));
	},
	breath_artefact: (span, _second, values, random) => {
		values[RR] = (values[RR] as number) * (1 + span.size * random.between(0.7, 1));
	},
	probe_off: (span, second, values, random) => {
		values[SPO2] = second < absentFrom(span) ? (values[SPO2] as number) - random.between(4, 14) : Number.NaN;
	},
	ecg_off: (_span, _second, values) => {
		values[HR] = Number.NaN;
		values[RR] = Number.NaN;
	},
	temperature_off: (_span, _second, values) => {
		values[TEMP] = Number.NaN;
	},
	all_off: (_span, _second, values) => {
		values.fill(Number.NaN);
	},
	// The cuff stops the blood on its way to the finger.
	cuff_on_probe_arm: (span, _second, values, random) => {
		values[SPO2] = span.size < 0.5 ? Number.NaN : (values[SPO2] as number) - random.between(2, 7);
	},
};

/** The span of these kinds that a second lies in; asked in order of time. Of two at once, the earlier. */
function cursor(spans: readonly DaySpan[], kinds: readonly SpanKind[]): (second: number) => DaySpan | null {
	const own = spans.filter((span) => kinds.includes(span.kind));
	let next = 0;
	return (second) => {
		while (next < own.length && (own[next] as DaySpan).end <= second) next++;
		const span = own[next];
		return span !== undefined && span.start <= second ? span : null;
	};
}
