import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { LiveBed } from "../../vitals/live.ts";

/** What a device owes to its ward. Told at least once, in order. */
export type WardNews =
	/** The device is in this ward, in this bed. */
	| { readonly kind: "bed"; readonly bed: LiveBed }
	/** The device left this ward. */
	| { readonly kind: "leave"; readonly deviceId: string }
	| { readonly kind: "episode"; readonly event: EpisodeEvent };
