/**
 * Counts what the platform would bill, from outside: the product does not know. SQLite, alarms, timers and the console
 * are counted where they are called, by the object on whose behalf the code runs.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { noCounts, type Counted, type Counts } from "../cost/counts.ts";

/** Cursors that may still be read are kept up to this many. */
const OPEN_CURSORS = 64;

export class Meter {
	readonly counts: Counts = noCounts();
	readonly #cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
	#holds = 0;
	#since = 0;
	#wrote = false;

	/** Keeps the object active until the answer is called. */
	hold(): () => void {
		if (this.#holds++ === 0) this.#since = performance.now();
		let held = true;
		return () => {
			if (!held) return;
			held = false;
			if (--this.#holds === 0) this.counts.activeMs += performance.now() - this.#since;
		};
	}

	/** Runs `work` on this meter's account. */
	run<T>(work: () => T): T {
		const release = this.hold();
		try {
			const result = account.run(this, work);
			if (result instanceof Promise) void result.then(release, release);
			else release();
			return result;
		} catch (error) {
			release();
			throw error;
		}
	}

	cursor(cursor: SqlStorageCursor<Record<string, SqlStorageValue>>): void {
		this.#cursors.push(cursor);
		if (cursor.rowsWritten > 0) this.wrote();
		if (this.#cursors.length > OPEN_CURSORS) this.#settle(1);
	}

	/** One commit for all that is written without waiting in between. */
	wrote(): void {
		if (this.#wrote) return;
		this.#wrote = true;
		this.counts.commits++;
		queueMicrotask(() => (this.#wrote = false));
	}

	/** The counts as they are now. */
	read(): Counts {
		this.#settle(0);
		const running = this.#holds > 0 ? performance.now() - this.#since : 0;
		return { ...this.counts, activeMs: this.counts.activeMs + running };
	}

	#settle(keep: number): void {
		for (const cursor of this.#cursors.splice(0, this.#cursors.length - keep)) {
			this.counts.rowsRead += cursor.rowsRead;
			this.counts.rowsWritten += cursor.rowsWritten;
		}
	}
}

export const account = new AsyncLocalStorage<Meter>();

const meters = new Map<string, { kind: string; name: string; meter: Meter }>();
/** Of what the runtime hands to an object, whose it is. */
export const owners = new WeakMap<object, Meter>();

/** The meter of that name; it outlives the object in memory. */
export function meterOf(kind: string, name: string): Meter {
	const key = `${kind} ${name}`;
	const known = meters.get(key) ?? { kind, name, meter: new Meter() };
	meters.set(key, known);
	return known.meter;
}

export function snapshot(): Counted[] {
	return [...meters.values()].map(({ kind, name, meter }) => ({ kind, name, ...meter.read() }));
}

/* What is counted where the code calls it, whoever's code it is. */

const { setTimeout: setTimer, clearTimeout: clearTimer } = globalThis;
const held = new Map<unknown, () => void>();

globalThis.setTimeout = ((work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
	const release = account.getStore()?.hold();
	const timer = setTimer(() => {
		held.delete(timer);
		try {
			work(...args);
		} finally {
			release?.();
		}
	}, ms);
	if (release !== undefined) held.set(timer, release);
	return timer;
}) as typeof setTimeout;

globalThis.clearTimeout = ((timer: Parameters<typeof clearTimeout>[0]) => {
	held.get(timer)?.();
	held.delete(timer);
	clearTimer(timer);
}) as typeof clearTimeout;

const wait = scheduler.wait.bind(scheduler);
scheduler.wait = (ms, options) => {
	const release = account.getStore()?.hold();
	const waiting = wait(ms, options);
	if (release !== undefined) void waiting.then(release, release);
	return waiting;
};

for (const level of ["log", "info", "warn", "error", "debug"] as const) {
	const write = console[level].bind(console);
	console[level] = (...args: unknown[]) => {
		const meter = account.getStore();
		if (meter !== undefined) meter.counts.logLines++;
		write(...args);
	};
}

let patched = false;

/** The runtime's own classes are reached through the first object that is made. */
export function patchRuntime(ctx: DurableObjectState): void {
	if (patched) return;
	patched = true;
	const patch = <T extends object, K extends keyof T>(instance: T, name: K, around: (original: T[K]) => T[K]) => {
		const prototype = Object.getPrototypeOf(instance) as T;
		prototype[name] = around(prototype[name]);
	};
	patch(
		ctx.storage.sql,
		"exec",
		(exec) =>
			function (this: SqlStorage, ...args: Parameters<typeof exec>) {
				const cursor = Reflect.apply(exec, this, args);
				(owners.get(this) ?? account.getStore())?.cursor(cursor as never);
				return cursor;
			} as typeof exec,
	);
	// Both write the alarm's row.
	for (const name of ["setAlarm", "deleteAlarm"] as const) {
		patch(
			ctx.storage,
			name,
			(original) =>
				function (this: DurableObjectStorage, ...args: unknown[]) {
					const meter = owners.get(this) ?? account.getStore();
					if (meter !== undefined) {
						meter.counts.rowsWritten++;
						meter.wrote();
					}
					return Reflect.apply(original, this, args);
				} as never,
		);
	}
	patch(
		ctx,
		"waitUntil",
		(waitUntil) =>
			function (this: DurableObjectState, promise: Promise<unknown>) {
				const release = (owners.get(this) ?? account.getStore())?.hold();
				if (release !== undefined) void promise.then(release, release);
				Reflect.apply(waitUntil, this, [promise]);
			} as typeof waitUntil,
	);
}
