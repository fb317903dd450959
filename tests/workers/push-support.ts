/** A browser and its push service, written from the RFCs and by nothing that sends: 8030, 8188, 8291, 8292. */
import { importJWK, jwtVerify } from "jose";
import type { Arrived } from "./notification-support.ts";

const encoder = new TextEncoder();

export const fromBase64Url = (text: string) =>
	Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
const toBase64Url = (bytes: Uint8Array) =>
	btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replace(/=+$/, "");
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

async function hkdf(
	salt: Uint8Array,
	secret: Uint8Array,
	info: Uint8Array,
	bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
	return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, bytes * 8));
}

/** What a browser keeps of its subscription, and can read with it. */
export class TestBrowser {
	readonly endpoint: string;
	readonly keys: { readonly p256dh: string; readonly auth: string };
	readonly #privateKey: CryptoKey;
	readonly #publicBytes: Uint8Array;
	readonly #auth: Uint8Array;

	private constructor(endpoint: string, privateKey: CryptoKey, publicBytes: Uint8Array, auth: Uint8Array) {
		this.endpoint = endpoint;
		this.#privateKey = privateKey;
		this.#publicBytes = publicBytes;
		this.#auth = auth;
		this.keys = { p256dh: toBase64Url(publicBytes), auth: toBase64Url(auth) };
	}

	static async at(endpoint: string): Promise<TestBrowser> {
		const pair = (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, [
			"deriveBits",
		])) as CryptoKeyPair;
		const publicBytes = new Uint8Array((await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer);
		return new TestBrowser(endpoint, pair.privateKey, publicBytes, crypto.getRandomValues(new Uint8Array(16)));
	}

	/** One with keys that are known: of the example in RFC 8291. */
	static async known(publicKey: string, privateKey: string, auth: string): Promise<TestBrowser> {
		const bytes = fromBase64Url(publicKey);
		const [x, y] = [toBase64Url(bytes.subarray(1, 33)), toBase64Url(bytes.subarray(33))];
		const jwk = { kty: "EC", crv: "P-256", x, y, d: privateKey };
		const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
		return new TestBrowser("https://push.example.net/", key, bytes, fromBase64Url(auth));
	}

	/** Decrypts `aes128gcm`. @throws Error, or what the cipher throws, for anything that is not for this browser */
	async decrypt(body: Uint8Array<ArrayBuffer>): Promise<string> {
		const salt = body.subarray(0, 16);
		const recordSize = new DataView(body.buffer, body.byteOffset).getUint32(16);
		const idLength = body[20] as number;
		const sender = body.subarray(21, 21 + idLength);
		const record = body.subarray(21 + idLength);
		if (idLength !== 65 || record.byteLength > recordSize) throw new Error("not one record with a key of P-256");
		const key = await crypto.subtle.importKey("raw", sender, { name: "ECDH", namedCurve: "P-256" }, false, []);
		const how = { name: "ECDH", public: key } as unknown as SubtleCryptoDeriveKeyAlgorithm;
		const shared = new Uint8Array(await crypto.subtle.deriveBits(how, this.#privateKey, 256));
		const info = joined(encoder.encode("WebPush: info\0"), this.#publicBytes, sender);
		const secret = await hkdf(this.#auth, shared, info, 32);
		const content = await hkdf(salt, secret, encoder.encode("Content-Encoding: aes128gcm\0"), 16);
		const iv = await hkdf(salt, secret, encoder.encode("Content-Encoding: nonce\0"), 12);
		const cipher = await crypto.subtle.importKey("raw", content, "AES-GCM", false, ["decrypt"]);
		const padded = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, cipher, record));
		const end = padded.findLastIndex((byte) => byte !== 0);
		if (padded[end] !== 2) throw new Error("not the last record");
		return new TextDecoder().decode(padded.subarray(0, end));
	}
}

/** Verifies who sent it, as a push service does. @throws Error where RFC 8292 or 8030 has it refused */
export async function verifySender(
	{ url, headers }: Arrived,
	serverKey: string,
): Promise<{ sub?: string; exp: number }> {
	const [, token = "", key] = /^vapid t=([^,\s]+),\s*k=(\S+)$/.exec(headers.get("authorization") ?? "") ?? [];
	if (key !== serverKey) throw new Error("not the key that the browser subscribed with");
	const bytes = fromBase64Url(serverKey);
	const [x, y] = [toBase64Url(bytes.subarray(1, 33)), toBase64Url(bytes.subarray(33))];
	const publicKey = await importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
	const { payload } = await jwtVerify(token, publicKey, { algorithms: ["ES256"], audience: new URL(url).origin });
	const now = Date.now() / 1000;
	if (payload.exp === undefined || payload.exp <= now || payload.exp > now + 24 * 3600)
		throw new Error("valid for too long");
	if (!/^(mailto:|https:)/.test(payload.sub ?? "")) throw new Error("nobody to turn to");
	if (!/^\d+$/.test(headers.get("ttl") ?? "")) throw new Error("without a TTL");
	if (headers.get("content-encoding") !== "aes128gcm") throw new Error("not encrypted as RFC 8291 has it");
	return { ...(payload.sub === undefined ? {} : { sub: payload.sub }), exp: payload.exp };
}
