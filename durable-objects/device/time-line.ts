/**
 * Which readings are live and which are late, by the clock of a device that may be wrong.
 *
 * Late is what was measured before the newest reading, and what was measured longer ago than an alarm would help. What a
 * slow clock says looks late too, and so does all that a clock says that was set back: a patient would go unwatched
 * meanwhile. What a device kept and sends late looks the same at first, but comes faster than time passes, or beside
 * readings that are new. Pure.
 */
import type { EpisodeTransition } from "../../detection/detector.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { endAll } from "./episode-book.ts";
import type { OrderOfTime } from "./intake-rules.ts";
import type { Head } from "./journal-records.ts";
import type { DeviceProfile } from "./profile.ts";
import { isSilence } from "./silence-rules.ts";

/** Arrivals in a row, and the time they must span, before a clock counts as set back: what was set back by less catches up by itself. */
const AGREEING = 3;
const AGREEING_MS = 30_000;
/** Times that advance with the wall's may differ from it by this, milliseconds, and by this share of the time that passed. */
const JITTER_MS = 5_000;
const JITTER_SHARE = 0.1;

/** An alarm about what was measured longer ago than this says nothing of the patient now, milliseconds. */
const LIVE_WITHIN_MS = 10 * 60_000;
/** A reading this far beyond what a device's clock was said to show shows that it is wrong no more. */
const DISPROVED_MS = 60_000;

/** Arrivals in a row that brought only late readings, and advanced as time did. */
export interface Behind {
	/** Of the first of them, and of the last: the newest time it brought, and the device's time by our clock as it came. */
	readonly fromAt: number;
	readonly fromNow: number;
	readonly lastAt: number;
	readonly lastNow: number;
	readonly arrivals: number;
}

/** After an arrival that brought only late readings, the newest of them of `at`; `deviceNow` is the device's time by our clock. */
function follow(behind: Behind | null, at: number, deviceNow: number): Behind {
	return behind !== null && advances(behind, at, deviceNow)
		? { ...behind, lastAt: at, lastNow: deviceNow, arrivals: behind.arrivals + 1 }
		: { fromAt: at, fromNow: deviceNow, lastAt: at, lastNow: deviceNow, arrivals: 1 };
}

/** Whether a reading of `at` that looks late goes on from where the device's clock stands: others in a row did, as time passed. */
function goesOn(behind: Behind | null, at: number, deviceNow: number): boolean {
	if (behind === null) return false;
	const agreed = behind.arrivals >= AGREEING && behind.lastNow - behind.fromNow >= AGREEING_MS;
	return agreed && advances(behind, at, deviceNow);
}

function advances({ fromAt, fromNow, lastAt, lastNow }: Behind, at: number, deviceNow: number): boolean {
	const passed = deviceNow - fromNow;
	return at > lastAt && deviceNow > lastNow && Math.abs(at - fromAt - passed) <= JITTER_MS + JITTER_SHARE * passed;
}

/** Transitions that close what the detector has open: one that knows only the new time line begins, and tells anew of what goes on. */
export function endsOfLine(open: readonly Episode[], newest: StoredReading | null): EpisodeTransition[] {
	return open
		.filter((episode) => !isSilence(episode) && episode.rule !== "patient-mismatch")
		.flatMap((episode) => endAll([episode], Math.max(episode.updatedAt, newest?.timestamp ?? 0)));
}

/** How long ago, by its own clock, what a device sends may have been measured and still be live: a post may bring what came since the last. */
export function liveWithin({ clock, cadenceS }: Pick<DeviceProfile, "clock" | "cadenceS">): number {
	return Math.max(LIVE_WITHIN_MS * Math.max(1, clock?.rate ?? 1), 2000 * (cadenceS ?? 0));
}

/** Where a reading stands: `set_back` begins a time line anew. */
type Place = "live" | "late" | "set_back";

/** What is known of the device's clock from one arrival to the next. */
export type ClockKnowledge = Pick<Head, "behind" | "lagMs" | "skewMs">;

/** The readings that come together, one by one in order of their time. */
export class Arrival {
	readonly #order: OrderOfTime;
	readonly #deviceNow: number;
	readonly #within: number;
	#behind: Behind | null;
	#lagMs: number | null;
	#skewMs: number | null;
	/** Newest times among what was live and what was late. */
	#live = -Infinity;
	#late = -Infinity;

	/**
	 * @param deviceNow - the device's time by our clock
	 * @param within - see `liveWithin`
	 */
	constructor(known: ClockKnowledge, order: OrderOfTime, deviceNow: number, within: number) {
		this.#behind = known.behind ?? null;
		this.#lagMs = known.lagMs ?? null;
		this.#skewMs = known.skewMs ?? null;
		this.#order = order;
		this.#deviceNow = deviceNow;
		this.#within = within;
	}

	/**
	 * @param newest - the newest live reading so far
	 * @param past - it is of a patient who has left: their history, however soon it comes
	 */
	place(timestamp: number, newest: StoredReading | null, past: boolean): Place {
		const old = timestamp < this.#deviceNow + Math.min(0, this.#lagMs ?? 0, this.#skewMs ?? 0) - this.#within;
		const before = newest !== null && timestamp < newest.timestamp;
		if (!past && (old || before) && goesOn(this.#behind, timestamp, this.#deviceNow)) {
			if (old) this.#lagMs = timestamp - this.#deviceNow;
			this.#live = timestamp;
			return before ? "set_back" : "live";
		}
		const late = this.#order.isLate(timestamp, newest, this.#deviceNow) || old || past;
		if (!late) this.#live = Math.max(this.#live, timestamp);
		else if (!past && (old || before)) this.#late = Math.max(this.#late, timestamp);
		return late ? "late" : "live";
	}

	/** What is known of the clock after it. */
	known(): ClockKnowledge {
		if (this.#live === -Infinity) {
			const behind = this.#late === -Infinity ? this.#behind : follow(this.#behind, this.#late, this.#deviceNow);
			return { behind, lagMs: this.#lagMs, skewMs: this.#skewMs };
		}
		// No reading is ahead of its own clock: one that is newer than was thought possible sets it right.
		const shown = this.#live - this.#deviceNow;
		const lagMs = this.#lagMs === null ? null : Math.max(this.#lagMs, shown);
		return {
			behind: null,
			lagMs: lagMs === null || lagMs > -this.#within / 2 ? null : lagMs,
			skewMs: this.#skewMs !== null && shown > this.#skewMs + DISPROVED_MS ? null : this.#skewMs,
		};
	}
}
