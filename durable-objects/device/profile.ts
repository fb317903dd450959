/** What a device's object knows of the device: who it is, whom it watches, which keys it takes, how its clock runs. */

import { limitsValidated } from "../../detection/norms.ts";
import { templateOf, TEMPLATES } from "../../detection/templates.ts";
import type { EscalationStep } from "../../vitals/episode.ts";
import type { AssignmentRow } from "../../vitals/identity.ts";
import type { LiveBed } from "../../vitals/live.ts";
import type { Observations } from "../../vitals/news2.ts";
import { DEFAULT_CONTEXT, parseContext, type PatientContext, type Signature } from "../../vitals/patient-context.ts";
import { withFleet, type FleetPlace, type KeyRing } from "./key-ring.ts";
import type { Whose } from "./whose.ts";

/** Version 1 knew of no context, observations or declared baseline; version 2 of limits without reason and end. */
export const PROFILE_VERSION = 3;

/** Intervals that ended are kept for so long: readings are taken for 24 hours, and a clock may be corrected meanwhile. */
const KEPT_MS = 48 * 3600_000;

/** What people at the bed have said of a patient. */
export interface BedsideRecord {
	readonly context: PatientContext;
	/** Wall time of the context's last change and the person's id; null where nobody has said anything yet. */
	readonly changed: Signature | null;
	/** What no sensor measures, oldest first, by the device's clock. */
	readonly observations: readonly Observations[];
	/** How often something was said of the patient here; absent where nothing was. */
	readonly said?: number;
	/** When the present was last declared usual, by the device's clock. */
	readonly baseline: Signature | null;
}

/** A patient of whom nobody has said anything. */
const UNTOLD: BedsideRecord = { context: DEFAULT_CONTEXT, changed: null, observations: [], baseline: null };

/** A stretch of time in which the device watched one patient. */
export interface Assignment extends BedsideRecord {
	/** HMAC of the hospital's identifier: recognises the payload's `patient_id` without knowing it. */
	readonly tag: string;
	readonly surrogate: string;
	/** Milliseconds since the epoch, by the device's clock; `to` is `null` while it lasts. */
	readonly from: number;
	readonly to: number | null;
	/** Tags that payloads named and that somebody said mean no other patient; absent where there are none. */
	readonly dismissed?: readonly string[];
}

/** A ward that the device has left. */
interface PastWard {
	readonly wardId: string;
	/** When it left, by its own clock, milliseconds since the epoch. */
	readonly to: number;
}

/** A stretch of time, by the device's clock: `from` included, `to` not. */
export interface Interval {
	readonly from: number;
	readonly to: number;
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
	/** Seconds between two posts, by the device's clock, as somebody declared; `null` or absent to have it measured. */
	readonly cadenceS?: number | null;
	readonly assignments: readonly Assignment[];
	/** When the device watched somebody who was erased since: readings of then are not taken any more. */
	readonly erased?: readonly Interval[];
	readonly clock: ClockSetting | null;
	/** Wards of before, the first left first, for as long as readings of then may come; absent where there are none. */
	readonly wards?: readonly PastWard[];
	/** Key of the template that its ward last said stands in for what nobody has said; absent while the ward has chosen none. */
	readonly template?: string;
	/** Who is summoned where nobody acknowledges, as its ward last said; absent while the ward has chosen nothing. */
	readonly escalation?: readonly EscalationStep[];
	/** What the device last said that it runs, and when, wall time; absent while it has said nothing. */
	readonly firmware?: { readonly version: string; readonly at: number };
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
	/** Seconds between two posts, `null` to have it measured, absent to leave as it is. */
	readonly cadenceS?: number | null | undefined;
	/** The patient now on the device, `null` for nobody, absent to leave as it is. */
	readonly patient?: EnrolledPatient | null | undefined;
}

export interface EnrolledPatient {
	readonly tag: string;
	readonly surrogate: string;
	/** What the registry knows of them, perhaps from another device; null where it knows nothing. */
	readonly known?: { readonly context: PatientContext; readonly changed: Signature } | null;
	/** What was observed of them lately, wherever that was. */
	readonly observations?: readonly Observations[];
}

/** @throws Error `device profile: got v5, expected v3` on a version that is not known */
export function parseProfile(stored: string): DeviceProfile {
	const profile = JSON.parse(stored) as Omit<DeviceProfile, "version"> & { readonly version: number };
	switch (profile.version) {
		case PROFILE_VERSION:
			return profile as DeviceProfile;
		case 1:
		case 2:
			return {
				...profile,
				version: PROFILE_VERSION,
				assignments: profile.assignments.map((assignment) => {
					const known = { ...UNTOLD, ...assignment };
					return { ...known, context: parseContext(known.context, known.changed) };
				}),
			};
		default:
			throw new Error(`device profile: got v${profile.version}, expected v${PROFILE_VERSION}`);
	}
}

/** The profile after enrolment; keys, clock and past assignments survive a second one. */
export function enrolled(present: DeviceProfile | null, enrolment: Enrolment, now: number): DeviceProfile {
	const { patient, cadenceS, fleet, ...place } = enrolment;
	const wards = pastWards(present, place.wardId, now);
	return {
		version: PROFILE_VERSION,
		...place,
		cadenceS: cadenceS === undefined ? (present?.cadenceS ?? null) : cadenceS,
		assignments: patient === undefined ? (present?.assignments ?? []) : reassigned(present, patient, now),
		...(present?.erased === undefined ? {} : { erased: present.erased }),
		...(present?.firmware === undefined ? {} : { firmware: present.firmware }),
		generation: present?.generation ?? 0,
		minGeneration: present?.minGeneration ?? 1,
		fleet: withFleet(present, fleet),
		clock: enrolment.simulated ? (present?.clock ?? null) : null,
		...(wards.length === 0 ? {} : { wards }),
		...(present?.wardId === place.wardId ? chosenByWard(present) : {}),
	};
}

/** What the ward has said that it does; another ward says its own. */
function chosenByWard({ escalation, template }: DeviceProfile): Pick<DeviceProfile, "escalation" | "template"> {
	return {
		...(escalation === undefined ? {} : { escalation }),
		...(template === undefined ? {} : { template }),
	};
}

function pastWards(present: DeviceProfile | null, wardId: string, now: number): readonly PastWard[] {
	const left = present === null || present.wardId === wardId ? [] : [{ wardId: present.wardId, to: Math.floor(now) }];
	return [...(present?.wards ?? []), ...left].filter(({ to }) => to > now - KEPT_MS);
}

/** The ward that the device was in at `timestamp`, by its own clock: whose reading it is, whenever it comes. */
export function wardAt({ wards, wardId }: DeviceProfile, timestamp: number): string {
	return wards?.find(({ to }) => timestamp < to)?.wardId ?? wardId;
}

function reassigned(present: DeviceProfile | null, patient: Enrolment["patient"], now: number): readonly Assignment[] {
	const before = present?.assignments ?? [];
	const open = before.find((assignment) => assignment.to === null);
	if (patient !== null && patient !== undefined && open?.surrogate === patient.surrogate) {
		// The same person, perhaps under a new key.
		return before.map((past) => (past === open && past.tag !== patient.tag ? { ...past, tag: patient.tag } : past));
	}
	const closed = recent(ended(before, now), now);
	if (patient === null || patient === undefined) return closed;
	const { tag, surrogate } = patient;
	// Its start names an interval among the device's.
	let from = Math.floor(now);
	while (before.some((past) => past.from === from)) from++;
	return [...closed, { ...rememberedOf(before, patient), tag, surrogate, from, to: null }];
}

function ended(assignments: readonly Assignment[], now: number): Assignment[] {
	// A clock that was corrected may show less now than when the patient came.
	return assignments.map((past) => ({ ...past, to: past.to ?? Math.max(past.from, Math.floor(now)) }));
}

/** Those that a reading may still come for. */
function recent(assignments: readonly Assignment[], now: number): readonly Assignment[] {
	return assignments.filter(({ to }) => to === null || to > now - KEPT_MS);
}

/** The profile after the patient `surrogate` left the device, at `now` by its clock; the same where they are not on it. */
export function discharged(profile: DeviceProfile, surrogate: string, now: number): DeviceProfile {
	if (presentAssignment(profile)?.surrogate !== surrogate) return profile;
	return { ...profile, assignments: recent(ended(profile.assignments, now), now) };
}

/** The profile with `tag` in the place of `previousTag`, under which the same identifier lay before the key changed. */
export function rewrapped(profile: DeviceProfile, previousTag: string, tag: string): DeviceProfile {
	const renew = (present: string) => (present === previousTag ? tag : present);
	return {
		...profile,
		assignments: profile.assignments.map((past) => ({
			...past,
			tag: renew(past.tag),
			...(past.dismissed === undefined ? {} : { dismissed: past.dismissed.map(renew) }),
		})),
	};
}

/** The profile without anything of the patient `surrogate`; when they were on the device is kept for as long as readings of then may come. */
export function withoutPatient(
	profile: DeviceProfile,
	surrogate: string,
	tags: ReadonlySet<string>,
	now: number,
): DeviceProfile {
	const gone = profile.assignments.filter((past) => past.surrogate === surrogate);
	const kept = profile.assignments.filter((past) => past.surrogate !== surrogate);
	const intervals = gone.map(({ from, to }) => ({ from, to: to ?? Math.floor(now) }));
	return {
		...profile,
		assignments: kept.map(({ dismissed, ...past }) =>
			dismissed === undefined ? past : { ...past, dismissed: dismissed.filter((tag) => !tags.has(tag)) },
		),
		erased: [...(profile.erased ?? []), ...intervals].filter(({ to }) => to > now - KEPT_MS),
	};
}

/** Intervals of `after` that `before` did not have, or had otherwise: what others must learn. */
export function changedAssignments(before: DeviceProfile | null, after: DeviceProfile): readonly Assignment[] {
	return after.assignments.filter(({ from, to }) => {
		const known = before?.assignments.find((past) => past.from === from);
		return known === undefined || known.to !== to;
	});
}

/** An interval as the registry keeps it. */
export function assignmentRow({ deviceId }: DeviceProfile, { surrogate, from, to }: Assignment): AssignmentRow {
	return { deviceId, surrogate, startedAt: from, endedAt: to };
}

/** A patient who comes back finds what was said of them, here or, if that is newer, elsewhere; another starts with the default. */
function rememberedOf(
	before: readonly Assignment[],
	{ surrogate, known, observations: elsewhere = [] }: EnrolledPatient,
): BedsideRecord {
	const here = before.findLast((assignment) => assignment.surrogate === surrogate);
	const { context, changed, observations, baseline } = here ?? UNTOLD;
	const told = known && known.changed.at > (changed?.at ?? 0) ? known : { context, changed };
	return { ...told, observations: together(observations, elsewhere), baseline };
}

/** What was observed here and elsewhere, oldest first; of what both know, that it was entered in error is the later word. */
function together(here: readonly Observations[], elsewhere: readonly Observations[]): readonly Observations[] {
	const known = new Map(here.map((seen) => [seen.id ?? seen, seen]));
	for (const seen of elsewhere) {
		const key = seen.id ?? seen;
		if (known.get(key)?.error === undefined) known.set(key, seen);
	}
	return [...known.values()].toSorted((a, b) => a.time - b.time);
}

/** The assignment that lasts, `null` while nobody is on the device. */
export function presentAssignment(profile: DeviceProfile): Assignment | null {
	return profile.assignments.find((assignment) => assignment.to === null) ?? null;
}

/**
 * Whose readings the device may be asked for: those of the patient now on it, and what nobody is known to have worn it
 * for since they came, or since the last one left. Of those before, their own address tells.
 */
export function shownOn(profile: DeviceProfile): Whose {
	const present = presentAssignment(profile);
	if (present !== null) return { patient: present.surrogate, nobodySince: present.from };
	return { patient: null, nobodySince: Math.max(0, ...profile.assignments.map(({ to }) => to ?? 0)) };
}

/** What counts of a patient: what somebody said, or what the ward's template says of those of whom nobody did. */
export function inForce({ template }: Pick<DeviceProfile, "template">, context: PatientContext): PatientContext {
	if (context.told !== undefined || template === undefined) return context;
	return { ...context, ...TEMPLATES.get(template)?.context };
}

/** What counts of the patient `surrogate`; the ward's template, or the default, for nobody and for a stranger. */
export function contextOf(profile: DeviceProfile, surrogate: string | null): PatientContext {
	const known = surrogate === null ? undefined : profile.assignments.findLast((past) => past.surrogate === surrogate);
	return inForce(profile, known?.context ?? DEFAULT_CONTEXT);
}

/** The bed as its ward shows it. */
export function bedOf(profile: DeviceProfile): LiveBed {
	const present = presentAssignment(profile);
	const context = contextOf(profile, present?.surrogate ?? null);
	return {
		deviceId: profile.deviceId,
		bedId: profile.bedId,
		label: profile.bedLabel ?? profile.deviceId,
		patient: present?.surrogate ?? null,
		simulated: profile.simulated,
		clockRate: profile.clock?.rate ?? 1,
		limitsValidated: limitsValidated(context),
		bedside: {
			version: present?.said ?? 0,
			template: templateOf(context)?.key ?? null,
			overrides: context.overrides.map(({ vital, until }) => ({ vital, until })),
		},
	};
}

/** The profile after somebody said something of the patient now on the device. */
export function withRecord(profile: DeviceProfile, change: Partial<BedsideRecord>): DeviceProfile {
	return {
		...profile,
		assignments: profile.assignments.map((past) =>
			past.to === null ? { ...past, said: (past.said ?? 0) + 1, ...change } : past,
		),
	};
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

/** The wall time at which the device's clock shows `device`: the inverse of `deviceTime`. */
export function wallTime(profile: DeviceProfile, device: number): number {
	const { clock } = profile;
	return clock === null ? device : clock.anchorWall + (device - clock.anchorDevice) / clock.rate;
}
