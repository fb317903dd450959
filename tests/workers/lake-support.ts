/** What tests of the lake's upkeep share: days of readings in many objects, and failing stores. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { deviceLakeObjects } from "../../registry/lake-catalogue.ts";
import { lakeReadings, type Stub } from "./monitor-support.ts";
import { call, enrol, monitorOf } from "./support.ts";
import { ingest, item } from "./monitor-support.ts";

export const DAY_MS = 24 * 3600_000;
export const HOUR_MS = 3600_000;

/** Midnight UTC of some days ago. */
export const midnight = (daysAgo = 0) => Math.floor(Date.now() / DAY_MS) * DAY_MS - daysAgo * DAY_MS;

/** A simulated device whose clock shows `now` and stands as good as still. */
export async function deviceAt(now: number): Promise<{ id: string; stub: Stub; at: (now: number) => Promise<void> }> {
	const { id } = await enrol({ simulated: true });
	const stub = monitorOf(id);
	const at = async (moment: number) => {
		const result = await stub.setClock({ generation: 1 }, moment, 0.000001);
		if (result !== "set") throw new Error(result);
	};
	await at(now);
	return { id, stub, at };
}

/** Readings every `step` milliseconds from `from` until before `to`, moved to the lake every `perObject`. */
export async function fill(
	stub: Stub,
	at: (now: number) => Promise<void>,
	from: number,
	to: number,
	step: number,
	perObject: number,
): Promise<number[]> {
	const times = Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
	for (let i = 0; i < times.length; i += perObject) {
		const some = times.slice(i, i + perObject);
		await at(some.at(-1) ?? from);
		await ingest(
			stub,
			some.map((time, k) => item(time, 60 + ((i + k) % 40))),
		);
		await stub.flush();
	}
	return times;
}

/** What the catalogue has of a device: current and superseded keys. */
export async function catalogueOf(id: string): Promise<{ current: string[]; superseded: string[] }> {
	const objects = await deviceLakeObjects(connectRegistry(env.DB), id);
	const keys = (superseded: boolean) =>
		objects.filter((object) => (object.supersededAt !== null) === superseded).map((object) => object.key);
	return { current: keys(false), superseded: keys(true) };
}

/** Reading times in the lake, as the current catalogue has it, in order; each as often as it is there. */
export const timesInLake = async (id: string) =>
	(await lakeReadings(id)).map((reading) => reading.timestamp).toSorted((a, b) => a - b);

/** Makes the object meet other settings, R2 or D1 from now on. */
export const withEnv = (stub: Stub, changes: Record<string, unknown>) =>
	runInDurableObject(stub, (instance) => {
		const object = instance as unknown as { env: object };
		object.env = Object.assign(Object.create(object.env), changes);
	});

/** The object itself, so that what it throws is not logged as the runtime's. */
export const compact = (stub: Stub) => runInDurableObject(stub, (instance: DeviceMonitor) => instance.compact(true));

/** The bucket, but that its calls to `method` from number `from` on fail; after the real call with `answerLost`. */
export function failingBucket(method: "put" | "get" | "head" | "delete", from: number, answerLost = false): R2Bucket {
	let calls = 0;
	const fails = async (...parameters: unknown[]) => {
		const real = () => (env.LAKE[method] as (...args: unknown[]) => Promise<unknown>).apply(env.LAKE, parameters);
		if (++calls < from) return real();
		if (answerLost) await real();
		throw new Error(`R2 failed in ${method}`);
	};
	return new Proxy(env.LAKE, {
		get: (bucket, name) => {
			const value = Reflect.get(bucket, name) as unknown;
			if (name === method) return fails;
			return typeof value === "function" ? value.bind(bucket) : value;
		},
	});
}

/** D1, but that its transactions fail; after they were committed with `answerLost`. */
export function failingDatabase(answerLost: boolean): D1Database {
	return new Proxy(env.DB, {
		get: (database, name) => {
			const value = Reflect.get(database, name) as unknown;
			if (name === "batch") {
				return async (statements: D1PreparedStatement[]) => {
					if (answerLost) await database.batch(statements);
					throw new Error("D1_ERROR: the network is gone");
				};
			}
			return typeof value === "function" ? value.bind(database) : value;
		},
	});
}

export const get = async <T>(path: string): Promise<T> => {
	const response = await call("GET", path, { role: "clinician" });
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as T;
};
