/**
 * Secrets of subscriptions, all from one key. What signs a webhook is derived and stored nowhere, as the devices' keys are.
 * Addresses are sealed: many hold a token, and a browser's tells who uses which service. AES-256-GCM, bound to its subscription.
 */

const NONCE_BYTES = 12;
const encoder = new TextEncoder();
const derived = new Map<string, Promise<CryptoKey>>();

/** A key for one purpose, derived once per isolate. */
function keyFor(secret: string, purpose: "sign" | "seal"): Promise<CryptoKey> {
	const id = `${purpose}\n${secret}`;
	let key = derived.get(id);
	if (key === undefined) derived.set(id, (key = derive(secret, purpose)));
	return key;
}

async function derive(secret: string, purpose: "sign" | "seal"): Promise<CryptoKey> {
	const root = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
	const info = encoder.encode(`biostream notifications ${purpose}`);
	const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
	return purpose === "seal"
		? crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
		: crypto.subtle.deriveKey(how, root, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}

/**
 * What signs a webhook's messages, as Standard Webhooks writes it: `whsec_` and 32 bytes, base64.
 *
 * @param generation - from 1, one more with each rotation
 */
export async function webhookSecret(secret: string, subscriptionId: string, generation: number): Promise<string> {
	const message = encoder.encode(`webhook\n${subscriptionId}\n${generation}`);
	const mac = await crypto.subtle.sign("HMAC", await keyFor(secret, "sign"), message);
	return `whsec_${base64(new Uint8Array(mac))}`;
}

/** Seals an address for the registry: nonce and ciphertext, base64. */
export async function sealAddress(secret: string, subscriptionId: string, address: string): Promise<string> {
	const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
	const how = { name: "AES-GCM", iv, additionalData: encoder.encode(subscriptionId) };
	const sealed = await crypto.subtle.encrypt(how, await keyFor(secret, "seal"), encoder.encode(address));
	return `${base64(iv)}.${base64(new Uint8Array(sealed))}`;
}

/** Opens what `sealAddress` made; null where the key is another, or it was made for another subscription. */
export async function openAddress(secret: string, subscriptionId: string, sealed: string): Promise<string | null> {
	const [nonce = "", text = ""] = sealed.split(".");
	try {
		const how = { name: "AES-GCM", iv: fromBase64(nonce), additionalData: encoder.encode(subscriptionId) };
		const opened = await crypto.subtle.decrypt(how, await keyFor(secret, "seal"), fromBase64(text));
		return new TextDecoder().decode(opened);
	} catch {
		// Not made by us for this subscription.
		return null;
	}
}

/** Stands for an address: finds the same browser again without opening anything. Hexadecimal. */
export async function addressHash(address: string): Promise<string> {
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(address)));
	return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes as base64. */
export function base64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}

/** @throws DOMException when it is not base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
