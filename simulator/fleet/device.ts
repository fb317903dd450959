/** One device of a fleet: measures when it is due, and counts how long each reading took to be safe. */
import { createPatientStream, type PatientStream } from "../../scenarios/generator.ts";
import type { Reading } from "../../vitals/reading.ts";
import type { Books } from "../accounting.ts";
import type { Outbox } from "../outbox.ts";
import { toPayload } from "../payload.ts";
import type { KeyedDevice } from "./messages.ts";

/** Due times of what is not yet acknowledged, in order: a queue whose head is moved, and seldom anything else. */
class DueTimes {
	#times: number[] = [];
	#head = 0;

	push(time: number): void {
		this.#times.push(time);
	}

	/** @returns the oldest, or undefined */
	shift(): number | undefined {
		const time = this.#times[this.#head];
		if (time === undefined) return undefined;
		this.#head++;
		if (this.#head > 64 && this.#head * 2 > this.#times.length) {
			this.#times = this.#times.slice(this.#head);
			this.#head = 0;
		}
		return time;
	}
}

export interface DeviceReport {
	/** A reading is safe, so long after it was due, ms. */
	readonly safe: (ms: number) => void;
	/** A reading was measured so long after it was due, ms. */
	readonly late: (ms: number) => void;
}

/** The books of one device: those of all, and when each of its readings had been due. */
export function booksOf(
	all: Books,
	report: DeviceReport,
	now: () => number,
): { books: Books; due: (at: number) => void } {
	const times = new DueTimes();
	let refusedSince = 0;
	const settle = (count: number) => {
		const at = now();
		for (let i = 0; i < count; i++) {
			const due = times.shift();
			if (due !== undefined) report.safe(at - due);
		}
	};
	return {
		due: (at) => times.push(at),
		books: {
			...all,
			acknowledged(accepted, duplicates) {
				all.acknowledged(accepted, duplicates);
				// Acknowledged with those before them that were refused; these are nobody's latency.
				for (; refusedSince > 0; refusedSince--) times.shift();
				settle(accepted + duplicates);
			},
			refused(reason) {
				all.refused(reason);
				refusedSince++;
			},
		},
	};
}

export class FleetDevice {
	readonly outbox: Outbox;
	readonly scenario: string;
	readonly #device: KeyedDevice;
	readonly #due: (at: number) => void;
	readonly #report: DeviceReport;
	readonly #periodMs: number;
	readonly #stream: PatientStream;
	/** The next reading is due then, by the right clock, milliseconds since the epoch. */
	nextAt: number;

	constructor(
		device: KeyedDevice,
		{ startAt, periodMs, report }: { startAt: number; periodMs: number; report: DeviceReport },
		due: (at: number) => void,
		outbox: Outbox,
	) {
		this.outbox = outbox;
		this.scenario = device.scenario;
		this.#device = device;
		this.#due = due;
		this.#report = report;
		this.#periodMs = periodMs;
		this.nextAt = startAt + device.startMs;
		this.#stream = createPatientStream({
			...device.bed,
			startTime: this.nextAt + device.skewMs,
			cadenceSeconds: periodMs / 1000,
		});
	}

	/**
	 * Measures everything that is due. What a busy process measures late was due all the same: its latency counts from then,
	 * so that a server which stalls is not spared the readings it would have had meanwhile.
	 *
	 * @returns how many were measured
	 */
	measure(now: number, endAt: number): number {
		let count = 0;
		while (this.nextAt <= now && this.nextAt < endAt) {
			const { reading }: { reading: Reading } = this.#stream.next();
			const { id, patientId } = this.#device.spec;
			this.#due(this.nextAt);
			this.#report.late(now - this.nextAt);
			this.outbox.offer(toPayload(id, patientId, reading));
			this.nextAt += this.#periodMs;
			count++;
		}
		return count;
	}
}
