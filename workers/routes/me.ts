import { EXPIRED_COOKIE } from "../access/session.ts";
import type { Handler } from "../context.ts";

/** `GET /api/v1/me`: who is signed in. */
export const getMe: Handler = (context) => context.json(context.get("person"));

/** `POST /sign-out`: ends the session in this browser. */
export const signOut: Handler = (context) => {
	context.header("set-cookie", EXPIRED_COOKIE);
	return context.redirect("/", 303);
};
