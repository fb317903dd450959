/** What a device's object is handed, and what it answers. */
import type { PatientTags } from "../../vitals/identity.ts";
import type { FieldError } from "../../vitals/problem.ts";
import type { Reading, RiskLevel } from "../../vitals/reading.ts";
import type { ShownKey } from "./key-ring.ts";

export interface IngestItem {
	readonly reading: Reading;
	/** HMACs of the payload's `patient_id`, `null` when it named nobody. */
	readonly patientTag: PatientTags | null;
	/** False when the reading carries its time of arrival for want of its own. */
	readonly timed: boolean;
}

export interface IngestRequest extends ShownKey {
	readonly items: readonly IngestItem[];
	/** What the device says that it runs; absent where it says nothing. */
	readonly firmware?: string | undefined;
	/** Names the request in the log, where something fails. */
	readonly correlationId?: string | null;
}

export type ItemResult =
	| { readonly kind: "stored" | "duplicate"; readonly risk: RiskLevel; readonly flags: number }
	| { readonly kind: "refused"; readonly error: FieldError };

/** Why nothing is taken at all. */
export type IngestRefusal =
	| { readonly outcome: "unknown_device" }
	| { readonly outcome: "revoked" }
	/** The key is a fleet's that the device is not in. */
	| { readonly outcome: "other_fleet" }
	/** Sooner than the device may; ask again after so many seconds. */
	| { readonly outcome: "too_fast"; readonly retryAfter: number }
	/** Nothing was stored; ask again after so many seconds. */
	| { readonly outcome: "unavailable"; readonly retryAfter: number };

export type IngestResult =
	/** Every item has its result, in the order of the request. */
	{ readonly outcome: "taken"; readonly stored: number; readonly results: readonly ItemResult[] } | IngestRefusal;
