import { DurableObject } from "cloudflare:workers";
import { connectRegistry } from "../registry/connect.ts";
import {
	completeErasure,
	countPatientRows,
	deletePatientRows,
	devicesOf,
	isComplete,
	patientTagsOf,
	reportsOn,
} from "../registry/erasures.ts";
import { positionBeforePatient } from "../registry/episode-feed.ts";
import { listWardNames } from "../registry/wards.ts";
import { forgetPatient, rereadEpisodesFrom } from "../search/erasure.ts";
import type { ErasureCertificate, ErasureCounts } from "../vitals/patients.ts";
import { reportKey } from "../vitals/reports.ts";
import type { DeviceErasureCounts } from "./device/erasure.ts";
import type { ObjectEnv } from "./env.ts";
import { certificateOf } from "./erasure-certificate.ts";
import { AUDIT_LOG_NAME } from "./audit-log.ts";
import { log, reason } from "./log.ts";
import { resident } from "./residency.ts";
import { Scheduler } from "./scheduler.ts";

/** Version of the stored job. */
const JOB_VERSION = 1;
/** Steps in one alarm: others of this isolate want a turn. */
const STEPS_AT_ONCE = 8;
/** Keys that the bucket deletes in one call, at most. */
const FILES_AT_ONCE = 1000;

/** Who asked for what. */
export interface ErasureRequest {
	readonly id: string;
	readonly patient: string;
	/** Milliseconds since the epoch. */
	readonly requestedAt: number;
	/** The person's id. */
	readonly requestedBy: string;
}

type RegistryCounts = Omit<ErasureCounts, keyof DeviceErasureCounts | "devices" | "search_documents" | "notifications">;

/** What becomes of the search index. Its rows go before the registry's, whose history it is read from. */
interface SearchErasure {
	readonly documents: number;
	readonly done: boolean;
	/** Where reading the history must begin again once the patient's part of it is gone; null where they have none. */
	readonly rereadFrom: number | null;
}

interface Job {
	readonly version: typeof JOB_VERSION;
	readonly request: ErasureRequest;
	/** What went from each device that is done. */
	readonly devices: Readonly<Record<string, DeviceErasureCounts>>;
	/** Rows of the registry, counted before they went. */
	readonly rows: RegistryCounts | null;
	/** Absent in a job from before there was a search. */
	readonly search?: SearchErasure;
	/** Rows that went from the wards' stations; absent until they did, and in a job from before there were any. */
	readonly notifications?: number;
	/** They went. */
	readonly deleted: boolean;
	readonly certificate: ErasureCertificate | null;
}

/**
 * The erasure of one patient: device by device, then the registry, then the certificate. Every step may be repeated; a
 * crash at any point leads back to the last one that was noted. One object an erasure, named by its id.
 */
export class PatientErasure extends DurableObject<ObjectEnv> {
	readonly #scheduler: Scheduler<"step">;
	#running: Promise<boolean> | null = null;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, resident(env));
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS job (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL)");
		this.#scheduler = new Scheduler(ctx.storage, (_, attempts, error) =>
			log("error", "erasure.failed", { erasure: this.#job?.request.id, attempts, reason: reason(error) }),
		);
	}

	/** Begins; a repeat changes nothing. */
	begin(request: ErasureRequest): void {
		if (this.#job !== null) return;
		this.ctx.storage.transactionSync(() => {
			this.#save({ version: JOB_VERSION, request, devices: {}, rows: null, deleted: false, certificate: null });
			this.#scheduler.atLatest("step", Date.now());
		});
	}

	/** Goes on by one step. Returns true when all is done. The alarm calls it; somebody in a hurry may too. */
	advance(): Promise<boolean> {
		this.#running ??= this.#step().finally(() => (this.#running = null));
		return this.#running;
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run(
			{
				step: async () => {
					for (let i = 0; i < STEPS_AT_ONCE; i++) if (await this.advance()) return;
					this.#scheduler.atLatest("step", Date.now());
				},
			},
			Date.now(),
		);
	}

	async #step(): Promise<boolean> {
		const job = this.#job;
		if (job === null) return true;
		if (job.certificate !== null) return this.#tell(job.certificate);
		const { patient } = job.request;
		const registry = connectRegistry(this.env.DB);
		if (!job.deleted) {
			// Asked anew each time: a device may have told late that it watched the patient.
			const known = await devicesOf(registry, patient);
			const next = known.find((id) => job.devices[id] === undefined);
			if (next !== undefined) {
				const tags = await patientTagsOf(registry, patient);
				const { done, counts } = await this.env.DEVICE_MONITOR.getByName(next).erase(patient, tags);
				if (done) this.#save({ ...job, devices: { ...job.devices, [next]: counts } });
				return false;
			}
			if (job.search?.done !== true) {
				await this.#forgetInSearch(job);
				return false;
			}
			if (job.notifications === undefined) {
				this.#save({ ...job, notifications: await this.#forgetInWards(patient) });
				return false;
			}
			if (job.rows === null) {
				this.#save({ ...job, rows: await countPatientRows(registry, patient) });
				return false;
			}
			// The files first: without the rows nobody would know of them.
			const files = (await reportsOn(registry, patient)).map(reportKey);
			for (let i = 0; i < files.length; i += FILES_AT_ONCE)
				await this.env.REPORTS.delete(files.slice(i, i + FILES_AT_ONCE));
			await deletePatientRows(registry, patient);
			this.#save({ ...job, deleted: true });
			return false;
		}
		if (job.search?.done !== true) {
			await this.#forgetInSearch(job);
			return false;
		}
		if (job.search.rereadFrom !== null) await rereadEpisodesFrom(this.env, job.search.rereadFrom);
		for (const id of Object.keys(job.devices)) await this.env.DEVICE_MONITOR.getByName(id).forgetErasure(patient);
		const certificate = certificateOf(job.request, removed(job), Date.now());
		this.#save({ ...job, certificate });
		return this.#tell(certificate);
	}

	async #forgetInSearch(job: Job): Promise<void> {
		const { patient } = job.request;
		const before = job.search ?? {
			documents: 0,
			rereadFrom: await positionBeforePatient(connectRegistry(this.env.DB), patient),
		};
		const { done, documents } = await forgetPatient(this.env, patient, Date.now());
		this.#save({ ...job, search: { ...before, documents: before.documents + documents, done } });
	}

	/** Every ward is asked: which of them heard of the patient's episodes on a device that moved is written nowhere. */
	async #forgetInWards(patient: string): Promise<number> {
		let rows = 0;
		for (const { id } of await listWardNames(connectRegistry(this.env.DB)))
			rows += await this.env.WARD_STATION.getByName(id).forgetPatient(patient);
		return rows;
	}

	async #tell(certificate: ErasureCertificate): Promise<boolean> {
		const { id, patient, requested_by: actor, completed_at: at } = certificate;
		// Once more where the answer was lost: the log would rather say it twice than not at all.
		const done = {
			at,
			actor,
			role: null,
			action: "patient.erased",
			object: `erasure:${id}`,
			ward: null,
			patient,
		} as const;
		const audit = this.env.AUDIT_LOG.getByName(AUDIT_LOG_NAME);
		if (!(await isComplete(connectRegistry(this.env.DB), id))) {
			await audit.append({ ...done, outcome: "done", grant: null, origin: null, correlation: null }, true);
			await completeErasure(connectRegistry(this.env.DB), certificate);
		}
		return true;
	}

	get #job(): Job | null {
		const row = this.ctx.storage.sql.exec<{ body: string }>("SELECT body FROM job").toArray()[0];
		if (row === undefined) return null;
		const job = JSON.parse(row.body) as Job;
		if (job.version !== JOB_VERSION)
			throw new Error(`patient erasure: got v${String(job.version)}, expected v${JOB_VERSION}`);
		return job;
	}

	#save(job: Job): void {
		this.ctx.storage.sql.exec("INSERT OR REPLACE INTO job (id, body) VALUES (1, ?)", JSON.stringify(job));
	}
}

function removed({ devices, rows, search, notifications }: Job): ErasureCounts {
	const each = Object.values(devices);
	const sum = (name: keyof DeviceErasureCounts) => each.reduce((total, counts) => total + counts[name], 0);
	if (rows === null) throw new Error("the registry's rows were not counted");
	return {
		devices: each.length,
		lake_readings: sum("lake_readings"),
		lake_objects_rewritten: sum("lake_objects_rewritten"),
		lake_objects_deleted: sum("lake_objects_deleted"),
		device_readings: sum("device_readings"),
		device_episodes: sum("device_episodes"),
		device_assignments: sum("device_assignments"),
		search_documents: search?.documents ?? 0,
		notifications: notifications ?? 0,
		...rows,
	};
}
