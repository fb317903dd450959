/**
 * The root secrets that devices' and fleets' keys are derived from. One of them makes new keys; while it is being
 * replaced, those before it still prove the keys that were made with them.
 */
import { createHmac } from "node:crypto";
import type { Env } from "../env.ts";

type RootEnv = Pick<Env, "DEVICE_ROOT_KEY" | "DEVICE_ROOT_KEY_ID" | "DEVICE_ROOT_KEYS_PREVIOUS">;

export const ROOT_KEY_ID_PATTERN = /^[a-z0-9]{1,16}$/;

const parsed = new WeakMap<RootEnv, ReadonlyMap<string, string>>();
const encoder = new TextEncoder();

/** `id:secret` pairs, apart by commas, as `DEVICE_ROOT_KEYS_PREVIOUS` has them; empty where it is not set. */
export function previousRootKeys(env: Pick<RootEnv, "DEVICE_ROOT_KEYS_PREVIOUS">): { id: string; secret: string }[] {
	return (env.DEVICE_ROOT_KEYS_PREVIOUS ?? "")
		.split(",")
		.map((pair) => pair.trim())
		.filter((pair) => pair !== "")
		.map((pair) => {
			const colon = pair.indexOf(":");
			return colon < 0 ? { id: "", secret: pair } : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
		});
}

function rootKeys(env: RootEnv): ReadonlyMap<string, string> {
	let keys = parsed.get(env);
	if (keys === undefined) {
		const previous = previousRootKeys(env).map(({ id, secret }) => [id, secret] as const);
		keys = new Map([...previous, [env.DEVICE_ROOT_KEY_ID, env.DEVICE_ROOT_KEY]]);
		parsed.set(env, keys);
	}
	return keys;
}

// In one go rather than through promises, which would cost more than the hash.
const mac = (secret: string, message: string): string =>
	createHmac("sha256", secret).update(message).digest("base64url");

/** The MAC of `message` under the present root key. */
export function deriveMac(env: RootEnv, message: string): string {
	return mac(env.DEVICE_ROOT_KEY, message);
}

/**
 * Whether `given` is the MAC of `message` under the root key `rootKeyId`, compared in constant time. As text: base64
 * has several spellings of the same bytes, and a key has one.
 */
export function isGenuine(env: RootEnv, rootKeyId: string, message: string, given: string): boolean {
	const secret = rootKeys(env).get(rootKeyId);
	if (secret === undefined) return false;
	const expected = encoder.encode(mac(secret, message));
	const shown = encoder.encode(given);
	return shown.byteLength === expected.byteLength && crypto.subtle.timingSafeEqual(shown, expected);
}
