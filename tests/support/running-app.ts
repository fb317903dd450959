/** The whole application for a test: `wrangler dev` on a port and state folder of its own. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../../scripts/children.ts";
import { freePort, migrate, startPages, startRuntime, type LocalRuntime } from "../../scripts/local-app.ts";

/** Away from the port that a developer's own `npm start` holds, and from those of another run of the tests beside this one. */
const FIRST_PORT = 18_787 + (process.pid % 250) * 50;

export interface RunningApp {
	readonly url: string;
	/** A folder that goes with the app. */
	readonly room: string;
	/** SIGKILL to the runtime and all its children: nothing gets to say goodbye. */
	kill(): Promise<void>;
	/** Starts it again on the same state and port. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** @param vars - overrides of the configuration's `[vars]` */
export function startApp(vars: Record<string, string> = {}): Promise<RunningApp> {
	return run((port, stateDir) => startRuntime(port, { stateDir, vars, ownGroup: true }));
}

/** The same behind Pages. */
export function startAppOnPages(): Promise<RunningApp> {
	return run((port, stateDir) => startPages(port, { stateDir, ownGroup: true }));
}

async function run(startAt: (port: number, stateDir: string) => Promise<LocalRuntime>): Promise<RunningApp> {
	const room = await mkdtemp(join(tmpdir(), "sentinel-"));
	const stateDir = join(room, "state");
	await migrate(stateDir);
	// Only now: what is free is not held meanwhile.
	const port = await freePort(FIRST_PORT);
	const boot = () => startAt(port, stateDir);
	let runtime: LocalRuntime | null = await boot();
	const end = async (signal: "SIGKILL" | "SIGTERM") => {
		if (runtime === null) return;
		const { child } = runtime;
		runtime = null;
		const ended = once(child, "exit");
		process.kill(-(child.pid as number), signal);
		await ended;
	};
	return {
		url: `http://localhost:${port}`,
		room,
		kill: () => end("SIGKILL"),
		restart: async () => {
			runtime = await boot();
		},
		stop: async () => {
			await end("SIGKILL");
			await rm(room, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		},
	};
}

export interface CommandResult {
	readonly code: number | null;
	readonly output: string;
}

/** Runs one of our Node scripts to its end. */
export async function runScript(script: string, args: readonly string[]): Promise<CommandResult> {
	const child = start("node", [script, ...args]);
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, "exit")) as [number | null];
	return { code, output };
}

/** The last line of `output` as JSON. */
export function lastJson<T>(output: string): T {
	return JSON.parse(output.trim().split("\n").at(-1) ?? "") as T;
}

/** Someone signed in: sends the cookie and the origin that their browser would. */
export async function signIn(
	url: string,
	person: string,
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
	const response = await fetch(`${url}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ person }),
	});
	const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	return (path, init = {}) =>
		fetch(url + path, {
			...init,
			headers: { cookie, origin: url, "content-type": "application/json", ...init.headers },
		});
}
