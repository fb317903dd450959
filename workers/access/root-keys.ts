/**
 * The root secrets that devices' and fleets' keys are derived from. One of them makes new keys; while it is being
 * replaced, those before it still prove the keys that were made with them.
 */
import { createHmac } from "node:crypto";
import type { Env } from "../env.ts";

type RootEnv = Pick<Env, "DEVICE_ROOT_KEY" | "DEVICE_ROOT_KEY_ID" | "DEVICE_ROOT_KEYS_PREVIOUS">;

export const ROOT_KEY_ID_PATTERN = /^[a-z0-9]{1,16}$/;

/** MACs remembered of keys that were genuine, at most: those of a large hospital's devices. Then they are worked out anew. */
const MOST_REMEMBERED = 10_000;

interface Roots {
	/** Secrets by their id. */
	readonly secrets: ReadonlyMap<string, string>;
	/**
	 * By message, what a genuine key was compared with: a device shows the same one each second, and the hash is the dearest step of
	 * its check. Only of genuine ones, so that nobody fills it by guessing; the comparison is made each time.
	 */
	readonly expected: Map<string, string>;
}

const parsed = new WeakMap<RootEnv, Roots>();

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

function rootsOf(env: RootEnv): Roots {
	let roots = parsed.get(env);
	if (roots === undefined) {
		const previous = previousRootKeys(env).map(({ id, secret }) => [id, secret] as const);
		const secrets = new Map([...previous, [env.DEVICE_ROOT_KEY_ID, env.DEVICE_ROOT_KEY]]);
		roots = { secrets, expected: new Map() };
		parsed.set(env, roots);
	}
	return roots;
}

// In one go rather than through promises, which would cost more than the hash.
const mac = (secret: string, message: string): string =>
	createHmac("sha256", secret).update(message).digest("base64url");

/** The MAC of `message` under the present root key. */
export function deriveMac(env: RootEnv, message: string): string {
	return mac(env.DEVICE_ROOT_KEY, message);
}

/** Compares in a time that does not tell where the texts differ. In the language itself: the platform's way wants bytes, which take ten times as long to make. */
function sameText(right: string, given: string): boolean {
	if (right.length !== given.length) return false;
	let different = 0;
	for (let i = 0; i < right.length; i++) different |= right.charCodeAt(i) ^ given.charCodeAt(i);
	return different === 0;
}

/**
 * Whether `given` is the MAC of `message`, which names it, under the root key `rootKeyId`, compared in constant time. As text: base64
 * has several spellings of the same bytes, and a key has one.
 */
export function isGenuine(env: RootEnv, rootKeyId: string, message: string, given: string): boolean {
	const { secrets, expected } = rootsOf(env);
	const secret = secrets.get(rootKeyId);
	if (secret === undefined) return false;
	const known = expected.get(message);
	const right = known ?? mac(secret, message);
	const genuine = sameText(right, given);
	if (genuine && known === undefined) {
		if (expected.size >= MOST_REMEMBERED) expected.clear();
		expected.set(message, right);
	}
	return genuine;
}
