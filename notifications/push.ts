/** A push message: encrypted for one browser (RFC 8291), signed as ours (RFC 8292), handed to its push service (RFC 8030). */
import { encryptNotification, vapidHeaders } from "@block65/webcrypto-web-push";

/** Who we are to push services. */
export interface VapidKeys {
	/** `mailto:` or `https:`: whom a push service can turn to. */
	readonly subject: string;
	/** An uncompressed point of P-256, base64url, and its private part. */
	readonly publicKey: string;
	readonly privateKey: string;
}

/** What a browser gives a page that subscribes. */
export interface BrowserAddress {
	readonly endpoint: string;
	readonly keys: { readonly p256dh: string; readonly auth: string };
}

export interface PushMessage {
	readonly body: string;
	/** Seconds for which the push service keeps it for a browser that is away. */
	readonly ttl: number;
	readonly urgent: boolean;
	/** Of messages under the same topic a browser that was away gets the newest only; up to 32 letters, digits, - and _. */
	readonly topic: string | null;
}

/** The post to the push service. @throws Error when `to` holds no key of the right form */
export async function pushRequest(to: BrowserAddress, message: PushMessage, vapid: VapidKeys): Promise<RequestInit> {
	const subscription = { ...to, expirationTime: null };
	const [body, { headers }] = await Promise.all([
		encryptNotification(subscription, new TextEncoder().encode(message.body)),
		vapidHeaders(subscription, vapid),
	]);
	return {
		method: "POST",
		headers: {
			...headers,
			"content-type": "application/octet-stream",
			"content-encoding": "aes128gcm",
			ttl: String(message.ttl),
			urgency: message.urgent ? "high" : "normal",
			...(message.topic === null ? {} : { topic: message.topic }),
		},
		body,
	};
}

const BASE64URL = /^[\w-]+$/;
const decodedLength = (text: string) => Math.floor((text.length * 3) / 4);

/** What is wrong with the `keys` of a browser's subscription, by its field; null when nothing is. */
export function browserKeysFault(keys: unknown): { field: "p256dh" | "auth"; message: string } | null {
	const { p256dh, auth } = (typeof keys === "object" && keys !== null ? keys : {}) as Record<string, unknown>;
	const isKey = (value: unknown, bytes: number): value is string =>
		typeof value === "string" && BASE64URL.test(value) && decodedLength(value) === bytes;
	if (!isKey(p256dh, 65) || !p256dh.startsWith("B"))
		return { field: "p256dh", message: "must be an uncompressed point of P-256, base64url" };
	if (!isKey(auth, 16)) return { field: "auth", message: "must be 16 bytes, base64url" };
	return null;
}
