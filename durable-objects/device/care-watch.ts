/** Watches over a device's episodes for people: the end of their quiet, and the ward's escalation where nobody comes. */
import { DEFAULT_ESCALATION, type EpisodeEvent, type EscalationStep } from "../../vitals/episode.ts";
import { comeDue, firstDue } from "./episode-care.ts";
import type { Journal } from "./journal.ts";
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
	}

	/** In the alarm: takes the steps that have come due by `now` (wall time). They are on disk before anybody is told. */
	lookAfter(now: number): void {
		this.#host.commit();
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

	/** The ward said how it escalates; null for the default. What waits already goes by that. */
	hear(wardId: string, escalation: readonly EscalationStep[] | null): void {
		const profile = this.#host.profile();
		if (profile === null || profile.wardId !== wardId) return;
		if (JSON.stringify(profile.escalation ?? null) === JSON.stringify(escalation)) return;
		const { escalation: _, ...others } = profile;
		this.#host.journal.transaction(() => {
			this.#host.keepProfile({ ...others, ...(escalation === null ? {} : { escalation }) });
			this.rearm();
		});
	}
}
