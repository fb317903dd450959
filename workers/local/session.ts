/** People's sessions: a signed, expiring cookie that scripts cannot read. */
import { jwtVerify, SignJWT } from "jose";
import { ROLES, type Me, type Role } from "../../vitals/api.ts";
import type { Env } from "../env.ts";

/** `__Host-`: browsers take it only with Secure, Path=/ and no Domain. */
const SESSION_COOKIE = "__Host-session";
const ISSUER = "biostream-sentinel";
const AUDIENCE = "people";
/** A long shift. */
const LIFETIME_S = 12 * 3600;

const secretOf = (env: Env) => new TextEncoder().encode(env.SESSION_KEY);

/** `Set-Cookie` value that signs `person` in. */
export async function sessionCookie(env: Env, person: Me): Promise<string> {
	const token = await new SignJWT({ name: person.name, role: person.role })
		.setProtectedHeader({ alg: "HS256" })
		.setSubject(person.id)
		.setIssuer(ISSUER)
		.setAudience(AUDIENCE)
		.setIssuedAt()
		.setExpirationTime(`${LIFETIME_S}s`)
		.sign(secretOf(env));
	return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${LIFETIME_S}; HttpOnly; Secure; SameSite=Lax`;
}

/** `Set-Cookie` value that signs out. */
export const EXPIRED_COOKIE = `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`;

/** The person behind the request's cookie, `null` without a valid session. */
export async function authenticatePerson(env: Env, request: Request): Promise<Me | null> {
	const token = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([^;]+)`).exec(request.headers.get("cookie") ?? "")?.[1];
	if (token === undefined) return null;
	try {
		const { payload } = await jwtVerify(token, secretOf(env), {
			issuer: ISSUER,
			audience: AUDIENCE,
			algorithms: ["HS256"],
			requiredClaims: ["exp", "sub"],
		});
		const { sub, name, role } = payload as { sub: string; name?: unknown; role?: unknown };
		if (typeof name !== "string" || !ROLES.includes(role as Role)) return null;
		return { id: sub, name, role: role as Role };
	} catch {
		// Expired, forged or malformed: to the caller all the same, nobody is signed in.
		return null;
	}
}
