/** What a device owes to others: written down with the change it tells of, delivered after the commit, again until it arrives. */
import { connectRegistry } from "../../registry/connect.ts";
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import { catalogueLakeObject, type LakeObjectRow } from "../../registry/lake-catalogue.ts";
import { savePatientContext, type PatientContextRow } from "../../registry/patients.ts";
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
}
type Sink = keyof Letters;

/** An entry that could not be delivered is tried again after this. */
const RETRY_MS = 5_000;

export interface PostHost {
	readonly env: () => ObjectEnv;
	readonly deviceId: () => string | undefined;
	/** Sees to it that `deliver` is called at `due` at the latest. */
	readonly remind: (due: number) => void;
	/** Whether the object will be woken before long whatever happens to it: then it finds what is still owed. */
	readonly isAwaited: () => boolean;
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

	/** After a wake: what was owed when the object died is delivered soon. */
	resume(): void {
		if (this.size > 0) this.#host.remind(Date.now() + RETRY_MS);
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
		if (!this.#host.isAwaited()) this.#host.remind(Date.now() + RETRY_MS);
	}

	/** In a transaction: what a ward must learn. */
	tellWard(wardId: string, news: WardNews): void {
		this.owe("ward", { wardId, news });
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
		};
		const done = await this.#outbox.drain(to, (sink, error) =>
			log("warn", "outbox.failed", { sink, device: this.#host.deviceId(), reason: reason(error) }),
		);
		if (done) this.#host.done();
		else this.#host.remind(Date.now() + RETRY_MS);
		return done;
	}
}
