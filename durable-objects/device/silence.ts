/**
 * A device that stops. It cannot say so itself, so its ward listens: the device tells when it expects to
 * have been heard again, and a ward that hears nothing by then asks. Only the device's object decides,
 * because only it knows what it received last and whose trouble it is. Receipts count, in wall time: a
 * simulated clock that runs fast, or is wrong, changes nothing.
 */
import type { EpisodeTransition } from "../../detection/detector.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";
import { READING_FLAGS, type RiskLevel, type StoredReading } from "../../vitals/reading.ts";
import { applyTransition } from "./episode-book.ts";
import type { Journal } from "./journal.ts";
import { deviceTime, presentAssignment, wallTime, type DeviceProfile } from "./profile.ts";
import type { DeviceStream } from "./stream.ts";
import {
	isSilence,
	LEAST,
	knowsPosts,
	PAUSES,
	remembered,
	silenceEnds,
	silenceSentence,
	unheardSentence,
	usualPause,
} from "./silence-rules.ts";

/** Readings looked through for them: more where a device posts many at a time. */
const LOOK_BACK = [60, 360, 7200];
/**
 * A device tells its ward of itself once in a beat, milliseconds. All devices of a ward share the beat: their calls come
 * together, and the ward looks once, seconds later, while it still remembers them. (An object that is idle for
 * ten seconds forgets, and would have to ask them all.)
 */
const BEAT = 72_000;
/** What a ward waits beyond the silence's own limit before it asks, milliseconds: more than a beat, as long as nothing is wrong. */
const GRACE = 18_000;
/** All that post every few seconds have told their ward so long after a beat, milliseconds. */
const SETTLED = LEAST + GRACE - BEAT;
/** Silence within this of the patient's trouble is urgent, milliseconds: as where all sensors are lost. */
const RECENT = 10 * 60_000;
/** Readings looked through for that trouble: ten minutes at two a second. */
const RECENT_READINGS = 1200;
/** Receipts kept before those that nothing goes by are dropped: that takes longer than to keep a few more. */
const MOST_RECEIPTS = 24;

/** What was found when somebody asked. */
export interface SilenceFinding {
	/** Wall time at which to ask again if nothing is heard before; `null` for not until something is heard. */
	readonly askAt: number | null;
	/** The episode that opens now. */
	readonly event: EpisodeEvent | null;
}

/** What its object knows of what was received. */
export interface Heard {
	/** The newest live reading, committed or not. */
	readonly latest: () => StoredReading | null;
	readonly stream: () => Pick<DeviceStream, "receipts" | "forgottenMs">;
}

export class SilenceWatch {
	readonly #journal: Journal;
	readonly #profile: () => DeviceProfile | null;
	readonly #heard: Heard;
	/** The beat in which the ward was told; `null` after a wake. */
	#told: string | null = null;
	#receipts: readonly number[] | null = null;

	constructor(journal: Journal, profile: () => DeviceProfile | null, heard: Heard) {
		this.#journal = journal;
		this.#profile = profile;
		this.#heard = heard;
	}

	/** Readings were received at `now`. */
	heard(now: number): void {
		const before = this.receipts;
		if (before.at(-1) === now) return;
		const receipts = [...before, now];
		this.#receipts = receipts.length > MOST_RECEIPTS ? remembered(receipts) : receipts;
	}

	/** Newest times of receipt, oldest first: also of what is not committed yet. Those of before a sleep where a socket remembers. */
	get receipts(): readonly number[] {
		return (this.#receipts ??= this.#heard.stream().receipts);
	}

	/** Whether the ward has not been told of this device in the present beat, and would listen. */
	owes(now: number): boolean {
		const profile = this.#profile();
		return profile !== null && this.#told !== this.#beat(now) && this.#limit() !== null;
	}

	/** Call as the ward is told. Returns when it should ask unless it hears more; `null` while nobody waits for this device. */
	tell(now: number): number | null {
		const limit = this.#limit();
		const received = this.receivedAt ?? now;
		// One that seems to post more rarely than this may have begun to post often: the ward must learn of that at once.
		const settled = limit === null || limit - received <= PAUSES * BEAT || this.#profile()?.cadenceS != null;
		this.#told = settled ? this.#beat(now) : null;
		return limit === null ? null : limit + GRACE;
	}

	/** The ward was not reached: the next reading tells it. */
	forget(): void {
		this.#told = null;
	}

	/** The ward has heard nothing in time. Nothing changes here: the caller keeps the event, in a transaction. */
	check(now: number): SilenceFinding {
		const limit = this.#limit();
		if (limit === null) return { askAt: null, event: null };
		if (now < limit) return { askAt: this.#askAgainAt(now, limit), event: null };
		return { askAt: null, event: this.#open(now) };
	}

	/**
	 * What ends when the device is moved or given to another patient: the silence was another ward's, or another patient's.
	 *
	 * @param after - the profile as it will be
	 * @param at - the device's time
	 */
	ended(after: DeviceProfile, at: number): EpisodeEvent[] {
		const before = this.#profile();
		if (before === null || (before.wardId === after.wardId && patientOn(before) === patientOn(after))) return [];
		const open = this.#journal.episodes.open();
		return silenceEnds(open, at).flatMap((transition) => {
			const event = applyTransition(open, transition, { ...before, patient: null }, () => crypto.randomUUID());
			return event ?? [];
		});
	}

	/** Wall time from which the device counts as silent; `null` for one that nobody waits for. */
	#limit(): number | null {
		const profile = this.#profile();
		const known = this.receivedAt;
		if (profile === null || known === null) return null;
		// After a crash a device that has not come back yet is not taken for one that stopped before it.
		const forgotten = this.receipts.length === 0 ? this.#heard.stream().forgottenMs : 0;
		const received = known + forgotten;
		const present = presentAssignment(profile);
		// One that was taken off its patient may be switched off; one that was never given to a patient posts all the same.
		if (present === null && profile.assignments.length > 0) return null;
		const patience = Math.max(LEAST, PAUSES * this.#usualPause(profile));
		if (present === null || deviceTime(profile, received) >= present.from) return received + patience;
		// It was posting when its patient came, and has stopped since; one that was silent already has not.
		const came = wallTime(profile, present.from);
		return came - received < patience ? came + patience : null;
	}

	/** When something is known to have been received last: also what was measured earlier, for a device that sends it has not stopped. */
	get receivedAt(): number | null {
		const latest = this.#heard.latest();
		if (latest === null) return null;
		const last = this.#journal.lastSeq;
		const stored = this.receipts.at(-1) ?? this.#journal.readings(last, last)[0]?.receivedAt ?? 0;
		return Math.max(latest.receivedAt, stored);
	}

	#usualPause(profile: DeviceProfile): number {
		if (profile.cadenceS != null) return (profile.cadenceS * 1000) / (profile.clock?.rate ?? 1);
		let { receipts } = this;
		const last = this.#journal.lastSeq;
		// After a wake, from what is on disk.
		for (const count of LOOK_BACK) {
			if (knowsPosts(receipts) || last === 0) break;
			const stored = this.#journal.readings(last - count + 1, last).map(({ receivedAt }) => receivedAt);
			receipts = [...new Set([...stored, ...this.receipts])].sort((a, b) => a - b);
			if (count >= last) break;
		}
		return usualPause(receipts);
	}

	#open(now: number): EpisodeEvent | null {
		const profile = this.#profile() as DeviceProfile;
		const latest = this.#heard.latest() as StoredReading;
		const received = this.receivedAt as number;
		const open = this.#journal.episodes.open();
		if (open.some(isSilence)) return null;
		const patient = patientOn(profile);
		const last = this.#journal.episodes.closed().find(isSilence);
		// Told once and closed by somebody who knows: the same silence does not open again.
		const dismissed =
			last !== undefined &&
			last.wardId === profile.wardId &&
			last.patient === patient &&
			last.openedAt >= deviceTime(profile, received);
		if (dismissed) return null;
		// What was measured before this patient came is not theirs.
		const came = presentAssignment(profile)?.from ?? 0;
		const theirs = latest.timestamp >= came;
		const risk: RiskLevel = theirs && this.#wasTroubled(open, latest) ? "HIGH" : "MEDIUM";
		const transition: EpisodeTransition = {
			kind: "opened",
			announced: true,
			channel: "technical",
			rule: "silence",
			risk,
			peakScore: 0,
			leadingVital: null,
			at: deviceTime(profile, now),
			vitalsAtOnset: theirs
				? Object.fromEntries(Object.entries(latest.vitals).filter(([, value]) => value !== null))
				: {},
			contributions: [],
			sentence: theirs
				? silenceSentence(now - received, latest)
				: unheardSentence(now - Math.max(received, wallTime(profile, came))),
		};
		return applyTransition(open, transition, { ...profile, patient }, () => crypto.randomUUID());
	}

	/** An episode of the patient is open, or a vital sign was beyond the safety net shortly before the last reading. */
	#wasTroubled(open: readonly Episode[], latest: StoredReading): boolean {
		if (open.some(({ channel }) => channel === "physiological")) return true;
		const last = this.#journal.lastSeq;
		return this.#journal
			.readings(last - RECENT_READINGS + 1, last)
			.some(
				({ timestamp, flags, patient }) =>
					(flags & READING_FLAGS.extreme) !== 0 && patient === latest.patient && timestamp >= latest.timestamp - RECENT,
			);
	}

	/**
	 * When it was asked and is not silent: just after it will have told by itself, so that the ward which looks then has
	 * heard it, and remembers. Any other time would find a ward that has forgotten, and asks, again and again.
	 */
	#askAgainAt(now: number, limit: number): number {
		const settled = now + BEAT - ((now + this.#phase()) % BEAT) + SETTLED;
		return Math.min(settled, limit + GRACE);
	}

	/** Named with the ward: a device that was moved tells its new ward at once. */
	#beat(now: number): string {
		return `${this.#profile()?.wardId ?? ""} ${Math.floor((now + this.#phase()) / BEAT)}`;
	}

	/** Wards must not all be told in the same second. Milliseconds. */
	#phase(): number {
		const wardId = this.#profile()?.wardId ?? "";
		let phase = 0;
		for (let i = 0; i < wardId.length; i++) phase = (phase * 31 + wardId.charCodeAt(i)) % BEAT;
		return phase;
	}
}

function patientOn(profile: DeviceProfile): string | null {
	return presentAssignment(profile)?.surrogate ?? null;
}
