/** The clock that a simulated device declares for itself. */
import type { ClockResult } from "./answers.ts";
import type { Bedside } from "./bedside.ts";
import { judgeKey, type ShownKey } from "./key-ring.ts";

/**
 * In one transaction with what its ward is told: the device shows `deviceNow` at this moment and gains `rate` seconds a
 * second. Commit what was received before.
 */
export function setClock(bedside: Bedside, key: ShownKey, deviceNow: number, rate: number): ClockResult {
	const profile = bedside.profile();
	if (profile === null) return "unknown_device";
	const verdict = judgeKey(profile, key);
	if (verdict !== "valid") return verdict;
	if (!profile.simulated) return "not_simulated";
	const clock = { anchorWall: Date.now(), anchorDevice: deviceNow, rate };
	bedside.journal.transaction(() => bedside.saveProfile({ ...profile, clock }));
	return "set";
}
