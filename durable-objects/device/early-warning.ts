/** NEWS2 of a device's readings: from the vitals, what was observed at the bed, and the patient's context, at the time of reading. */
import { type CurrentObservations, news2, news2Trend } from "../../detection/news2.ts";
import type { LiveNews2, LiveReading } from "../../vitals/live.ts";
import {
	OBSERVATION_CURRENT_MS,
	type News2,
	type News2Parameter,
	type News2Summary,
	type News2Trend,
	type Observations,
} from "../../vitals/news2.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../../vitals/patient-context.ts";
import { READING_FLAGS, type StoredReading, type VitalValues } from "../../vitals/reading.ts";
import type { Journal } from "./journal.ts";
import { assignmentAt, inForce, shownOn, type DeviceProfile } from "./profile.ts";
import { isOf } from "./whose.ts";

/** Readings looked through for a chart, at most: what one may ask for, and the object keeps about that many. */
const CHART_READINGS = 1000;
/** The trend compares with what was up to so long ago, milliseconds of the device's clock. */
const TREND_WITHIN = 3600_000;
/** Scores nearer than this to one another say nothing about a trend, milliseconds. */
const TREND_STEP = 60_000;
/** Readings looked back at, at most: an hour at 1 Hz. */
const TREND_READINGS = 3600;
/** The way an hour went does not change by the second: it is worked out this often, milliseconds of wall time. */
const TREND_EVERY_MS = 30_000;

/** What of an observation counts by itself: a round may have seen only one. */
type ObservedKind = "consciousness" | "oxygen" | "temperature" | "systolic";

/** What was observed and still counts at `time`: the newest of each kind that was not entered in error. */
export function observedAt(
	observations: readonly Observations[],
	time: number,
): Readonly<Record<ObservedKind, Observations | null>> {
	const current = observations
		.filter((seen) => seen.error === undefined && seen.time <= time && time - seen.time < OBSERVATION_CURRENT_MS)
		// Of two of the same time the one entered last.
		.toSorted((a, b) => b.time - a.time || (b.recordedAt ?? 0) - (a.recordedAt ?? 0));
	const newest = (kind: ObservedKind) => current.find((seen) => seen[kind] !== undefined) ?? null;
	return {
		consciousness: newest("consciousness"),
		oxygen: newest("oxygen"),
		temperature: newest("temperature"),
		systolic: newest("systolic"),
	};
}

/**
 * NEWS2 at one reading, with what was known of the patient assigned at its time.
 *
 * @returns null for a reading that names another patient: whose score would it be?
 */
export function news2At(profile: DeviceProfile, reading: StoredReading): News2 | null {
	if ((reading.flags & READING_FLAGS.patient_mismatch) !== 0) return null;
	const assignment = assignmentAt(profile, reading.timestamp);
	if (assignment === null) return news2(reading.vitals, {}, inForce(profile, DEFAULT_CONTEXT));
	const context = inForce(profile, assignment.context);
	return scoreAt(reading.timestamp, reading.vitals, assignment.observations, context);
}

/** NEWS2 of a moment, with what was observed and still counted then. */
export function scoreAt(
	time: number,
	vitals: VitalValues,
	observations: readonly Observations[],
	context: PatientContext,
): News2 {
	const { consciousness, oxygen, temperature, systolic } = observedAt(observations, time);
	const times = {
		consciousness: consciousness?.time,
		oxygen: oxygen?.time,
		temperature: temperature?.time,
		systolic_pressure: systolic?.time,
	};
	const known: CurrentObservations = {
		...(consciousness?.consciousness === undefined ? {} : { consciousness: consciousness.consciousness }),
		...(oxygen?.oxygen === undefined ? {} : { oxygen: oxygen.oxygen }),
		...(temperature?.temperature === undefined ? {} : { temperature: temperature.temperature }),
		...(systolic?.systolic === undefined ? {} : { systolic: systolic.systolic }),
		times: Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined)) as Partial<
			Record<News2Parameter, number>
		>,
	};
	return news2(vitals, known, context);
}

/** A reading as people are shown it. */
export interface ChartEntry {
	readonly reading: StoredReading;
	/** `null` where the reading names another patient. */
	readonly news2: News2Summary | null;
}

/**
 * The newest readings that may be shown, each with the score of its moment.
 *
 * @param recent - the device's newest readings, newest first, whoever wore it
 */
export function chartOf(
	profile: DeviceProfile,
	recent: (limit: number) => readonly StoredReading[],
	limit: number,
): ChartEntry[] {
	const isShown = isOf(shownOn(profile));
	const newest = recent(limit).filter(isShown);
	// Late ones of the patient before may have come between.
	const readings = newest.length === limit ? newest : recent(CHART_READINGS).filter(isShown).slice(0, limit);
	return readings.map((reading) => {
		const score = news2At(profile, reading);
		return { reading, news2: score === null ? null : summaryOf(score) };
	});
}

/** The score without its parts. */
function summaryOf({ score, partial, known, of, band, applicable }: News2): News2Summary {
	return { score, partial, known, of, band, applicable };
}

/** What the intake has of the newest reading. */
interface Newest {
	readonly latest: StoredReading | null;
	readonly latestCommitted: boolean;
	/** `confidence`: how much of the baseline is the patient's own, 0 to 1. */
	readonly detector: { readonly confidence: number } | null;
}

/** NEWS2 of the newest reading, with the way it went. */
export class EarlyWarning {
	readonly #journal: Journal;
	#trend: { readonly patient: string | null; readonly until: number; readonly value: News2Trend | null } | null = null;

	constructor(journal: Journal) {
		this.#journal = journal;
	}

	/**
	 * The newest reading as viewers get it; null where there is none that the device's address shows.
	 *
	 * @param now - wall time, milliseconds since the epoch
	 */
	liveReading(profile: DeviceProfile | null, intake: Newest, now: number): LiveReading | null {
		const { latest, latestCommitted } = intake;
		if (latest === null || profile === null || !isOf(shownOn(profile))(latest)) return null;
		const { timestamp, receivedAt, vitals, battery, score, risk } = latest;
		const shown = { deviceId: profile.deviceId, timestamp, receivedAt, vitals, battery, score, risk };
		const confidence = intake.detector?.confidence ?? 0;
		return { ...shown, news2: this.#live(profile, latest, now), confidence, committed: latestCommitted };
	}

	#live(profile: DeviceProfile, reading: StoredReading, now: number): LiveNews2 | null {
		const score = news2At(profile, reading);
		if (score === null) return null;
		return { ...summaryOf(score), trend: score.score === null ? null : this.#trendOf(profile, reading, now) };
	}

	/** Somebody said something: what was worked out before may be wrong now. */
	forget(): void {
		this.#trend = null;
	}

	#trendOf(profile: DeviceProfile, newest: StoredReading, now: number): News2Trend | null {
		if (this.#trend === null || this.#trend.patient !== newest.patient || this.#trend.until <= now) {
			const value = this.#workOut(profile, newest);
			this.#trend = { patient: newest.patient, until: now + TREND_EVERY_MS, value };
		}
		return this.#trend.value;
	}

	#workOut(profile: DeviceProfile, newest: StoredReading): News2Trend | null {
		const readings = this.#journal
			.readings(newest.seq - TREND_READINGS, newest.seq)
			.filter(({ timestamp, patient }) => patient === newest.patient && timestamp >= newest.timestamp - TREND_WITHIN)
			.sort((a, b) => b.timestamp - a.timestamp);
		const scores: { time: number; score: number | null }[] = [];
		for (const reading of readings) {
			const last = scores.at(-1);
			if (last !== undefined && last.time - reading.timestamp < TREND_STEP) continue;
			scores.push({ time: reading.timestamp, score: news2At(profile, reading)?.score ?? null });
		}
		return news2Trend(scores.reverse(), TREND_WITHIN);
	}
}
