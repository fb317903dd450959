/** Which alarms call for somebody's ear, and whether a pause still holds. Pure. */
import type { Episode } from "../../../vitals/episode.ts";
import { isAcknowledged } from "../state/bedside.ts";
import { type Priority, priorityOf } from "../state/format.ts";
import { isAbove, type Level } from "./pattern.ts";

/** An alarm that is to be heard. */
export interface Caller {
	readonly id: string;
	readonly level: Level;
}

/** The sound may be paused for so long at most, ms. */
export const LONGEST_PAUSE_MS = 120_000;

/** After so long without a connection (ms) that is an alarm of its own: nobody watches the ward from here. */
export const CONNECTION_ALARM_MS = 15_000;
const CONNECTION: Caller = { id: "connection", level: "medium" };

const LEVEL_OF: Readonly<Record<Priority, Level>> = { high: "high", medium: "medium", low: "low", technical: "low" };

/**
 * What calls: open episodes that nobody has acknowledged (a snoozed one counts as acknowledged until its quiet is over), and a
 * connection that has been gone for long. What the lost connection told last goes on calling: nobody knows that it ended.
 *
 * @param goneFor - how long the connection has been gone, ms; 0 while it stands
 */
export function callersOf(
	episodes: readonly Pick<Episode, "id" | "status" | "channel" | "risk" | "acknowledgedAt">[],
	goneFor: number,
): Caller[] {
	const calling = episodes
		.filter((episode) => episode.status === "open" && !isAcknowledged(episode))
		.map((episode) => ({ id: episode.id, level: LEVEL_OF[priorityOf(episode)] }));
	return goneFor >= CONNECTION_ALARM_MS ? [...calling, CONNECTION] : calling;
}

/** The most urgent of them; null where nobody calls. */
export function highestOf(callers: readonly Caller[]): Level | null {
	return callers.reduce<Level | null>((highest, { level }) => (isAbove(level, highest) ? level : highest), null);
}

/** The sound is paused, for what called then. */
export interface AudioPause {
	/** By the clock that `pauseAt` was given, ms. */
	readonly until: number;
	/** The most urgent that called when it began. */
	readonly level: Level | null;
	/** What called when it began and has called ever since, and how urgently. */
	readonly known: ReadonlyMap<string, Level>;
}

export function pauseAt(callers: readonly Caller[], now: number): AudioPause {
	return {
		until: now + LONGEST_PAUSE_MS,
		level: highestOf(callers),
		known: new Map(callers.map(({ id, level }) => [id, level])),
	};
}

/**
 * The pause as it stands at `now`; null once it is over: its time is up, or something new breaks through it. New is an alarm
 * that did not call when it began, or calls more urgently since. It breaks through where it is more urgent than anything that
 * was paused, and any new one of high priority does: whoever paused one patient's alarm has not heard of the next.
 */
export function keepPause(pause: AudioPause, callers: readonly Caller[], now: number): AudioPause | null {
	if (now >= pause.until) return null;
	const isNew = ({ id, level }: Caller) => isAbove(level, pause.known.get(id) ?? null);
	const breaks = ({ level }: Caller) => level === "high" || isAbove(level, pause.level);
	if (callers.some((caller) => isNew(caller) && breaks(caller))) return null;
	const calling = new Set(callers.map(({ id }) => id));
	if ([...pause.known.keys()].every((id) => calling.has(id))) return pause;
	return { ...pause, known: new Map([...pause.known].filter(([id]) => calling.has(id))) };
}
