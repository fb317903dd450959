import type { ClockResult } from "./answers.ts";
import { judgeKey, type ShownKey } from "./key-ring.ts";
import type { DeviceProfile } from "./profile.ts";

/**
 * The profile of a simulated device that declares its clock, or why it may not.
 *
 * @param now - wall time, milliseconds since the epoch
 */
export function withClock(
	profile: DeviceProfile | null,
	key: ShownKey,
	declared: { readonly deviceNow: number; readonly rate: number },
	now: number,
): DeviceProfile | Exclude<ClockResult, "set"> {
	if (profile === null) return "unknown_device";
	const verdict = judgeKey(profile, key);
	if (verdict !== "valid") return verdict;
	if (!profile.simulated) return "not_simulated";
	return { ...profile, clock: { anchorWall: now, anchorDevice: declared.deviceNow, rate: declared.rate } };
}
