/** Who sends what from where: a fleet laid out over wards and processes. Pure. */
import type { BedPlan, Scenario } from "../../scenarios/library.ts";
import type { DeviceSpec } from "../client.ts";

/** Beds of a ward: what one ward's station was measured with. */
const WARD_BEDS = 100;

export interface FleetShape {
	readonly devices: number;
	readonly processes: number;
	/** Devices take them in turn. */
	readonly scenarios: readonly Scenario[];
	/** Wards are called so, with a number behind. */
	readonly ward: string;
	readonly seed: string;
	/** Readings a second of each device. */
	readonly rate: number;
	/** Devices begin evenly over so long, seconds. */
	readonly rampSeconds: number;
	/** Clocks are wrong by up to so much either way, ms. */
	readonly skewMs: number;
}

/** One device of the fleet, as its process is told of it. */
export interface PlannedDevice {
	readonly spec: DeviceSpec;
	/** Its name. */
	readonly scenario: string;
	readonly bed: BedPlan;
	/** It measures for the first time so long after the fleet begins, ms. */
	readonly startMs: number;
	/** Its clock minus the right one, ms. */
	readonly skewMs: number;
}

export interface PlannedWard {
	readonly id: string;
	readonly devices: readonly PlannedDevice[];
}

/** The same shape gives the same fleet. */
export function planFleet(shape: FleetShape): PlannedWard[] {
	const { devices, scenarios, ward, seed, rate, rampSeconds, skewMs } = shape;
	const beds = new Map(
		scenarios.map(({ name, plan }, turn) => [name, plan(countOf(devices, scenarios.length, turn), seed)]),
	);
	const periodMs = 1000 / rate;
	const wards: PlannedWard[] = [];
	for (let from = 0; from < devices; from += WARD_BEDS) {
		const id = `${ward}-${String(wards.length + 1).padStart(2, "0")}`;
		const some = Array.from({ length: Math.min(WARD_BEDS, devices - from) }, (_, within): PlannedDevice => {
			const index = from + within;
			const { name: scenario } = scenarios[index % scenarios.length] as Scenario;
			const share = index / devices;
			return {
				spec: {
					id: `${id.toUpperCase()}-${String(within + 1).padStart(3, "0")}`,
					wardId: id,
					bed: `Bed ${within + 1}`,
					patientId: `simulated-${id}-${within + 1}`,
					simulated: true,
					cadenceS: 1 / rate,
				},
				scenario,
				bed: beds.get(scenario)?.[Math.floor(index / scenarios.length)] as BedPlan,
				// Within a period besides: devices that begin together do not measure in step.
				startMs: Math.round(share * rampSeconds * 1000 + ((index * 0.618_034) % 1) * periodMs),
				skewMs: skewMs === 0 ? 0 : Math.round((((index * 0.754_878) % 1) * 2 - 1) * skewMs),
			};
		});
		wards.push({ id, devices: some });
	}
	return wards;
}

/** Of `devices` that take `all` scenarios in turn, how many take the one whose turn it is. */
function countOf(devices: number, all: number, turn: number): number {
	return Math.max(1, Math.ceil((devices - turn) / all));
}

/** Each process gets devices of all wards and moments: none has a ward's whole load to itself. */
export function shareOut<T>(devices: readonly T[], processes: number): T[][] {
	return Array.from({ length: processes }, (_, process) =>
		devices.filter((__, index) => index % processes === process),
	);
}
