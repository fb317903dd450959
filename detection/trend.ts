/** The last ten minutes in rows of 20 s: what a vital has been doing, and the rows that the baseline learns from. */
import { FEATURE_COUNT, MISSING } from "./features.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** Milliseconds between rows, except for slower streams, which give one row a reading. */
export const ROW_EVERY = 20_000;
const ROWS = 30;
const MINUTE = 60_000;
/** A movement began when the value last stood within this part of it from its origin. */
const NEAR_ORIGIN = 0.15;

type Direction = "rising" | "falling" | "steady";

export class Trend {
	private readonly times = new Float64Array(ROWS);
	private readonly rows = new Uint16Array(ROWS * FEATURE_COUNT);
	private count = 0;

	/** Time of the newest row, -1 where there is none. */
	get newest(): number {
		return this.count === 0 ? -1 : (this.times[this.count - 1] as number);
	}

	/** Adds a row of hundredths. */
	add(time: number, values: Uint16Array): void {
		if (this.count === ROWS) {
			this.rows.copyWithin(0, FEATURE_COUNT);
			this.times.copyWithin(0, 1);
			this.count--;
		}
		this.rows.set(values, this.count * FEATURE_COUNT);
		this.times[this.count++] = time;
	}

	clear(): void {
		this.count = 0;
	}

	private at(row: number, feature: number): number {
		return this.rows[row * FEATURE_COUNT + feature] as number;
	}

	/** Fills `target` with the medians of the last minute's rows. */
	lastMinute(time: number, target: Uint16Array): void {
		const sorted: number[] = [];
		for (let f = 0; f < FEATURE_COUNT; f++) {
			sorted.length = 0;
			for (let row = this.count - 1; row >= 0 && time - (this.times[row] as number) < MINUTE; row--) {
				if (this.at(row, f) !== MISSING) sorted.push(this.at(row, f));
			}
			sorted.sort((a, b) => a - b);
			target[f] = sorted.length === 0 ? MISSING : (sorted[sorted.length >> 1] as number);
		}
	}

	/** The rows kept, oldest first. */
	all(): Uint16Array[] {
		return Array.from({ length: this.count }, (_, row) =>
			this.rows.slice(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT),
		);
	}

	/** Value of a feature about `ago` milliseconds before `time`, `MISSING` where none was taken then. */
	before(feature: number, time: number, ago: number): number {
		for (let row = this.count - 1; row >= 0; row--) {
			if (time - (this.times[row] as number) >= ago) return this.at(row, feature);
		}
		return MISSING;
	}

	/**
	 * Which way a feature goes, and for how long, in milliseconds: since it last stood near where the movement began.
	 * Small wavering does not end a movement.
	 *
	 * @param noticeable - smallest change of each feature worth a word, hundredths
	 */
	direction(
		feature: number,
		time: number,
		value: number,
		noticeable: Float64Array,
	): { direction: Direction; lasted: number } {
		const wavering = (noticeable[feature] as number) / 2;
		for (const sign of [1, -1]) {
			let origin = value;
			let oldest = this.count;
			for (let row = this.count - 1; row >= 0; row--) {
				const earlier = this.at(row, feature);
				if (earlier === MISSING || sign * (earlier - origin) > wavering) break;
				if (sign * (origin - earlier) > 0) origin = earlier;
				oldest = row;
			}
			if (sign * (value - origin) <= 2 * wavering) continue;
			const near = Math.max(wavering, NEAR_ORIGIN * sign * (value - origin));
			let began = this.count - 1;
			while (began > oldest && sign * (this.at(began, feature) - origin) > near) began--;
			return { direction: sign > 0 ? "rising" : "falling", lasted: time - (this.times[began] as number) };
		}
		return { direction: "steady", lasted: 0 };
	}

	write(writer: StateWriter): void {
		writer.uint8(this.count);
		for (let row = 0; row < this.count; row++) {
			writer.float64(this.times[row] as number);
			writer.uint16s(this.rows.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT));
		}
	}

	read(reader: StateReader): void {
		this.count = Math.min(ROWS, reader.uint8());
		for (let row = 0; row < this.count; row++) {
			this.times[row] = reader.float64();
			reader.uint16s(this.rows.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT));
		}
	}
}
