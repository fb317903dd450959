/** How a device stands, by what its object said of it. */
import type { DeviceSeen } from "../../../vitals/api.ts";
import type { DeviceStanding } from "./texts.ts";

/** Nothing for so long (ms) is silence: a calm stream is committed each two minutes at most. */
const SILENT_AFTER_MS = 5 * 60_000;

/**
 * @param seen - `undefined` while it was not asked, `null` where it did not answer
 * @param now - ms since the epoch
 */
export function standingOf(seen: DeviceSeen | null | undefined, now: number): DeviceStanding {
	if (seen === undefined || seen === null) return "asked";
	if (seen.connected) return "streaming";
	if (seen.at === null) return "never";
	return now - Date.parse(seen.at) > SILENT_AFTER_MS ? "silent" : "heard";
}
