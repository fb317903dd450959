import { connectRegistry } from "../../registry/connect.ts";
import { endSession } from "../../registry/members.ts";
import type { Handler } from "../context.ts";

/** `GET /api/v1/me`: who is signed in. */
export const getMe: Handler = (context) => context.json(context.get("person"));

/** `POST /sign-out`: ends this session everywhere, not in this browser alone. */
export const signOut: Handler = async (context) => {
	const { id, expiresAt } = context.get("session");
	await endSession(connectRegistry(context.env.DB), { id, expiresAt }, Date.now());
	const { location, cookie } = context.get("identification").signedOut;
	if (cookie !== null) context.header("set-cookie", cookie);
	return context.redirect(location, 303);
};
