/** What an erasure says of itself. */
import type { ErasureCertificate, ErasureCounts, ErasureRemainder } from "../vitals/patients.ts";
import type { ErasureRequest } from "./patient-erasure.ts";

const DAY_MS = 24 * 3600_000;
/** D1 Time Travel and the point-in-time recovery of Durable Objects both reach back so far; neither can be cut short. */
const PLATFORM_BACKUP_DAYS = 30;
/** A device's object knows for so long which reading times it was sent, and refuses readings of an erased time. */
const KNOWN_TIMES_DAYS = 2;

/** @param completedAt - milliseconds since the epoch */
export function certificateOf(
	{ id, patient, requestedAt, requestedBy }: ErasureRequest,
	removed: ErasureCounts,
	completedAt: number,
): ErasureCertificate {
	return {
		version: 1,
		id,
		patient,
		requested_at: iso(requestedAt),
		requested_by: requestedBy,
		completed_at: iso(completedAt),
		removed,
		stays: remainder(completedAt),
	};
}

function remainder(completedAt: number): ErasureRemainder[] {
	const after = (days: number) => iso(completedAt + days * DAY_MS);
	return [
		{
			what: "Entries of the audit log that name the surrogate, and this certificate",
			why: "They prove who looked at what; no mapping leads from the surrogate to a person any more",
			until: null,
		},
		{
			what: "The platform backups of the registry and of the search index (D1 Time Travel)",
			why: "The platform keeps every state of a database and offers no way to cut one out",
			until: after(PLATFORM_BACKUP_DAYS),
		},
		{
			what: "The platform backup of the devices' objects (point-in-time recovery)",
			why: "The platform keeps every state of an object's storage and offers no way to cut one out",
			until: after(PLATFORM_BACKUP_DAYS),
		},
		{
			what: "At which times the devices were sent readings, and the intervals for which they take none, without values",
			why: "A reading that was under way must not come back after the erasure",
			until: after(KNOWN_TIMES_DAYS),
		},
		{
			what: "Readings held apart under nobody, because the device named another patient than the one assigned",
			why: "Nothing stored says whose they are",
			until: null,
		},
		{
			what: "Words that people typed as reasons for breaking the glass, and as names of wards, beds and devices",
			why: "Nothing stored says whom they are about",
			until: null,
		},
	];
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
