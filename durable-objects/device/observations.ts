/**
 * What people observe at the bed: entered, corrected, taken back. An entry is never changed: a correction marks it as entered in
 * error and puts another beside it. They count for NEWS2 and never reach the forest.
 */
import type { Amendment, EnteredObservation, Observed } from "../../vitals/observations.ts";
import type { Observations } from "../../vitals/news2.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { patientOf, type Bedside, type Declined, type Found } from "./bedside.ts";
import { deviceTime, withRecord } from "./profile.ts";

/** An observation may be this far ahead of the device's clock: two clocks disagree. Milliseconds. */
export const AHEAD_MS = 60_000;
/** It may be entered, and corrected, for so long. Milliseconds. */
const ENTERED_WITHIN_MS = 24 * 3600_000;
/** Observations kept of a patient in the object, at most; the registry has all. */
const KEPT_OBSERVATIONS = 96;

/** Who says it of whom; `patient` is a surrogate, null where it was not said. */
export interface ObservationSignature {
	readonly patient: string | null;
	/** The person's id. */
	readonly by: string;
}

export type ObservationResult =
	| { readonly outcome: "done" }
	/** Somebody was faster, or the id is another entry's. */
	| { readonly outcome: "conflict" }
	/** Not held here, or no longer. */
	| { readonly outcome: "unknown_observation" }
	| Declined;

/** Takes what somebody observed. A repeat with the same id changes nothing. */
export function observe(
	bedside: Bedside,
	entered: EnteredObservation,
	{ patient, by }: ObservationSignature,
): ObservationResult {
	const found = patientOf(bedside, patient);
	if (found.outcome !== "found") return found;
	const again = entered.id === null ? null : repeated(found, entered.id, entered.observed, null);
	if (again !== null) return again;
	const { time, errors } = timeOf(found, entered.time);
	if (errors.length > 0) return { outcome: "refused", errors };
	const id = entered.id ?? crypto.randomUUID();
	keep(bedside, found, [{ ...entered.observed, time, id, by, recordedAt: Date.now() }], []);
	return { outcome: "done" };
}

/** Corrects or takes back what somebody had entered. A repeat with the same id changes nothing. */
export function amendObservation(
	bedside: Bedside,
	wrong: string,
	{ id: given, time: at, observed, reason }: Amendment,
	{ patient, by }: ObservationSignature,
): ObservationResult {
	const found = patientOf(bedside, patient);
	if (found.outcome !== "found") return found;
	const again = given === null ? null : repeated(found, given, observed, wrong);
	if (again !== null) return again;
	const before = found.present.observations.find(({ id }) => id === wrong);
	if (before === undefined) return { outcome: "unknown_observation" };
	if (before.error !== undefined) return { outcome: "conflict" };
	const withdrawn = { ...before, error: { at: Date.now(), by, reason } };
	if (Object.keys(observed).length === 0) {
		keep(bedside, found, [], [withdrawn]);
		return { outcome: "done" };
	}
	// At the same moment as the wrong one, where nothing else is said.
	const { time, errors } = at === null ? { time: before.time, errors: [] } : timeOf(found, at);
	if (errors.length > 0) return { outcome: "refused", errors };
	const right = { ...observed, time, id: given ?? crypto.randomUUID(), by, recordedAt: Date.now(), amends: wrong };
	keep(bedside, found, [right], [withdrawn]);
	return { outcome: "done" };
}

/** What a known id means: the same entry again, or another one's. Null where it is not known. */
function repeated(
	{ profile, present }: Found,
	id: string,
	observed: Observed,
	amends: string | null,
): ObservationResult | null {
	// Also of the patient before: a repeat that comes late must not be entered for the next one.
	const holder = profile.assignments.find(({ observations }) => observations.some((seen) => seen.id === id));
	const known = holder?.observations.find((seen) => seen.id === id);
	if (known === undefined) return null;
	const same = Object.entries(observed).every(([field, value]) => known[field as keyof Observed] === value);
	const whole = same && (known.amends ?? null) === amends && holder?.surrogate === present.surrogate;
	return { outcome: whole ? "done" : "conflict" };
}

function timeOf({ profile }: Found, given: number | null): { readonly time: number; readonly errors: FieldError[] } {
	const now = deviceTime(profile, Date.now());
	const time = given ?? Math.floor(now);
	const refusal = (code: FieldError["code"], message: string) => ({ time, errors: [{ field: "time", code, message }] });
	if (time > now + AHEAD_MS) return refusal("in_future", "time is more than a minute ahead of the device's clock");
	if (now - time > ENTERED_WITHIN_MS) return refusal("too_old", "time is more than 24 hours ago");
	return { time, errors: [] };
}

/** One transaction: what was entered, what was marked as wrong, and what the registry must learn. */
function keep(
	bedside: Bedside,
	{ profile, present }: Found,
	added: readonly Observations[],
	marked: readonly Observations[],
): void {
	const wall = Date.now();
	const now = deviceTime(profile, wall);
	const observations = present.observations
		.map((past) => marked.find(({ id }) => id === past.id) ?? past)
		// Readings that came late are scored with what was current then.
		.filter(({ time, recordedAt }) => now - time < ENTERED_WITHIN_MS || wall - (recordedAt ?? 0) < ENTERED_WITHIN_MS);
	const kept = [...observations, ...added].toSorted((a, b) => a.time - b.time).slice(-KEPT_OBSERVATIONS);
	const { surrogate } = present;
	const { deviceId, wardId } = profile;
	bedside.journal.transaction(() => {
		bedside.saveProfile(withRecord(profile, { observations: kept }));
		for (const observed of [...marked, ...added]) {
			const { id, time: observedAt, error } = observed;
			if (id === undefined) continue;
			const version = error === undefined ? 1 : 2;
			bedside.tellObservation({ id, surrogate, deviceId, wardId, observedAt, observed, version });
		}
	});
}
