/**
 * A turn of a device's object: what was received or done goes to disk in one piece, and only then is anybody told. Keeps the
 * profile, which is written in no other place.
 */
import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import { measure } from "../metrics.ts";
import { rewrap } from "./assignment.ts";
import type { CareWatch } from "./care-watch.ts";
import type { Bedside } from "./bedside.ts";
import type { Intake } from "./intake.ts";
import type { Journal } from "./journal.ts";
import type { LakeSide } from "./lake-side.ts";
import type { Post } from "./post.ts";
import { assignmentRow, bedOf, changedAssignments, type DeviceProfile } from "./profile.ts";
import type { DeviceStream } from "./stream.ts";
import type { View } from "./view.ts";
import type { WardLine } from "./ward-line.ts";

/** What a turn moves, of the object it belongs to. */
export interface TurnParts {
	readonly intake: Intake;
	readonly post: Post;
	readonly care: CareWatch;
	readonly lake: LakeSide;
	readonly stream: DeviceStream;
	readonly line: WardLine;
	readonly view: View;
	readonly bedside: Bedside;
	readonly env: () => ObjectEnv;
}

/** Names the request, for the log: a UUID, or null where the request calls itself otherwise. */
export type Correlation = string | null;

/** What was done, and in which request: so that the log leads from a person's request to what its device made of it. */
export interface Deed {
	readonly action: string;
	readonly correlation_id: Correlation;
}

export class Turn {
	readonly #journal: Journal;
	readonly #waitUntil: (work: Promise<unknown>) => void;
	#parts: TurnParts | null = null;
	#profile: DeviceProfile | null;

	constructor(journal: Journal, waitUntil: (work: Promise<unknown>) => void) {
		this.#journal = journal;
		this.#waitUntil = waitUntil;
		this.#profile = journal.profile;
	}

	/** Once the object's parts are made: they need the turn, and it needs them. */
	connect(parts: TurnParts): void {
		this.#parts = parts;
	}

	get #of(): TurnParts {
		if (this.#parts === null) throw new Error("the object is not made yet");
		return this.#parts;
	}

	get profile(): DeviceProfile | null {
		return this.#profile;
	}

	/** Takes the profile from disk again: after a transaction was rolled back. */
	reload(): void {
		this.#profile = this.#journal.profile;
	}

	/** A person's action, or a ward's: on disk when it returns; then ward and registry are told, and viewers see the values as they now count. */
	act<T>(action: () => T, by: Deed): T | { outcome: "unavailable"; retryAfter: number } {
		let done: T;
		const about = { ...by, device: this.#profile?.deviceId };
		try {
			// The detector goes to disk with the action: the readings that it has seen go before it.
			this.commit();
			done = action();
		} catch (error) {
			// Nothing was committed.
			log("error", "action.failed", { ...about, reason: reason(error) });
			return { outcome: "unavailable", retryAfter: 1 };
		}
		// What is owed now and fails to arrive is logged with the same device.
		log("info", "action", { ...about, owed: this.#of.post.size });
		this.#of.view.forget();
		this.#waitUntil(this.#of.post.deliver());
		this.#of.line.showAgain(Date.now());
		return done;
	}

	/**
	 * Writes down what was received. What follows from it is told after that.
	 *
	 * @throws when the transaction failed: what was not committed is forgotten
	 */
	commit(): void {
		const changes = this.#of.intake.commit(
			(events) => this.note(events),
			(tags) => rewrap(this.#of.bedside, tags),
		);
		if (changes === null) return;
		if (changes > 0) this.#waitUntil(this.#of.post.deliver());
		if (changes > 0) this.#of.line.showWatched(Date.now());
		this.#of.stream.acknowledge();
	}

	/** Before others look at the journal or change what it is about. A failure costs only what nobody was told of. */
	tryCommit(): void {
		try {
			this.commit();
		} catch (error) {
			log("error", "commit.failed", { device: this.#profile?.deviceId, reason: reason(error) });
			measure(this.#of.env(), { kind: "uncommitted", ward: this.#profile?.wardId ?? "" });
		}
	}

	/** In the transaction of the readings: what others must learn of. */
	note(events: readonly EpisodeEvent[]): void {
		for (const event of events) {
			this.#journal.episodes.save(event.episode);
			const { wardId: ward, channel, rule, risk } = event.episode;
			if (event.kind === "opened") measure(this.#of.env(), { kind: "episode", ward, channel, rule, risk });
			this.#of.post.tellOf(event, this.#profile?.wardId ?? event.episode.wardId);
		}
		this.#of.care.rearm();
		this.#of.lake.noteWaiting(Date.now());
	}

	keepProfile(profile: DeviceProfile): void {
		this.#journal.saveProfile(profile);
		this.#profile = profile;
	}

	/** In a transaction: the profile, and the bed as its ward should show it. */
	saveProfile(profile: DeviceProfile): void {
		for (const past of changedAssignments(this.#profile, profile))
			this.#of.post.owe("assignments", assignmentRow(profile, past));
		this.keepProfile(profile);
		// Its clock may have changed, and with it when something comes due.
		this.#of.care.rearm();
		this.#of.stream.refresh(Date.now());
		this.#of.post.tellWard(profile.wardId, { kind: "bed", bed: bedOf(profile) });
	}
}
