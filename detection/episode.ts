/** An open episode as the detector remembers it, and the transitions it tells. */
import type { Contribution, EpisodeChannel, EpisodeRule, TransitionKind } from "../vitals/episode.ts";
import { RISK_LEVELS, type RiskLevel } from "../vitals/reading.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import { type Attribution, contributionOf } from "./explanation.ts";
import { keyAt, namedValues, VITAL_COUNT } from "./features.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** One change of an episode, as the caller stores and announces it. */
export interface EpisodeTransition {
	readonly kind: TransitionKind;
	/** Whether people are to be told, as in `EpisodeEvent`. */
	readonly announced: boolean;
	readonly channel: EpisodeChannel;
	/** The rule that opened the episode, also where another one escalated it. */
	readonly rule: EpisodeRule;
	readonly risk: RiskLevel;
	/** Highest score so far, 0 to 1. */
	readonly peakScore: number;
	readonly leadingVital: VitalKey | null;
	/** Time of the reading that caused it, milliseconds since the epoch. */
	readonly at: number;
	readonly vitalsAtOnset: Partial<Record<VitalKey, number>>;
	readonly contributions: readonly Contribution[];
	readonly sentence: string;
}

/** What is remembered of an open episode. */
export interface OpenEpisode {
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	risk: RiskLevel;
	peakScore: number;
	/** Position in the catalogue, -1 for none. */
	leading: number;
	attributions: readonly Attribution[];
	sentence: string;
	/** Hundredths of the reading that completed the onset. */
	readonly onset: Uint16Array;
}

/** An episode of the technical channel, just opened. */
export function technicalEpisode(
	rule: EpisodeRule,
	risk: RiskLevel,
	leading: number,
	sentence: string,
	raw: Uint16Array,
): OpenEpisode {
	return { channel: "technical", rule, risk, peakScore: 0, leading, attributions: [], sentence, onset: raw.slice() };
}

/** The transition that says how `episode` now stands. @param announced - of a reopening: something about it is new */
export function transitionOf(
	episode: OpenEpisode,
	kind: TransitionKind,
	at: number,
	announced = kind !== "closed",
): EpisodeTransition {
	return {
		kind,
		announced,
		channel: episode.channel,
		rule: episode.rule,
		risk: episode.risk,
		peakScore: episode.peakScore,
		leadingVital: episode.leading < 0 ? null : keyAt(episode.leading),
		at,
		vitalsAtOnset: namedValues(episode.onset),
		contributions: episode.attributions.map(contributionOf),
		sentence: episode.sentence,
	};
}

export function isHigher(risk: RiskLevel, than: RiskLevel): boolean {
	return RISK_LEVELS.indexOf(risk) > RISK_LEVELS.indexOf(than);
}

/** In the state's order: append only. */
const RULES: readonly EpisodeRule[] = [
	"forest",
	"safety-net",
	"drift",
	"sensors-absent",
	"ecg-signal",
	"battery",
	"silence",
	"patient-mismatch",
	"flat-line",
];

export function writeEpisode(writer: StateWriter, episode: OpenEpisode | null): void {
	writer.uint8(episode === null ? 0 : 1);
	if (episode === null) return;
	writer.uint8(episode.channel === "physiological" ? 0 : 1);
	writer.uint8(RULES.indexOf(episode.rule));
	writer.uint8(RISK_LEVELS.indexOf(episode.risk));
	writer.float64(episode.peakScore);
	writer.uint8(episode.leading + 1);
	writer.uint16s(episode.onset);
	writer.uint8(episode.attributions.length);
	for (const { index, share, actual, usual, own } of episode.attributions) {
		writer.uint8(index);
		writer.uint8(own ? 1 : 0);
		writer.float64(share);
		writer.uint16(actual);
		writer.uint16(usual);
	}
	writer.text(episode.sentence);
}

export function readEpisode(reader: StateReader): OpenEpisode | null {
	if (reader.uint8() === 0) return null;
	const channel = reader.uint8() === 0 ? "physiological" : "technical";
	const rule = RULES[reader.uint8()];
	const risk = RISK_LEVELS[reader.uint8()];
	if (rule === undefined || risk === undefined)
		throw new Error("detector state: an episode has an unknown rule or risk");
	const peakScore = reader.float64();
	const leading = reader.uint8() - 1;
	const onset = new Uint16Array(VITAL_COUNT);
	reader.uint16s(onset);
	const attributions = Array.from({ length: reader.uint8() }, () => ({
		index: reader.uint8(),
		// Version 1 did not say whose it is; what it said in the sentence was the patient's.
		own: reader.version < 2 || reader.uint8() === 1,
		share: reader.float64(),
		actual: reader.uint16(),
		usual: reader.uint16(),
	}));
	return { channel, rule, risk, peakScore, leading, attributions, sentence: reader.text(), onset };
}
