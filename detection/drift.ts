/** The slow path: the same forest on ten-minute averages, for what creeps past the quick one. */
import type { Baseline } from "./baseline.ts";
import { departures } from "./deadband.ts";
import { FEATURE_COUNT, MISSING } from "./features.ts";
import type { Deadband } from "./norms.ts";
import { RATES } from "./safety-net.ts";
import type { StateReader, StateWriter } from "./state.ts";
import { advance, IDLE } from "./timers.ts";

/** Time constant of the averages, milliseconds; they are not believed before they are as old. */
const AVERAGED = 10 * 60_000;
/** Margins above the quantile: looser than the quick path's one, as an average has little noise. */
const MARGINS = 0.5;
/** A departure of the average must hold for this long, milliseconds. */
const HOLD = 4 * 60_000;
/** Averages at less than this part of the deadband are calm again. */
const CALM_PART = 0.8;

export class Drift {
	/** Bits of the vitals whose slow departure is confirmed. */
	ready = 0;
	calm = true;
	private readonly averages = new Float64Array(FEATURE_COUNT).fill(-1);
	private since = -1;
	private updated = -1;
	private timer = IDLE;
	private readonly values = new Uint16Array(FEATURE_COUNT);
	private readonly departs = new Float64Array(FEATURE_COUNT);

	/** True while its timer runs. */
	get running(): boolean {
		return this.timer >= 0;
	}

	/**
	 * One row of clean hundredths, about every 20 s. Only vitals whose usual value is the patient's own can drift.
	 *
	 * @param exertion - the patient exerts himself, or just did: no time to judge the averages of the rates
	 */
	add(time: number, clean: Uint16Array, baseline: Baseline, bands: readonly Deadband[], exertion: boolean): void {
		if (this.since < 0) this.since = time;
		const elapsed = this.updated < 0 ? 0 : time - this.updated;
		this.updated = time;
		// The rational form of 1 - exp(-t/T): every engine gives the same bits.
		const weight = elapsed / (AVERAGED + elapsed);
		let measured = 0;
		for (let f = 0; f < FEATURE_COUNT; f++) {
			const value = clean[f] as number;
			if (value === MISSING) continue;
			const average = this.averages[f] as number;
			const renewed = average < 0 ? value : average + weight * (value - average);
			this.averages[f] = renewed;
			this.values[f] = Math.round(renewed);
			measured |= 1 << f;
		}
		measured &= baseline.known;
		if (time - this.since < AVERAGED || measured === 0) return;
		const excess = baseline.excessOf(baseline.score(this.values, measured));
		const near = departures(bands, this.values, baseline.usual, baseline.known, measured, CALM_PART, this.departs);
		let out = 0;
		for (let f = 0; f < FEATURE_COUNT; f++) if (Math.abs(this.departs[f] as number) > 1) out |= 1 << f;
		// Falls of the rates below the median are sleep more often than drift.
		for (let f = 0; f < FEATURE_COUNT; f++)
			if ((RATES & (1 << f)) !== 0 && (this.departs[f] as number) < 0) out &= ~(1 << f);
		if (exertion) out &= ~RATES;
		const holds = out !== 0 && excess > MARGINS;
		this.calm = near === 0 || excess <= MARGINS / 2;
		this.timer = advance(this.timer, holds ? "holds" : "clear", elapsed);
		this.ready = holds && this.timer >= HOLD ? out : 0;
	}

	/** Starts the averages anew: after a silence, and when an episode closes, whose values they still hold. */
	reset(): void {
		this.averages.fill(-1);
		this.since = -1;
		this.updated = -1;
		this.timer = IDLE;
		this.ready = 0;
		this.calm = true;
	}

	write(writer: StateWriter): void {
		writer.float64s(this.averages);
		for (const value of [this.since, this.updated, this.timer]) writer.float64(value);
		writer.uint16(this.ready);
		writer.uint8(this.calm ? 1 : 0);
	}

	read(reader: StateReader): void {
		reader.float64s(this.averages);
		this.since = reader.float64();
		this.updated = reader.float64();
		this.timer = reader.float64();
		this.ready = reader.uint16();
		this.calm = reader.uint8() === 1;
		for (let f = 0; f < FEATURE_COUNT; f++) this.values[f] = Math.max(0, Math.round(this.averages[f] as number));
	}
}
