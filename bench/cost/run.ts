/** Runs fleets against the counting product and gives what each group used. */
import type { FleetGroup, Transport } from "../load/fleet.ts";
import { readingSource } from "../load/readings.ts";
import { startLoad } from "../load/process.ts";
import { enrolFleet, type FleetDevice } from "../runtime/fleet.ts";
import { startProduct } from "../runtime/runtime.ts";
import { between, type Counted } from "./counts.ts";

export type Part = "calm" | "watched" | "risk";

export interface CostPlan {
	readonly transports: readonly Transport[];
	/** Beds of a ward; each transport has a ward that is watched and one that is not. */
	readonly beds: number;
	/** Devices that deteriorate, for each transport. */
	readonly atRisk: number;
	/** Devices of which an hour is archived. */
	readonly archived: number;
	readonly warmUpS: number;
	readonly seconds: number;
}

/** What a group of devices and their ward used while it was counted. */
export interface GroupCount {
	readonly transport: Transport;
	readonly part: Part;
	readonly devices: number;
	readonly seconds: number;
	/** Readings that were sent meanwhile. */
	readonly readings: number;
	readonly counted: readonly Counted[];
}

export interface CostRun {
	readonly groups: readonly GroupCount[];
	/** One hour's work for the lake, all archived devices together. */
	readonly hour: { readonly devices: number; readonly readings: number; readonly counted: readonly Counted[] };
	/** What went wrong, which must be nothing. */
	readonly troubles: readonly string[];
}

/** Just short of an hour: with all of it the object would begin by itself, before the count does. */
const HOUR_READINGS = 3540;
const BATCH = 885;
/** The group of a device is all of its name before the number; a ward's name is the group's. */
const groupOf = (name: string) => name.split(".")[0] as string;

async function ask<T>(url: string): Promise<T> {
	const answer = await fetch(url);
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
	return (await answer.json()) as T;
}

async function post(url: string, key: string, readings: readonly object[]): Promise<void> {
	const answer = await fetch(`${url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "x-bench-group": "hour" },
		body: JSON.stringify(readings),
	});
	if (answer.status !== 202) throw new Error(`a batch was answered ${answer.status}: ${await answer.text()}`);
}

/**
 * An hour of readings goes to the lake: the flush that the hourly alarm does, and one more reading, which sets the next
 * hour's timer.
 */
async function archiveAnHour(url: string, devices: readonly FleetDevice[]): Promise<readonly Counted[]> {
	const now = Date.now();
	const source = readingSource(0, "");
	const calmReading = (id: string, at: number): object => ({
		...(JSON.parse(source.next(at)) as object),
		device_id: id,
	});
	for (const { id, key } of devices) {
		for (let done = HOUR_READINGS; done > 0; done -= BATCH) {
			await post(
				url,
				key,
				Array.from({ length: BATCH }, (_, i) => calmReading(id, now - (done - i) * 1000)),
			);
		}
	}
	const before = await ask<Counted[]>(`${url}/__counts`);
	for (const { id, key } of devices) {
		const { pending } = await ask<{ pending: number }>(`${url}/__flush?device=${id}`);
		if (pending !== 0) throw new Error(`${pending} readings of ${id} did not reach the lake`);
		await post(url, key, [calmReading(id, now)]);
	}
	return between(before, await ask<Counted[]>(`${url}/__counts`)).filter(({ name }) => groupOf(name) === "hour");
}

const seconds = (s: number) => new Promise((resolve) => setTimeout(resolve, s * 1000));

/** Takes as long as the plan says, in real time. */
export async function runCost(plan: CostPlan, progress: (line: string) => void): Promise<CostRun> {
	const runtime = await startProduct("counted.ts", "ram");
	const load = startLoad();
	try {
		const { url } = runtime;
		const groups: FleetGroup[] = [];
		for (const transport of plan.transports) {
			for (const part of ["calm", "watched", "risk"] as const) {
				const name = `${transport}-${part}`;
				const size = part === "risk" ? plan.atRisk : plan.beds;
				progress(`Enrolling ${size} devices of ${name}`);
				groups.push({
					name,
					transport,
					ward: name,
					devices: await enrolFleet(url, name, size),
					watched: part === "watched",
					atRisk: part === "risk",
				});
			}
		}
		await load.run("startFleet", url, groups);
		progress(`Everybody sends; counted from ${plan.warmUpS} s for ${plan.seconds} s`);
		await seconds(plan.warmUpS);
		await load.run("deteriorate");
		const sentBefore = await load.run("fleetReadings");
		const before = await ask<Counted[]>(`${url}/__counts`);
		const began = performance.now();
		await seconds(plan.seconds);
		const counted = between(before, await ask<Counted[]>(`${url}/__counts`));
		const took = (performance.now() - began) / 1000;
		const sent = await load.run("stopFleet");

		progress("An hour to the lake");
		const archived = await enrolFleet(url, "hour", plan.archived);
		const hour = await archiveAnHour(url, archived);
		return {
			groups: groups.map(({ name, transport, devices }) => ({
				transport,
				part: name.split("-")[1] as Part,
				devices: devices.length,
				seconds: took,
				readings: (sent[name]?.readings ?? 0) - (sentBefore[name] ?? 0),
				counted: counted.filter((line) => groupOf(line.name) === name),
			})),
			hour: { devices: archived.length, readings: HOUR_READINGS * archived.length, counted: hour },
			troubles: Object.values(sent).flatMap(({ troubles }) => troubles),
		};
	} finally {
		load.stop();
		await runtime.stop();
	}
}
