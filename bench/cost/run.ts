/** Runs fleets against the counting product and gives what each group used. */
import type { FleetGroup, Transport } from "../load/fleet.ts";
import { startLoad } from "../load/process.ts";
import { enrolFleet } from "../runtime/fleet.ts";
import { startProduct } from "../runtime/runtime.ts";
import { between, type Counted } from "./counts.ts";
import { archiveAnHour, ask, compactADay, GRACE_S, groupOf, SEAL_S, type LakeWork } from "./lake-work.ts";

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
	/** Making one hour's file, of all archived devices together. */
	readonly hour: LakeWork;
	/** Making one file of a day's, and deleting those. */
	readonly day: LakeWork;
	/** What went wrong, which must be nothing. */
	readonly troubles: readonly string[];
}

const seconds = (s: number) => new Promise((resolve) => setTimeout(resolve, s * 1000));

async function anHour(devices: number): Promise<LakeWork> {
	const runtime = await startProduct("counted.ts", "ram", { LAKE_SEAL_SECONDS: SEAL_S });
	try {
		return await archiveAnHour(runtime.url, await enrolFleet(runtime.url, "hour", devices));
	} finally {
		await runtime.stop();
	}
}

/** Takes as long as the plan says, in real time. */
export async function runCost(plan: CostPlan, progress: (line: string) => void): Promise<CostRun> {
	const runtime = await startProduct("counted.ts", "ram", { LAKE_GRACE_SECONDS: GRACE_S });
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
		const hour = await anHour(plan.archived);
		progress("A day of hours to one file");
		const day = await compactADay(url, await enrolFleet(url, "day", 1));
		return {
			groups: groups.map(({ name, transport, devices }) => ({
				transport,
				part: name.split("-")[1] as Part,
				devices: devices.length,
				seconds: took,
				readings: (sent[name]?.readings ?? 0) - (sentBefore[name] ?? 0),
				counted: counted.filter((line) => groupOf(line.name) === name),
			})),
			hour,
			day,
			troubles: Object.values(sent).flatMap(({ troubles }) => troubles),
		};
	} finally {
		load.stop();
		await runtime.stop();
	}
}
