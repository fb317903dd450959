/**
 * The Worker on a developer's machine: the deployed one, with a sign-in page for demo people in front.
 * Production bundles `index.ts`, which does not know this file.
 */
import { createApp } from "./app.ts";
import deployed, { ROUTES } from "./index.ts";
import type { Env } from "./env.ts";
import { demoSessions } from "./local/session.ts";
import { handleSignIn } from "./local/sign-in.ts";

export * from "./index.ts";
export { LocalAI } from "./local/local-ai.ts";

const local = createApp(ROUTES, demoSessions);

/** Each environment as the application is given it, made once: what was checked of it is kept by it. */
const environments = new WeakMap<Env, Env>();

/** Without a server there is no model to ask: answers are composed from the first word on. */
function withItsModel(env: Env): Env {
	if ((env.LOCAL_AI_URL ?? "") !== "") return env;
	let without = environments.get(env);
	if (without === undefined) environments.set(env, (without = { ...env, AI_MODEL: "" }));
	return without;
}

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		if (env.LOCAL_SIGN_IN !== "enabled") return deployed.fetch(request, env, context);
		return (await handleSignIn(request, env)) ?? local.fetch(request, withItsModel(env), context);
	},
} satisfies ExportedHandler<Env>;
