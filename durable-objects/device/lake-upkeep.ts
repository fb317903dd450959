/**
 * What is done for a device's part of the lake after its readings arrived there: days are compacted, expired days are
 * retired, and what was superseded is deleted after a period of grace. One run does all that is due and says when the
 * next is.
 */
import { DAY_MS, dayOf, LakeRefusal } from "../../lake/day.ts";
import type { Registry } from "../../registry/connect.ts";
import {
	type CataloguedObject,
	deviceLakeObjects,
	findLakeObject,
	forgetLakeObjects,
	retireLakeObjects,
	switchLakeObjects,
} from "../../registry/lake-catalogue.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import {
	abandon,
	carryOut,
	type CompactionPlan,
	countReadingsOf,
	daysOf,
	nextPlan,
	parsePlan,
	planWithout,
} from "./compaction.ts";
import { LakeConflictError } from "./put-once.ts";
import { type DeviceProfile, deviceTime, wallTime } from "./profile.ts";

/** Keys that one call to R2 deletes. */
const MAX_DELETED = 1000;
/** A day that could not be compacted is looked at again after this long. */
const REFUSED_AGAIN_MS = DAY_MS;
/** A run is never further away than this, whatever it waits for. */
const LONGEST_WAIT_MS = 30 * DAY_MS;

/** What one run did. */
export interface UpkeepResult {
	/** Objects replaced, and those that replaced them. */
	readonly replaced: number;
	readonly written: number;
	/** Objects past their retention. */
	readonly retired: number;
	/** Objects deleted from the bucket. */
	readonly deleted: number;
}

/** Told of each step of an erasure as it is done, in the same turn as the note of it. */
export interface ErasureTally {
	/** So many readings are no longer in the lake, and so many objects were written for the rest of theirs. */
	readonly removed: (readings: number, written: number) => void;
	readonly deleted: (key: string) => void;
}

export interface UpkeepContext {
	readonly env: Pick<ObjectEnv, "LAKE" | "LAKE_COMPACT_SECONDS" | "LAKE_GRACE_SECONDS" | "LAKE_RETENTION_DAYS">;
	readonly registry: Registry;
	readonly profile: DeviceProfile;
	readonly encode: (deviceId: string, readings: readonly StoredReading[]) => Uint8Array;
	/** False while the catalogue was not told of every object: a letter that comes late must not bring one back. */
	readonly catalogued: () => boolean;
	/** True while a patient is erased here: an object must not go elsewhere while the lake is walked. */
	readonly erasing: () => boolean;
	/** Sets the next run. */
	readonly schedule: (due: number) => void;
}

/** When the day of `timestamp` is over and late data is in, wall time. */
function closesAt(env: UpkeepContext["env"], profile: DeviceProfile, timestamp: number): number {
	return wallTime(profile, dayOf(timestamp) + DAY_MS + env.LAKE_COMPACT_SECONDS * 1000);
}

/** When a run is needed because an object with readings up to `lastTimestamp` is new in the lake; wall time. */
export function upkeepDue(
	env: UpkeepContext["env"],
	profile: DeviceProfile,
	lastTimestamp: number,
	now: number,
): number {
	return alarmTime(closesAt(env, profile, lastTimestamp), now);
}

/** A time that an alarm can be set for: a simulated clock that nearly stands reaches midnight in a thousand years. */
function alarmTime(due: number, now: number): number {
	return Math.ceil(Math.min(due, now + LONGEST_WAIT_MS));
}

export class LakeUpkeep {
	readonly #sql: SqlStorage;
	#running: Promise<unknown> = Promise.resolve();

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		sql.exec("CREATE TABLE IF NOT EXISTS compactions (generation INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT)");
	}

	/**
	 * Does what is due. One run at a time: a second caller waits for the first.
	 *
	 * @param now - wall time, milliseconds since the epoch
	 * @param wholeDays - false compacts days that are not over too
	 * @param maxPlans - compactions in this run, each a few seconds long; what is left is scheduled for at once, so that
	 *   an object that was away for long does not keep its other timers waiting
	 * @throws whatever R2 and the catalogue throw; call again later
	 */
	run(context: UpkeepContext, now: number, wholeDays: boolean, maxPlans: number): Promise<UpkeepResult> {
		const run = this.#running.catch(() => {}).then(() => this.#run(context, now, wholeDays, maxPlans));
		this.#running = run;
		return run;
	}

	async #run(context: UpkeepContext, now: number, wholeDays: boolean, maxPlans: number): Promise<UpkeepResult> {
		const { env, registry, profile } = context;
		if (!context.catalogued()) throw new Error("the catalogue was not told of every object yet");
		const settled = (day: number) => !wholeDays || closesAt(env, profile, day) <= now;
		let [replaced, written, done] = [0, 0, 0];
		// Each day is refused once a run, so this ends.
		const refused = new Set<number>();
		let plan: CompactionPlan | null = null;
		while (done < maxPlans) {
			plan = this.#stored() ?? (await this.#begin(context, (day) => settled(day) && !refused.has(day)));
			if (plan === null) break;
			const objects = await this.#carryOut(context, plan);
			if (objects === null) for (const day of daysOf(plan.sources)) refused.add(day);
			else {
				done++;
				replaced += plan.sources.length;
				written += objects;
			}
		}
		const retired = await this.#retire(context, now);
		const deleted = await this.#sweep(context, now);

		const left = await deviceLakeObjects(registry, profile.deviceId);
		const due = nextDue(context, left, now);
		if (plan !== null) context.schedule(now);
		else if (due < Infinity) context.schedule(alarmTime(due, now));
		if (refused.size > 0) context.schedule(now + REFUSED_AGAIN_MS);
		return { replaced, written, retired, deleted };
	}

	/**
	 * Takes a patient's readings out of one object: a current one is written anew without them and its bytes go at once,
	 * with no period of grace; one that was superseded before goes as it is. A repeat changes nothing.
	 *
	 * @throws LakeRefusal when it cannot be written anew; whatever R2 and the catalogue throw; call again later
	 */
	erase(context: UpkeepContext, key: string, patient: string, count: ErasureTally): Promise<void> {
		const run = this.#running.catch(() => {}).then(() => this.#erase(context, key, patient, count));
		this.#running = run;
		return run;
	}

	async #erase(context: UpkeepContext, key: string, patient: string, count: ErasureTally): Promise<void> {
		const { env, registry } = context;
		// What a crash left, or a compaction that was under way when the erasure came.
		const left = this.#stored();
		if (left !== null) await this.#carryOut(context, left, count);
		const object = await findLakeObject(registry, key);
		const holds = object === null ? 0 : await countReadingsOf(env.LAKE, object, patient);
		if (object === null || holds === 0) return;
		if (isCurrent(object)) {
			if (holds === null) throw new LakeRefusal(`${key} is not in the bucket`);
			const plan = planWithout(object, patient, holds, this.#nextGeneration());
			this.#save(plan);
			if ((await this.#carryOut(context, plan, count)) === null) {
				throw new LakeRefusal(`${key} could not be written without the patient's readings`);
			}
		}
		await env.LAKE.delete(key);
		count.deleted(key);
		await forgetLakeObjects(registry, [key]);
	}

	#nextGeneration(): number {
		return (this.#sql.exec<{ n: number | null }>("SELECT max(generation) AS n FROM compactions").one().n ?? 0) + 1;
	}

	#stored(): CompactionPlan | null {
		const row = this.#sql.exec<{ plan: string }>("SELECT plan FROM compactions WHERE plan IS NOT NULL").toArray()[0];
		return row === undefined ? null : parsePlan(row.plan);
	}

	async #begin(context: UpkeepContext, closed: (day: number) => boolean): Promise<CompactionPlan | null> {
		if (context.erasing()) return null;
		const objects = await deviceLakeObjects(context.registry, context.profile.deviceId);
		const plan = nextPlan(objects.filter(isCurrent), closed, this.#nextGeneration());
		if (plan !== null) this.#save(plan);
		return plan;
	}

	/** @returns objects written, `null` when the plan was given up */
	async #carryOut(
		{ env, registry, profile, encode }: UpkeepContext,
		plan: CompactionPlan,
		count?: ErasureTally,
	): Promise<number | null> {
		const { deviceId } = profile;
		try {
			const written = await carryOut(
				{
					deviceId,
					bucket: env.LAKE,
					encode,
					save: (next) => this.#save(next),
					switchObjects: (keys, by) => switchLakeObjects(registry, keys, by),
				},
				plan,
			);
			this.#finish();
			if (plan.without !== undefined) count?.removed(plan.without.readings, written);
			return written;
		} catch (error) {
			if (!(error instanceof LakeRefusal || error instanceof LakeConflictError)) throw error;
			log("error", "compaction.refused", { device: deviceId, generation: plan.generation, reason: reason(error) });
			await abandon(env.LAKE, this.#stored() ?? plan);
			this.#finish();
			return null;
		}
	}

	#save(plan: CompactionPlan): void {
		this.#sql.exec(
			"INSERT OR REPLACE INTO compactions (generation, plan) VALUES (?, ?)",
			plan.generation,
			JSON.stringify(plan),
		);
	}

	/** Forgets the plan and keeps its number, the highest used. */
	#finish(): void {
		this.#sql.exec("UPDATE compactions SET plan = NULL");
		this.#sql.exec("DELETE FROM compactions WHERE generation < (SELECT max(generation) FROM compactions)");
	}

	/** Takes expired objects out of sight. Not while a plan is under way, whose sources they may be. */
	async #retire({ env, registry, profile }: UpkeepContext, now: number): Promise<number> {
		if (env.LAKE_RETENTION_DAYS === 0 || this.#stored() !== null) return 0;
		const before = deviceTime(profile, now) - env.LAKE_RETENTION_DAYS * DAY_MS;
		const objects = await deviceLakeObjects(registry, profile.deviceId);
		const expired = objects.filter((object) => isCurrent(object) && object.lastTimestamp < before);
		if (expired.length === 0) return 0;
		await retireLakeObjects(
			registry,
			expired.map((object) => object.key),
		);
		return expired.length;
	}

	/** Deletes what has been superseded for long enough: first the bytes, then the rows that know of them. */
	async #sweep({ env, registry, profile }: UpkeepContext, now: number): Promise<number> {
		const before = now - env.LAKE_GRACE_SECONDS * 1000;
		const objects = await deviceLakeObjects(registry, profile.deviceId);
		const keys = objects
			.filter(({ supersededAt }) => supersededAt !== null && supersededAt <= before)
			.map((object) => object.key);
		for (let i = 0; i < keys.length; i += MAX_DELETED) {
			const some = keys.slice(i, i + MAX_DELETED);
			await env.LAKE.delete(some);
			await forgetLakeObjects(registry, some);
		}
		return keys.length;
	}
}

const isCurrent = (object: CataloguedObject) => object.supersededAt === null;

/** The earliest moment at which something will be due, wall time; `Infinity` when nothing will. */
function nextDue({ env, profile }: UpkeepContext, objects: readonly CataloguedObject[], now: number): number {
	const current = objects.filter(isCurrent);
	const closing = daysOf(current)
		.map((day) => closesAt(env, profile, day))
		.filter((due) => due > now);
	const sweeps = objects.flatMap(({ supersededAt }) =>
		supersededAt === null ? [] : [supersededAt + env.LAKE_GRACE_SECONDS * 1000],
	);
	const expiries =
		env.LAKE_RETENTION_DAYS === 0
			? []
			: current.map((object) => wallTime(profile, object.lastTimestamp + env.LAKE_RETENTION_DAYS * DAY_MS + 1));
	return Math.min(...closing, ...sweeps, ...expiries);
}
