/** Child processes that end with us. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { childEnvironment, ROOT } from "./bootstrap.mjs";

/** Each child, and whether it leads a process group of its own. */
const running = new Map<ChildProcess, boolean>();

/**
 * Starts one of the project's binaries, or `node` for a script of ours.
 *
 * @param ownGroup - a process group of its own, so that a test can kill it with all its children
 * @param folder - where it runs, from the repository's root
 */
export function start(
	binary: string,
	args: readonly string[],
	{
		stdio = "pipe",
		ownGroup = false,
		folder = ".",
	}: { stdio?: "inherit" | "pipe"; ownGroup?: boolean; folder?: string } = {},
): ChildProcess {
	const child = spawn(join(ROOT, "node_modules", ".bin", binary), args, {
		cwd: join(ROOT, folder),
		env: childEnvironment(),
		stdio: ["ignore", stdio, stdio],
		detached: ownGroup,
	});
	running.set(child, ownGroup);
	child.on("exit", () => running.delete(child));
	return child;
}

/** Runs to the end, quietly; what it said is shown only when it fails. */
export async function run(what: string, binary: string, args: readonly string[]): Promise<void> {
	const child = start(binary, args);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
	const [code] = (await once(child, "exit")) as [number | null];
	if (code === 0) return;
	throw new Error(`${what} failed (${binary} ${args.join(" ")}):\n${said}`);
}

/** Ends every child: asks, and after `patienceMs` insists. */
export async function stopAll(patienceMs = 2_500): Promise<void> {
	const ending = [...running].map(async ([child, ownGroup]) => {
		const tell = (signal: "SIGTERM" | "SIGKILL") => {
			try {
				if (ownGroup && child.pid !== undefined) process.kill(-child.pid, signal);
				else child.kill(signal);
			} catch {
				// It ended by itself meanwhile.
			}
		};
		tell("SIGTERM");
		const insist = setTimeout(() => tell("SIGKILL"), patienceMs);
		if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
		clearTimeout(insist);
	});
	await Promise.all(ending);
}
