/** The battery: deterministic, technical, and never part of the patient's score. */
import type { RiskLevel } from "../vitals/reading.ts";
import {
	type EpisodeTransition,
	isHigher,
	type OpenEpisode,
	readEpisode,
	technicalEpisode,
	transitionOf,
	writeEpisode,
} from "./episode.ts";
import { Joining } from "./joining.ts";
import { durationWords } from "./sentence.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** Per cent at or below which a charge is low, and at or below which it is about to end (our choice). */
const LOW = 10;
const CRITICAL = 5;
/** Charged again from here on: above `LOW`, so that a wavering gauge does not chatter. */
const RECOVERED = 15;
/** A charge that ends within this, milliseconds, is low as well, but only below this level: early slopes mislead. */
const SOON = 30 * 60_000;
const SOON_BELOW = 20;
/** The slope is measured over at least this long, and forgotten after a pause of that long. Milliseconds. */
const SLOPE_OVER = 5 * 60_000;
const SLOPE_PAUSE = 60 * 60_000;
/** Weight of the newest stretch in the slope. */
const NEWEST = 0.5;

export class BatteryWatch {
	episode: OpenEpisode | null = null;
	private readonly joining = new Joining();
	private anchorTime = -1;
	private anchorLevel = 0;
	/** Per cent lost a millisecond; 0 while unknown. */
	private slope = 0;

	/**
	 * Milliseconds until the charge is used up, or null while the level does not fall or no slope is known.
	 *
	 * @param level - per cent
	 */
	timeToEmpty(level: number): number | null {
		return this.slope > 0 ? level / this.slope : null;
	}

	/** @param level - per cent, null where the device sent none or nonsense @param raw - hundredths of the same reading */
	step(time: number, level: number | null, raw: Uint16Array, transitions: EpisodeTransition[]): void {
		if (level === null || !(level >= 0 && level <= 100)) return;
		this.follow(time, level);
		const left = this.timeToEmpty(level);
		const soon = level < SOON_BELOW && left !== null && left < SOON;
		if (this.episode !== null && level >= RECOVERED && !soon) {
			transitions.push(transitionOf(this.episode, "closed", time));
			this.joining.closed(time, this.episode.risk);
			this.episode = null;
			return;
		}
		if (level > LOW && !soon) return;
		const risk: RiskLevel = level <= CRITICAL ? "MEDIUM" : "LOW";
		const sentence = `Battery ${Math.round(level)} %${left === null ? "" : `, empty in about ${durationWords(left)}`}`;
		if (this.episode === null) {
			const { kind, announced } = this.joining.opening(time, risk);
			this.episode = technicalEpisode("battery", risk, -1, sentence, raw);
			transitions.push(transitionOf(this.episode, kind, time, announced));
		} else if (isHigher(risk, this.episode.risk)) {
			this.episode.risk = risk;
			this.episode.sentence = sentence;
			transitions.push(transitionOf(this.episode, "escalated", time));
		}
	}

	private follow(time: number, level: number): void {
		const elapsed = time - this.anchorTime;
		if (this.anchorTime < 0 || level > this.anchorLevel || elapsed > SLOPE_PAUSE) this.slope = 0;
		else if (elapsed < SLOPE_OVER) return;
		else {
			const measured = (this.anchorLevel - level) / elapsed;
			this.slope = this.slope === 0 ? measured : NEWEST * measured + (1 - NEWEST) * this.slope;
		}
		this.anchorTime = time;
		this.anchorLevel = level;
	}

	write(writer: StateWriter): void {
		writeEpisode(writer, this.episode);
		for (const value of [this.anchorTime, this.anchorLevel, this.slope]) writer.float64(value);
		this.joining.write(writer);
	}

	read(reader: StateReader): void {
		this.episode = readEpisode(reader);
		this.anchorTime = reader.float64();
		this.anchorLevel = reader.float64();
		this.slope = reader.float64();
		if (reader.version >= 3) this.joining.read(reader);
	}
}
