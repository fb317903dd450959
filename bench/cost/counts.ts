/** What was counted while the product ran, and what it is in billed units. Pure; both sides of the socket use it. */
import { MESSAGES_PER_REQUEST, OBJECT_GB } from "../../workers/cost/prices.ts";
import { noUsage, type Usage } from "../../workers/cost/bill.ts";

/** Operations of one object, or of the Worker on behalf of one group. */
export interface Counts {
	/** HTTP requests and RPC calls that it received. */
	requests: number;
	alarms: number;
	/** Incoming WebSocket messages. Those that the platform answers by itself never arrive. */
	messages: number;
	rowsRead: number;
	rowsWritten: number;
	/** Turns that wrote. */
	commits: number;
	/** Calls to other objects, D1 and R2. */
	calls: number;
	/** Wall time in which it ran, or held a timer or a call that kept it from hibernating. */
	activeMs: number;
	d1RowsRead: number;
	d1RowsWritten: number;
	r2ClassA: number;
	r2ClassB: number;
	r2Bytes: number;
	logLines: number;
	/** Size of its database at the end. */
	databaseBytes: number;
}

/** One line of a count. */
export interface Counted extends Counts {
	/** `worker`, or the class of an object. */
	readonly kind: string;
	/** Name of the object; of the Worker, the group that it worked for. */
	readonly name: string;
}

/** The edge is not a laptop: a call to another object crosses a network, ms. */
const CALL_MS = 20;
/** A commit is replicated before it counts, ms. */
const COMMIT_MS = 10;

export function noCounts(): Counts {
	return {
		requests: 0,
		alarms: 0,
		messages: 0,
		rowsRead: 0,
		rowsWritten: 0,
		commits: 0,
		calls: 0,
		activeMs: 0,
		d1RowsRead: 0,
		d1RowsWritten: 0,
		r2ClassA: 0,
		r2ClassB: 0,
		r2Bytes: 0,
		logLines: 0,
		databaseBytes: 0,
	};
}

const KEYS = Object.keys(noCounts()) as (keyof Counts)[];

/** What happened between two snapshots, object by object. A database's size is the later one. */
export function between(before: readonly Counted[], after: readonly Counted[]): Counted[] {
	const earlier = new Map(before.map((counted) => [`${counted.kind} ${counted.name}`, counted]));
	return after.map((counted) => {
		const known = earlier.get(`${counted.kind} ${counted.name}`);
		const difference = { ...counted };
		if (known !== undefined) for (const key of KEYS) if (key !== "databaseBytes") difference[key] -= known[key];
		return difference;
	});
}

/** How the Worker's log is kept: production's `[observability]`. */
export interface Logging {
	/** Share of invocations whose entries are kept, 0 when there is no log. */
	readonly sampling: number;
	/** Whether each invocation has an entry of its own. */
	readonly invocations: boolean;
}

/**
 * Counts of a stretch of time in billed units.
 *
 * @param seconds - how long the stretch was: no object can be active for longer
 * @param workerCpuMs - of all the Worker's requests in it
 */
export function usageOf(counted: readonly Counted[], seconds: number, workerCpuMs: number, logging: Logging): Usage {
	const usage = noUsage();
	let [invocations, lines] = [0, 0];
	for (const one of counted) {
		invocations += one.requests + one.alarms + one.messages;
		lines += one.logLines;
		usage.d1RowsRead += one.d1RowsRead;
		usage.d1RowsWritten += one.d1RowsWritten;
		usage.r2ClassA += one.r2ClassA;
		usage.r2ClassB += one.r2ClassB;
		if (one.kind === "worker") {
			usage.workerRequests += one.requests;
			continue;
		}
		usage.objectRequests += one.requests + one.alarms + one.messages / MESSAGES_PER_REQUEST;
		usage.objectRowsRead += one.rowsRead;
		usage.objectRowsWritten += one.rowsWritten;
		const activeS = (one.activeMs + CALL_MS * one.calls + COMMIT_MS * one.commits) / 1000;
		usage.objectGbSeconds += Math.min(seconds, activeS) * OBJECT_GB;
	}
	usage.workerCpuMs = workerCpuMs;
	usage.logEvents = logging.sampling * (lines + (logging.invocations ? invocations : 0));
	return usage;
}
