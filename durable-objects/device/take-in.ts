/** A request with readings, from the key that was shown to the answer that follows the commit. */
import { log, reason } from "../log.ts";
import type { IngestRequest, IngestResult } from "./ingest.ts";
import type { Intake } from "./intake.ts";
import type { Pace } from "./pace.ts";

/** What taking readings in needs of the device's object. */
export interface TakeInHost {
	readonly intake: Intake;
	readonly pace: Pace;
	/** @throws when nothing could be written */
	readonly commit: () => void;
	/** New values are here. */
	readonly onValues: (now: number) => void;
	readonly deviceId: () => string | undefined;
}

/** All of it, or none and the reason. Never throws. */
export function takeIn({ intake, pace, commit, onValues, deviceId }: TakeInHost, request: IngestRequest): IngestResult {
	const refusal = intake.refusal(request);
	if (refusal !== null) return refusal;
	const now = Date.now();
	const wait = pace.admit(request.items.length, now);
	if (wait !== null) return { outcome: "too_fast", retryAfter: wait };
	try {
		const results = intake.accept(request.items, now);
		commit();
		const stored = results.filter((result) => result.kind === "stored").length;
		if (stored > 0) onValues(now);
		return { outcome: "taken", stored, results };
	} catch (error) {
		// Nothing was committed.
		log("error", "ingest.failed", { device: deviceId(), reason: reason(error) });
		intake.reload();
		return { outcome: "unavailable", retryAfter: 1 };
	}
}
