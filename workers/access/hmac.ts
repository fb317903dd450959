/** HMAC-SHA-256 with keys imported once per isolate. Secrets never leave this room. */

const encoder = new TextEncoder();
const imported = new Map<string, Promise<CryptoKey>>();

/** Keys remembered, at most twice as many: those of all devices that one isolate may serve, in about 2 MB. */
const REMEMBERED = 4_000;

/** What was seen lately. Two sets take turns: whoever is not seen while one fills is forgotten with the other. */
class RecentlySeen {
	#young = new Set<string>();
	#old = new Set<string>();

	has(text: string): boolean {
		if (this.#young.has(text)) return true;
		if (!this.#old.has(text)) return false;
		this.add(text);
		return true;
	}

	add(text: string): void {
		if (this.#young.size >= REMEMBERED) {
			this.#old = this.#young;
			this.#young = new Set();
		}
		this.#young.add(text);
	}
}

const genuine = new RecentlySeen();

function importKey(secret: string): Promise<CryptoKey> {
	let key = imported.get(secret);
	if (key === undefined) {
		key = crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
			"sign",
			"verify",
		]);
		imported.set(secret, key);
	}
	return key;
}

/** The HMAC of `message`, base64url. */
export async function sign(secret: string, message: string): Promise<string> {
	const mac = new Uint8Array(await crypto.subtle.sign("HMAC", await importKey(secret), encoder.encode(message)));
	return toBase64Url(mac);
}

/** Bytes as base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replace(/=+$/, "");
}

/**
 * As `verify`, remembering what was genuine: a device shows the same key with every reading. What is looked up is the
 * whole of secret, message and MAC. The table goes by a hash of all that with a random seed, so how long it takes says
 * nothing of how much of a wrong MAC is right.
 */
export async function verifyOften(secret: string, message: string, mac: string): Promise<boolean> {
	const asked = `${secret}\n${message}\n${mac}`;
	if (genuine.has(asked)) return true;
	const right = await verify(secret, message, mac);
	if (right) genuine.add(asked);
	return right;
}

/** @throws DOMException when it is not base64url */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/** Whether `mac` (base64url) is the HMAC of `message`; compared in constant time. */
export async function verify(secret: string, message: string, mac: string): Promise<boolean> {
	let bytes: Uint8Array<ArrayBuffer>;
	try {
		bytes = fromBase64Url(mac);
	} catch {
		// Not base64 at all.
		return false;
	}
	return crypto.subtle.verify("HMAC", await importKey(secret), bytes, encoder.encode(message));
}
