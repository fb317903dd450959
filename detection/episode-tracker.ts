/** The one physiological episode a patient can have open: opened, escalated, closed. */
import type { EpisodeRule } from "../vitals/episode.ts";
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
import { HEART_RATE, VITAL_COUNT } from "./features.ts";
import { isCalm, type Moment } from "./moment.ts";
import type { Onsets } from "./onsets.ts";
import { SIGNAL_LOST } from "./sentence.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** Calm values for this long close an episode, milliseconds. */
const CALM = 120_000;
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
	readonly asystole: boolean;
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
	private signalLost = false;

	/**
	 * One reading.
	 *
	 * @param drift - bits of the vitals whose slow departure is confirmed
	 * @param driftCalm - the slow path finds nothing
	 * @param lostFor - milliseconds since the leading vital was measured, and its own cadence
	 * @returns the change there was, at most one
	 */
	step(
		moment: Moment,
		onsets: Onsets,
		drift: number,
		driftCalm: boolean,
		lostFor: (index: number) => { since: number; every: number },
		explain: (cause: Cause) => Explanation,
	): EpisodeTransition | null {
		const cause = causeOf(onsets, drift);
		for (let index = 0; index < VITAL_COUNT; index++) {
			if ((moment.beyond & (1 << index)) !== 0) this.lastBeyond[index] = moment.time;
			else if (moment.time - (this.lastBeyond[index] as number) >= CALM) this.announced &= ~(1 << index);
		}
		if (this.episode === null) return cause === null ? null : this.open(moment, cause, explain);
		const episode = this.episode;
		if (moment.score !== null) episode.peakScore = Math.max(episode.peakScore, moment.score);
		const escalated = cause === null ? null : this.escalate(episode, moment, cause, explain);
		if (escalated !== null) return escalated;
		return this.close(episode, moment, driftCalm) ?? this.markLost(episode, moment, lostFor);
	}

	private open(moment: Moment, cause: Cause, explain: (cause: Cause) => Explanation): EpisodeTransition {
		const { leading, attributions, sentence } = explain(cause);
		const rule: EpisodeRule = cause.rule;
		const episode: OpenEpisode = {
			channel: "physiological",
			rule,
			risk: cause.risk,
			peakScore: moment.score ?? 0,
			leading,
			attributions,
			sentence,
			onset: moment.raw.slice(),
		};
		this.episode = episode;
		this.involved = cause.vitals;
		this.announced = cause.rule === "safety-net" ? cause.vitals : 0;
		this.calmSince = -1;
		this.signalLost = false;
		return transitionOf(episode, "opened", moment.time);
	}

	/** Announced again: a step up in risk, or a breach of the net by a vital not yet announced. */
	private escalate(
		episode: OpenEpisode,
		moment: Moment,
		cause: Cause,
		explain: (cause: Cause) => Explanation,
	): EpisodeTransition | null {
		this.involved |= cause.vitals;
		const fresh = cause.rule === "safety-net" ? cause.vitals & ~this.announced : 0;
		if (fresh === 0 && !isHigher(cause.risk, episode.risk)) return null;
		const { leading, attributions, sentence } = explain(fresh === 0 ? cause : { ...cause, vitals: fresh });
		if (isHigher(cause.risk, episode.risk)) episode.risk = cause.risk;
		episode.leading = leading;
		episode.attributions = attributions;
		episode.sentence = sentence;
		if (cause.rule === "safety-net") this.announced |= cause.vitals;
		this.calmSince = -1;
		this.signalLost = false;
		return transitionOf(episode, "escalated", moment.time);
	}

	private close(episode: OpenEpisode, moment: Moment, driftCalm: boolean): EpisodeTransition | null {
		const missing = this.involved & ~moment.measured;
		if (missing !== 0 || !isCalm(moment) || (episode.rule === "drift" && !driftCalm)) {
			this.calmSince = -1;
			return null;
		}
		if (this.calmSince < 0) this.calmSince = moment.time;
		if (moment.time - this.calmSince < CALM) return null;
		this.episode = null;
		this.involved = 0;
		this.calmSince = -1;
		return transitionOf(episode, "closed", moment.time);
	}

	/** Says once that the vital an open episode is about is no longer measured: the episode stays open. */
	private markLost(
		episode: OpenEpisode,
		moment: Moment,
		lostFor: (index: number) => { since: number; every: number },
	): EpisodeTransition | null {
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
	}

	read(reader: StateReader): void {
		this.episode = readEpisode(reader);
		this.involved = reader.uint16();
		this.calmSince = reader.float64();
		this.announced = reader.uint16();
		reader.float64s(this.lastBeyond);
		this.signalLost = reader.uint8() === 1;
	}
}

/** The gravest confirmed cause, or null. */
function causeOf(onsets: Onsets, drift: number): Cause | null {
	const net = onsets.netReady | (onsets.asystoleReady ? 1 << HEART_RATE : 0);
	if (net !== 0) return { rule: "safety-net", risk: "HIGH", vitals: net, asystole: onsets.asystoleReady };
	if (onsets.forestReady !== 0)
		return { rule: "forest", risk: onsets.graveReady ? "HIGH" : "MEDIUM", vitals: onsets.forestReady, asystole: false };
	return drift === 0 ? null : { rule: "drift", risk: "MEDIUM", vitals: drift, asystole: false };
}
