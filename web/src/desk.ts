/** What every page stands on: who reads, which ward, and the way to other pages. */
import { type Accessor, createContext, useContext } from "solid-js";
import type { Me, WardSummary } from "../../vitals/api.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { Acknowledger } from "./acknowledger.ts";
import type { AssistantDoor } from "./assistant/door.ts";
import type { BedActions } from "./components/bed-sector.tsx";
import type { KeyActions } from "./keyboard.ts";
import type { Refreshed } from "./refresh.ts";
import type { TimeFormats } from "./state/format.ts";
import type { Station } from "./station.ts";
import type { TrendPainter } from "./trend-painter.ts";

export interface Desk {
	readonly me: Me;
	readonly times: TimeFormats;
	readonly wards: Refreshed<WardSummary[]>;
	readonly wardId: Accessor<string | null>;
	readonly wardName: Accessor<string>;
	/** Leads to the sign-in when the session has ended; false where it cannot. */
	readonly toSignIn: () => boolean;
	/** The address of a page of this dashboard, with the ward in it. */
	to(path: string): string;
	/** Single keys, for as long as the owner lives. */
	keys(actions: Partial<KeyActions>): void;
}

/** A clinician's: with the ward's live state. */
export interface LiveDesk extends Desk {
	readonly station: Station;
	readonly painter: TrendPainter;
	/** Open episodes, worst first. */
	readonly episodes: Accessor<readonly Episode[]>;
	/** High alarms that are over and that nobody has acknowledged, newest first. */
	readonly resolved: Accessor<readonly Episode[]>;
	readonly acknowledger: Acknowledger;
	readonly assistant: AssistantDoor;
	readonly actions: BedActions;
	/** Shows the bed among the others. */
	locate(deviceId: string): void;
	/** The bed that is to be shown, until it was. */
	readonly wanted: Accessor<{ readonly deviceId: string } | null>;
	arrived(): void;
}

export const DeskContext = createContext<Desk>();
export const LiveDeskContext = createContext<LiveDesk>();

/** @throws Error outside of a shell */
export function useDesk(): Desk {
	return within(useContext(LiveDeskContext) ?? useContext(DeskContext));
}

/** @throws Error on a page of somebody who sees no patient */
export function useLiveDesk(): LiveDesk {
	return within(useContext(LiveDeskContext));
}

function within<T>(desk: T | undefined): T {
	if (desk === undefined) throw new Error("This page is shown outside of its shell");
	return desk;
}
