import type { StoredReading } from "../../vitals/reading.ts";

/** Whose readings are asked for. */
export interface Whose {
	/** Surrogate; `null` for readings of nobody alone. */
	readonly patient: string | null;
	/** Readings that are nobody's count from then on, by the device's clock; absent: none of them do. */
	readonly nobodySince?: number | undefined;
}

/** Keeps the readings that are `whose`. */
export function isOf(whose: Whose | undefined): (reading: Pick<StoredReading, "patient" | "timestamp">) => boolean {
	if (whose === undefined) return () => true;
	const { patient, nobodySince = Infinity } = whose;
	return (reading) => (reading.patient === null ? reading.timestamp >= nobodySince : reading.patient === patient);
}
