/** The runtime as the command sees it: started, killed, asked. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { childEnvironment, ROOT } from "../../scripts/bootstrap.mjs";
import { CONTROL, type Faults, type Sabotage } from "../faults.ts";
import type { BuiltModule } from "./bundle.ts";
import type { Eviction, HostMessage, HostOptions } from "./host.ts";

/** The runtime must be up in this time, also on a machine that has much else to do. */
const BOOT_MS = 90_000;
const ANSWER_MS = 30_000;
const PROBE_MS = 20;
/** A machine that is busy may not answer in time; one that never does has died by itself. */
const ORDER_TRIES = 3;

export interface RuntimeOptions {
	/** Folder for everything that the runtime writes. */
	readonly room: string;
	readonly port: number;
	readonly modules: readonly BuiltModule[];
	readonly worker: Readonly<Record<string, unknown>>;
	readonly vars: Readonly<Record<string, string | number>>;
	readonly sabotage: Sabotage | null;
}

export class Runtime {
	readonly url: string;
	/** What the Workers wrote, of all starts. */
	readonly logFile: string;
	readonly #options: RuntimeOptions;
	#child: ChildProcess | null = null;
	#fresh = true;

	constructor(options: RuntimeOptions) {
		this.#options = options;
		this.url = `http://127.0.0.1:${options.port}`;
		this.logFile = join(options.room, "runtime.log");
	}

	/**
	 * Starts it, with faults in force from its first moment; resolves when it takes connections.
	 *
	 * @throws Error with its own words when it ends early or is not up in time
	 */
	async start(faults: Faults): Promise<void> {
		const { room, port, modules, worker, vars, sabotage } = this.#options;
		const options: HostOptions = {
			modules,
			worker,
			port,
			stateDir: join(room, "state"),
			logFile: this.logFile,
			vars: { ...vars, CHAOS_FAULTS: JSON.stringify(faults), CHAOS_SABOTAGE: sabotage ?? "" },
			migrate: this.#fresh,
		};
		const child = spawn(process.execPath, [join(ROOT, "chaos", "runtime", "host.ts"), JSON.stringify(options)], {
			cwd: ROOT,
			env: childEnvironment(),
			stdio: ["ignore", "pipe", "pipe", "ipc"],
			// A process group of its own, so that one signal kills it and workerd.
			detached: true,
		});
		let said = "";
		for (const stream of [child.stdout, child.stderr])
			stream?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-10_000)));
		const failed = Promise.withResolvers<never>();
		const late = setTimeout(
			() => failed.reject(new Error(`The runtime is not up after ${BOOT_MS} ms:\n${said}`)),
			BOOT_MS,
		);
		const ended = () => failed.reject(new Error(`The runtime ended early:\n${said}`));
		child.once("exit", ended);
		this.#child = child;
		try {
			await Promise.race([ready(child), failed.promise]);
			this.#fresh = false;
		} catch (error) {
			await this.kill();
			throw error;
		} finally {
			clearTimeout(late);
			child.off("exit", ended);
		}
	}

	/** SIGKILL to the runtime and workerd: nothing gets to say goodbye. */
	async kill(): Promise<void> {
		const child = this.#child;
		this.#child = null;
		if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const exit = once(child, "exit");
		process.kill(-child.pid, "SIGKILL");
		await exit;
	}

	/** Resolves when an object answers, its disk read: whatever else may be down. */
	async serving(): Promise<void> {
		for (;;) {
			try {
				await this.ask("status", "probe");
				return;
			} catch {
				// Not yet.
				await new Promise((resolve) => setTimeout(resolve, PROBE_MS));
			}
		}
	}

	/** Orders faults from now on. */
	async order(faults: Faults): Promise<void> {
		for (let tries = 1; ; tries++) {
			try {
				await this.#control("faults", "", JSON.stringify(faults));
				return;
			} catch (error) {
				if (tries === ORDER_TRIES) throw error;
			}
		}
	}

	/** Puts an object to sleep, as the platform does when it needs the memory. */
	evict(eviction: Eviction): void {
		this.#child?.send(eviction, () => undefined);
	}

	/** An object dies in the middle of what it does. A runtime too busy to be told is left alone. */
	async crash(what: "device" | "ward", name: string): Promise<void> {
		await this.#control(`crash-${what}`, name).catch(() => undefined);
	}

	/** Asks the control route. */
	async ask<T>(what: "episodes" | "registry" | "status" | "suffered", name = ""): Promise<T> {
		return (await this.#control(what, name)) as T;
	}

	async #control(what: string, name: string, body?: string): Promise<unknown> {
		const response = await fetch(`${this.url}${CONTROL}${what}?name=${encodeURIComponent(name)}`, {
			method: "POST",
			signal: AbortSignal.timeout(ANSWER_MS),
			...(body === undefined ? {} : { body }),
		});
		if (!response.ok) throw new Error(`${what} ${name}: ${response.status} ${await response.text()}`);
		return response.json();
	}
}

async function ready(child: ChildProcess): Promise<void> {
	for (;;) {
		const [message] = (await once(child, "message")) as [HostMessage];
		if (message.kind === "ready") return;
	}
}
