/** Steps that bring the application up on this machine; `npm start`, `npm run dev` and the tests share them. */
import type { ChildProcess } from "node:child_process";
import { lstatSync, mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { run, start } from "./children.ts";
import { copyFonts } from "./report-fonts.ts";
import { REPORT_FONT_PATH } from "../workers/reports/fonts.ts";

/** Where Wrangler keeps D1, R2 and Durable Objects; `npm run reset` deletes it. */
export const STATE_DIR = join(ROOT, ".wrangler", "state");

/** Wait for the runtime at most this long. */
const BOOT_MS = 90_000;

export async function buildDashboard(): Promise<void> {
	await run("Building the dashboard", "vite", ["build", "web", "--logLevel", "warn"]);
	copyFonts(join(ROOT, "web", "dist", REPORT_FONT_PATH));
}

/** `wrangler pages dev`, which is started in `web/`, looks for its state there: it is given the same. */
function shareStateWithPages(): void {
	const place = join(ROOT, "web", ".wrangler", "state");
	if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) return;
	mkdirSync(dirname(place), { recursive: true });
	symlinkSync(join("..", "..", ".wrangler", "state"), place);
}

/** The registry and the search index. */
export async function migrate(stateDir = STATE_DIR): Promise<void> {
	if (stateDir === STATE_DIR) shareStateWithPages();
	for (const database of ["DB", "SEARCH"]) {
		const args = ["d1", "migrations", "apply", database, "--local", "--persist-to", stateDir];
		await run("Migrating the databases", "wrangler", args);
	}
}

/** The wanted port, or the next free one above it. */
export async function freePort(wanted: number): Promise<number> {
	for (let port = wanted; port < wanted + 50; port++) {
		const server = createServer();
		const free = await new Promise<boolean>((resolve) => {
			server.once("error", () => resolve(false));
			server.listen(port, "127.0.0.1", () => resolve(true));
		});
		await new Promise<void>((resolve) => server.close(() => resolve()));
		if (free) return port;
	}
	throw new Error(`No free port from ${wanted} to ${wanted + 49}`);
}

export interface LocalRuntime {
	readonly url: string;
	readonly child: ChildProcess;
	/** What the runtime printed so far: for when it fails. */
	readonly log: () => string;
}

interface RuntimeOptions {
	readonly stateDir?: string;
	/** Overrides of the configuration's `[vars]`. */
	readonly vars?: Readonly<Record<string, string>>;
	readonly onLine?: (line: string) => void;
	readonly ownGroup?: boolean;
}

/**
 * Starts `wrangler dev` and waits until it answers.
 *
 * @throws Error with the runtime's own words when it ends or does not answer in time
 */
export function startRuntime(
	port: number,
	options: RuntimeOptions & {
		/** Instead of the configuration's `main`. */
		readonly entry?: string;
	} = {},
): Promise<LocalRuntime> {
	const vars = Object.entries(options.vars ?? {}).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
	const entry = options.entry === undefined ? [] : [options.entry];
	return startWrangler(["dev", ...entry], [...vars, "--inspector-port", "0"], ".", port, options);
}

/** As `startRuntime`, with the dashboard on Pages in front of the Worker. */
export function startPages(port: number, options: Omit<RuntimeOptions, "vars"> = {}): Promise<LocalRuntime> {
	const configs = ["-c", "wrangler.toml", "-c", join("..", "wrangler.toml")];
	return startWrangler(["pages", "dev", ...configs], ["--inspector-port", "0"], "web", port, options);
}

async function startWrangler(
	command: readonly string[],
	more: readonly string[],
	folder: string,
	port: number,
	options: RuntimeOptions,
): Promise<LocalRuntime> {
	const place = ["--port", String(port), "--ip", "127.0.0.1", "--persist-to", options.stateDir ?? STATE_DIR];
	const child = start("wrangler", [...command, ...place, "--show-interactive-dev-session=false", ...more], {
		ownGroup: options.ownGroup ?? false,
		folder,
	});
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (chunk: Buffer) => {
			for (const line of chunk.toString().split("\n")) {
				if (line.trim() === "") continue;
				lines.push(line);
				if (lines.length > 500) lines.shift();
				options.onLine?.(line);
			}
		});
	}
	const url = `http://localhost:${port}`;
	const log = () => lines.join("\n");
	const until = Date.now() + BOOT_MS;
	for (;;) {
		if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The runtime ended early:\n${log()}`);
		if (Date.now() > until) throw new Error(`The runtime did not answer within ${BOOT_MS / 1000} s:\n${log()}`);
		try {
			const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) });
			if (response.ok) return { url, child, log };
		} catch {
			// Not listening yet.
		}
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
