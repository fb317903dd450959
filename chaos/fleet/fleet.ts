/** A fleet's process as the command sees it. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { childEnvironment, ROOT } from "../../scripts/bootstrap.mjs";
import { Counters } from "./counters.ts";
import type { FleetOptions, FleetOrder, FleetReport, Tally } from "./messages.ts";

export class Fleet {
	readonly #child: ChildProcess;
	readonly #done = Promise.withResolvers<void>();
	tally: Tally = new Counters().tally(0);

	constructor(options: FleetOptions) {
		this.#child = spawn(process.execPath, [join(ROOT, "chaos", "fleet", "main.ts"), JSON.stringify(options)], {
			cwd: ROOT,
			env: childEnvironment(),
			stdio: ["ignore", "ignore", "pipe", "ipc"],
		});
		let said = "";
		this.#child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-5_000)));
		this.#child.on("message", ({ tally, done }: FleetReport) => {
			this.tally = tally;
			if (done) this.#done.resolve();
		});
		this.#child.once("exit", () => this.#done.reject(new Error(`A fleet ended early:\n${said}`)));
		// Whether anybody waits for it yet or not.
		this.#done.promise.catch(() => undefined);
	}

	order(order: FleetOrder): void {
		this.#child.send(order, () => undefined);
	}

	/** Resolves when everything that was measured is delivered. @throws Error when the process ended before */
	get done(): Promise<void> {
		return this.#done.promise;
	}

	stop(): void {
		this.#child.kill();
	}
}
