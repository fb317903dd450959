/**
 * Taking one patient out of a device: its memory, its SQLite, and its part of the lake. Each step is noted in the turn in
 * which it is done, so that a crash between any two leads back to the same place and nothing is counted twice:
 *
 *   1. leave: the assignment ends, its intervals become times for which no reading is taken, episodes and tags go;
 *   2. drain: what others were owed about the patient is delivered, what is here goes to the lake, the copies go;
 *   3. lake: the objects one by one, in order of their keys; no compaction begins meanwhile;
 *   4. done, until the registry's rows are gone too and the note of it may go.
 */
import { settleDetector } from "./restoring.ts";
import type { ErasureCounts } from "../../vitals/patients.ts";
import type { Bedside } from "./bedside.ts";
import type { LakeSide } from "./lake-side.ts";
import type { Post } from "./post.ts";
import { changeProfile, discharge } from "./assignment.ts";
import { bedOf, deviceTime, withoutPatient } from "./profile.ts";

/** Version of the stored note. */
const ERASURE_VERSION = 1;
/** Objects of the lake looked at in one call: each is fetched, and perhaps written, so a call takes seconds. */
const OBJECTS_A_CALL = 6;

/** What was removed from one device. */
export type DeviceErasureCounts = Pick<
	ErasureCounts,
	| "lake_readings"
	| "lake_objects_rewritten"
	| "lake_objects_deleted"
	| "device_readings"
	| "device_episodes"
	| "device_assignments"
>;

interface ErasureNote {
	readonly version: typeof ERASURE_VERSION;
	readonly step: "leave" | "drain" | "lake" | "done";
	/** Objects up to this key are done. */
	readonly after: string;
	/** The object that was deleted last: a repeat does not count it again. */
	readonly deleted: string | null;
	readonly counts: DeviceErasureCounts;
}

const NOTHING: DeviceErasureCounts = {
	lake_readings: 0,
	lake_objects_rewritten: 0,
	lake_objects_deleted: 0,
	device_readings: 0,
	device_episodes: 0,
	device_assignments: 0,
};

export interface ErasureProgress {
	readonly done: boolean;
	readonly counts: DeviceErasureCounts;
}

/** What an erasure needs of the object it runs in. */
export interface ErasureContext {
	readonly bedside: Bedside;
	/** The patient, and every tag that stood for them. */
	readonly patient: string;
	readonly tags: ReadonlySet<string>;
	readonly post: Post;
	readonly lake: LakeSide;
}

export class Erasures {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		sql.exec("CREATE TABLE IF NOT EXISTS erasures (patient TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID");
	}

	/** Whether the lake is being walked. */
	get running(): boolean {
		return this.#sql
			.exec<{ body: string }>("SELECT body FROM erasures")
			.toArray()
			.some(({ body }) => parseNote(body).step !== "done");
	}

	/** Forgets that the patient was erased: nobody else knows the surrogate any more. */
	forget(patient: string): void {
		this.#sql.exec("DELETE FROM erasures WHERE patient = ?", patient);
	}

	/**
	 * Goes on with the erasure for a few seconds.
	 *
	 * @throws Error while others cannot be told, or the lake cannot be written; call again later
	 */
	async advance(context: ErasureContext): Promise<ErasureProgress> {
		let note = this.#load(context.patient);
		if (note.step === "leave") note = this.#leave(context, note);
		if (note.step === "drain") note = await this.#drain(context, note);
		if (note.step === "lake") note = await this.#walk(context, note);
		return { done: note.step === "done", counts: note.counts };
	}

	#leave(context: ErasureContext, note: ErasureNote): ErasureNote {
		const { bedside, patient, tags } = context;
		const { journal, intake } = bedside;
		return journal.transaction(() => {
			discharge(bedside, patient, null);
			const profile = bedside.profile();
			let assignments = 0;
			if (profile !== null) {
				assignments = profile.assignments.filter((past) => past.surrogate === patient).length;
				const without = withoutPatient(profile, patient, tags, deviceTime(profile, Date.now()));
				changeProfile(bedside, without);
			}
			intake.forget(patient, tags);
			const episodes = journal.episodes.drop(patient);
			const present = bedside.profile();
			if (present !== null) {
				// The ward forgets the device and hears of it anew.
				context.post.tellWard(present.wardId, { kind: "leave", deviceId: present.deviceId });
				context.post.tellWard(present.wardId, { kind: "bed", bed: bedOf(present) });
			}
			return this.#save(patient, {
				...note,
				step: "drain",
				counts: { ...note.counts, device_episodes: episodes, device_assignments: assignments },
			});
		});
	}

	async #drain(context: ErasureContext, note: ErasureNote): Promise<ErasureNote> {
		const { bedside, patient, lake, post } = context;
		await lake.archive();
		if (!(await post.deliver())) throw new Error("others were not told yet");
		return bedside.journal.transaction(() => {
			const profile = bedside.profile();
			if (profile !== null) settleDetector(bedside.journal, profile);
			const dropped = bedside.journal.dropReleased((reading) => reading.patient === patient);
			if (bedside.journal.holds(patient)) throw new Error("readings of the patient are not in the lake yet");
			return this.#save(patient, { ...note, step: "lake", counts: { ...note.counts, device_readings: dropped } });
		});
	}

	async #walk({ patient, lake }: ErasureContext, from: ErasureNote): Promise<ErasureNote> {
		let note = from;
		const add = (more: Partial<DeviceErasureCounts>) => {
			const counts = { ...note.counts };
			for (const [name, n] of Object.entries(more)) counts[name as keyof DeviceErasureCounts] += n;
			return counts;
		};
		const left = (await lake.objects()).filter((key) => key > note.after).toSorted();
		for (const key of left.slice(0, OBJECTS_A_CALL)) {
			await lake.eraseFrom(key, patient, {
				removed: (readings, written) => {
					const counts = add({ lake_readings: readings, lake_objects_rewritten: written });
					note = this.#save(patient, { ...note, counts });
				},
				deleted: (gone) => {
					const counts = note.deleted === gone ? note.counts : add({ lake_objects_deleted: 1 });
					note = this.#save(patient, { ...note, deleted: gone, counts });
				},
			});
			note = this.#save(patient, { ...note, after: key });
		}
		return left.length > OBJECTS_A_CALL ? note : this.#save(patient, { ...note, step: "done" });
	}

	#load(patient: string): ErasureNote {
		const row = this.#sql.exec<{ body: string }>("SELECT body FROM erasures WHERE patient = ?", patient).toArray()[0];
		if (row !== undefined) return parseNote(row.body);
		return { version: ERASURE_VERSION, step: "leave", after: "", deleted: null, counts: NOTHING };
	}

	#save(patient: string, note: ErasureNote): ErasureNote {
		this.#sql.exec("INSERT OR REPLACE INTO erasures (patient, body) VALUES (?, ?)", patient, JSON.stringify(note));
		return note;
	}
}

function parseNote(stored: string): ErasureNote {
	const note = JSON.parse(stored) as ErasureNote;
	if (note.version !== ERASURE_VERSION)
		throw new Error(`device erasure: got v${String(note.version)}, expected v${ERASURE_VERSION}`);
	return note;
}
