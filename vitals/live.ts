/**
 * What travels between a ward's station and its viewers (`GET /api/v1/wards/:id/live`, WebSocket,
 * JSON text frames, server to client only; the text `ping` is answered with `pong`).
 */
import type { VitalKey } from "./catalogue.ts";
import type { Episode, EpisodeEvent } from "./episode.ts";
import type { News2Summary, News2Trend } from "./news2.ts";
import type { RiskLevel, VitalValues } from "./reading.ts";

/** A reader that meets another number shows "please reload" instead of guessing. */
export const LIVE_PROTOCOL_VERSION = 2;

/** What is known of one bed's device at one moment. */
export interface LiveReading {
	readonly deviceId: string;
	/** Measured at, by the device's clock (a simulated device may be ahead of the wall clock). */
	readonly timestamp: number;
	/** Received at, by the edge's clock: signal age is `now - receivedAt`. */
	readonly receivedAt: number;
	readonly vitals: VitalValues;
	readonly battery: number | null;
	readonly score: number | null;
	readonly risk: RiskLevel;
	/** NEWS2 of these values and the observations still current; null where the reading names another patient. */
	readonly news2: LiveNews2 | null;
	/** How much of the baseline is the patient's own, 0 to 1: below 1 it is still being learned. */
	readonly confidence: number;
	/** False while the reading is in memory only: a crash could take it until the device has sent it again. */
	readonly committed?: boolean;
}

export interface LiveNews2 extends News2Summary {
	/** Over the last hour, null where there are not two complete scores. */
	readonly trend: News2Trend | null;
}

/** A bed and the device in it, as the ward's roster has it. */
export interface LiveBed {
	readonly deviceId: string;
	readonly bedId: string | null;
	/** Bed label, such as "Bed 4"; the device id where no bed is assigned. */
	readonly label: string;
	/** Patient surrogate, `null` when nobody is assigned. */
	readonly patient: string | null;
	/** A device of the simulator, or a replay: the screen must say so. */
	readonly simulated: boolean;
	/** Simulated seconds per second; 1 for real devices. */
	readonly clockRate: number;
	/** False where the limits used for this patient have not been checked against their sources: the bed says so. */
	readonly limitsValidated: boolean;
	/** What people said at the bed, in short; absent from devices of a release before. */
	readonly bedside?: LiveBedside;
}

/** Changes with everything that is said of the patient on the device: whoever shows more of it asks anew. */
export interface LiveBedside {
	/** Counts the changes for as long as the patient is on the device. */
	readonly version: number;
	/** Key of the template that applies; null for a combination without a name. */
	readonly template: string | null;
	/** Limits of the patient's own, and when each ends (wall time, milliseconds since the epoch). */
	readonly overrides: readonly { readonly vital: VitalKey; readonly until: number }[];
}

/** First frame after connecting: everything there is to know. */
export interface LiveSnapshotFrame {
	readonly type: "snapshot";
	readonly version: typeof LIVE_PROTOCOL_VERSION;
	readonly wardId: string;
	/** The station's clock, milliseconds since the epoch: lets a viewer with a wrong clock show true ages. */
	readonly at: number;
	readonly beds: readonly LiveBed[];
	readonly readings: readonly LiveReading[];
	readonly episodes: readonly Episode[];
}

/** At most one a second: the newest reading of every device that posted since the last. */
export interface LiveReadingsFrame {
	readonly type: "readings";
	readonly at: number;
	readonly readings: readonly LiveReading[];
}

/** At once: an episode opened, escalated, was acknowledged or closed. */
export interface LiveEpisodeFrame {
	readonly type: "episode";
	readonly at: number;
	readonly event: EpisodeEvent;
}

/** The roster changed: a bed joined or changed, or a device left. */
export interface LiveRosterFrame {
	readonly type: "roster";
	readonly at: number;
	readonly beds: readonly LiveBed[];
}

/** To admins: somebody broke the glass, in this ward or another, or has seen it. `GET /api/v1/break-glass?state=unseen` says who, where and why. */
export interface LiveGlassFrame {
	readonly type: "glass";
	readonly at: number;
}

export type LiveFrame = LiveSnapshotFrame | LiveReadingsFrame | LiveEpisodeFrame | LiveRosterFrame | LiveGlassFrame;
