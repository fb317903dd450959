/** What a device answers to those who ask how it is. */
import type { VitalKey } from "../../vitals/catalogue.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { LiveReading } from "../../vitals/live.ts";
import type { Bedside } from "./bedside.ts";
import type { RecordResult } from "./clinical.ts";
import type { ChartEntry } from "./early-warning.ts";
import type { Post } from "./post.ts";
import type { SilenceWatch } from "./silence.ts";
import type { DeviceStream } from "./stream.ts";

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
	/** The patient's own medians; absent where they are not known. */
	readonly usual: Partial<Record<VitalKey, number>>;
}

/** What `/health` and the fleet page learn of a device. */
export interface DeviceStatus {
	readonly lastSeq: number;
	readonly releasedSeq: number;
	readonly outbox: number;
	readonly latestTimestamp: number | null;
	/** The device's clock minus ours, ms, as its stream last said or its readings show; `null` where neither does. */
	readonly clockSkewMs: number | null;
	/** When something was last received from it, wall time; `null` before the first reading. */
	readonly receivedAt: number | null;
	/** Whether a stream of it is open. */
	readonly connected: boolean;
	/** Per cent of charge, as last told. */
	readonly battery: number | null;
	/** Readings that were sent and known already, or refused, as far as it is on disk. */
	readonly duplicates: number;
	readonly refused: number;
	/** Newest key generation that was issued, 0 before the first, and the lowest that is still taken. */
	readonly keyGeneration: number;
	readonly lowestKey: number;
	/** Seconds between two posts, as somebody declared; `null` where it is measured. */
	readonly cadenceS: number | null;
}

/** What the simulated clock was set to, or why not. */
export type ClockResult = "set" | "unknown_device" | "revoked" | "other_fleet" | "not_simulated";

/** How the device is. */
export function statusOf(
	{ journal, intake, profile }: Pick<Bedside, "journal" | "intake" | "profile">,
	post: Post,
	silence: SilenceWatch,
	stream: DeviceStream,
): DeviceStatus {
	const { duplicates, refused } = journal.head?.tally ?? { duplicates: 0, refused: 0 };
	return {
		lastSeq: journal.lastSeq,
		releasedSeq: journal.releasedSeq,
		outbox: post.size,
		latestTimestamp: intake.latest?.timestamp ?? null,
		clockSkewMs: intake.skewMs,
		receivedAt: silence.receivedAt,
		connected: stream.open,
		battery: intake.latest?.battery ?? null,
		duplicates,
		refused,
		keyGeneration: profile()?.generation ?? 0,
		lowestKey: profile()?.minGeneration ?? 1,
		cadenceS: profile()?.cadenceS ?? null,
	};
}
