/**
 * Device keys: `bsd1.<root key id>.<device id>.<generation>.<hmac>`. Derived, never stored: whoever holds
 * the root secret can check one without a look-up. The device's object knows which generations it takes.
 */
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";
import { sign, verifyOften } from "./hmac.ts";

const PREFIX = "bsd1";

/** A device that showed a genuine key. Whether its generation still counts, its object decides. */
export interface DeviceIdentity {
	readonly deviceId: string;
	readonly generation: number;
}

const message = (rootKeyId: string, deviceId: string, generation: number) =>
	`biostream device key\n${rootKeyId}\n${deviceId}\n${generation}`;

/** Derives the key of one generation of a device. */
export async function deriveDeviceKey(env: Env, deviceId: string, generation: number): Promise<string> {
	const rootKeyId = env.DEVICE_ROOT_KEY_ID;
	const mac = await sign(env.DEVICE_ROOT_KEY, message(rootKeyId, deviceId, generation));
	return [PREFIX, rootKeyId, deviceId, generation, mac].join(".");
}

/**
 * The device behind `Authorization: Bearer …`.
 *
 * @throws Problem 401 without a genuine key; the answer does not say what was wrong with it
 */
export async function authenticateDevice(env: Env, request: Request): Promise<DeviceIdentity> {
	const refused = () => new Problem("unauthenticated", "Send the device's key as `Authorization: Bearer <key>`");
	const key = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
	if (key === undefined) throw refused();
	const parts = key.split(".");
	const [prefix, rootKeyId] = parts;
	const mac = parts.at(-1);
	const generationText = parts.at(-2) ?? "";
	// A device id may itself contain dots.
	const deviceId = parts.slice(2, -2).join(".");
	if (prefix !== PREFIX || rootKeyId !== env.DEVICE_ROOT_KEY_ID || mac === undefined) throw refused();
	if (!DEVICE_ID_PATTERN.test(deviceId) || !/^[1-9]\d{0,8}$/.test(generationText)) throw refused();
	const generation = Number(generationText);
	if (!(await verifyOften(env.DEVICE_ROOT_KEY, message(rootKeyId, deviceId, generation), mac))) throw refused();
	return { deviceId, generation };
}
