/**
 * Cloudflare Access: it signs people in with the hospital's identity provider and sends its own signed token with
 * every request. That Access stands in front is never taken on trust: each token is verified here.
 */
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { log, reason } from "../../durable-objects/log.ts";
import type { Session } from "../../registry/standing.ts";
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";
import { readCookie, type Identification } from "./identification.ts";

const HEADER = "cf-access-jwt-assertion";
const COOKIE = "CF_Authorization";
/** Access tokens are 1 to 3 KB; browsers send no cookie over 4 KB. */
const MAX_TOKEN_LENGTH = 8_192;
/** Seconds by which Access's clock and ours may differ. */
const CLOCK_TOLERANCE_S = 30;
/** A token is no older than a long shift, whatever session length Access is set to. */
const MAX_AGE_S = 12 * 3600;
/** Access rotates its key every six weeks and announces the next one; a key it withdraws is gone here after this. */
const KEYS_FRESH_MS = 10 * 60_000;
/** A token with an unknown key id makes us ask for the keys again, but not more often than this. */
const KEYS_COOLDOWN_MS = 10_000;
const KEYS_PATIENCE_MS = 5_000;

const TEAM_DOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.cloudflareaccess\.com$/;
const AUDIENCE = /^[0-9a-f]{64}$/;
/** Access's `sub` is a UUID; service tokens have an empty one and are nobody here. */
const SUBJECT = /^[A-Za-z0-9][A-Za-z0-9._:|@-]{0,127}$/;

/** Key sets by team domain. They live as long as the isolate; there is one domain per deployment. */
const keySets = new Map<string, JWTVerifyGetKey>();

function keysOf(domain: string): JWTVerifyGetKey {
	let keys = keySets.get(domain);
	if (keys === undefined) {
		keys = createRemoteJWKSet(new URL(`https://${domain}/cdn-cgi/access/certs`), {
			cacheMaxAge: KEYS_FRESH_MS,
			cooldownDuration: KEYS_COOLDOWN_MS,
			timeoutDuration: KEYS_PATIENCE_MS,
		});
		keySets.set(domain, keys);
	}
	return keys;
}

/** Problems with the token itself; anything else that is thrown says that it could not be checked. */
function isTokenFault(error: unknown): boolean {
	// A key set that does not come or cannot be read is not the token's fault.
	if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
	// jose says so of an answer other than 200 with its base class.
	return error instanceof errors.JOSEError && error.code !== "ERR_JOSE_GENERIC";
}

/** Names a session without being able to open it. */
async function sessionId(token: string): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
	return btoa(String.fromCharCode(...new Uint8Array(digest).subarray(0, 18)))
		.replaceAll("+", "-")
		.replaceAll("/", "_");
}

/** Whether the token has a header that names a key. Without, jose would take whichever single key fits. */
function namesItsKey(token: string): boolean {
	try {
		const { kid } = decodeProtectedHeader(token);
		return typeof kid === "string" && kid !== "";
	} catch {
		// Not a token at all.
		return false;
	}
}

async function identify(env: Env, request: Request): Promise<Session | null> {
	// Where the header is, it alone decides: a second, older credential must not stand in for a refused one.
	const token = request.headers.get(HEADER) ?? readCookie(request, COOKIE);
	if (token === null || token.length > MAX_TOKEN_LENGTH) return null;
	if (!namesItsKey(token)) return null;
	const domain = env.ACCESS_TEAM_DOMAIN ?? "";
	try {
		const { payload } = await jwtVerify(token, keysOf(domain), {
			issuer: `https://${domain}`,
			audience: env.ACCESS_AUDIENCE ?? "",
			algorithms: ["RS256"],
			clockTolerance: CLOCK_TOLERANCE_S,
			maxTokenAge: MAX_AGE_S,
			requiredClaims: ["exp", "iat", "sub"],
		});
		const { sub, exp, iat, type } = payload as { sub: unknown; exp: number; iat: number; type?: unknown };
		// `org` tokens, of the Access portal itself, are signed with the same key.
		if (type !== "app" || typeof sub !== "string" || !SUBJECT.test(sub)) return null;
		return {
			of: { subject: sub },
			id: await sessionId(token),
			issuedAt: iat * 1000,
			expiresAt: Math.min(exp, iat + MAX_AGE_S) * 1000,
		};
	} catch (error) {
		if (isTokenFault(error)) return null;
		log("error", "access.keys_unavailable", { reason: reason(error) });
		throw new Problem("unavailable", "Sign-ins cannot be checked just now; ask again shortly", { retryAfter: 5 });
	}
}

/** People as Cloudflare Access knows them. */
export const accessTokens: Identification = {
	faults(env) {
		const faults: string[] = [];
		if (!TEAM_DOMAIN.test(env.ACCESS_TEAM_DOMAIN ?? ""))
			faults.push("the setting ACCESS_TEAM_DOMAIN must be the team's domain, such as hospital.cloudflareaccess.com");
		if (!AUDIENCE.test(env.ACCESS_AUDIENCE ?? ""))
			faults.push("the setting ACCESS_AUDIENCE must be the Access application's audience tag, 64 hex digits");
		return faults;
	},
	identify,
	// Access answers this address itself and ends its own session.
	signedOut: { location: "/cdn-cgi/access/logout", cookie: null },
};
