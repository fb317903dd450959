/**
 * Fleet keys: `bsf1.<root key id>.<fleet id>.<generation>.<hmac>`. A gateway writes with one for all devices of its
 * fleet. Derived and checked like a device's key. Each device's object knows its fleet and the lowest generation of
 * it that counts; the fleet's ledger sees to that.
 */
import { FLEET_ID_PATTERN } from "../../vitals/fleets.ts";
import type { Env } from "../env.ts";
import { deriveMac, isGenuine } from "./root-keys.ts";

const PREFIX = "bsf1";
const KEY = /^bsf1\.([a-z0-9]{1,16})\.(.{1,50})\.([1-9]\d{0,8})\.([\w-]{43})$/;

/** A gateway that showed a genuine key. Whether its generation still counts, the device's object decides. */
export interface FleetIdentity {
	readonly kind: "fleet";
	readonly fleetId: string;
	readonly generation: number;
}

/** Begins unlike a device key's: no device's key is some fleet's. */
const message = (rootKeyId: string, fleetId: string, generation: number) =>
	`biostream fleet key\n${rootKeyId}\n${fleetId}\n${generation}`;

/** Derives the key of one generation of a fleet, from the present root key. */
export function deriveFleetKey(env: Env, fleetId: string, generation: number): string {
	const rootKeyId = env.DEVICE_ROOT_KEY_ID;
	return [PREFIX, rootKeyId, fleetId, generation, deriveMac(env, message(rootKeyId, fleetId, generation))].join(".");
}

/** The fleet whose key this is, `null` when it is no genuine key of a fleet. */
export function readFleetKey(env: Env, key: string): FleetIdentity | null {
	const [, rootKeyId = "", fleetId = "", generationText = "", mac = ""] = KEY.exec(key) ?? [];
	if (!FLEET_ID_PATTERN.test(fleetId)) return null;
	const generation = Number(generationText);
	if (!isGenuine(env, rootKeyId, message(rootKeyId, fleetId, generation), mac)) return null;
	return { kind: "fleet", fleetId, generation };
}
