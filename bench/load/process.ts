/** Clients in a process of their own. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Jobs } from "./jobs.ts";

export interface LoadProcess {
	/** Does one job there and waits for its answer. */
	run<Job extends keyof Jobs>(job: Job, ...args: Parameters<Jobs[Job]>): Promise<Awaited<ReturnType<Jobs[Job]>>>;
	stop(): void;
}

interface Answer {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: string;
}

export function startLoad(): LoadProcess {
	const child = fork(join(import.meta.dirname, "main.ts"));
	const waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
	let next = 0;
	child.on("message", ({ id, result, error }: Answer) => {
		const asked = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) asked?.resolve(result as never);
		else asked?.reject(new Error(`in the load process: ${error}`));
	});
	child.on("exit", (code) => {
		for (const { reject } of waiting.values()) reject(new Error(`the load process ended with ${code}`));
		waiting.clear();
	});
	return {
		run: (job, ...args) =>
			new Promise((resolve, reject) => {
				const id = next++;
				waiting.set(id, { resolve, reject });
				child.send({ id, job, args });
			}),
		stop: () => {
			child.kill();
		},
	};
}
