/** Whoever may write readings: a device as itself, or a gateway for the devices of its fleet. */
import type { ShownKey } from "../../durable-objects/device/key-ring.ts";
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";
import { readDeviceKey, type DeviceIdentity } from "./device-key.ts";
import { readFleetKey, type FleetIdentity } from "./fleet-key.ts";
import { limitAddress, limitKey } from "./rate-limit.ts";

/** Requests in ten seconds that nobody counts: 50 a second, and a gateway's for 500 devices at one a second. */
const FREE_OF_DEVICE = 500;
const FREE_OF_FLEET = 5_000;

export type Writer = DeviceIdentity | FleetIdentity;

/**
 * Who is behind `Authorization: Bearer …`. Without any look-up.
 *
 * @throws Problem 401 without a genuine key, whatever is wrong with it; 429 when its holder asks too often
 */
export async function authenticateWriter(env: Env, request: Request): Promise<Writer> {
	const key = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
	const writer = readDeviceKey(env, key) ?? readFleetKey(env, key);
	if (writer === null) {
		await limitAddress(env, request);
		throw new Problem("unauthenticated", "Send the device's key as `Authorization: Bearer <key>`");
	}
	if (writer.kind === "device") await limitKey(env.DEVICE_LIMIT, writer.deviceId, FREE_OF_DEVICE);
	else await limitKey(env.FLEET_LIMIT, writer.fleetId, FREE_OF_FLEET);
	return writer;
}

/**
 * The gateway behind `Authorization: Bearer …`.
 *
 * @throws Problem 401 and 429 as `authenticateWriter`, 403 for a device's key
 */
export async function authenticateFleet(env: Env, request: Request): Promise<FleetIdentity> {
	const writer = await authenticateWriter(env, request);
	if (writer.kind !== "fleet") throw new Problem("forbidden", "This needs the key of a fleet");
	return writer;
}

/** Whether the writer's key may be shown to the object of `deviceId`. A fleet's may: which devices are its, they know. */
export function mayWriteAs(writer: Writer, deviceId: string): boolean {
	return writer.kind === "fleet" || writer.deviceId === deviceId;
}

/** What the device's object needs to know of the key. */
export function shownKey(writer: Writer): ShownKey {
	return writer.kind === "fleet"
		? { generation: writer.generation, fleet: writer.fleetId }
		: { generation: writer.generation };
}
