/** The one physiological episode a patient can have open: opened, escalated, closed, and opened again in the same record. */
import type { RiskLevel } from "../vitals/reading.ts";
import {
	type EpisodeTransition,
	isHigher,
	type OpenEpisode,
	readEpisode,
	transitionOf,
	writeEpisode,
} from "./episode.ts";
import type { Attribution } from "./explanation.ts";
import { HEART_RATE, PULSE_RATE, VITAL_COUNT } from "./features.ts";
import { isCalm, type Moment } from "./moment.ts";
import { type Onsets, RARE_CADENCE } from "./onsets.ts";
import { PRESSURES, RATES } from "./safety-net.ts";
import { SIGNAL_LOST } from "./sentence.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** Calm values for this long close an episode, milliseconds. */
const CALM = 120_000;
/** What opens within this of the close joins the record, milliseconds. */
export const MERGED = 10 * 60_000;
/** On a chart that is filled in by the hour: within so many readings. */
const MERGED_READINGS = 4;
/** A vital that leads an episode is lost when it has not been measured for this long, or three of its own intervals. */
const LOST = 30_000;
const LOST_INTERVALS = 3;

export interface Explanation {
	/** Position in the catalogue of the vital that leads. */
	readonly leading: number;
	readonly attributions: readonly Attribution[];
	readonly sentence: string;
}

/** Why an episode is announced; `vitals` are the bits it is about. */
export interface Cause {
	readonly rule: "forest" | "safety-net" | "drift";
	readonly risk: RiskLevel;
	readonly vitals: number;
	/** Of these, the bits of the vitals beyond the outer bounds. */
	readonly outer: number;
	readonly asystole: boolean;
}

/** What else the device knows at this reading. */
export interface Surroundings {
	/** The slow path: bits of the vitals whose departure is confirmed, and whether it finds nothing. */
	readonly drift: { readonly ready: number; readonly calm: boolean };
	/** Milliseconds since a vital was measured, and its own cadence. */
	readonly lostFor: (index: number) => { since: number; every: number };
	readonly explain: (cause: Cause) => Explanation;
}

export class EpisodeTracker {
	episode: OpenEpisode | null = null;
	/** Vitals that departed while the episode was open: all must be measured and calm before it closes. */
	involved = 0;
	/** Time since which all has been calm, -1 while it is not. */
	private calmSince = -1;
	/** Vitals whose breach of the net has been announced in this episode, and when each was last beyond. */
	private announced = 0;
	private readonly lastBeyond = new Float64Array(VITAL_COUNT).fill(-1);
	/** The same of the outer bounds: who acknowledged a breach of the net, or keeps it quiet, does not know of that. */
	private announcedOuter = 0;
	private readonly lastOuter = new Float64Array(VITAL_COUNT).fill(-1);
	private signalLost = false;
	/** Vitals whose present departure somebody was told of, or which came with one that was told. */
	private told = 0;
	/** Somebody has acknowledged: the next onset is news. */
	private acknowledged = false;
	/** The record that closed last, and when; -1 for none. */
	private last: OpenEpisode | null = null;
	private closedAt = -1;

	/** Somebody has seen what there was: any onset from now on is announced, also where the record is merged. */
	acknowledge(): void {
		this.acknowledged = true;
	}

	/** True where an episode is open, or a vital was outside its net at `since` or later. */
	troubledSince(since: number): boolean {
		if (this.episode !== null) return true;
		for (const time of this.lastBeyond) if (time >= 0 && time >= since) return true;
		return false;
	}

	/** One reading. @returns the change there was, at most one */
	step(moment: Moment, onsets: Onsets, around: Surroundings): EpisodeTransition | null {
		const cause = causeOf(onsets, around.drift.ready);
		for (let index = 0; index < VITAL_COUNT; index++) {
			if ((moment.beyond & (1 << index)) !== 0) this.lastBeyond[index] = moment.time;
			else if (moment.time - (this.lastBeyond[index] as number) >= CALM) this.announced &= ~(1 << index);
			if ((moment.beyondOuter & (1 << index)) !== 0) this.lastOuter[index] = moment.time;
			else if (moment.time - (this.lastOuter[index] as number) >= CALM) this.announcedOuter &= ~(1 << index);
		}
		this.told &= onsets.runningMask | around.drift.ready;
		const { episode } = this;
		if (episode === null) return cause === null ? null : this.open(moment, cause, around.explain);
		if (moment.score !== null) episode.peakScore = Math.max(episode.peakScore, moment.score);
		const escalated = cause === null ? null : this.escalate(episode, moment, cause, around.explain);
		if (escalated !== null) return escalated;
		return this.settle(episode, moment, around.drift.calm) ?? this.markLost(episode, moment, around);
	}

	private open(moment: Moment, cause: Cause, explain: (cause: Cause) => Explanation): EpisodeTransition {
		const { leading, attributions, sentence } = explain(cause);
		const { last } = this;
		const within = moment.cadence > RARE_CADENCE ? Math.max(MERGED, MERGED_READINGS * moment.cadence) : MERGED;
		const merges = last !== null && moment.time - this.closedAt <= within;
		const news =
			!merges ||
			this.acknowledged ||
			cause.rule === "safety-net" ||
			leading !== last.leading ||
			isHigher(cause.risk, last.risk);
		const episode: OpenEpisode = {
			channel: "physiological",
			rule: merges ? last.rule : cause.rule,
			risk: merges && isHigher(last.risk, cause.risk) ? last.risk : cause.risk,
			peakScore: Math.max(moment.score ?? 0, merges ? last.peakScore : 0),
			leading,
			attributions,
			sentence,
			onset: moment.raw.slice(),
		};
		this.episode = episode;
		this.last = null;
		this.involved = cause.vitals;
		this.announced = 0;
		this.announcedOuter = 0;
		if (news) this.acknowledged = false;
		this.tell(cause);
		return transitionOf(episode, merges ? "reopened" : "opened", moment.time, news);
	}

	private tell(cause: Cause): void {
		this.told |= cause.vitals;
		if (cause.rule === "safety-net") this.announced |= cause.vitals;
		this.announcedOuter |= cause.outer;
		this.calmSince = -1;
		this.signalLost = false;
	}

	/**
	 * Announced again: a step up in risk, a breach of the net that was not yet announced, one of the outer bounds or any onset
	 * after an acknowledgement, an onset in another organ.
	 */
	private escalate(
		episode: OpenEpisode,
		moment: Moment,
		cause: Cause,
		explain: (cause: Cause) => Explanation,
	): EpisodeTransition | null {
		const onset = cause.vitals & ~this.told;
		const elsewhere = onset & ~sameOrgans(this.involved);
		this.involved |= cause.vitals;
		this.told |= cause.vitals;
		// What nobody has acknowledged is told already, however far it goes; who has must hear that it went beyond what may be.
		const deeper = this.acknowledged ? cause.outer & ~this.announcedOuter : 0;
		const breach = cause.rule === "safety-net" ? (cause.vitals & ~this.announced) | deeper : 0;
		this.announcedOuter |= cause.outer;
		const higher = isHigher(cause.risk, episode.risk);
		const fresh = breach !== 0 ? breach : elsewhere !== 0 ? elsewhere : this.acknowledged ? onset : 0;
		if (fresh === 0 && !higher) return null;
		const { leading, attributions, sentence } = explain(fresh === 0 ? cause : { ...cause, vitals: fresh });
		if (higher) episode.risk = cause.risk;
		episode.leading = leading;
		episode.attributions = attributions;
		episode.sentence = sentence;
		this.acknowledged = false;
		this.tell(cause);
		return transitionOf(episode, "escalated", moment.time);
	}

	/** Closes what has been calm for long enough. */
	private settle(episode: OpenEpisode, moment: Moment, driftCalm: boolean): EpisodeTransition | null {
		const missing = this.involved & ~moment.measured;
		if (missing !== 0 || !isCalm(moment) || (episode.rule === "drift" && !driftCalm)) {
			this.calmSince = -1;
			return null;
		}
		if (this.calmSince < 0) this.calmSince = moment.time;
		// On a chart that is filled in by the hour one calm row is two minutes of calm, and more.
		const due = moment.cadence > RARE_CADENCE || moment.time - this.calmSince >= CALM;
		return due ? this.close(moment.time) : null;
	}

	/** Closes what is open: all is calm, or a clinician says so. */
	close(time: number): EpisodeTransition | null {
		const { episode } = this;
		if (episode === null) return null;
		this.episode = null;
		this.last = episode;
		this.closedAt = time;
		this.involved = 0;
		this.calmSince = -1;
		return transitionOf(episode, "closed", time);
	}

	/** Says once that the vital an open episode is about is no longer measured: the episode stays open. */
	private markLost(episode: OpenEpisode, moment: Moment, { lostFor }: Surroundings): EpisodeTransition | null {
		if (this.signalLost || episode.leading < 0 || (moment.measured & (1 << episode.leading)) !== 0) return null;
		const { since, every } = lostFor(episode.leading);
		if (since < Math.max(LOST, LOST_INTERVALS * (every === Infinity ? 0 : every))) return null;
		this.signalLost = true;
		episode.sentence += SIGNAL_LOST;
		return transitionOf(episode, "escalated", moment.time);
	}

	/** After a silence: calm has to be shown anew. */
	interrupt(): void {
		this.calmSince = -1;
	}

	write(writer: StateWriter): void {
		writeEpisode(writer, this.episode);
		writer.uint16(this.involved);
		writer.float64(this.calmSince);
		writer.uint16(this.announced);
		writer.float64s(this.lastBeyond);
		writer.uint8(this.signalLost ? 1 : 0);
		writer.uint16(this.told);
		writer.uint8(this.acknowledged ? 1 : 0);
		writer.uint16(this.announcedOuter);
		writer.float64s(this.lastOuter);
		writer.float64(this.closedAt);
		// What is told of a reopening is new; only what it is compared with has to be kept.
		writeEpisode(writer, this.last === null ? null : { ...this.last, attributions: [], sentence: "" });
	}

	read(reader: StateReader): void {
		this.episode = readEpisode(reader);
		this.involved = reader.uint16();
		this.calmSince = reader.float64();
		this.announced = reader.uint16();
		reader.float64s(this.lastBeyond);
		this.signalLost = reader.uint8() === 1;
		// Version 1 opened a new record each time, and knew of no acknowledgement.
		this.told = reader.version < 2 ? this.involved : reader.uint16();
		if (reader.version < 2) return;
		this.acknowledged = reader.uint8() === 1;
		if (reader.version >= 4) {
			this.announcedOuter = reader.uint16();
			reader.float64s(this.lastOuter);
		}
		this.closedAt = reader.float64();
		this.last = readEpisode(reader);
	}
}

/** `vitals` and those that move with them: exertion raises both rates, and three pressures are one. */
function sameOrgans(vitals: number): number {
	let mask = vitals;
	const rates = RATES | (1 << PULSE_RATE);
	if ((vitals & rates) !== 0) mask |= rates;
	if ((vitals & PRESSURES) !== 0) mask |= PRESSURES;
	return mask;
}

/** The gravest confirmed cause, or null. */
function causeOf(onsets: Onsets, drift: number): Cause | null {
	const net = onsets.netReady | (onsets.asystoleReady ? 1 << HEART_RATE : 0);
	const outer = onsets.outerReady;
	if (net !== 0) return { rule: "safety-net", risk: "HIGH", vitals: net, outer, asystole: onsets.asystoleReady };
	const quiet = { outer: 0, asystole: false };
	if (onsets.forestReady !== 0)
		return { rule: "forest", risk: onsets.graveReady ? "HIGH" : "MEDIUM", vitals: onsets.forestReady, ...quiet };
	return drift === 0 ? null : { rule: "drift", risk: "MEDIUM", vitals: drift, ...quiet };
}
