/**
 * Device keys: `bsd1.<root key id>.<device id>.<generation>.<hmac>`. Derived, never stored: whoever holds
 * the root secret can check one without a look-up. The device's object knows which generations it takes.
 */
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import type { Env } from "../env.ts";
import { deriveMac, isGenuine } from "./root-keys.ts";

const PREFIX = "bsd1";
/** A device id may itself contain dots; nothing after it can. */
const KEY = /^bsd1\.([a-z0-9]{1,16})\.(.{1,50})\.([1-9]\d{0,8})\.([\w-]{43})$/;

/** A device that showed a genuine key. Whether its generation still counts, its object decides. */
export interface DeviceIdentity {
	readonly kind: "device";
	readonly deviceId: string;
	readonly generation: number;
}

const message = (rootKeyId: string, deviceId: string, generation: number) =>
	`biostream device key\n${rootKeyId}\n${deviceId}\n${generation}`;

/** Derives the key of one generation of a device, from the present root key. */
export function deriveDeviceKey(env: Env, deviceId: string, generation: number): string {
	const rootKeyId = env.DEVICE_ROOT_KEY_ID;
	return [PREFIX, rootKeyId, deviceId, generation, deriveMac(env, message(rootKeyId, deviceId, generation))].join(".");
}

/** The device whose key this is, `null` when it is no genuine key of a device. */
export function readDeviceKey(env: Env, key: string): DeviceIdentity | null {
	const [, rootKeyId = "", deviceId = "", generationText = "", mac = ""] = KEY.exec(key) ?? [];
	if (!DEVICE_ID_PATTERN.test(deviceId)) return null;
	const generation = Number(generationText);
	if (!isGenuine(env, rootKeyId, message(rootKeyId, deviceId, generation), mac)) return null;
	return { kind: "device", deviceId, generation };
}
