/** Cloudflare Access as our Worker meets it: an HTTP server that publishes a key set, and the tokens it signs. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from "jose";

export const TEAM_DOMAIN = "hospital.cloudflareaccess.com";
export const AUDIENCE_TAG = "5f".repeat(32);

export interface SigningKey {
	readonly kid: string;
	readonly privateKey: CryptoKey;
	readonly publicKey: CryptoKey;
	readonly jwk: JWK;
}

export async function makeKey(kid: string = crypto.randomUUID()): Promise<SigningKey> {
	const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
	return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
}

export interface Issuer {
	readonly address: string;
	/** What is published now. */
	keys: SigningKey[];
	/** Answers 500 to everybody. */
	down: boolean;
	/** Times the key set was asked for. */
	readonly asked: number;
	close(): Promise<void>;
}

export async function startIssuer(keys: SigningKey[]): Promise<Issuer> {
	let asked = 0;
	const issuer = { keys, down: false };
	const server = createServer((request, response) => {
		if (request.url !== "/cdn-cgi/access/certs") return void response.writeHead(404).end();
		asked++;
		if (issuer.down) return void response.writeHead(500).end("down");
		response.writeHead(200, { "content-type": "application/json" });
		response.end(JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk), public_certs: [] }));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return Object.assign(issuer, {
		address: `http://127.0.0.1:${port}`,
		get asked() {
			return asked;
		},
		close: () => new Promise<void>((resolve) => server.close(() => resolve())),
	});
}

/** The claims of a genuine token; a test changes some. Seconds since the epoch. */
export function claimsOf(subject: string): JWTPayload {
	const now = Math.floor(Date.now() / 1000);
	return {
		aud: [AUDIENCE_TAG],
		email: "person@hospital.test",
		exp: now + 3600,
		iat: now - 5,
		nbf: now - 5,
		iss: `https://${TEAM_DOMAIN}`,
		type: "app",
		identity_nonce: "6ei69kawdKzMIAPF",
		sub: subject,
		country: "NL",
	};
}

export function signToken(key: SigningKey, claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> {
	return new SignJWT(claims)
		.setProtectedHeader({ alg: "RS256", kid: key.kid, typ: "JWT", ...header })
		.sign(key.privateKey);
}
