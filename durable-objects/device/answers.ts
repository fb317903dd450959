/** What a device answers to those who ask how it is. */
import type { Episode } from "../../vitals/episode.ts";
import type { LiveReading } from "../../vitals/live.ts";
import type { RecordResult } from "./clinical.ts";
import type { ChartEntry } from "./early-warning.ts";
import type { Intake } from "./intake.ts";
import type { Journal } from "./journal.ts";
import type { Post } from "./post.ts";

/** What a ward learns when it starts to watch a device. */
export interface DeviceSnapshot {
	readonly reading: LiveReading | null;
	readonly episodes: readonly Episode[];
}

/** What an answer to a question about the device may rest on. */
export interface Brief extends DeviceSnapshot {
	/** The newest readings, newest first. */
	readonly chart: readonly ChartEntry[];
	readonly record: RecordResult;
}

/** What `/health` and the fleet page learn of a device. */
export interface DeviceStatus {
	readonly lastSeq: number;
	readonly releasedSeq: number;
	readonly outbox: number;
	readonly latestTimestamp: number | null;
	/** The device's clock minus ours, ms, as its stream last said or its readings show; `null` where neither does. */
	readonly clockSkewMs: number | null;
}

/** What the simulated clock was set to, or why not. */
export type ClockResult = "set" | "unknown_device" | "revoked" | "other_fleet" | "not_simulated";

/** How the device is. */
export function statusOf(journal: Journal, post: Post, intake: Intake): DeviceStatus {
	return {
		lastSeq: journal.lastSeq,
		releasedSeq: journal.releasedSeq,
		outbox: post.size,
		latestTimestamp: intake.latest?.timestamp ?? null,
		clockSkewMs: intake.skewMs,
	};
}
