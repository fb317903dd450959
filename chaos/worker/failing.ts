/** Stores that fail as ordered. */
import { createRandom, type Random } from "../../scenarios/random.ts";
import { NO_FAULTS, type Faults, type StoreFaults } from "../faults.ts";

/** In force now. Module state on purpose: Worker and objects share one isolate here, and it is the machine that fails. */
let faults = NO_FAULTS;
let random: Random = createRandom("");
const counts = { failed: 0, lost: 0, slowed: 0 };

/** Orders faults from now on. */
export function order(next: Faults): void {
	faults = next;
	random = createRandom(next.seed);
}

/** Calls that went wrong since the start. */
export const suffered = (): typeof counts => ({ ...counts });

/** Does `work` as well as the faults in force allow. */
async function suffer<T>(now: StoreFaults, what: string, work: () => Promise<T>): Promise<T> {
	if (now.slowMs > 0) {
		counts.slowed++;
		await new Promise((resolve) => setTimeout(resolve, random.between(0, now.slowMs)));
	}
	if (random.chance(now.fail)) {
		counts.failed++;
		throw new Error(`${what}: it is down`);
	}
	const done = await work();
	if (!random.chance(now.lost)) return done;
	counts.lost++;
	throw new Error(`${what}: the answer was lost`);
}

/** A bucket whose calls may fail. */
export function failingBucket(bucket: R2Bucket): R2Bucket {
	return new Proxy(bucket, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== "function") return value;
			return (...args: unknown[]) =>
				suffer(faults.lake, "lake", async () => (value as (...args: unknown[]) => unknown).apply(target, args));
		},
	});
}

/** The statement behind a failing one: what a batch is made of. */
const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

function failingStatement(statement: D1PreparedStatement): D1PreparedStatement {
	const failing = new Proxy(statement, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== "function") return value;
			if (name === "bind") return (...args: unknown[]) => failingStatement(target.bind(...args));
			return (...args: unknown[]) =>
				suffer(faults.registry, "D1_ERROR", async () => (value as (...args: unknown[]) => unknown).apply(target, args));
		},
	});
	originals.set(failing, statement);
	return failing;
}

/** A database whose calls may fail; a batch fails as a whole. */
export function failingDatabase(database: D1Database): D1Database {
	return new Proxy(database, {
		get(target, name) {
			if (name === "prepare") return (query: string) => failingStatement(target.prepare(query));
			if (name === "batch") {
				return (list: D1PreparedStatement[]) =>
					suffer(faults.registry, "D1_ERROR", () => target.batch(list.map((one) => originals.get(one) ?? one)));
			}
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === "function" ? (value as () => unknown).bind(target) : value;
		},
	});
}
