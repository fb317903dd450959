/** One patient-day through every detector: small enough to travel between threads. */
import { benchmarkDay, startOf, targetsOf, type SetName } from "./benchmark.ts";
import { DETECTOR_NAMES, DETECTORS, type Bedside, type DetectorName } from "./detectors.ts";
import { match, type Alert, type TargetEvent } from "./matching.ts";
import type { OurAlert, OurBedside } from "./ours.ts";
import { falseAlerts, lossesToTell, missedEvents, type FalseAlert, type MissedEvent } from "./truth.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import { SECONDS_PER_DAY, type PatientDay } from "../scenarios/patient-day.ts";
import { streamDay } from "../scenarios/patient-day-stream.ts";

/** What one detector did on one day. */
export interface DetectorDay {
	readonly falseAnnouncements: number;
	readonly falseSeconds: number;
	/** For each event the seconds from onset to the hit, `null` for a miss. */
	readonly delays: readonly (number | null)[];
	/** Event-free windows as long as the acute and the slow one, and those of them in which an alert opened: hits by chance. */
	readonly chance: { readonly acute: Chance; readonly slow: Chance };
}
interface Chance {
	readonly windows: number;
	readonly opened: number;
}

/** One point of the curve on one day. */
export interface CurveDay {
	readonly falseAnnouncements: number;
	readonly hits: readonly boolean[];
}

export interface DayResult {
	readonly index: number;
	readonly type: string;
	readonly kinds: readonly string[];
	/** `null` where the detector is not meant for such a patient. */
	readonly detectors: Readonly<Record<DetectorName, DetectorDay | null>>;
	/** In the order of `CURVE`. */
	readonly curve: readonly CurveDay[];
	readonly falseAlerts: readonly FalseAlert[];
	readonly missed: readonly MissedEvent[];
	readonly technical: number;
	readonly losses: Losses;
}

/** Losses of a sensor that had to be told. */
export interface Losses {
	readonly count: number;
	/** Those whose notice was open within 120 s, and of these the ones that went on in a record people knew. */
	readonly told: number;
	readonly joined: number;
	/** Seconds without the sensor. */
	readonly seconds: number;
	/** False physiological alerts that opened meanwhile, and of these the ones led by a vital of the lost sensor. */
	readonly physiological: number;
	readonly about: number;
}

/** What an announcement, or an alert, must be to count at one point of the curve. */
export interface CurveFilter {
	readonly name: string;
	readonly leastScore?: number;
	/** Only announcements of HIGH risk. */
	readonly highOnly?: boolean;
	/** The alert is told only when it is still open so many seconds after its opening, and then. */
	readonly heldSeconds?: number;
}

/**
 * The detector has no setting for its sensitivity, so the curve is made of its own alerts by leaving some out: it can show what a
 * stricter detector would do, never what a looser one would.
 */
export const CURVE: readonly CurveFilter[] = [
	{ name: "all" },
	...[60, 150, 180, 240, 300, 420].map((heldSeconds) => ({ name: `held ${heldSeconds} s`, heldSeconds })),
	...[0.44, 0.46, 0.48, 0.5, 0.52, 0.55].map((leastScore) => ({ name: `score ${leastScore.toFixed(2)}`, leastScore })),
	{ name: "HIGH", highOnly: true },
	{ name: "HIGH, held 180 s", highOnly: true, heldSeconds: 180 },
];

const ACUTE_WINDOW = 600_000;
const SLOW_WINDOW = 5 * 3_600_000;
/** A loss is told in time when it is within 120 s and the reading that completes them. */
const TOLD_WITHIN = 121_000;
const AFTER_LOSS = 60_000;

/** Runs one day. @param index - of the day in its set, from 0 */
export function evaluateDay(set: SetName, index: number): DayResult {
	const day = benchmarkDay(set, index);
	const start = startOf(day);
	const end = start + SECONDS_PER_DAY * 1000;
	const admission = { type: day.type, seed: seedOf(set, index) };
	const beds = new Map<DetectorName, Bedside | null>(DETECTOR_NAMES.map((name) => [name, DETECTORS[name](admission)]));
	const next = streamDay(day, start);
	const watching = [...beds.values()].filter((bed) => bed !== null);
	for (let second = 0; second < SECONDS_PER_DAY; second++) {
		const reading = next(second);
		for (const bed of watching) bed.push(reading);
	}

	const targets = targetsOf(day);
	const detectors = Object.fromEntries(
		[...beds].map(([name, bed]) => [name, bed === null ? null : summarise(bed.finish(end), targets, start, end)]),
	) as Record<DetectorName, DetectorDay | null>;
	const ours = beds.get("ours") as OurBedside;
	const alerts = ours.finish(end);
	const matched = match(alerts, targets);
	return {
		index,
		type: day.type,
		kinds: targets.map((target) => target.kind),
		detectors,
		curve: CURVE.map((filter) => curvePoint(alerts, filter, targets)),
		falseAlerts: falseAlerts(day, index, matched),
		missed: missedEvents(day, index, matched),
		technical: ours.technical().reduce((sum, alert) => sum + (alert.announced ? 1 : 0) + alert.again.length, 0),
		losses: tellLosses(day, start, ours, matched.unmatched),
	};
}

/** Device seeds are unrelated to the patients': uint32. */
function seedOf(set: SetName, index: number): number {
	return Math.imul(index + 1, 0x9e3779b1) ^ (set === "tuning" ? 0x5bd1e995 : 0);
}

function summarise(alerts: readonly Alert[], targets: readonly TargetEvent[], start: number, end: number): DetectorDay {
	const matched = match(alerts, targets);
	return {
		falseAnnouncements: matched.falseAnnouncements,
		falseSeconds: matched.falseTime / 1000,
		delays: targets.map((target, at) => {
			const hit = matched.hits[at];
			return hit === null || hit === undefined ? null : (hit.opened - target.onset) / 1000;
		}),
		chance: {
			acute: chanceOf(alerts, targets, start, end, ACUTE_WINDOW),
			slow: chanceOf(alerts, targets, start, end, SLOW_WINDOW),
		},
	};
}

function chanceOf(
	alerts: readonly Alert[],
	targets: readonly TargetEvent[],
	start: number,
	end: number,
	length: number,
): Chance {
	let windows = 0;
	let opened = 0;
	for (let from = start; from + length <= end; from += length) {
		const until = from + length;
		if (targets.some((target) => target.onset < until && target.end > from)) continue;
		windows++;
		if (alerts.some((alert) => alert.opened >= from && alert.opened < until)) opened++;
	}
	return { windows, opened };
}

/** The alerts that would remain after the filter. */
function curvePoint(alerts: readonly OurAlert[], filter: CurveFilter, targets: readonly TargetEvent[]): CurveDay {
	const { leastScore = 0, highOnly = false, heldSeconds = 0 } = filter;
	const remaining = alerts.flatMap((alert): Alert[] => {
		const times = alert.announcements
			.filter(({ risk, score }) => score >= leastScore && (!highOnly || risk === "HIGH"))
			.map(({ at }) => at);
		const first = times[0];
		if (first === undefined || alert.closed - first < heldSeconds * 1000) return [];
		const opened = first + heldSeconds * 1000;
		return [{ opened, closed: alert.closed, again: times.filter((at) => at > opened) }];
	});
	const matched = match(remaining, targets);
	return { falseAnnouncements: matched.falseAnnouncements, hits: matched.hits.map((hit) => hit !== null) };
}

function tellLosses(day: PatientDay, start: number, ours: OurBedside, unmatched: readonly OurAlert[]): Losses {
	const totals = { count: 0, told: 0, joined: 0, seconds: 0, physiological: 0, about: 0 };
	const notices = ours.technical().filter(({ rule }) => rule !== "battery");
	for (const { from, until, vitals } of lossesToTell(day)) {
		const lost = start + from * 1000;
		const back = start + until * 1000;
		const inTime = (at: number): boolean => at >= lost && at <= lost + TOLD_WITHIN;
		const announced = notices.some((alert) => (alert.announced && inTime(alert.opened)) || alert.again.some(inTime));
		const joined = !announced && notices.some((alert) => inTime(alert.opened));
		const meanwhile = unmatched.filter((alert) => alert.opened >= lost && alert.opened < back + AFTER_LOSS);
		totals.count++;
		totals.told += announced || joined ? 1 : 0;
		totals.joined += joined ? 1 : 0;
		totals.seconds += until - from;
		totals.physiological += meanwhile.length;
		totals.about += meanwhile.filter((alert) => isAbout(alert, vitals)).length;
	}
	return totals;
}

function isAbout({ announcements }: OurAlert, vitals: readonly VitalKey[]): boolean {
	const leading = announcements[0]?.leading ?? null;
	return leading !== null && vitals.includes(leading);
}
