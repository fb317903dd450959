import { eq, sql } from "drizzle-orm";
import type { PatientContext } from "../vitals/patient-context.ts";
import type { Registry } from "./connect.ts";
import { patients } from "./schema.ts";

/** What a clinician said of a patient. */
export interface PatientContextRow {
	readonly surrogate: string;
	readonly context: PatientContext;
	/** Wall time, milliseconds since the epoch. */
	readonly contextAt: number;
	/** The person's id. */
	readonly contextBy: string;
}

/** Projects a patient's context: the newest change counts, whichever device told it. Safe to repeat and to run out of order. */
export async function savePatientContext(registry: Registry, row: PatientContextRow): Promise<void> {
	await registry
		.insert(patients)
		.values({ ...row, createdAt: row.contextAt })
		.onConflictDoUpdate({
			target: patients.surrogate,
			set: { context: row.context, contextAt: row.contextAt, contextBy: row.contextBy },
			setWhere: sql`coalesce(${patients.contextAt}, 0) < excluded.context_at`,
		});
}

/** What is known of the patient `surrogate`, `null` while nobody has said anything. */
export async function findPatientContext(registry: Registry, surrogate: string): Promise<PatientContextRow | null> {
	const [row] = await registry.select().from(patients).where(eq(patients.surrogate, surrogate)).limit(1);
	if (!row || row.context === null || row.contextAt === null || row.contextBy === null) return null;
	return { surrogate, context: row.context, contextAt: row.contextAt, contextBy: row.contextBy };
}
