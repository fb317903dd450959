/** What was accepted and waits for its commit. */
import type { EpisodeEvent } from "../../vitals/episode.ts";
import type { PatientTags } from "../../vitals/identity.ts";
import type { StoredReading } from "../../vitals/reading.ts";

export class Stage {
	readonly readings: StoredReading[] = [];
	/** Times of `readings`. */
	readonly times = new Set<number>();
	/** What changed in the episodes. */
	readonly events: EpisodeEvent[] = [];
	/** Tags that were found under the key before. */
	readonly outdated: PatientTags[] = [];
	/** Something befell the detector that the readings alone do not tell: it is written with them. */
	detectorAnew = false;
	/** When the first of `readings` came that was at risk, wall time. */
	riskSince: number | null = null;
	/** How many sequence numbers or items it was. */
	handled = 0;
	/** The stream's cursor has moved. */
	cursorMoved = false;
}
