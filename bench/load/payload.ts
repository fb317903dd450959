import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { Reading } from "../../vitals/reading.ts";
import type { TelemetryPayload } from "../../vitals/telemetry.ts";

/** A reading in the wire's form, without what names the device; what was not measured is left out. */
export function toPayload(reading: Reading): Omit<TelemetryPayload, "device_id"> {
	const payload: Partial<TelemetryPayload> = {};
	for (const key of VITAL_KEYS) if (reading.vitals[key] !== null) payload[key] = reading.vitals[key];
	if (reading.battery !== null) payload.battery_level = reading.battery;
	return payload;
}
