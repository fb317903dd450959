/** A reading as it is posted. */
import { VITAL_KEYS } from "../vitals/catalogue.ts";
import type { Reading } from "../vitals/reading.ts";
import type { TelemetryPayload } from "../vitals/telemetry.ts";
import type { TimedPayload } from "./outbox.ts";

/** Absent vital signs are left out. */
export function toPayload(deviceId: string, patientId: string, reading: Reading): TimedPayload {
	const payload: TelemetryPayload & { timestamp: number } = {
		device_id: deviceId,
		patient_id: patientId,
		timestamp: reading.timestamp,
	};
	for (const key of VITAL_KEYS) {
		const value = reading.vitals[key];
		if (value !== null) payload[key] = value;
	}
	if (reading.battery !== null) payload.battery_level = reading.battery;
	return payload;
}
