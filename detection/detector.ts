/**
 * The detector of one device: readings in, verdicts out. Pure and deterministic: the same readings, seed and
 * calls give the same verdicts, through any number of `serialise` and `restore`.
 */
import { DEFAULT_CONTEXT, type PatientContext } from "../vitals/patient-context.ts";
import { READING_FLAGS, type Reading } from "../vitals/reading.ts";
import { Baseline } from "./baseline.ts";
import { BatteryWatch } from "./battery.ts";
import { Cleaner } from "./cleaning.ts";
import { Drift } from "./drift.ts";
import type { EpisodeTransition } from "./episode.ts";
import { EpisodeTracker, type Surroundings } from "./episode-tracker.ts";
import { explain } from "./explain.ts";
import { FlatLineWatch } from "./flat-line.ts";
import {
	FEATURE_COUNT,
	HEART_RATE,
	keyAt,
	MISSING,
	positions,
	PULSE_RATE,
	quantise,
	STEPS,
	VITAL_COUNT,
} from "./features.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import { judge } from "./judgement.ts";
import { typedArrayBytes } from "./memory.ts";
import { isGrave, isUnusual, type Moment, newMoment } from "./moment.ts";
import { type Norms, normsOf } from "./norms.ts";
import { Onsets } from "./onsets.ts";
import { beyondOuter } from "./outer-bounds.ts";
import { beyondNet, pulseGoesOn } from "./safety-net.ts";
import { StateReader, STATE_VERSION, StateWriter } from "./state.ts";
import { SensorWatch } from "./technical.ts";
import { ROW_EVERY, Trend } from "./trend.ts";
import { type DetectorSettings, type Verdict, verdictOf } from "./verdict.ts";

export type { EpisodeTransition } from "./episode.ts";
export type { DetectorSettings, Verdict } from "./verdict.ts";

/** Readings further apart than this, and than five intervals, interrupt every timer. Milliseconds. */
const SILENCE = 60_000;
const SILENCE_INTERVALS = 5;
/** After so long a silence the averages are stale, too. */
const LONG_SILENCE = 15 * 60_000;
/** Readings that were dropped prove nothing: a timer moves by three intervals at most, and by 5 s at least. */
const MOST_INTERVALS = 3;
const LEAST_STEP = 5_000;
/** While the baseline is young it takes a row every 20 s, afterwards the median of each minute. Milliseconds. */
const YOUNG = 90 * 60_000;
const MINUTE = 60_000;
/** The heart rate is absent, so that the pulse stands in, after this long. Milliseconds. */
const PULSE_STANDS_IN = 120_000;

/** Vitals off the population's that a patient may have before anything is known of him, and be learned: a chronic lung has two. */
const MOST_LEARNED = 2;

const NO_TRANSITIONS: readonly EpisodeTransition[] = [];

export class Detector {
	private readonly around: Surroundings;
	private patient: PatientContext;
	private norms: Norms;
	private readonly baseline: Baseline;
	private readonly cleaner = new Cleaner();
	private readonly trend = new Trend();
	private readonly drift = new Drift();
	private readonly onsets = new Onsets();
	private readonly tracker = new EpisodeTracker();
	private readonly sensors = new SensorWatch();
	private readonly flat = new FlatLineWatch();
	private readonly battery = new BatteryWatch();
	private readonly moment: Moment = newMoment();
	private readonly raw = new Uint16Array(VITAL_COUNT);
	private readonly row = new Uint16Array(FEATURE_COUNT);
	/** Times of the first and the newest reading, and of the newest row offered to the baseline; -1 for none. */
	private startedAt = -1;
	private lastAt = -1;
	private offeredAt = -1;
	/** Time since which the heart rate reads 0, -1 while it does not. */
	private zeroSince = -1;

	constructor(settings: DetectorSettings) {
		this.patient = settings.context ?? DEFAULT_CONTEXT;
		this.norms = normsOf(this.patient);
		this.baseline = new Baseline(settings.seed, this.norms.population);
		const { cleaner, drift, moment, onsets, trend } = this;
		this.around = {
			drift,
			lostFor: (index) => ({
				since: this.lastAt - (cleaner.lastSeen[index] as number),
				every: cleaner.cadenceOf(index),
			}),
			explain: (cause) => explain(cause, this.norms, moment, this.baseline, trend, onsets),
		};
	}

	/** What is known of the patient. May be set at any time; the caller keeps it, and gives it again to `restore`. */
	get context(): PatientContext {
		return this.patient;
	}

	set context(context: PatientContext) {
		this.patient = context;
		this.norms = normsOf(context);
		this.baseline.setPopulation(this.norms.population);
	}

	/** The patient's own medians, in the vitals' units; those that are not known yet are absent. */
	get usual(): Partial<Record<VitalKey, number>> {
		const known = positions(this.baseline.known).filter((index) => index < FEATURE_COUNT);
		return Object.fromEntries(known.map((index) => [keyAt(index), (this.baseline.usual[index] as number) / STEPS]));
	}

	/** How much of the baseline is the patient's own, 0 to 1, as in the newest verdict. */
	get confidence(): number {
		return this.baseline.confidence;
	}

	/**
	 * The detector that `serialise` described, with the settings it had.
	 *
	 * @throws Error where the state is of another version ("detector state: got v5, expected v4") or cut short
	 */
	static restore(state: Uint8Array, settings: DetectorSettings): Detector {
		const reader = new StateReader(state);
		const detector = new Detector(settings);
		detector.startedAt = reader.float64();
		detector.lastAt = reader.float64();
		detector.offeredAt = reader.float64();
		detector.zeroSince = reader.float64();
		detector.cleaner.read(reader, detector.lastAt);
		detector.trend.read(reader);
		detector.drift.read(reader);
		detector.onsets.read(reader);
		detector.tracker.read(reader);
		detector.sensors.read(reader);
		if (reader.version >= 2) detector.flat.read(reader);
		detector.battery.read(reader);
		detector.baseline.read(reader, detector.lastAt);
		return detector;
	}

	/** Everything that decides future verdicts, at most 8 KB. The forest is not in it: it is grown again from its window. */
	serialise(): Uint8Array {
		const writer = new StateWriter();
		writer.uint8(STATE_VERSION);
		for (const time of [this.startedAt, this.lastAt, this.offeredAt, this.zeroSince]) writer.float64(time);
		this.cleaner.write(writer, this.lastAt);
		this.trend.write(writer);
		this.drift.write(writer);
		this.onsets.write(writer);
		this.tracker.write(writer);
		this.sensors.write(writer);
		this.flat.write(writer);
		this.battery.write(writer);
		this.baseline.write(writer, this.lastAt);
		return writer.finish();
	}

	/**
	 * Takes the next reading. Never throws: values no sensor can report count as missing, and a reading that is not newer
	 * than the last changes nothing and comes back unscored.
	 */
	push(reading: Reading): Verdict {
		const time = Math.floor(reading.timestamp);
		if (!Number.isSafeInteger(time) || time < 0 || time <= this.lastAt)
			return this.verdict(null, NO_TRANSITIONS, READING_FLAGS.unscored);
		this.elapse(time);
		quantise(reading.vitals, this.raw);
		const moment = this.observe(time);
		const transitions: EpisodeTransition[] = [];
		const grave = isGrave(moment, this.baseline.known);
		moment.risk = moment.beyond !== 0 || grave ? "HIGH" : isUnusual(moment) ? "MEDIUM" : "LOW";
		this.onsets.step(moment, grave, this.norms);
		const change = this.tracker.step(moment, this.onsets, this.around);
		if (change !== null) transitions.push(change);
		if (change?.kind === "closed") this.settle();
		this.sensors.step(moment, this.raw, this.cleaner, this.troubledSince, transitions);
		this.flat.step(moment, this.raw, transitions);
		this.battery.step(time, reading.battery, this.raw, transitions);
		this.remember(time);
		return this.verdict(moment, transitions, 0);
	}

	/** A clinician declares the present usual: forgets the patient, starts from the last ten minutes, expects no sensor. */
	newBaseline(): void {
		this.baseline.restart(this.lastAt, this.trend.all());
		this.cleaner.forgetExpected();
		this.settle();
		this.startedAt = this.lastAt;
	}

	/**
	 * A clinician has seen `episode`: its next onset is announced, also where it joins the same record. What they have not
	 * seen stays as it was; everything counts as seen where nothing is named.
	 */
	acknowledge(episode?: Pick<EpisodeTransition, "channel" | "rule">): void {
		if (episode === undefined || episode.channel === "physiological") this.tracker.acknowledge();
		// A low battery and a standstill are conditions that go on, no onsets: having seen them is not having ended them.
		if (episode === undefined || episode.channel === "technical") this.sensors.acknowledge(episode?.rule);
	}

	/**
	 * A clinician closes what is open of the patient, such as an episode whose signal is lost for good.
	 *
	 * @returns the transition, at the newest reading's time; null where nothing is open
	 */
	closeEpisode(): EpisodeTransition | null {
		const change = this.tracker.close(this.lastAt);
		if (change !== null) this.settle();
		return change;
	}

	/** Bytes of every buffer that this detector holds. */
	memoryBytes(): number {
		return typedArrayBytes(this);
	}

	/** An episode has closed: what was timed belonged to it. */
	private settle(): void {
		this.onsets.reset();
		this.drift.reset();
	}

	/** Moves the clock: notes the cadence, and stops what a silence makes meaningless. */
	private elapse(time: number): void {
		const gap = this.lastAt < 0 ? 0 : time - this.lastAt;
		const before = this.cleaner.cadence;
		if (this.lastAt < 0) this.startedAt = time;
		else this.cleaner.noteGap(gap);
		const usual = before === Infinity ? 0 : before;
		if (gap > Math.max(SILENCE, SILENCE_INTERVALS * usual)) {
			this.cleaner.reset();
			this.onsets.reset();
			this.tracker.interrupt();
			this.sensors.interrupt();
			this.flat.interrupt(time);
			this.zeroSince = -1;
			if (gap > LONG_SILENCE) {
				this.drift.reset();
				this.trend.clear();
				this.baseline.dropQueue();
			}
		}
		this.moment.elapsed = before === Infinity ? gap : Math.min(gap, Math.max(MOST_INTERVALS * before, LEAST_STEP));
		this.moment.time = time;
		this.moment.cadence = this.cleaner.cadence;
		this.lastAt = time;
	}

	/** Cleans and scores `this.raw`. */
	private observe(time: number): Moment {
		const { moment, raw, cleaner, baseline } = this;
		moment.zero = raw[HEART_RATE] === 0;
		if (!moment.zero) this.zeroSince = -1;
		else if (this.zeroSince < 0) this.zeroSince = time;
		moment.raw.set(raw);
		moment.ecgFault = moment.zero && pulseGoesOn(raw, cleaner.pressureMoves(this.zeroSince));
		if (moment.ecgFault) moment.raw[HEART_RATE] = MISSING;
		const noEcg = cleaner.lastSeen[HEART_RATE] as number;
		const absent = raw[HEART_RATE] === MISSING && (noEcg < 0 || time - noEcg >= PULSE_STANDS_IN);
		const standsIn = absent || moment.ecgFault;
		cleaner.push(time, moment.raw);
		moment.beyond = beyondNet(this.norms, moment.raw, standsIn);
		moment.beyondOuter = moment.beyond === 0 ? 0 : beyondOuter(this.norms.outer, moment.raw, moment.beyond);
		moment.measured = cleaner.measured;
		for (let f = 0; f < FEATURE_COUNT; f++) {
			const beyond = (moment.beyond & (1 << f)) !== 0;
			moment.values[f] = (beyond ? moment.raw[f] : cleaner.clean[f]) as number;
			if (beyond) moment.measured |= 1 << f;
		}
		baseline.prepare(time, moment.measured, cleaner.cadence);
		judge(moment, cleaner, baseline, this.trend, this.norms);
		if (raw[PULSE_RATE] !== MISSING) moment.measured |= 1 << PULSE_RATE;
		return moment;
	}

	/** Every 20 s: a row for the trend, the slow path and, after its wait, the baseline. */
	private remember(time: number): void {
		if (this.trend.newest >= 0 && time - this.trend.newest < ROW_EVERY) return;
		const { clean } = this.cleaner;
		this.trend.add(time, clean);
		this.drift.add(time, clean, this.baseline, this.norms.deadbands, this.onsets.inExertion);
		if (!this.mayLearn()) {
			this.baseline.dropQueue();
			return;
		}
		const young = time - this.startedAt < YOUNG;
		if (this.cleaner.measured === 0 || (!young && time - this.offeredAt < MINUTE)) return;
		this.offeredAt = time;
		if (young) this.row.set(clean);
		else this.trend.lastMinute(time, this.row);
		this.baseline.offer(time, this.row, this.moment.excess > 1);
	}

	/**
	 * A running episode is never learned, with one exception: while nothing is known of the patient, one or two vitals
	 * moderately off the population's (a trained heart, a chronic lung) must not keep the baseline from ever forming.
	 */
	private mayLearn(): boolean {
		const { episode, involved } = this.tracker;
		if (episode === null) return true;
		return (
			episode.rule === "forest" &&
			episode.risk === "MEDIUM" &&
			positions(involved).length <= MOST_LEARNED &&
			(this.baseline.known & involved) === 0
		);
	}

	private readonly troubledSince = (time: number): boolean => this.tracker.troubledSince(time);

	private verdict(moment: Moment | null, transitions: readonly EpisodeTransition[], flags: number): Verdict {
		// A standstill of twelve hours is no reason to commit every few seconds.
		const alert =
			this.tracker.episode !== null ||
			this.battery.episode !== null ||
			this.sensors.alert ||
			this.onsets.running ||
			this.drift.running;
		return verdictOf(moment, flags, transitions, this.baseline, alert);
	}
}
