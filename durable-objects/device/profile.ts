/** What a device's object knows of the device: who it is, whom it watches, which keys it takes, how its clock runs. */

import { withFleet, type FleetPlace, type KeyRing } from "./key-ring.ts";

export const PROFILE_VERSION = 1;

/** A stretch of time in which the device watched one patient. */
export interface Assignment {
	/** HMAC of the hospital's identifier: recognises the payload's `patient_id` without knowing it. */
	readonly tag: string;
	readonly surrogate: string;
	/** Milliseconds since the epoch, by the device's clock; `to` is `null` while it lasts. */
	readonly from: number;
	readonly to: number | null;
}

/** Simulated time = `anchorDevice + (wall - anchorWall) * rate`. */
export interface ClockSetting {
	readonly anchorWall: number;
	readonly anchorDevice: number;
	readonly rate: number;
}

export interface DeviceProfile extends KeyRing {
	readonly version: typeof PROFILE_VERSION;
	readonly deviceId: string;
	readonly wardId: string;
	readonly bedId: string | null;
	readonly bedLabel: string | null;
	readonly simulated: boolean;
	readonly assignments: readonly Assignment[];
	readonly clock: ClockSetting | null;
}

/** What enrolment says of a device. */
export interface Enrolment {
	readonly deviceId: string;
	readonly wardId: string;
	readonly bedId: string | null;
	readonly bedLabel: string | null;
	readonly simulated: boolean;
	/** The fleet that it is now in, `null` for none, absent to leave as it is. */
	readonly fleet?: FleetPlace | null | undefined;
	/** The patient now on the device, `null` for nobody, absent to leave as it is. */
	readonly patient?: { readonly tag: string; readonly surrogate: string } | null | undefined;
}

/** @throws Error `device profile: got v3, expected v1` on another version */
export function parseProfile(stored: string): DeviceProfile {
	const profile = JSON.parse(stored) as DeviceProfile;
	if (profile.version !== PROFILE_VERSION) {
		throw new Error(`device profile: got v${String(profile.version)}, expected v${PROFILE_VERSION}`);
	}
	return profile;
}

/** The profile after enrolment; keys, clock and past assignments survive a second one. */
export function enrolled(present: DeviceProfile | null, enrolment: Enrolment, now: number): DeviceProfile {
	const { patient, fleet, ...place } = enrolment;
	return {
		version: PROFILE_VERSION,
		...place,
		assignments: patient === undefined ? (present?.assignments ?? []) : reassigned(present, patient, now),
		generation: present?.generation ?? 0,
		minGeneration: present?.minGeneration ?? 1,
		fleet: withFleet(present, fleet),
		clock: enrolment.simulated ? (present?.clock ?? null) : null,
	};
}

function reassigned(present: DeviceProfile | null, patient: Enrolment["patient"], now: number): readonly Assignment[] {
	const before = present?.assignments ?? [];
	const open = before.find((assignment) => assignment.to === null);
	if (patient !== null && patient !== undefined && open?.tag === patient.tag) return before;
	const closed = before.map((past) => ({
		tag: past.tag,
		surrogate: past.surrogate,
		from: past.from,
		to: past.to ?? now,
	}));
	return patient === null || patient === undefined ? closed : [...closed, { ...patient, from: now, to: null }];
}

/** The assignment in force at `timestamp`, by the device's clock. */
export function assignmentAt(profile: DeviceProfile, timestamp: number): Assignment | null {
	return profile.assignments.findLast(({ from, to }) => from <= timestamp && (to === null || timestamp < to)) ?? null;
}

/** The device's time at wall time `wall`; the same unless the device is simulated and declared a clock. */
export function deviceTime(profile: DeviceProfile, wall: number): number {
	const { clock } = profile;
	return clock === null ? wall : clock.anchorDevice + (wall - clock.anchorWall) * clock.rate;
}
