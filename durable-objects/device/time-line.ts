/**
 * A clock that was set back. All that its device measures from then on looks late, until the clock has passed the newest
 * reading again; a patient would go unwatched meanwhile. What a device kept and sends late looks the same at first, but
 * comes faster than time passes, or beside readings that are new. Pure.
 */
import type { EpisodeTransition } from "../../detection/detector.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { endAll } from "./episode-book.ts";
import { isSilence } from "./silence-rules.ts";

/** Arrivals in a row, and the time they must span, before a clock counts as set back: what was set back by less catches up by itself. */
const AGREEING = 3;
const AGREEING_MS = 30_000;
/** Times that advance with the wall's may differ from it by this, milliseconds, and by this share of the time that passed. */
const JITTER_MS = 5_000;
const JITTER_SHARE = 0.1;

/** Arrivals in a row that brought only what was measured before the newest reading, and advanced as time did. */
export interface Behind {
	/** Of the first of them, and of the last: the newest time it brought, and the device's time by our clock as it came. */
	readonly fromAt: number;
	readonly fromNow: number;
	readonly lastAt: number;
	readonly lastNow: number;
	readonly arrivals: number;
}

/** After an arrival that brought only late readings, the newest of them of `at`; `deviceNow` is the device's time by our clock. */
export function follow(behind: Behind | null, at: number, deviceNow: number): Behind {
	return behind !== null && advances(behind, at, deviceNow)
		? { ...behind, lastAt: at, lastNow: deviceNow, arrivals: behind.arrivals + 1 }
		: { fromAt: at, fromNow: deviceNow, lastAt: at, lastNow: deviceNow, arrivals: 1 };
}

/** Whether a reading of `at` that looks late goes on from where the device's clock was set back to. */
export function isSetBack(behind: Behind | null, newest: StoredReading | null, at: number, deviceNow: number): boolean {
	if (behind === null || newest === null || at >= newest.timestamp) return false;
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
