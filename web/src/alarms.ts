/** A ward's alarms as the whole page has them: in order, heard, and shown in the tab. */
import { type Accessor, createEffect, createMemo } from "solid-js";
import type { Episode } from "../../vitals/episode.ts";
import { type AlarmSound, createAlarmSound } from "./alarm/alarm-sound.ts";
import { type Caller, callersOf } from "./alarm/calling.ts";
import { showWaiting } from "./alarm/page-signs.ts";
import { createResolved } from "./resolved.ts";
import { isAcknowledged } from "./state/bedside.ts";
import { compareEpisodes } from "./state/ordering.ts";
import type { Station } from "./station.ts";

export interface Alarms {
	/** Open episodes, worst first. */
	readonly episodes: Accessor<readonly Episode[]>;
	/** High alarms that are over and that nobody has acknowledged, newest first. */
	readonly resolved: Accessor<readonly Episode[]>;
	readonly sound: AlarmSound;
}

/** @param soundWanted - as `createAlarmSound` has it */
export function createAlarms(station: Station, wardId: Accessor<string | null>, soundWanted: boolean): Alarms {
	const episodes = createMemo(() => Object.values(station.ward.episodes).sort(compareEpisodes));
	const resolved = createResolved(station, wardId);

	/** Since when the connection has been gone, by the station's clock; null while it stands, and before it first did. */
	const goneSince = createMemo<number | null>((before) => {
		if (station.status().kind === "open" || !station.ward.synced) return null;
		return before ?? station.now();
	}, null);
	const callers = createMemo<Caller[]>(
		() => {
			const since = goneSince();
			return callersOf(episodes(), since === null ? 0 : station.now() - since);
		},
		[],
		{ equals: sameCallers },
	);
	const sound = createAlarmSound(callers, soundWanted);

	createEffect(() => {
		const open = episodes().filter(
			({ channel, acknowledgedAt }) => channel === "physiological" && !isAcknowledged({ acknowledgedAt }),
		);
		const isHigh = resolved().length > 0 || open.some(({ risk }) => risk === "HIGH");
		const count = open.length + resolved().length;
		showWaiting({ count, level: count === 0 ? null : isHigh ? "high" : "medium", isOld: goneSince() !== null });
	});
	return { episodes, resolved, sound };
}

function sameCallers(a: readonly Caller[], b: readonly Caller[]): boolean {
	return a.length === b.length && a.every(({ id, level }, index) => b[index]?.id === id && b[index]?.level === level);
}
