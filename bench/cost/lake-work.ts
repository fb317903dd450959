/** Work for the lake that a few minutes do not show, done once and counted. */
import { readingSource } from "../load/readings.ts";
import type { FleetDevice } from "../runtime/fleet.ts";
import { between, type Counted } from "./counts.ts";

export interface LakeWork {
	readonly devices: number;
	/** Readings that were moved, all devices together. */
	readonly readings: number;
	readonly counted: readonly Counted[];
}

/** Just short of an hour: with all of it the object would begin by itself, before the count does. */
const HOUR_READINGS = 3540;
const BATCH = 885;
const HOURS = 24;
/** After this long an hour's readings go to the lake here, instead of after an hour: longer than it takes to post them. */
export const SEAL_S = 20;
/** Replaced files are deleted after so long here, instead of after a day. */
export const GRACE_S = 1;

/** The group of a device is all of its name before the number; a ward's name is the group's. */
export const groupOf = (name: string) => name.split(".")[0] as string;

export async function ask<T>(url: string): Promise<T> {
	const answer = await fetch(url);
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
	return (await answer.json()) as T;
}

const counts = (url: string) => ask<Counted[]>(`${url}/__counts`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function post(url: string, { id, key }: FleetDevice, times: readonly number[]): Promise<void> {
	const source = readingSource(0, id);
	const answer = await fetch(`${url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "x-bench-group": groupOf(id) },
		body: `[${times.map((at) => source.next(at)).join(",")}]`,
	});
	if (answer.status !== 202) throw new Error(`a batch was answered ${answer.status}: ${await answer.text()}`);
}

/** Posts an hour of readings that ends at `until`. */
async function postHour(url: string, device: FleetDevice, until: number): Promise<void> {
	for (let left = HOUR_READINGS; left > 0; left -= BATCH) {
		await post(
			url,
			device,
			Array.from({ length: BATCH }, (_, i) => until - (left - i) * 1000),
		);
	}
}

async function flush(url: string, { id }: FleetDevice): Promise<void> {
	const { pending } = await ask<{ pending: number }>(`${url}/__flush?device=${id}`);
	if (pending !== 0) throw new Error(`${pending} readings of ${id} did not reach the lake`);
}

/**
 * An hour of readings goes to the lake by the object's own alarm. The first hour sets the timers of the day; the second is
 * counted.
 */
export async function archiveAnHour(url: string, devices: readonly FleetDevice[]): Promise<LakeWork> {
	const group = groupOf(devices[0]?.id ?? "");
	const now = Date.now();
	let before = await counts(url);
	const made = async () => {
		const counted = between(before, await counts(url)).filter(({ name }) => groupOf(name) === group);
		return {
			counted,
			files: counted.filter(({ r2ClassA, d1RowsWritten }) => r2ClassA > 0 && d1RowsWritten > 0).length,
		};
	};
	for (const until of [now - HOUR_READINGS * 1000, now]) {
		for (const device of devices) await postHour(url, device, until);
		before = await counts(url);
		for (let waited = 0; waited < 2 * SEAL_S && (await made()).files < devices.length; waited++) await pause(1000);
		// What follows the catalogue: the alarm sets the next.
		await pause(1000);
	}
	const { counted, files } = await made();
	if (files !== devices.length) throw new Error(`${files} of ${devices.length} hours reached the lake`);
	return { devices: devices.length, readings: HOUR_READINGS * devices.length, counted };
}

/** A day's hourly files become one, or two where midnight lies between, and are deleted. */
export async function compactADay(url: string, devices: readonly FleetDevice[]): Promise<LakeWork> {
	const now = Date.now();
	for (const device of devices) {
		for (let hour = HOURS - 1; hour >= 0; hour--) {
			await postHour(url, device, now - hour * 3600_000);
			await flush(url, device);
		}
	}
	const before = await counts(url);
	for (const { id } of devices) await ask(`${url}/__compact?device=${id}`);
	await pause(2 * GRACE_S * 1000);
	for (const { id } of devices) await ask(`${url}/__compact?device=${id}`);
	const group = groupOf(devices[0]?.id ?? "");
	const counted = between(before, await counts(url)).filter(({ name }) => groupOf(name) === group);
	return { devices: devices.length, readings: HOURS * HOUR_READINGS * devices.length, counted };
}
