/** The application that runs the ward world: a runtime, a state folder and a clock of its own. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDevVars, ROOT } from "../../scripts/bootstrap.mjs";
import { buildDashboard, freePort, migrate, startRuntime } from "../../scripts/local-app.ts";

const FIRST_PORT = 19_787;
const ENTRY = join(ROOT, "evaluation", "assistant", "worker", "entry.ts");

export interface WorldApp {
	readonly url: string;
	/** Sets the world's clock; `catchUp` names those whose timers are to ring if they are due by it. */
	setTime(now: number, catchUp?: { devices: readonly string[]; wards: readonly string[] }): Promise<void>;
	/** Ids of the first five passages that the search finds for each query. */
	search(queries: readonly string[]): Promise<string[][]>;
	/** Requests as a demo person, who signs in anew: sessions end while the world's days pass. */
	as(person: string): Promise<Ask>;
	stop(): Promise<void>;
}

/** A request with the cookie and origin of whoever is signed in. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<Response>;

/** @param ai - address of an OpenAI-compatible server; without one the assistant composes its answers */
export async function startWorld(ai: string | null): Promise<WorldApp> {
	const folder = await mkdtemp(join(tmpdir(), "ward-world-"));
	const stateDir = join(folder, "state");
	if (!existsSync(join(ROOT, "web", "dist"))) await buildDashboard();
	ensureDevVars();
	await migrate(stateDir);
	const vars: Record<string, string> = ai === null ? {} : { LOCAL_AI_URL: ai };
	const { url, child } = await startRuntime(await freePort(FIRST_PORT), {
		stateDir,
		vars,
		entry: ENTRY,
		ownGroup: true,
	});
	return {
		...attachWorld(url),
		stop: async () => {
			const ended = once(child, "exit");
			process.kill(-(child.pid as number), "SIGKILL");
			await ended;
			await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		},
	};
}

/** A world that runs at `url` already, and goes on after. */
export function attachWorld(url: string): WorldApp {
	return {
		url,
		setTime: async (now, catchUp = { devices: [], wards: [] }) => {
			await send(`${url}/api/world/clock`, "POST", { now, ...catchUp });
		},
		search: async (queries) => (await (await send(`${url}/api/world/search`, "POST", queries)).json()) as string[][],
		as: async (person) => {
			const signedIn = await send(`${url}/sign-in`, "POST", { person });
			const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
			return (method, path, body) => send(url + path, method, body, { cookie, origin: url });
		},
		stop: async () => {},
	};
}

/** @throws Error with the answer's own words unless it is a success, or a refusal of what a person may not */
export async function send(
	url: string,
	method: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Response> {
	const response = await fetch(url, {
		method,
		headers: { "content-type": "application/json", ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (response.ok) return response;
	throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${await response.text()}`);
}
