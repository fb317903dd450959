/** Erasures of patients: who asked, what became of it, and the rows that go. */
import { and, count, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { ErasureCertificate, ErasureCounts } from "../vitals/patients.ts";
import { dayOf, remakeSumsOf } from "./alarm-days.ts";
import { limitChanges, observations } from "./bedside-schema.ts";
import type { Registry } from "./connect.ts";
import {
	assignments,
	conversations,
	episodeEvents,
	episodes,
	erasures,
	patientIdentifiers,
	patients,
	reports,
} from "./schema.ts";
import { handovers } from "./ward-schema.ts";

export type ErasureRow = typeof erasures.$inferSelect;

/** Marks the patient as being erased and writes the request down: one transaction. A repeat changes nothing. */
export async function beginErasure(
	registry: Registry,
	request: Pick<ErasureRow, "id" | "surrogate" | "requestedAt" | "requestedBy">,
): Promise<void> {
	await registry.batch([
		registry.update(patients).set({ erasingAt: request.requestedAt }).where(eq(patients.surrogate, request.surrogate)),
		registry.insert(erasures).values(request).onConflictDoNothing(),
	]);
}

/** The erasure of that id, `null` when there is none. */
export async function findErasure(registry: Registry, id: string): Promise<ErasureRow | null> {
	const [row] = await registry.select().from(erasures).where(eq(erasures.id, id)).limit(1);
	return row ?? null;
}

/** The erasure of the patient that is under way, `null` when there is none. */
export async function findRunningErasure(registry: Registry, surrogate: string): Promise<ErasureRow | null> {
	const [row] = await registry
		.select()
		.from(erasures)
		.where(and(eq(erasures.surrogate, surrogate), isNull(erasures.completedAt)))
		.limit(1);
	return row ?? null;
}

/** Erasures, newest first. */
export async function listErasures(registry: Registry, limit: number): Promise<ErasureRow[]> {
	return registry.select().from(erasures).orderBy(desc(erasures.requestedAt)).limit(limit);
}

/** Devices that hold, or held, something of the patient. */
export async function devicesOf(registry: Registry, surrogate: string): Promise<string[]> {
	const [worn, raised] = await registry.batch([
		registry.selectDistinct({ id: assignments.deviceId }).from(assignments).where(eq(assignments.surrogate, surrogate)),
		registry.selectDistinct({ id: episodes.deviceId }).from(episodes).where(eq(episodes.patient, surrogate)),
	]);
	return [...new Set([...worn, ...raised].map((row) => row.id))].toSorted();
}

/** Every tag that stands for the patient. */
export async function patientTagsOf(registry: Registry, surrogate: string): Promise<string[]> {
	const rows = await registry
		.select({ tag: patientIdentifiers.tag })
		.from(patientIdentifiers)
		.where(eq(patientIdentifiers.surrogate, surrogate));
	return rows.map((row) => row.tag);
}

/** Ids of every report on the patient: what their files are called. */
export async function reportsOn(registry: Registry, surrogate: string): Promise<string[]> {
	const rows = await registry.select({ id: reports.id }).from(reports).where(eq(reports.surrogate, surrogate));
	return rows.map((row) => row.id);
}

type RowCounts = Pick<
	ErasureCounts,
	| "episodes"
	| "episode_events"
	| "assignments"
	| "identifiers"
	| "patients"
	| "reports"
	| "observations"
	| "limit_changes"
	| "conversations"
	| "handover_notes"
>;

/** Of a table that keeps its patients as a JSON array of surrogates. */
const names = (column: SQLiteColumn, surrogate: string) =>
	sql`EXISTS (SELECT 1 FROM json_each(${column}) WHERE value = ${surrogate})`;

/** How many rows of the registry are of the patient. */
export async function countPatientRows(registry: Registry, surrogate: string): Promise<RowCounts> {
	const own = registry.select({ id: episodes.id }).from(episodes).where(eq(episodes.patient, surrogate));
	const [of, events, worn, identifiers, rows, made, seen, limits, asked, notes] = await registry.batch([
		registry.select({ n: count() }).from(episodes).where(eq(episodes.patient, surrogate)),
		registry.select({ n: count() }).from(episodeEvents).where(inArray(episodeEvents.episodeId, own)),
		registry.select({ n: count() }).from(assignments).where(eq(assignments.surrogate, surrogate)),
		registry.select({ n: count() }).from(patientIdentifiers).where(eq(patientIdentifiers.surrogate, surrogate)),
		registry.select({ n: count() }).from(patients).where(eq(patients.surrogate, surrogate)),
		registry.select({ n: count() }).from(reports).where(eq(reports.surrogate, surrogate)),
		registry.select({ n: count() }).from(observations).where(eq(observations.surrogate, surrogate)),
		registry.select({ n: count() }).from(limitChanges).where(eq(limitChanges.surrogate, surrogate)),
		registry.select({ n: count() }).from(conversations).where(names(conversations.patients, surrogate)),
		registry
			.select({ n: count() })
			.from(handovers)
			.where(and(names(handovers.patients, surrogate), isNotNull(handovers.note))),
	]);
	const n = (found: readonly { n: number }[]) => found[0]?.n ?? 0;
	return {
		episodes: n(of),
		episode_events: n(events),
		assignments: n(worn),
		identifiers: n(identifiers),
		patients: n(rows),
		reports: n(made),
		observations: n(seen),
		limit_changes: n(limits),
		conversations: n(asked),
		handover_notes: n(notes),
	};
}

/**
 * Removes every row of the patient in one transaction, and takes their alarms out of the sums: what is left of those days is
 * counted anew.
 */
export async function deletePatientRows(registry: Registry, surrogate: string): Promise<void> {
	const own = registry.select({ id: episodes.id }).from(episodes).where(eq(episodes.patient, surrogate));
	const alarmed = await registry
		.select({
			deviceId: episodes.deviceId,
			wardId: episodes.wardId,
			first: sql<number>`min(${episodes.openedAt})`,
			last: sql<number>`max(${episodes.updatedAt})`,
		})
		.from(episodes)
		.where(eq(episodes.patient, surrogate))
		.groupBy(episodes.deviceId, episodes.wardId);
	await registry.batch([
		registry.delete(episodeEvents).where(inArray(episodeEvents.episodeId, own)),
		registry.delete(episodes).where(eq(episodes.patient, surrogate)),
		registry.delete(assignments).where(eq(assignments.surrogate, surrogate)),
		registry.delete(conversations).where(names(conversations.patients, surrogate)),
		registry
			.update(handovers)
			.set({
				note: null,
				patients: sql`(SELECT json_group_array(value) FROM json_each(${handovers.patients}) WHERE value <> ${surrogate})`,
			})
			.where(names(handovers.patients, surrogate)),
		registry.delete(patientIdentifiers).where(eq(patientIdentifiers.surrogate, surrogate)),
		registry.delete(patients).where(eq(patients.surrogate, surrogate)),
		registry.delete(reports).where(eq(reports.surrogate, surrogate)),
		...alarmed.flatMap(({ deviceId, wardId, first, last }) =>
			remakeSumsOf(registry, { deviceId, wardId, fromDay: dayOf(first), toDay: dayOf(last) }),
		),
		registry.delete(observations).where(eq(observations.surrogate, surrogate)),
		registry.delete(limitChanges).where(eq(limitChanges.surrogate, surrogate)),
	]);
}

/** Whether the certificate is kept. */
export async function isComplete(registry: Registry, id: string): Promise<boolean> {
	return (await findErasure(registry, id))?.certificate != null;
}

/** Keeps the certificate. A repeat changes nothing. */
export async function completeErasure(registry: Registry, certificate: ErasureCertificate): Promise<void> {
	await registry
		.update(erasures)
		.set({ completedAt: Date.parse(certificate.completed_at), certificate })
		.where(and(eq(erasures.id, certificate.id), isNull(erasures.completedAt)));
}
