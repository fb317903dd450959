/** The onset timers of a patient's trouble: what has lasted long enough to open an episode. */
import { EXERTION_ONSET, onsetOf } from "./deadband.ts";
import { FEATURE_COUNT, HEART_RATE, VITAL_COUNT } from "./features.ts";
import { isUnusual, type Moment } from "./moment.ts";
import type { Deadband, Norms } from "./norms.ts";
import { ASYSTOLE_ONSET, FAST_CADENCE, NET_ONSET } from "./safety-net.ts";
import type { StateReader, StateWriter } from "./state.ts";
import { advance, IDLE } from "./timers.ts";

/** The pulse may flicker this long before its absence confirms a heart rate of 0. Milliseconds. */
const NO_PULSE_ONSET = 5_000;
/** A grave reading without a breach of the net, milliseconds. */
const GRAVE_ONSET = 60_000;
/** While a sensor is shaken, time counts by this part. */
const UNSTEADY_COUNTS = 0.25;
/** Measurements that must show the departure of a vital that is measured now and then. */
const CONFIRMED = 2;
/** A departure is put down to exertion where that explains this part of its time. */
const EXERTION_PART = 0.5;
/** Slower than this between readings, the forest does not wait for a second one either: five minutes. */
export const RARE_CADENCE = 5 * 60_000;

export class Onsets {
	/** Bits of the vitals whose breach of the net is confirmed. */
	netReady = 0;
	/** Of these, the bits of those whose breach of the outer bounds is. */
	outerReady = 0;
	/** A heart rate of 0 is confirmed, and nothing shows a pulse. */
	asystoleReady = false;
	/** Bits of the features whose departure is confirmed. */
	forestReady = 0;
	graveReady = false;

	private readonly net = new Float64Array(VITAL_COUNT).fill(IDLE);
	private readonly outer = new Float64Array(VITAL_COUNT).fill(IDLE);
	private readonly forest = new Float64Array(FEATURE_COUNT).fill(IDLE);
	/** Features whose present departure came at a step, and within minutes. */
	private stepped = 0;
	private acute = 0;
	/** Measurements that showed the present departure. */
	private readonly shown = new Uint8Array(FEATURE_COUNT);
	/** How long heart and breath have been up as in exertion. */
	private active = IDLE;
	private zero = IDLE;
	private noPulse = IDLE;
	private grave = IDLE;

	/** True while any timer runs. */
	get running(): boolean {
		return this.grave >= 0 || this.runningMask !== 0;
	}

	/** Bits of the vitals of which a timer runs. */
	get runningMask(): number {
		let mask = this.zero >= 0 ? 1 << HEART_RATE : 0;
		for (let index = 0; index < VITAL_COUNT; index++) {
			if ((this.net[index] as number) >= 0 || (this.forest[index] as number) >= 0) mask |= 1 << index;
		}
		return mask;
	}

	/** Heart and breath are up as in exertion, or were just now, and not for longer than exertion lasts. */
	get inExertion(): boolean {
		return this.active >= 0 && this.active < EXERTION_ONSET;
	}

	/** How long a vital has been beyond the net or unusual, milliseconds. */
	lasted(index: number): number {
		const forest = index < FEATURE_COUNT ? (this.forest[index] as number) : IDLE;
		return Math.max(0, this.net[index] as number, forest, index === HEART_RATE ? this.zero : IDLE);
	}

	/** Moves every timer by one reading. @param isGrave - the reading is HIGH by the forest alone */
	step(moment: Moment, isGrave: boolean, norms: Norms): void {
		this.stepNet(moment);
		this.stepZero(moment);
		this.stepForest(moment, norms.deadbands);
		const counts = isGrave && (moment.unsteady & moment.out) !== 0 ? UNSTEADY_COUNTS : 1;
		const evidence = isGrave ? "holds" : moment.score === null ? "unknown" : "clear";
		this.grave = advance(this.grave, evidence, counts * moment.elapsed);
		this.graveReady = isGrave && (moment.cadence > RARE_CADENCE || this.grave >= GRAVE_ONSET);
	}

	private stepNet(moment: Moment): void {
		this.netReady = 0;
		this.outerReady = 0;
		for (let index = 0; index < VITAL_COUNT; index++) {
			const bit = 1 << index;
			const beyond = (moment.beyond & bit) !== 0;
			// A heart rate of 0 that a pulse contradicts is evidence against slow, not a missing value.
			const unknown = (moment.measured & bit) === 0 && !(moment.ecgFault && index === HEART_RATE);
			const otherwise = unknown ? "unknown" : "clear";
			const timer = advance(this.net[index] as number, beyond ? "holds" : otherwise, moment.elapsed);
			this.net[index] = timer;
			if (beyond && isDue(timer, NET_ONSET, moment.cadence)) this.netReady |= bit;
			const outside = (moment.beyondOuter & bit) !== 0;
			const outer = advance(this.outer[index] as number, outside ? "holds" : otherwise, moment.elapsed);
			this.outer[index] = outer;
			if (outside && isDue(outer, NET_ONSET, moment.cadence)) this.outerReady |= bit;
		}
	}

	private stepZero(moment: Moment): void {
		const missing = (moment.measured & (1 << HEART_RATE)) === 0 && !moment.zero;
		this.zero = moment.zero ? advance(this.zero, "holds", moment.elapsed) : missing ? this.zero : IDLE;
		const pulseless = moment.zero && !moment.ecgFault;
		this.noPulse = pulseless ? advance(this.noPulse, "holds", moment.elapsed) : missing ? this.noPulse : IDLE;
		this.asystoleReady =
			pulseless &&
			isDue(this.zero, ASYSTOLE_ONSET, moment.cadence) &&
			isDue(this.noPulse, NO_PULSE_ONSET, moment.cadence);
	}

	private stepForest(moment: Moment, bands: readonly Deadband[]): void {
		this.forestReady = 0;
		const unusual = isUnusual(moment);
		const scored = moment.score !== null;
		this.active = advance(this.active, moment.active ? "holds" : scored ? "clear" : "unknown", moment.elapsed);
		for (let f = 0; f < FEATURE_COUNT; f++) {
			const bit = 1 << f;
			const holds = unusual && (moment.out & bit) !== 0;
			const before = this.forest[f] as number;
			if (!holds && before < 0) continue;
			const counts = (moment.unsteady & bit) === 0 ? 1 : UNSTEADY_COUNTS;
			const timer = advance(
				before,
				holds ? "holds" : (moment.measured & bit) === 0 ? "unknown" : "clear",
				holds ? counts * moment.elapsed : moment.elapsed,
			);
			this.forest[f] = timer;
			if (before < 0 && timer >= 0) {
				this.stepped = (this.stepped & ~bit) | (moment.stepped & bit);
				this.acute = (this.acute & ~bit) | (moment.acute & bit);
				this.shown[f] = 0;
			}
			if (!holds) continue;
			if ((moment.fresh & bit) !== 0) this.shown[f] = Math.min(0xff, (this.shown[f] as number) + 1);
			if (this.lastsEnough(f, timer, moment, bands[f] as Deadband)) this.forestReady |= bit;
		}
	}

	private lastsEnough(f: number, timer: number, moment: Moment, band: Deadband): boolean {
		const bit = 1 << f;
		const rare = moment.cadence > RARE_CADENCE;
		// One cuff reading is not believed by itself, however long its value is shown, unless it is far off and the next one hours away.
		const believed = rare && (moment.marked & bit) !== 0 ? 1 : CONFIRMED;
		if ((moment.occasional & bit) !== 0 && (this.shown[f] as number) < believed) return false;
		if (rare) return true;
		const manner = {
			stepped: (this.stepped & bit) !== 0,
			acute: (this.acute & bit) !== 0,
			active: this.active >= EXERTION_PART * timer && this.active > 0,
		};
		return timer >= onsetOf(band, f, moment.values[f] as number, moment.departs[f] as number, manner);
	}

	/** Stops every timer: after a silence, when a new baseline is declared, when an episode closes. */
	reset(): void {
		this.net.fill(IDLE);
		this.outer.fill(IDLE);
		this.forest.fill(IDLE);
		this.stepped = 0;
		this.acute = 0;
		this.shown.fill(0);
		this.active = IDLE;
		this.zero = IDLE;
		this.noPulse = IDLE;
		this.grave = IDLE;
		this.netReady = 0;
		this.outerReady = 0;
		this.forestReady = 0;
		this.asystoleReady = false;
		this.graveReady = false;
	}

	write(writer: StateWriter): void {
		writer.float64s(this.net);
		writer.float64s(this.forest);
		writer.uint16(this.stepped);
		for (const timer of [this.zero, this.noPulse, this.grave, this.active]) writer.float64(timer);
		writer.uint16(this.acute);
		for (const count of this.shown) writer.uint8(count);
		writer.float64s(this.outer);
	}

	read(reader: StateReader): void {
		reader.float64s(this.net);
		reader.float64s(this.forest);
		this.stepped = reader.uint16();
		this.zero = reader.float64();
		this.noPulse = reader.float64();
		this.grave = reader.float64();
		if (reader.version < 2) return;
		this.active = reader.float64();
		this.acute = reader.uint16();
		for (let f = 0; f < FEATURE_COUNT; f++) this.shown[f] = reader.uint8();
		if (reader.version >= 4) reader.float64s(this.outer);
	}
}

/**
 * True where a limit's onset is complete. On fast streams the reading counts that is the last before the limit, so that
 * nobody hears of it later than promised; on slow or unknown ones the first.
 */
function isDue(timer: number, onset: number, cadence: number): boolean {
	return timer >= 0 && (cadence > FAST_CADENCE || timer + cadence >= onset);
}
