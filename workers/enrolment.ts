/** A device comes into a ward, or moves: its row, its fleet's ledger and its object, in an order in which each step may fail and be done again. */
import type { EnrolledPatient } from "../durable-objects/device/profile.ts";
import { connectRegistry } from "../registry/connect.ts";
import { saveDevice } from "../registry/devices.ts";
import { ensureBed } from "../registry/wards.ts";
import type { Env } from "./env.ts";
import { joinFleet, settleFleet } from "./fleet-membership.ts";
import { monitorIn } from "./placement.ts";

export interface Placement {
	readonly id: string;
	readonly wardId: string;
	/** Label of its bed; `null` for none. */
	readonly bed: string | null;
	/** `null` for no fleet, absent to leave it as it is. */
	readonly fleet?: string | null | undefined;
	/** The fleet that it is in now. */
	readonly fleetBefore: string | null;
	readonly simulated: boolean;
	/** `null` to have it measured, absent to leave it as it is. */
	readonly cadenceS?: number | null | undefined;
	readonly tags?: readonly string[] | undefined;
	/** `null` for nobody, absent to leave it as it is. Asked for when the row is there. */
	readonly patient?: (() => Promise<EnrolledPatient | null>) | undefined;
}

/**
 * Enrols or moves a device whose place was checked.
 *
 * @returns the newest reading's time, `null` when it has none
 * @throws Problem 409 when the fleet is full, 422 without such a fleet
 */
export async function placeDevice(env: Env, placement: Placement): Promise<number | null> {
	const { id, wardId, bed, fleetBefore, simulated, cadenceS, tags } = placement;
	const registry = connectRegistry(env.DB);
	const fleet = typeof placement.fleet === "string" ? await joinFleet(env, placement.fleet, id, null) : placement.fleet;
	const bedId = bed === null ? null : await ensureBed(registry, wardId, bed);
	await saveDevice(registry, { id, wardId, bedId, fleetId: placement.fleet, simulated, enrolledAt: Date.now(), tags });
	const patient = await placement.patient?.();
	// The object decides since when, and tells the registry.
	const monitor = await monitorIn(env, wardId, id);
	const { latest } = await monitor.enrol({
		deviceId: id,
		wardId,
		bedId,
		bedLabel: bed,
		simulated,
		fleet,
		cadenceS,
		patient,
	});
	await settleFleet(env, id, fleetBefore, fleet);
	return latest;
}
