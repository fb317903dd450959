/** One device's measurements as they fall due, written into the ledger as they are made. */
import { createPatientStream, type PatientStreamOptions } from "../../scenarios/generator.ts";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { Reading } from "../../vitals/reading.ts";
import type { Counters } from "./counters.ts";
import { valuesOf, type Ledger } from "./ledger.ts";
import type { FleetDevice } from "./messages.ts";

/** A reading on its way. */
export interface Measured {
	readonly timestamp: number;
	/** As the ledger has it. */
	readonly values: string;
	/** As it is sent. */
	readonly payload: Readonly<Record<string, unknown>>;
}

/** What every device is given. */
export interface Books {
	readonly ledger: Ledger;
	readonly counters: Counters;
}

export function measured(device: FleetDevice, reading: Reading, books: Books): Measured {
	const payload: Record<string, unknown> = {
		device_id: device.id,
		patient_id: device.patientId,
		timestamp: reading.timestamp,
	};
	for (const key of VITAL_KEYS) if (reading.vitals[key] !== null) payload[key] = reading.vitals[key];
	if (reading.battery !== null) payload["battery_level"] = reading.battery;
	const values = valuesOf(reading);
	books.ledger.note("o", device.id, reading.timestamp, values);
	books.counters.add("offered");
	return { timestamp: reading.timestamp, values, payload };
}

/** Measurements of a patient by the device's clock, one each `cadenceSeconds`. */
export function createMeasurements(
	device: FleetDevice,
	options: PatientStreamOptions,
	books: Books,
): { due(deviceNow: number, atMost: number): Measured[] } {
	const stream = createPatientStream(options);
	let { reading } = stream.next();
	return {
		due(deviceNow, atMost) {
			const due: Measured[] = [];
			while (reading.timestamp <= deviceNow && due.length < atMost) {
				due.push(measured(device, reading, books));
				({ reading } = stream.next());
			}
			return due;
		},
	};
}

/** The edge has it: it answers for it from now on. */
export function acknowledged(device: FleetDevice, one: Measured, { ledger, counters }: Books): void {
	ledger.note("a", device.id, one.timestamp, one.values);
	counters.add("acknowledged");
}

export function refused(device: FleetDevice, one: Measured, { ledger, counters }: Books): void {
	ledger.note("r", device.id, one.timestamp, one.values);
	counters.add("refused");
}
