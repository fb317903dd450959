/** Watches over a device for people: the end of an episode's quiet, the ward's escalation where nobody comes, the end of a patient's own limits. */
import { DEFAULT_ESCALATION, type EpisodeEvent, type EscalationStep } from "../../vitals/episode.ts";
import { comeDue, firstDue } from "./episode-care.ts";
import type { Journal } from "./journal.ts";
import type { WardPolicy } from "../ward/news.ts";
import { limitsEnd } from "./limits.ts";
import { deviceTime, wallTime, type DeviceProfile } from "./profile.ts";

export interface CareHost {
	readonly journal: Journal;
	readonly profile: () => DeviceProfile | null;
	/** In a transaction: keeps the profile, and tells nobody. */
	readonly keepProfile: (profile: DeviceProfile) => void;
	/** In a transaction: keeps the episodes and tells ward and registry; asks `rearm`. */
	readonly note: (events: readonly EpisodeEvent[]) => void;
	/** Writes down what was received before. */
	readonly commit: () => void;
	/** Tells others what they are owed. */
	readonly deliver: () => void;
	/** Ends the patient's own limits that are over at `now` (wall time); the caller has written down what came before. */
	readonly expireLimits: (now: number) => boolean;
	/** The ward says which template stands in; as `expireLimits`. */
	readonly followTemplate: (wardId: string, template: string | null) => boolean;
	/** Sees to it that `lookAfter` is called at `due` (wall time) at the latest. */
	readonly remind: (due: number) => void;
}

export class CareWatch {
	readonly #host: CareHost;

	constructor(host: CareHost) {
		this.#host = host;
	}

	get #escalation(): readonly EscalationStep[] {
		return this.#host.profile()?.escalation ?? DEFAULT_ESCALATION;
	}

	/** In the transaction that changed an episode, the ward's escalation or the clock: what comes due next must be noticed. */
	rearm(): void {
		const profile = this.#host.profile();
		if (profile === null) return;
		const due = firstDue(this.#host.journal.episodes.open(), this.#escalation);
		if (due !== null) this.#host.remind(Math.ceil(wallTime(profile, due)));
		const ends = limitsEnd(profile);
		if (ends !== null) this.#host.remind(ends);
	}

	/** In the alarm: takes the steps that have come due by `now` (wall time). They are on disk before anybody is told. */
	lookAfter(now: number): void {
		this.#host.commit();
		if (this.#host.expireLimits(now)) this.#host.deliver();
		const profile = this.#host.profile();
		if (profile === null) return;
		const time = deviceTime(profile, now);
		const events = this.#host.journal.episodes
			.open()
			.map((episode) => comeDue(episode, this.#escalation, time))
			.filter((event) => event !== null);
		if (events.length === 0) return this.rearm();
		this.#host.journal.transaction(() => this.#host.note(events));
		this.#host.deliver();
	}

	/** Before readings are taken at `now` (wall time): none is held against a limit that is over, however late the alarm comes. */
	expire(now: number): void {
		const profile = this.#host.profile();
		const ends = profile === null ? null : limitsEnd(profile);
		if (ends === null || ends > now) return;
		this.#host.commit();
		if (this.#host.expireLimits(now)) this.#host.deliver();
	}

	/** The ward said how it escalates, and which template it chose; null for the defaults. What waits already goes by that. */
	hear(wardId: string, { escalation, template }: WardPolicy): void {
		this.follow(wardId, template);
		const profile = this.#host.profile();
		if (profile === null || profile.wardId !== wardId) return;
		if (JSON.stringify(profile.escalation ?? null) === JSON.stringify(escalation)) return;
		const { escalation: _, ...others } = profile;
		this.#host.journal.transaction(() => {
			this.#host.keepProfile({ ...others, ...(escalation === null ? {} : { escalation }) });
			this.rearm();
		});
	}

	/** The ward said which template stands in for what nobody has said of a patient; null for none. Returns whether that is new. */
	follow(wardId: string, template: string | null): boolean {
		const profile = this.#host.profile();
		if (profile === null || profile.wardId !== wardId || (profile.template ?? null) === template) return false;
		this.#host.commit();
		return this.#host.followTemplate(wardId, template);
	}
}
