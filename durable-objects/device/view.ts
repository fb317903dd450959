/** What a device shows of the patient now on it: to its ward, to the chart, to answers. */
import type { LiveReading } from "../../vitals/live.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import type { Brief, DeviceSnapshot } from "./answers.ts";
import type { Bedside } from "./bedside.ts";
import { recordOf } from "./clinical.ts";
import { knowledgeOf } from "./knowledge.ts";
import { presentAssignment } from "./profile.ts";
import { chartOf, EarlyWarning, type ChartEntry } from "./early-warning.ts";

export class View {
	readonly #bedside: Pick<Bedside, "journal" | "intake" | "profile">;
	readonly #earlyWarning: EarlyWarning;

	constructor(bedside: Pick<Bedside, "journal" | "intake" | "profile">) {
		this.#bedside = bedside;
		this.#earlyWarning = new EarlyWarning(bedside.journal);
	}

	/** Somebody said something, or somebody else came: what was worked out before may be wrong now. */
	forget(): void {
		this.#earlyWarning.forget();
	}

	/** The newest reading; null where there is none of the patient now on the device. */
	live(): LiveReading | null {
		return this.#earlyWarning.liveReading(this.#bedside.profile(), this.#bedside.intake, Date.now());
	}

	snapshot(): DeviceSnapshot {
		return { reading: this.live(), episodes: this.#bedside.journal.episodes.open() };
	}

	/** The newest `limit` readings, newest first, whoever wore the device. */
	recent(limit: number): StoredReading[] {
		const { journal } = this.#bedside;
		return journal.readings(journal.lastSeq - limit + 1, journal.lastSeq).reverse();
	}

	/** The newest `limit` readings of the patient now on the device, newest first, each with the early warning score of its moment. */
	chart(limit: number): ChartEntry[] {
		const profile = this.#bedside.profile();
		return profile === null ? [] : chartOf(profile, (n) => this.recent(n), limit);
	}

	brief(limit: number, bedside: Bedside): Brief {
		const profile = bedside.profile();
		const patient = profile === null ? null : (presentAssignment(profile)?.surrogate ?? null);
		const known = patient === null ? null : knowledgeOf(profile, bedside.intake, patient);
		return {
			...this.snapshot(),
			chart: this.chart(limit),
			record: recordOf(bedside),
			usual: known?.usual ?? {},
		};
	}
}
