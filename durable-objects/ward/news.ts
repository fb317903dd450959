import type { EpisodeEvent, EscalationStep } from "../../vitals/episode.ts";
import type { LiveBed } from "../../vitals/live.ts";

/** What a device owes to its ward. Told at least once, in order. */
export type WardNews =
	/** The device is in this ward, in this bed. */
	| { readonly kind: "bed"; readonly bed: LiveBed }
	/** The device left this ward. */
	| { readonly kind: "leave"; readonly deviceId: string }
	| { readonly kind: "episode"; readonly event: EpisodeEvent };

/** What a ward has decided for its beds, told with each receipt. */
export interface WardPolicy {
	/** Who is summoned where nobody acknowledges; null for the default. */
	readonly escalation: readonly EscalationStep[] | null;
	/** Key of the template that stands in for what nobody has said of a patient; null for none. */
	readonly template: string | null;
}
