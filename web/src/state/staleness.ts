/** When a number may no longer look live. The limits are the dashboard's promise, in design of every sector. */
import type { Episode } from "../../../vitals/episode.ts";
import { texts } from "../texts.ts";
import { formatElapsed } from "./format.ts";

/** After this age (ms) a value is dimmed and its age is shown. */
const DIM_AFTER_MS = 10_000;
/** After this age (ms) a value is replaced by `--`. */
const LOST_AFTER_MS = 60_000;
/** Below this age (ms) the sector says "live" rather than counting: frames come at most once a second. */
const LIVE_WORD_MS = 4000;

/** `never`: nothing was ever received. */
export type Staleness = "live" | "dim" | "lost" | "never";

/** How stale something received at `receivedAt` is at `now` (both ms since the epoch, edge clock). */
export function staleness(receivedAt: number | null, now: number): Staleness {
	if (receivedAt === null) return "never";
	const age = now - receivedAt;
	if (age >= LOST_AFTER_MS) return "lost";
	return age >= DIM_AFTER_MS ? "dim" : "live";
}

/** The age as a sector shows it: "live", "14 s", "2 min 5 s"; an em dash where nothing ever came. */
export function ageText(receivedAt: number | null, now: number): string {
	if (receivedAt === null) return "–";
	const age = Math.max(0, now - receivedAt);
	return age < LIVE_WORD_MS ? texts.bed.live : formatElapsed(age);
}

/**
 * Why a sector shows no values.
 *
 * @param receivedAt - of the last reading, `null` when there was none
 * @param episodes - the device's open episodes
 * @param connected - whether the live connection stands: without it only a device that was silent before can be blamed
 * @param now - ms since the epoch, edge clock
 * @returns a sentence, or `null` while values are shown
 */
export function signalLossReason(
	receivedAt: number | null,
	episodes: readonly Episode[],
	connected: boolean,
	now: number,
): string | null {
	const state = staleness(receivedAt, now);
	if (state === "live" || state === "dim") return null;
	const age = receivedAt === null ? null : formatElapsed(now - receivedAt);
	if (age !== null && episodes.some((episode) => episode.rule === "silence")) return texts.bed.lossSilent(age);
	if (!connected) return texts.bed.lossNoConnection;
	if (age === null) return texts.bed.lossNever;
	if (episodes.some((episode) => episode.rule === "sensors-absent")) return texts.bed.lossSensors(age);
	if (episodes.some((episode) => episode.rule === "battery")) return texts.bed.lossBattery(age);
	return texts.bed.lossNoSignal(age);
}
