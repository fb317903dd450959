/**
 * Signals that all stand still: a monitor that froze, or a patient who is paced and ventilated. Somebody should look, so it is a
 * technical notice, and no more: the values go on to be scored.
 */
import {
	type EpisodeTransition,
	type OpenEpisode,
	readEpisode,
	technicalEpisode,
	transitionOf,
	writeEpisode,
} from "./episode.ts";
import { MISSING, VITAL_COUNT } from "./features.ts";
import { Joining } from "./joining.ts";
import type { Moment } from "./moment.ts";
import { flatSentence } from "./sentence.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** All identical for longer than this, and for so many readings, is worth a look. Milliseconds. */
const STILL = 45_000;
const STILL_READINGS = 10;
/** Two whole-numbered signals stand still by chance now and then: below three, four times as long. */
const FEWEST = 2;
const ENOUGH = 3;
const FEW_TIMES = 4;
/** Moving again for this long closes the notice, milliseconds. */
const BACK = 60_000;

export class FlatLineWatch {
	episode: OpenEpisode | null = null;
	/** Newest value of each vital. */
	private readonly previous = new Uint16Array(VITAL_COUNT).fill(MISSING);
	/** Time since which nothing moved, and readings since. */
	private since = -1;
	private readings = 0;
	/** Time of the first movement after the last standstill, -1 while there was none. */
	private movingSince = -1;
	private readonly joining = new Joining();

	/** @param raw - hundredths as the device sent them */
	step(moment: Moment, raw: Uint16Array, transitions: EpisodeTransition[]): void {
		let measured = 0;
		let moved = false;
		for (let index = 0; index < VITAL_COUNT; index++) {
			const value = raw[index] as number;
			if (value === MISSING) continue;
			measured++;
			if (value !== this.previous[index]) moved = true;
			this.previous[index] = value;
		}
		if (measured === 0) return;
		if (moved) {
			if (this.movingSince < 0) this.movingSince = moment.time;
			this.since = moment.time;
			this.readings = 0;
		}
		this.readings = Math.min(0xffff, this.readings + 1);
		const times = measured < ENOUGH ? FEW_TIMES : 1;
		const still = moment.time - this.since > STILL * times && this.readings >= STILL_READINGS * times;
		if (still) this.movingSince = -1;
		if (this.episode === null) {
			if (!still || measured < FEWEST) return;
			const { kind, announced } = this.joining.opening(moment.time, "LOW");
			this.episode = technicalEpisode("flat-line", "LOW", -1, flatSentence(moment.time - this.since), raw);
			transitions.push(transitionOf(this.episode, kind, moment.time, announced));
		} else if (this.movingSince >= 0 && moment.time - this.movingSince >= BACK) {
			transitions.push(transitionOf(this.episode, "closed", moment.time));
			this.episode = null;
			this.joining.closed(moment.time, "LOW");
		}
	}

	/** After a silence: standing still and moving have to be shown anew. */
	interrupt(time: number): void {
		this.since = time;
		this.readings = 0;
		this.movingSince = -1;
	}

	write(writer: StateWriter): void {
		writeEpisode(writer, this.episode);
		writer.uint16s(this.previous);
		writer.uint16(this.readings);
		writer.float64(this.since);
		writer.float64(this.movingSince);
		this.joining.write(writer);
	}

	read(reader: StateReader): void {
		this.episode = readEpisode(reader);
		reader.uint16s(this.previous);
		this.readings = reader.uint16();
		this.since = reader.float64();
		this.movingSince = reader.float64();
		this.joining.read(reader);
	}
}
