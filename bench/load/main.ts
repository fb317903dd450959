/** The load process: clients live here, so that their processor time is nobody else's. */
import { JOBS, type Jobs } from "./jobs.ts";

interface Asked {
	readonly id: number;
	readonly job: keyof Jobs;
	readonly args: readonly unknown[];
}

process.on("message", ({ id, job, args }: Asked) => {
	const work = JOBS[job] as (...args: readonly unknown[]) => Promise<unknown>;
	work(...args).then(
		(result) => process.send?.({ id, result }),
		(error: unknown) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
	);
});
