/**
 * What people at the bed call a patient: a name or a bed label. Encrypted at rest with a key of its own, so that neither
 * a copy of the database nor the key of the identifiers tells who somebody is. AES-256-GCM; the surrogate is
 * authenticated with it, so that a label cannot be moved to another patient. Stored as `<key id>.<nonce>.<ciphertext>`.
 */
import type { Role } from "../../vitals/api.ts";
import type { Env } from "../env.ts";
import { fromBase64Url, toBase64Url } from "./hmac.ts";

/** Who is told a patient's name. A viewer may be a screen on a wall, which visitors see; engineers look after devices. */
export const MAY_SEE_LABELS: ReadonlySet<Role> = new Set(["clinician", "admin"]);

/** Recommended for GCM, and random for each label. */
const NONCE_BYTES = 12;

const encoder = new TextEncoder();
const derived = new Map<string, Promise<CryptoKey>>();

/** The secret may be any long text; the cipher needs 256 bits. */
function keyOf(secret: string): Promise<CryptoKey> {
	let key = derived.get(secret);
	if (key === undefined) {
		key = deriveKey(secret);
		derived.set(secret, key);
	}
	return key;
}

async function deriveKey(secret: string): Promise<CryptoKey> {
	const root = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
	const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode("biostream label") };
	return crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const context = (keyId: string, surrogate: string) => encoder.encode(`biostream label\n${keyId}\n${surrogate}`);

/** Encrypts a label for the registry. */
export async function sealLabel(env: Env, surrogate: string, label: string): Promise<string> {
	const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
	const additionalData = context(env.LABEL_KEY_ID, surrogate);
	const key = await keyOf(env.LABEL_KEY);
	const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, encoder.encode(label));
	return [env.LABEL_KEY_ID, toBase64Url(iv), toBase64Url(new Uint8Array(sealed))].join(".");
}

/** A label as it can be read with the keys at hand. */
export interface OpenedLabel {
	/** `null` where its key is gone, or it was made for another patient. */
	readonly label: string | null;
	/** It lies under the key before: to be sealed again. */
	readonly outdated: boolean;
}

/** Decrypts what `sealLabel` made, under the present key or the one before. */
export async function openLabel(env: Env, surrogate: string, sealed: string): Promise<OpenedLabel> {
	const [keyId = "", nonce = "", text = ""] = sealed.split(".");
	const outdated = keyId !== env.LABEL_KEY_ID;
	const secret = outdated ? (keyId === env.LABEL_KEY_PREVIOUS_ID ? env.LABEL_KEY_PREVIOUS : undefined) : env.LABEL_KEY;
	if (secret === undefined) return { label: null, outdated: false };
	try {
		const how = { name: "AES-GCM", iv: fromBase64Url(nonce), additionalData: context(keyId, surrogate) };
		const opened = await crypto.subtle.decrypt(how, await keyOf(secret), fromBase64Url(text));
		return { label: new TextDecoder().decode(opened), outdated };
	} catch {
		// Not made by us for this patient: nobody may be shown another's name.
		return { label: null, outdated: false };
	}
}
