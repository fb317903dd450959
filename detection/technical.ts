/** Trouble of the sensors, kept apart from the patient's: vitals that stopped coming, an ECG that lost its signal. */
import type { EpisodeRule } from "../vitals/episode.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import type { Cleaner } from "./cleaning.ts";
import {
	type EpisodeTransition,
	isHigher,
	type OpenEpisode,
	readEpisode,
	technicalEpisode,
	transitionOf,
	writeEpisode,
} from "./episode.ts";
import { HEART_RATE, positions, VITAL_COUNT } from "./features.ts";
import { Joining } from "./joining.ts";
import type { Moment } from "./moment.ts";
import { ASYSTOLE_ONSET, ESSENTIAL, FAST_CADENCE } from "./safety-net.ts";
import { absentSentence, ECG_SENTENCE } from "./sentence.ts";
import type { StateReader, StateWriter } from "./state.ts";
import { advance, IDLE } from "./timers.ts";

/** A vital that stopped coming is reported within this, milliseconds; slower ones after four of their own intervals. */
const ABSENT = 120_000;
const ABSENT_INTERVALS = 4;
/** A vital is expected once it has come this often, and at least in every second reading of late. */
const EXPECTED_AFTER = 10;
const EXPECTED_INTERVALS = 2;
/** All signals lost within this of the patient's trouble is urgent, milliseconds. */
const RECENT = 10 * 60_000;
/** A signal that is back for this long closes its notice, milliseconds. */
const BACK = 60_000;

export class SensorWatch {
	absent: OpenEpisode | null = null;
	ecg: OpenEpisode | null = null;
	private readonly absentJoining = new Joining();
	private readonly ecgJoining = new Joining();
	private absentMask = 0;
	private backSince = -1;
	private fault = IDLE;
	private soundSince = -1;

	/** Somebody has seen the notices of `rule`, of all where it is absent: the next loss is announced, also where it joins the same record. */
	acknowledge(rule?: EpisodeRule): void {
		if (rule === undefined || rule === "sensors-absent") this.absentJoining.acknowledge();
		if (rule === undefined || rule === "ecg-signal") this.ecgJoining.acknowledge();
	}

	/** True while something is open or an ECG fault is being timed. */
	get alert(): boolean {
		return this.absent !== null || this.ecg !== null || this.fault >= 0;
	}

	/**
	 * @param raw - hundredths as the device sent them
	 * @param troubledSince - whether the patient was in trouble at a time or later
	 */
	step(
		moment: Moment,
		raw: Uint16Array,
		cleaner: Cleaner,
		troubledSince: (time: number) => boolean,
		transitions: EpisodeTransition[],
	): void {
		this.stepEcg(moment, raw, transitions);
		this.stepAbsent(moment, raw, cleaner, troubledSince, transitions);
	}

	private stepEcg(moment: Moment, raw: Uint16Array, transitions: EpisodeTransition[]): void {
		const sound = !moment.zero && (moment.measured & (1 << HEART_RATE)) !== 0;
		this.fault = advance(this.fault, moment.ecgFault ? "holds" : sound ? "clear" : "unknown", moment.elapsed);
		if (this.ecg === null) {
			const due = moment.cadence > FAST_CADENCE || this.fault + moment.cadence >= ASYSTOLE_ONSET;
			if (!moment.ecgFault || this.fault < 0 || !due) return;
			const { kind, announced } = this.ecgJoining.opening(moment.time, "HIGH");
			this.ecg = technicalEpisode("ecg-signal", "HIGH", HEART_RATE, ECG_SENTENCE, raw);
			this.soundSince = -1;
			transitions.push(transitionOf(this.ecg, kind, moment.time, announced));
			return;
		}
		if (!sound) this.soundSince = -1;
		else if (this.soundSince < 0) this.soundSince = moment.time;
		if (this.soundSince < 0 || moment.time - this.soundSince < BACK) return;
		transitions.push(transitionOf(this.ecg, "closed", moment.time));
		this.ecgJoining.closed(moment.time, "HIGH");
		this.ecg = null;
		this.fault = IDLE;
	}

	private stepAbsent(
		moment: Moment,
		raw: Uint16Array,
		cleaner: Cleaner,
		troubledSince: (time: number) => boolean,
		transitions: EpisodeTransition[],
	): void {
		let mask = 0;
		let expected = 0;
		let longest = 0;
		for (let index = 0; index < VITAL_COUNT; index++) {
			const every = cleaner.cadenceOf(index);
			const continuous = every <= EXPECTED_INTERVALS * cleaner.cadence;
			if ((cleaner.seen[index] as number) < EXPECTED_AFTER || !continuous) continue;
			expected |= 1 << index;
			const since = moment.time - (cleaner.lastSeen[index] as number);
			// On fast streams the last reading before the limit counts, so that the notice is never late.
			const ahead = moment.cadence <= FAST_CADENCE ? moment.cadence : 0;
			if (since === 0 || since + ahead < Math.max(ABSENT, ABSENT_INTERVALS * every)) continue;
			mask |= 1 << index;
			longest = Math.max(longest, since);
		}
		// The ECG's own notice says it better.
		if (this.ecg !== null) mask &= ~(1 << HEART_RATE);
		if (mask === 0) this.stepBack(moment, transitions);
		else {
			const unwatched = mask === expected && moment.measured === 0 && troubledSince(moment.time - longest - RECENT);
			this.stepMissing(mask, longest, unwatched, moment, raw, transitions);
		}
	}

	/** @param unwatched - nothing is measured of a patient who was in trouble just before */
	private stepMissing(
		mask: number,
		longest: number,
		unwatched: boolean,
		moment: Moment,
		raw: Uint16Array,
		transitions: EpisodeTransition[],
	): void {
		this.backSince = -1;
		const risk: RiskLevel = unwatched ? "HIGH" : (mask & ESSENTIAL) !== 0 ? "MEDIUM" : "LOW";
		const indices = positions(mask);
		const leading = positions(mask & ESSENTIAL)[0] ?? (indices[0] as number);
		if (this.absent === null) {
			this.absentMask = mask;
			const { kind, announced } = this.absentJoining.opening(moment.time, risk, mask);
			this.absent = technicalEpisode("sensors-absent", risk, leading, absentSentence(indices, longest), raw);
			// Nobody is watching a patient who was in trouble just now: said each time.
			transitions.push(transitionOf(this.absent, kind, moment.time, announced || unwatched));
			return;
		}
		const more = (mask & ~this.absentMask) !== 0 || isHigher(risk, this.absent.risk);
		this.absentMask |= mask;
		if (!more) return;
		if (isHigher(risk, this.absent.risk)) {
			this.absent.risk = risk;
			this.absent.leading = leading;
		}
		this.absent.sentence = absentSentence(indices, longest);
		transitions.push(transitionOf(this.absent, "escalated", moment.time));
	}

	private stepBack(moment: Moment, transitions: EpisodeTransition[]): void {
		if (this.absent === null) return;
		if (this.backSince < 0) this.backSince = moment.time;
		if (moment.time - this.backSince < BACK) return;
		transitions.push(transitionOf(this.absent, "closed", moment.time));
		this.absentJoining.closed(moment.time, this.absent.risk, this.absentMask);
		this.absent = null;
		this.absentMask = 0;
		this.backSince = -1;
	}

	/** After a silence: being back has to be shown anew. */
	interrupt(): void {
		this.backSince = -1;
		this.soundSince = -1;
		this.fault = IDLE;
	}

	write(writer: StateWriter): void {
		writeEpisode(writer, this.absent);
		writeEpisode(writer, this.ecg);
		writer.uint16(this.absentMask);
		for (const value of [this.backSince, this.fault, this.soundSince]) writer.float64(value);
		this.absentJoining.write(writer);
		this.ecgJoining.write(writer);
	}

	read(reader: StateReader): void {
		this.absent = readEpisode(reader);
		this.ecg = readEpisode(reader);
		this.absentMask = reader.uint16();
		this.backSince = reader.float64();
		this.fault = reader.float64();
		this.soundSince = reader.float64();
		if (reader.version < 3) return;
		this.absentJoining.read(reader);
		this.ecgJoining.read(reader);
	}
}
