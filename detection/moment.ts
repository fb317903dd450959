/** What the detector knows of one reading before it decides; made once and renewed in place. */
import type { RiskLevel } from "../vitals/reading.ts";
import { FEATURE_COUNT, SPO2, VITAL_COUNT } from "./features.ts";
import { PRESSURES, RATES } from "./safety-net.ts";

export interface Moment {
	/** Milliseconds since the epoch, and since the last reading (capped: dropped readings prove nothing). */
	time: number;
	elapsed: number;
	/** Milliseconds between readings, Infinity while unknown. */
	cadence: number;
	/** Raw hundredths; the heart rate is missing where the ECG is not believed. */
	readonly raw: Uint16Array;
	/** Clean hundredths, and raw ones where beyond the safety net. */
	readonly values: Uint16Array;
	/** Bits of the vitals measured now (the pulse included). */
	measured: number;
	/** The device measured a heart rate of 0. */
	zero: boolean;
	/** A heart rate of 0 that an independent pulse contradicts. */
	ecgFault: boolean;
	/** Bits of the vitals beyond the safety net. */
	beyond: number;
	/** Of these, the bits of the vitals beyond the outer bounds, which nothing that people set moves. */
	beyondOuter: number;
	/** `null` where nothing could be scored. */
	score: number | null;
	/** Score less the patient's own quantile, in margins: above 1 is unusual. */
	excess: number;
	/** Departures in deadbands, and the bits of those beyond one and beyond a narrower one. */
	readonly departs: Float64Array;
	out: number;
	near: number;
	/** Bits of the vitals at least two deadbands off. */
	marked: number;
	/** Bits of the vitals that came at a step. */
	stepped: number;
	/** Bits of the vitals that got there within minutes, faster than sleep brings them. */
	acute: number;
	/** Bits of the vitals whose last values contradict each other, as they do while a sensor is shaken. */
	unsteady: number;
	/** Bits of the vitals that are measured now and then, and of those measured in this very reading. */
	occasional: number;
	fresh: number;
	/** Heart and breath have risen together as they do in exertion, and neither saturation nor pressure has fallen. */
	active: boolean;
	/** What the reading alone deserves. */
	risk: RiskLevel;
}

export function newMoment(): Moment {
	return {
		time: 0,
		elapsed: 0,
		cadence: Infinity,
		raw: new Uint16Array(VITAL_COUNT),
		values: new Uint16Array(FEATURE_COUNT),
		measured: 0,
		zero: false,
		ecgFault: false,
		beyond: 0,
		beyondOuter: 0,
		score: null,
		excess: -1,
		departs: new Float64Array(FEATURE_COUNT),
		out: 0,
		near: 0,
		marked: 0,
		stepped: 0,
		acute: 0,
		unsteady: 0,
		occasional: 0,
		fresh: 0,
		active: false,
		risk: "LOW",
	};
}

/** Margins above the quantile that are HIGH without a breach of the safety net (our choice). */
const GRAVE_MARGINS = 2.5;
/** Margins that end a departure: fewer, so that a score at the edge does not chatter. */
const CALM_MARGINS = 0.5;

/**
 * A vital is outside the patient's deadband, and the forest finds the reading unusual. A vital two deadbands off needs
 * no forest: among eight vitals, one alone hardly moves the score.
 */
export function isUnusual(moment: Moment): boolean {
	return moment.score !== null && moment.out !== 0 && (moment.excess > 1 || moment.marked !== 0);
}

/** Neither beyond the net nor near to unusual. */
export function isCalm(moment: Moment): boolean {
	return moment.beyond === 0 && !(moment.near !== 0 && (moment.excess > CALM_MARGINS || moment.marked !== 0));
}

/** Two deadbands of saturation, or 1.5 of two organs at once (our choice): worth HIGH without a breach of the net. @param known - bits of the vitals whose median is the patient's own: only those count */
export function isGrave(moment: Moment, known: number): boolean {
	if (!isUnusual(moment) || moment.excess <= GRAVE_MARGINS) return false;
	if ((known & (1 << SPO2)) !== 0 && (moment.departs[SPO2] as number) <= -2) return true;
	let organs = 0;
	let counted = 0;
	for (let f = 0; f < FEATURE_COUNT; f++) {
		if ((known & (1 << f)) === 0 || Math.abs(moment.departs[f] as number) < 1.5 || (counted & (1 << f)) !== 0) continue;
		organs++;
		// Three pressures are one organ; so are heart and breath in exertion.
		if ((PRESSURES & (1 << f)) !== 0) counted |= PRESSURES;
		if (moment.active && (RATES & (1 << f)) !== 0) counted |= RATES;
	}
	return organs >= 2;
}
