import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { AssignmentRow, PatientTags, Rewrapping } from "../vitals/identity.ts";
import { parseContext, type PatientContext } from "../vitals/patient-context.ts";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { findPatientWards, within } from "./places.ts";
import { assignments, devices, patientIdentifiers, patients } from "./schema.ts";

/**
 * The surrogate that stands for the person behind `tags`, made on first sight. A mapping that lies under the key before
 * is found by it and lies under the present one afterwards.
 */
export async function ensurePatient(registry: Registry, tags: PatientTags, now: number): Promise<string> {
	const known = await findByTag(registry, tags);
	if (known !== null) return known;
	const surrogate = `P-${crypto.randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
	const { tag, keyId } = tags;
	await registry.batch([
		registry.insert(patients).values({ surrogate, createdAt: now }),
		registry.insert(patientIdentifiers).values({ tag, keyId, surrogate }).onConflictDoNothing(),
	]);
	// Two requests may have met here; the mapping that was written first is the one that counts.
	const mapped = await findByTag(registry, tags);
	if (mapped !== null && mapped !== surrogate) await registry.delete(patients).where(eq(patients.surrogate, surrogate));
	return mapped ?? surrogate;
}

async function findByTag(registry: Registry, { tag, keyId, previousTag }: PatientTags): Promise<string | null> {
	const wanted = previousTag === null ? [tag] : [tag, previousTag];
	const rows = await registry.select().from(patientIdentifiers).where(inArray(patientIdentifiers.tag, wanted));
	const present = rows.find((row) => row.tag === tag);
	if (present !== undefined) return present.surrogate;
	const before = rows[0];
	if (before === undefined || previousTag === null) return null;
	await rewrapIdentifier(registry, { from: previousTag, to: tag, keyId });
	return before.surrogate;
}

/** Puts a mapping under the present key. A repeat changes nothing; where both exist the present one stays. */
export async function rewrapIdentifier(registry: Registry, { from, to, keyId }: Rewrapping): Promise<void> {
	await registry.batch([
		registry
			.insert(patientIdentifiers)
			.select(
				registry
					.select({
						tag: sql<string>`${to}`.as("tag"),
						keyId: sql<string>`${keyId}`.as("key_id"),
						surrogate: patientIdentifiers.surrogate,
					})
					.from(patientIdentifiers)
					.where(eq(patientIdentifiers.tag, from)),
			)
			.onConflictDoNothing(),
		registry.delete(patientIdentifiers).where(eq(patientIdentifiers.tag, from)),
	]);
}

/** How many mappings lie under each key: a key may go when none lies under it, or those left may be forgotten. */
export async function countIdentifiers(registry: Registry): Promise<{ keyId: string; identifiers: number }[]> {
	return registry
		.select({ keyId: patientIdentifiers.keyId, identifiers: count() })
		.from(patientIdentifiers)
		.groupBy(patientIdentifiers.keyId)
		.orderBy(asc(patientIdentifiers.keyId));
}

export type PatientRow = typeof patients.$inferSelect;

/** The patient's row, `null` for a surrogate that stands for nobody. */
export async function findPatient(registry: Registry, surrogate: string): Promise<PatientRow | null> {
	const [row] = await registry.select().from(patients).where(eq(patients.surrogate, surrogate)).limit(1);
	if (row === undefined || row.context === null) return row ?? null;
	const { contextAt: at, contextBy: by } = row;
	return { ...row, context: parseContext(row.context, at === null || by === null ? null : { at, by }) };
}

/** Keeps an encrypted label, or none. Returns false for a surrogate that stands for nobody, or is being erased. */
export async function saveLabel(registry: Registry, surrogate: string, label: string | null): Promise<boolean> {
	const changed = await registry
		.update(patients)
		.set({ label })
		.where(and(eq(patients.surrogate, surrogate), isNull(patients.erasingAt)))
		.returning({ surrogate: patients.surrogate });
	return changed.length > 0;
}

/** Encrypted labels of the patients who are on devices of `wards` now. */
export async function patientLabels(
	registry: Registry,
	wards: WardScope,
): Promise<{ readonly surrogate: string; readonly label: string }[]> {
	const rows = await registry
		.selectDistinct({ surrogate: patients.surrogate, label: patients.label })
		.from(patients)
		.innerJoin(assignments, and(eq(assignments.surrogate, patients.surrogate), isNull(assignments.endedAt)))
		.innerJoin(devices, eq(devices.id, assignments.deviceId))
		.where(and(isNotNull(patients.label), within(devices.wardId, wards)));
	return rows.flatMap(({ surrogate, label }) => (label === null ? [] : [{ surrogate, label }]));
}

/** Projects an interval of assignment. Safe to repeat and to run out of order: one that ended stays ended. */
export async function projectAssignment(registry: Registry, row: AssignmentRow): Promise<void> {
	await registry
		.insert(assignments)
		.values(row)
		.onConflictDoUpdate({
			target: [assignments.deviceId, assignments.startedAt],
			set: { endedAt: sql`coalesce(${assignments.endedAt}, excluded.ended_at)` },
		});
}

/** The patient's intervals of assignment with the ward where each device is now, newest first. */
export async function assignmentsOf(
	registry: Registry,
	surrogate: string,
): Promise<(AssignmentRow & { readonly wardId: string })[]> {
	return registry
		.select({
			deviceId: assignments.deviceId,
			surrogate: assignments.surrogate,
			startedAt: assignments.startedAt,
			endedAt: assignments.endedAt,
			wardId: devices.wardId,
		})
		.from(assignments)
		.innerJoin(devices, eq(devices.id, assignments.deviceId))
		.where(eq(assignments.surrogate, surrogate))
		.orderBy(desc(assignments.startedAt), asc(assignments.deviceId));
}

/**
 * Who wore the device, newest first; `before` is the start of the last one of the page before. `wards` are those where
 * the patient is now, or was last.
 */
export async function wearersOf(
	registry: Registry,
	deviceId: string,
	before: number,
	limit: number,
): Promise<(AssignmentRow & { readonly wards: readonly string[] })[]> {
	const rows = await registry
		.select()
		.from(assignments)
		.where(and(eq(assignments.deviceId, deviceId), lt(assignments.startedAt, before)))
		.orderBy(desc(assignments.startedAt))
		.limit(limit);
	const wards = new Map<string, readonly string[]>();
	for (const surrogate of new Set(rows.map((row) => row.surrogate)))
		wards.set(surrogate, await findPatientWards(registry, surrogate));
	return rows.map(({ surrogate, startedAt, endedAt }) => ({
		deviceId,
		surrogate,
		startedAt,
		endedAt,
		wards: wards.get(surrogate) ?? [],
	}));
}

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
	const row = await findPatient(registry, surrogate);
	if (row === null || row.context === null || row.contextAt === null || row.contextBy === null) return null;
	return { surrogate, context: row.context, contextAt: row.contextAt, contextBy: row.contextBy };
}
