/** HMAC-SHA-256 with keys imported once per isolate. Secrets never leave this room. */

const encoder = new TextEncoder();
const imported = new Map<string, Promise<CryptoKey>>();

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
