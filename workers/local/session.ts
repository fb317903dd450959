/** Sessions of demo people: a signed, expiring cookie that scripts cannot read. Deployed, Access's token is the session. */
import { jwtVerify, SignJWT } from "jose";
import { readCookie, type Identification } from "../access/identification.ts";
import type { Env } from "../env.ts";

/** `__Host-`: browsers take it only with Secure, Path=/ and no Domain. */
const SESSION_COOKIE = "__Host-session";
const ISSUER = "biostream-sentinel";
const AUDIENCE = "people";
/** A long shift. */
const LIFETIME_S = 12 * 3600;
const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax";
/** 256 bits, base64url or hex. */
const MIN_SECRET_LENGTH = 43;

const secretOf = (env: Env) => new TextEncoder().encode(env.SESSION_KEY);

/** `Set-Cookie` value that signs the member of this id in. Who that is, the registry says with every request. */
export async function sessionCookie(env: Env, memberId: string): Promise<string> {
	const now = Date.now() / 1000;
	const token = await new SignJWT({ jti: crypto.randomUUID() })
		.setProtectedHeader({ alg: "HS256" })
		.setSubject(memberId)
		.setIssuer(ISSUER)
		.setAudience(AUDIENCE)
		.setIssuedAt(now)
		.setExpirationTime(now + LIFETIME_S)
		.sign(secretOf(env));
	return `${SESSION_COOKIE}=${token}; Max-Age=${LIFETIME_S}; ${ATTRIBUTES}`;
}

/** People of the demo ward, by their session cookie. */
export const demoSessions: Identification = {
	faults: (env) =>
		(env.SESSION_KEY ?? "").length < MIN_SECRET_LENGTH
			? [`the secret SESSION_KEY is missing or shorter than ${MIN_SECRET_LENGTH} characters`]
			: [],
	async identify(env, request) {
		const token = readCookie(request, SESSION_COOKIE);
		if (token === null) return null;
		try {
			const { payload } = await jwtVerify(token, secretOf(env), {
				issuer: ISSUER,
				audience: AUDIENCE,
				algorithms: ["HS256"],
				requiredClaims: ["exp", "iat", "sub", "jti"],
			});
			const { sub, jti, iat, exp } = payload as { sub: string; jti: unknown; iat: number; exp: number };
			if (typeof jti !== "string") return null;
			return { of: { member: sub }, id: jti, issuedAt: iat * 1000, expiresAt: exp * 1000 };
		} catch {
			// Expired, forged or malformed: to the caller all the same, nobody is signed in.
			return null;
		}
	},
	signedOut: { location: "/", cookie: `${SESSION_COOKIE}=; Max-Age=0; ${ATTRIBUTES}` },
};
