/** Objects that may not exist yet are asked for with the wish of their ward: where an object is made, it stays. */
import { placedIn } from "../durable-objects/residency.ts";
import { connectRegistry } from "../registry/connect.ts";
import { findLocation } from "../registry/wards.ts";
import type { Env } from "./env.ts";

const placeOf = async (env: Env, wardId: string) =>
	placedIn(env.JURISDICTION, await findLocation(connectRegistry(env.DB), wardId));

/** The ward's station, perhaps for the first time. */
export async function stationIn(env: Env, wardId: string) {
	return env.WARD_STATION.getByName(wardId, await placeOf(env, wardId));
}

/** The device's object, perhaps for the first time, where the device is in `wardId`. */
export async function monitorIn(env: Env, wardId: string, deviceId: string) {
	return env.DEVICE_MONITOR.getByName(deviceId, await placeOf(env, wardId));
}
