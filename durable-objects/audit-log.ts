import { DurableObject } from "cloudflare:workers";
import {
	AUDIT_VERSION,
	GENESIS,
	hashEntry,
	type AuditEntry,
	type AuditEvent,
	type AuditHead,
} from "../vitals/audit.ts";
import { keepHead, headDate } from "./audit/heads.ts";
import {
	findEntries,
	insertEntries,
	lastEntry,
	makeEntries,
	type EntryFilter,
	type EntryPage,
} from "./audit/entries.ts";
import type { ObjectEnv } from "./env.ts";
import { log, reason } from "./log.ts";
import { resident } from "./residency.ts";
import { Scheduler } from "./scheduler.ts";

/** The one log of a deployment: the name of its object. */
export const AUDIT_LOG_NAME = "hospital";

/** Looks wait this long for others to be written with them. */
const GATHER_MS = 1_000;
/** As many are written at once, waiting or not. */
const GATHER_MOST = 100;
/** Memory is bounded while the disk fails: beyond this an event is refused, and the caller logs it. */
const QUEUE_MOST = 10_000;
/** The same refusal of the same person is one entry in this time: a page that asks every 5 s is not 17,000 a day. */
const REFUSAL_FOLD_MS = 10 * 60_000;
/** Refusals that are remembered for it. */
const REFUSALS_KNOWN = 1_000;
const DAY_MS = 86_400_000;
/** After midnight, when all of the day's entries are in. */
const HEAD_AFTER_MS = 5 * 60_000;

type Timer = "head";

/**
 * Who saw or did what to whom, when and from where: the single writer of one hash chain. Nothing here changes or
 * removes an entry. One row written per entry.
 */
export class AuditLog extends DurableObject<ObjectEnv> {
	readonly #scheduler: Scheduler<Timer>;
	/** Gathered, not yet written. */
	#queue: AuditEvent[] = [];
	/** Writes follow one another: each needs the hash of the one before. */
	#writing: Promise<void> = Promise.resolve();
	#due = false;
	/** When each refusal was last written. */
	readonly #refusals = new Map<string, number>();

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, resident(env));
		makeEntries(ctx.storage.sql);
		this.#scheduler = new Scheduler<Timer>(ctx.storage, (timer, attempts, error) =>
			log("warn", "timer.failed", { timer, attempts, object: "audit-log", reason: reason(error) }),
		);
	}

	/** Answers when the object does: for `/health`. */
	ping(): number {
		return lastEntry(this.ctx.storage.sql)?.seq ?? 0;
	}

	/**
	 * Takes one event.
	 *
	 * @param durable - answer only when it is on disk; otherwise it is there within a second
	 * @throws when it could not be written, or too many wait
	 */
	async append(event: AuditEvent, durable: boolean): Promise<void> {
		if (event.outcome === "refused" && this.#isRepeated(event)) return;
		if (this.#queue.length >= QUEUE_MOST) throw new Error("the audit log cannot be written");
		this.#queue.push(event);
		if (durable || this.#queue.length >= GATHER_MOST) return this.#write();
		if (this.#due) return;
		this.#due = true;
		setTimeout(() => {
			this.#due = false;
			void this.#write().catch((error: unknown) => log("error", "audit.unwritten", { reason: reason(error) }));
		}, GATHER_MS);
	}

	/** Entries that match, newest first, or from `after` on in the chain's order. */
	async find(filter: EntryFilter): Promise<EntryPage> {
		await this.#write();
		return findEntries(this.ctx.storage.sql, filter);
	}

	/** Where the chain ends now; `null` when it is empty. */
	async head(): Promise<{ seq: number; hash: string } | null> {
		await this.#write();
		const last = lastEntry(this.ctx.storage.sql);
		return last === null ? null : { seq: last.seq, hash: last.hash };
	}

	/** Keeps the head of the last UTC day that had ended at `now` in the lake's bucket. Repeating it changes nothing. */
	async keepHead(now: number = Date.now()): Promise<AuditHead | null> {
		await this.#write();
		const midnight = Math.floor(now / DAY_MS) * DAY_MS;
		const last = lastEntry(this.ctx.storage.sql, midnight);
		if (last === null) return null;
		const head: AuditHead = { version: 1, date: headDate(midnight - 1), seq: last.seq, hash: last.hash };
		if (!(await keepHead(this.env.LAKE, head))) {
			log("error", "audit.head_differs", { date: head.date, seq: head.seq });
		}
		return head;
	}

	override async alarm(): Promise<void> {
		await this.#scheduler.run({ head: () => this.#keepHeadDaily() }, Date.now());
	}

	async #keepHeadDaily(): Promise<void> {
		const head = await this.keepHead();
		// Entries of today are in none yet.
		if (head === null || lastEntry(this.ctx.storage.sql)?.seq !== head.seq) this.#headSoon();
	}

	#headSoon(): void {
		this.#scheduler.atLatest("head", (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS + HEAD_AFTER_MS);
	}

	#isRepeated({ actor, action, object, ward, origin }: AuditEvent): boolean {
		const now = Date.now();
		const key = JSON.stringify([actor, action, object, ward, origin]);
		const last = this.#refusals.get(key);
		if (last !== undefined && now - last < REFUSAL_FOLD_MS) return true;
		// Oldest first: a refusal that is written again moves to the end.
		this.#refusals.delete(key);
		this.#refusals.set(key, now);
		for (const [known, at] of this.#refusals) {
			if (now - at < REFUSAL_FOLD_MS && this.#refusals.size <= REFUSALS_KNOWN) break;
			this.#refusals.delete(known);
		}
		return false;
	}

	#write(): Promise<void> {
		const next = this.#writing.then(() => this.#writeQueue());
		this.#writing = next.catch(() => {});
		return next;
	}

	/** Writes what is gathered as one transaction. On failure it stays gathered. */
	async #writeQueue(): Promise<void> {
		const events = this.#queue;
		if (events.length === 0) return;
		this.#queue = [];
		try {
			const { storage } = this.ctx;
			const last = lastEntry(storage.sql);
			let [seq, previous, at] = [last?.seq ?? 0, last?.hash ?? GENESIS, last === null ? 0 : Date.parse(last.at)];
			const entries: AuditEntry[] = [];
			for (const event of events) {
				// Times never run backwards along the chain, whatever the edge's clocks say: it is searched by time.
				at = Math.max(at, Date.parse(event.at));
				const placed = { ...event, at: new Date(at).toISOString() };
				const hash = await hashEntry(placed, ++seq, previous);
				entries.push({ version: AUDIT_VERSION, ...placed, seq, previous, hash });
				previous = hash;
			}
			storage.transactionSync(() => {
				insertEntries(storage.sql, entries);
				this.#headSoon();
			});
		} catch (error) {
			this.#scheduler.reload();
			this.#queue = [...events, ...this.#queue];
			throw error;
		}
	}
}
