import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import type { Episode } from "../../vitals/episode.ts";
import { anomaliesOf, ingest, item } from "./monitor-support.ts";
import { monitorOf, stationOf } from "./support.ts";

/** Only the clock is false: what waits, waits truly. Objects live in this isolate and see the same clock. */
export function falseClock(): void {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
	});
	afterEach(() => {
		vi.useRealTimers();
	});
}

/** Moves the clock. */
export const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** `seconds` of calm, posted one reading a second. */
export async function post(id: string, seconds = 8, heartRate = 72, spo2 = 97): Promise<void> {
	for (let i = 0; i < seconds; i++) {
		pass(1);
		await ingest(monitorOf(id), [item(Date.now(), heartRate + (i % 5), spo2)]);
	}
}

/** Lets `seconds` pass, in steps of at most `step`, with the ward's alarms at their times. Returns how many there were. */
export async function wait(ward: string, seconds: number, step = 5): Promise<number> {
	let alarms = 0;
	for (let left = seconds; left > 0; left -= step) {
		pass(Math.min(step, left));
		const due = await runInDurableObject(stationOf(ward), (_, { storage }) => storage.getAlarm());
		if (due !== null && due <= Date.now() && (await runDurableObjectAlarm(stationOf(ward)))) alarms++;
	}
	return alarms;
}

/** Open technical episodes. */
export const openAt = async (id: string): Promise<readonly Episode[]> =>
	(await monitorOf(id).watch(0)).episodes.filter(({ channel }) => channel === "technical");
/** Silences that D1 has. */
export const silences = async (id: string) => (await anomaliesOf(id)).filter(({ rule }) => rule === "silence");

/** What the object's calls to its ward or to its devices were, in place of the calls when `fail` is set. */
export async function spyOn(id: string, calls: string[]): Promise<void> {
	await runInDurableObject(monitorOf(id), (instance: DeviceMonitor) => {
		const object = instance as unknown as { env: typeof env };
		const real = object.env.WARD_STATION;
		const getByName = (name: string) => {
			const stub = real.getByName(name);
			return {
				hear: (...news: Parameters<typeof stub.hear>) => (calls.push("hear"), stub.hear(...news)),
				live: (...told: Parameters<typeof stub.live>) => (calls.push("live"), stub.live(...told)),
				alive: (...told: Parameters<typeof stub.alive>) => (calls.push("alive"), stub.alive(...told)),
			};
		};
		object.env = Object.assign(Object.create(object.env) as object, { WARD_STATION: { getByName } }) as never;
	});
}
