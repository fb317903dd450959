/** What a device owes to others: written down with the change it tells of, delivered after the commit, again until it arrives. */
import { connectRegistry } from "../../registry/connect.ts";
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import { catalogueLakeObject, type LakeObjectRow } from "../../registry/lake-catalogue.ts";
import type { AssignmentRow, Rewrapping } from "../../vitals/identity.ts";
import {
	projectAssignment,
	rewrapIdentifier,
	savePatientContext,
	type PatientContextRow,
} from "../../registry/patients.ts";
import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import { Outbox, type Deliver } from "../outbox.ts";
import type { WardNews } from "../ward/news.ts";

/** What each receiver is told. */
interface Letters {
	readonly ward: { readonly wardId: string; readonly news: WardNews };
	readonly registry: EpisodeEvent;
	readonly catalogue: LakeObjectRow;
	readonly patients: PatientContextRow;
	readonly assignments: AssignmentRow;
	readonly identifiers: Rewrapping;
}
type Sink = keyof Letters;

/** An undelivered entry is tried again this long after its commit, even if the object was evicted meanwhile. */
const RETRY_MS = 5_000;

export interface PostHost {
	readonly env: () => ObjectEnv;
	readonly deviceId: () => string | undefined;
	/** Sees to it that `deliver` is called at `due` at the latest. */
	readonly remind: (due: number) => void;
	/** Nothing is owed any more. */
	readonly done: () => void;
}

export class Post {
	readonly #outbox: Outbox<Sink>;
	readonly #host: PostHost;

	constructor(sql: SqlStorage, host: PostHost) {
		this.#outbox = new Outbox(sql);
		this.#host = host;
	}

	/** Letters not yet delivered. */
	get size(): number {
		return this.#outbox.size;
	}

	/** What `sink` is still owed. */
	pending<S extends Sink>(sink: S): Letters[S][] {
		return this.#outbox.pending(sink) as Letters[S][];
	}

	/** In a transaction: what `sink` must learn, and the reminder that sees to it. */
	owe<S extends Sink>(sink: S, letter: Letters[S]): void {
		this.#outbox.add(sink, letter);
		this.#host.remind(Date.now() + RETRY_MS);
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

	/** Delivers what is owed. @returns true when nothing was left; what failed is tried again */
	async deliver(): Promise<boolean> {
		const env = this.#host.env();
		const registry = connectRegistry(env.DB);
		const to: Deliver<Sink> = {
			ward: (body) => {
				const { wardId, news } = body as Letters["ward"];
				return env.WARD_STATION.getByName(wardId).hear(wardId, news);
			},
			registry: (body) => projectEpisodeEvent(registry, body as EpisodeEvent),
			catalogue: (body) => catalogueLakeObject(registry, body as LakeObjectRow),
			patients: (body) => savePatientContext(registry, body as PatientContextRow),
			assignments: (body) => projectAssignment(registry, body as AssignmentRow),
			identifiers: (body) => rewrapIdentifier(registry, body as Rewrapping),
		};
		const done = await this.#outbox.drain(to, (sink, error) =>
			log("warn", "outbox.failed", { sink, device: this.#host.deviceId(), reason: reason(error) }),
		);
		if (done) this.#host.done();
		else this.#host.remind(Date.now() + RETRY_MS);
		return done;
	}
}
