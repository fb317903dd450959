/** Durations of tasks on a page's main thread, from Chromium's own trace. */

/** The trace category that has them. */
export const TASK_CATEGORIES = ["disabled-by-default-devtools.timeline"];

interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly pid: number;
	readonly tid: number;
	/** Microseconds. */
	readonly dur?: number;
	readonly args?: { readonly name?: string };
}

/** Milliseconds of each task of the busiest renderer's main thread. */
export function mainThreadTasks(trace: Buffer): number[] {
	const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: readonly TraceEvent[] };
	const mains = new Set(
		traceEvents
			.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
			.map(({ pid, tid }) => `${pid}/${tid}`),
	);
	const threads = Map.groupBy(
		traceEvents.filter(({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && mains.has(`${pid}/${tid}`)),
		({ pid, tid }) => `${pid}/${tid}`,
	);
	const all = [...threads.values()].map((events) => events.map(({ dur = 0 }) => dur / 1000));
	const total = (tasks: readonly number[]) => tasks.reduce((sum, ms) => sum + ms, 0);
	return all.sort((a, b) => total(b) - total(a))[0] ?? [];
}
