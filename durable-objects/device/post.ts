/** What a device owes to others: written down with the change it tells of, delivered after the commit, again until it arrives. */
import { connectRegistry } from "../../registry/connect.ts";
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import { saveFirmware, type FirmwareRow } from "../../registry/devices.ts";
import { catalogueLakeObject, type LakeObjectRow } from "../../registry/lake-catalogue.ts";
import { projectLimitChange, projectObservation } from "../../registry/bedside.ts";
import type { AssignmentRow, Rewrapping } from "../../vitals/identity.ts";
import type { LimitChange } from "../../vitals/limits.ts";
import type { ObservationRow } from "../../vitals/observations.ts";
import {
	projectAssignment,
	rewrapIdentifier,
	savePatientContext,
	type PatientContextRow,
} from "../../registry/patients.ts";
import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import { measure } from "../metrics.ts";
import { Outbox, type Deliver } from "../outbox.ts";
import type { WardNews, WardPolicy } from "../ward/news.ts";
import type { Troubles } from "./troubles.ts";

/** What each receiver is told. */
interface Letters {
	readonly ward: { readonly wardId: string; readonly news: WardNews };
	readonly registry: EpisodeEvent;
	readonly catalogue: LakeObjectRow;
	readonly patients: PatientContextRow;
	readonly assignments: AssignmentRow;
	readonly identifiers: Rewrapping;
	readonly firmware: FirmwareRow;
	readonly limits: LimitChange;
	readonly observations: ObservationRow;
}
type Sink = keyof Letters;

/** Each ward has its own: the one that a device has left may fail without its new ward or the registry hearing later. */
function queueOf(sink: Sink, body: unknown): string {
	return sink === "ward" ? `ward ${(body as Letters["ward"]).wardId}` : sink;
}

/** An entry that could not be delivered is tried again after this, on average. */
const RETRY_MS = 5_000;

/** An outbox that could not be delivered for so long is an error. */
const GROWN_MS = 600_000;

/**
 * When to try again, milliseconds from now: from a fifth of `RETRY_MS` to nine fifths. A thousand devices that woke, or were refused,
 * at the same moment must not all come to the registry at the same moment.
 */
function retryMs(): number {
	return Math.round(RETRY_MS * (0.2 + 1.6 * Math.random()));
}

/**
 * An object that has readings wakes within an hour to take them to the lake, whatever else happens. Long before that its
 * device's next reading wakes it, or its ward, which asks after a device that is not heard for 80 s.
 */
const LONGEST_SLEEP_MS = 3_600_000;

export interface PostHost {
	readonly env: () => ObjectEnv;
	readonly deviceId: () => string | undefined;
	/** Sees to it that `deliver` is called at `due` at the latest. */
	readonly remind: (due: number) => void;
	/** Whether an alarm comes by then, wall time, whatever happens to the object: then it finds what is still owed. */
	readonly wakesBy: (time: number) => boolean;
	/** Nothing is owed any more. */
	readonly done: () => void;
	readonly troubles: Troubles;
	/** With its receipt a ward says what it has decided. */
	readonly heard: (wardId: string, policy: WardPolicy) => void;
}

export class Post {
	readonly #outbox: Outbox<Sink>;
	readonly #host: PostHost;

	constructor(sql: SqlStorage, host: PostHost) {
		this.#outbox = new Outbox(sql, queueOf);
		this.#host = host;
	}

	/** After a wake: what was owed when the object died is delivered soon. */
	resume(): void {
		if (this.size > 0) this.#host.remind(Date.now() + retryMs());
	}

	/** Letters not yet delivered. */
	get size(): number {
		return this.#outbox.size;
	}

	/** What `sink` is still owed. */
	pending<S extends Sink>(sink: S): Letters[S][] {
		return this.#outbox.pending(sink) as Letters[S][];
	}

	/**
	 * In a transaction: what `sink` must learn. It is delivered after the commit, nearly always at once, so that a reminder
	 * of its own, which costs four rows, is set only where nothing else would wake an object that died in between.
	 */
	owe<S extends Sink>(sink: S, letter: Letters[S]): void {
		this.#outbox.add(sink, letter);
		if (!this.#host.wakesBy(Date.now() + LONGEST_SLEEP_MS)) this.#host.remind(Date.now() + retryMs());
	}

	/** In a transaction: what a ward must learn. */
	tellWard(wardId: string, news: WardNews): void {
		this.owe("ward", { wardId, news });
	}

	/** In a transaction: what happened to an episode. The ward `wardId` shows the bed; the one where it began may still show the alarm. */
	tellOf(event: EpisodeEvent, wardId: string): void {
		for (const id of new Set([wardId, event.episode.wardId])) this.tellWard(id, { kind: "episode", event });
		this.owe("registry", event);
	}

	/** In the alarm. @throws when something is still owed: it is tried again */
	async deliverAll(): Promise<void> {
		if (!(await this.deliver())) throw new Error("the outbox is not empty");
	}

	/** Delivers what is owed. @returns true when nothing was left; what failed is tried again */
	async deliver(): Promise<boolean> {
		const env = this.#host.env();
		const registry = connectRegistry(env.DB);
		const to: Deliver<Sink> = {
			ward: async (body) => {
				const { wardId, news } = body as Letters["ward"];
				this.#host.heard(wardId, await env.WARD_STATION.getByName(wardId).hear(wardId, news));
			},
			registry: (body) => projectEpisodeEvent(registry, body as EpisodeEvent),
			catalogue: (body) => catalogueLakeObject(registry, body as LakeObjectRow),
			patients: (body) => savePatientContext(registry, body as PatientContextRow),
			assignments: (body) => projectAssignment(registry, body as AssignmentRow),
			identifiers: (body) => rewrapIdentifier(registry, body as Rewrapping),
			firmware: (body) => saveFirmware(registry, body as FirmwareRow),
			limits: (body) => projectLimitChange(registry, body as LimitChange),
			observations: (body) => projectObservation(registry, body as ObservationRow),
		};
		const done = await this.#outbox.drain(to, (queue, error) => this.#failed(queue, error));
		if (done) this.#host.troubles.delivers();
		// What was added meanwhile is owed too.
		if (done && this.size === 0) this.#host.done();
		else this.#host.remind(Date.now() + retryMs());
		return done;
	}

	#failed(queue: string, error: unknown): void {
		const { troubles } = this.#host;
		const [now, owed] = [Date.now(), this.size];
		troubles.cannotDeliver(owed, now);
		const ms = now - (troubles.present?.outbox?.since ?? now);
		// A receiver that is away for a moment is nobody's business; one that stays away is.
		const level = ms < GROWN_MS ? "warn" : "error";
		log(level, "outbox.failed", { queue, device: this.#host.deviceId(), owed, ms, reason: reason(error) });
		measure(this.#host.env(), { kind: "owed", queue: queue.split(" ")[0] as string, letters: owed, ms });
	}
}
