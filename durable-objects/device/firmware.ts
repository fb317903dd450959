/** What a device says that it runs: kept where it differs from what was said before, and told to the registry once. */
import type { FirmwareRow } from "../../registry/devices.ts";
import type { Journal } from "./journal.ts";
import type { DeviceProfile } from "./profile.ts";

/** A device that says another thing each time costs no more than a write in this time, milliseconds. */
const SETTLE_MS = 60_000;

export interface FirmwareHost {
	readonly profile: () => DeviceProfile | null;
	readonly journal: Pick<Journal, "transaction">;
	readonly keepProfile: (profile: DeviceProfile) => void;
	/** In the transaction: what the registry must learn. */
	readonly tell: (row: FirmwareRow) => void;
	/** After it. */
	readonly deliver: () => void;
}

/** What hears of the firmware. The same as before costs nothing: nothing is written and nobody is told. */
export function firmwareEar(host: FirmwareHost): (version: string | undefined) => void {
	return (version) => {
		const profile = host.profile();
		if (version === undefined || profile === null || profile.firmware?.version === version) return;
		const at = Date.now();
		if (at - (profile.firmware?.at ?? 0) < SETTLE_MS) return;
		host.journal.transaction(() => {
			host.keepProfile({ ...profile, firmware: { version, at } });
			host.tell({ deviceId: profile.deviceId, firmware: version, at });
		});
		host.deliver();
	};
}
