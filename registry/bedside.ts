/** What people said at the bed, as lists need it: observations, and what became of patients' own limits. */
import { and, desc, eq, gt, lt, or, sql, type SQL } from "drizzle-orm";
import { overrideEntry, type LimitChange, type LimitChangeEntry } from "../vitals/limits.ts";
import type { Observations } from "../vitals/news2.ts";
import { observationEntry, type ObservationEntry, type ObservationRow } from "../vitals/observations.ts";
import type { Registry } from "./connect.ts";
import { limitChanges, observations } from "./bedside-schema.ts";

/** Projects an observation, or that it was entered in error. Safe to repeat and to run out of order. */
export async function projectObservation(registry: Registry, row: ObservationRow): Promise<void> {
	await registry
		.insert(observations)
		.values(row)
		.onConflictDoUpdate({
			target: observations.id,
			set: { version: row.version, observed: row.observed },
			// An id is one patient's for good.
			setWhere: sql`${observations.version} < excluded.version and ${observations.surrogate} = excluded.surrogate`,
		});
}

/** Projects what became of a limit. Safe to repeat. */
export async function projectLimitChange(registry: Registry, change: LimitChange): Promise<void> {
	await registry
		.insert(limitChanges)
		.values({ ...change, vital: change.override.vital })
		.onConflictDoNothing();
}

/** Where the page before ended. */
export interface ObservationPosition {
	readonly observedAt: number;
	readonly id: string;
}

/** A patient's observations, newest first, those entered in error among them. */
export async function listObservations(
	registry: Registry,
	surrogate: string,
	{ before, limit }: { readonly before?: ObservationPosition | undefined; readonly limit: number },
): Promise<ObservationEntry[]> {
	const { observedAt, id } = observations;
	const older: SQL | undefined =
		before && or(lt(observedAt, before.observedAt), and(eq(observedAt, before.observedAt), lt(id, before.id)));
	const rows = await registry
		.select()
		.from(observations)
		.where(and(eq(observations.surrogate, surrogate), older))
		.orderBy(desc(observedAt), desc(id))
		.limit(limit);
	return rows.map(({ deviceId, observed }) => observationEntry(deviceId, observed));
}

/** Observations that a device which the patient comes to must know, to score what it measures: of the last day, at most so many. */
const TAKEN_ALONG = 48;
const DAY_MS = 86_400_000;

/** What was observed of the patient within a day of `now` (milliseconds since the epoch), oldest first. */
export async function recentObservations(registry: Registry, surrogate: string, now: number): Promise<Observations[]> {
	const { observed, observedAt } = observations;
	const rows = await registry
		.select({ observed })
		.from(observations)
		.where(and(eq(observations.surrogate, surrogate), gt(observedAt, now - DAY_MS)))
		.orderBy(desc(observedAt), desc(observations.id))
		.limit(TAKEN_ALONG);
	return rows.map((row) => row.observed).toReversed();
}

/** What became of a patient's own limits, newest first. @param skip - entries of the pages before */
export async function listLimitChanges(
	registry: Registry,
	surrogate: string,
	{ skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<LimitChangeEntry[]> {
	const { at, deviceId, version, vital } = limitChanges;
	const rows = await registry
		.select()
		.from(limitChanges)
		.where(eq(limitChanges.surrogate, surrogate))
		.orderBy(desc(at), desc(deviceId), desc(version), desc(vital))
		.limit(limit)
		.offset(skip);
	return rows.map((row) => ({
		device_id: row.deviceId,
		version: row.version,
		kind: row.kind,
		vital: row.vital,
		at: new Date(row.at).toISOString(),
		by: row.by,
		override: overrideEntry(row.override),
	}));
}
