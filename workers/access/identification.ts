import type { Session } from "../../registry/standing.ts";
import type { Env } from "../env.ts";

/** How people prove who they are. The deployed Worker has one way, the Worker on a developer's machine another. */
export interface Identification {
	/** What is missing or wrong in its settings, as sentences that name them. */
	faults(env: Env): string[];
	/**
	 * The session whose credential the request carries; `null` without one, and for one that is not valid.
	 *
	 * @throws Problem 503 when the credential cannot be checked just now
	 */
	identify(env: Env, request: Request): Promise<Session | null>;
	/** Where a person who signed out goes on, and the cookie that is set on the way, if any. */
	readonly signedOut: { readonly location: string; readonly cookie: string | null };
}

/** The value of the cookie `name`; `null` when it is absent, or there twice: nobody can tell which one counts. */
export function readCookie(request: Request, name: string): string | null {
	const values = (request.headers.get("cookie") ?? "")
		.split(";")
		.map((pair) => pair.trim())
		.filter((pair) => pair.startsWith(`${name}=`));
	return values.length === 1 ? (values[0] as string).slice(name.length + 1) : null;
}
