/** The device's own part of the lake: what it moves there, what it tidies there, and what is still here. */
import { connectRegistry } from "../../registry/connect.ts";
import { deviceLakeObjects } from "../../registry/lake-catalogue.ts";
import type { ObjectEnv } from "../env.ts";
import { measure } from "../metrics.ts";
import { encodeLakeObject } from "../parquet-module.ts";
import { archive, unsealedCount } from "./archive.ts";
import { hotHistory, type HistoryQuery, type HotHistory } from "./history.ts";
import type { Intake } from "./intake.ts";
import type { Journal } from "./journal.ts";
import { knowledgeOf } from "./knowledge.ts";
import { LakeUpkeep, upkeepDue, type ErasureTally, type UpkeepContext, type UpkeepResult } from "./lake-upkeep.ts";
import type { Post } from "./post.ts";
import type { DeviceProfile } from "./profile.ts";
import type { Troubles } from "./troubles.ts";

/** Days compacted in one go when somebody asks; the timer takes one at a time. */
const PLANS_ASKED_FOR = 8;

export interface LakeSideHost {
	readonly sql: SqlStorage;
	readonly env: () => ObjectEnv;
	readonly profile: () => DeviceProfile | null;
	readonly journal: Journal;
	readonly intake: Intake;
	readonly post: Post;
	readonly troubles: Troubles;
	/** True while a patient is erased here. */
	readonly erasing: () => boolean;
	/** Sees to it that the work is done at `due` at the latest. */
	readonly remind: (work: "archive" | "compact", due: number) => void;
}

export class LakeSide {
	readonly #host: LakeSideHost;
	readonly #upkeep: LakeUpkeep;
	#archiving: Promise<number> | null = null;

	constructor(host: LakeSideHost) {
		this.#host = host;
		this.#upkeep = new LakeUpkeep(host.sql);
	}

	/** In the transaction of a commit: when what waits here is to be moved. */
	noteWaiting(now: number): void {
		const { journal, remind } = this.#host;
		const { LAKE_SEAL_READINGS, LAKE_SEAL_SECONDS } = this.#host.env();
		const waiting = unsealedCount(journal);
		const due = waiting >= LAKE_SEAL_READINGS ? now : now + LAKE_SEAL_SECONDS * 1000;
		if (waiting > 0) remind("archive", due);
	}

	/** In the alarm. Where readings came there will be more: setting it again at once saves clearing it, and setting it anew. */
	async archiveDue(): Promise<void> {
		const { remind, env, post } = this.#host;
		if ((await this.archive()) > 0) remind("archive", Date.now() + env().LAKE_SEAL_SECONDS * 1000);
		await post.deliver();
	}

	/**
	 * Moves what is committed to the lake. One at a time: a second caller waits for the first and then takes what came since.
	 *
	 * @returns objects written; 0 for a device that is not enrolled
	 */
	async archive(): Promise<number> {
		while (this.#archiving !== null) await this.#archiving.catch(() => 0);
		const { journal, intake, post, troubles, remind } = this.#host;
		const env = this.#host.env();
		const profile = this.#host.profile();
		if (profile === null) return 0;
		this.#archiving = archive({
			journal,
			profile,
			bucket: env.LAKE,
			encode: encodeLakeObject,
			runs: () => intake.runs,
			onReleased: (object) => {
				post.owe("catalogue", object);
				measure(env, { kind: "sealed", ward: object.wardId, readings: object.readings, bytes: object.bytes });
				remind("compact", upkeepDue(env, profile, object.lastTimestamp, Date.now()));
			},
		});
		try {
			const written = await this.#archiving;
			troubles.seals();
			return written;
		} catch (error) {
			troubles.cannotSeal(Date.now());
			const failures = troubles.present?.lake?.failures ?? 1;
			measure(env, { kind: "unsealed", ward: profile.wardId, failures });
			throw error;
		} finally {
			this.#archiving = null;
		}
	}

	/** Moves what is here to the lake now. Returns objects written and readings that are still here. */
	async flush(): Promise<{ written: number; pending: number }> {
		const { journal, post } = this.#host;
		const written = await this.archive();
		await post.deliver();
		return { written, pending: journal.lastSeq - journal.releasedSeq };
	}

	/** What is here of a stretch of time; the lake has the rest. */
	history(query: HistoryQuery): HotHistory {
		const { journal, post, profile, intake } = this.#host;
		const known = query.about === undefined ? null : knowledgeOf(profile(), intake, query.about);
		return { ...hotHistory(journal, query, post.pending("catalogue")), known };
	}

	/** Does what is due for the device's part of the lake. With `wholeDays` false, days that are not over are compacted too. */
	async compact(wholeDays: boolean): Promise<UpkeepResult | null> {
		await this.#host.post.deliver();
		const context = this.#context();
		if (context === null) return null;
		return this.#upkeep.run(context, Date.now(), wholeDays, wholeDays ? 1 : PLANS_ASKED_FOR);
	}

	/** Keys of all the device's objects, the superseded among them. */
	async objects(): Promise<string[]> {
		const context = this.#context();
		if (context === null) return [];
		return (await deviceLakeObjects(context.registry, context.profile.deviceId)).map(({ key }) => key);
	}

	/** Takes a patient's readings out of one object. */
	async eraseFrom(key: string, patient: string, count: ErasureTally): Promise<void> {
		const context = this.#context();
		if (context !== null) await this.#upkeep.erase(context, key, patient, count);
	}

	#context(): UpkeepContext | null {
		const { post, remind, erasing } = this.#host;
		const profile = this.#host.profile();
		if (profile === null) return null;
		const env = this.#host.env();
		return {
			env,
			registry: connectRegistry(env.DB),
			profile,
			encode: encodeLakeObject,
			catalogued: () => post.pending("catalogue").length === 0,
			erasing,
			schedule: (due) => remind("compact", due),
		};
	}
}
