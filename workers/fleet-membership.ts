/**
 * A device joins or leaves a fleet in steps of which each may fail: the ledger gives it a place, its object takes the
 * fleet and the lowest generation of its keys, and the ledger learns that it has. Every step may be done again.
 */
import type { FleetPlace } from "../durable-objects/device/key-ring.ts";
import type { Env } from "./env.ts";
import { Problem, validationProblem } from "./problem.ts";

const ledgerOf = (env: Env, fleetId: string) => env.FLEET_LEDGER.getByName(fleetId);

/**
 * First step: a place in the fleet.
 *
 * @param generation - of the fleet's key that asks; `null` when a person or a claim does
 * @throws Problem 409 when the fleet is full, 401 when the key no longer counts, 422 without such a fleet
 */
export async function joinFleet(
	env: Env,
	fleetId: string,
	deviceId: string,
	generation: number | null,
): Promise<FleetPlace> {
	const admission = await ledgerOf(env, fleetId).admit(deviceId, generation);
	switch (admission.kind) {
		case "admitted":
			return { id: fleetId, minGeneration: admission.minGeneration };
		case "full":
			throw new Problem("fleet_full", `This fleet may have ${admission.limit} devices, and has them`);
		case "revoked":
			throw new Problem("unauthenticated", "This key is no longer valid");
		case "unknown_fleet":
			throw validationProblem([{ field: "fleet", code: "bad_format", message: "No fleet of that id exists" }]);
		default:
			return admission satisfies never;
	}
}

/** Last step, after the device's object knows: the ledgers do. `place` is `undefined` when the fleet stays as it is. */
export async function settleFleet(
	env: Env,
	deviceId: string,
	before: string | null,
	place: FleetPlace | null | undefined,
): Promise<void> {
	if (place === undefined) return;
	if (place !== null) await ledgerOf(env, place.id).confirm(deviceId, place.minGeneration);
	if (before !== null && before !== place?.id) await ledgerOf(env, before).release(deviceId);
}
