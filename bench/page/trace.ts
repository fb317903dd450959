/** Lengths of tasks on a page's main thread, from Chromium's own trace. */

/** The trace category that has them. */
export const TASK_CATEGORIES = ["disabled-by-default-devtools.timeline"];

interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly pid: number;
	readonly tid: number;
	/** Microseconds by the clock, and of the thread's own processor time. */
	readonly dur?: number;
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
}

/** One task, milliseconds: by the clock, and of processor time, which other programs do not lengthen. */
export interface Task {
	readonly ms: number;
	readonly cpuMs: number;
}

/** The tasks of the busiest renderer's main thread. */
export function mainThreadTasks(trace: Buffer): Task[] {
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
	const all = [...threads.values()].map((events) =>
		events.map(({ dur = 0, tdur = dur }): Task => ({ ms: dur / 1000, cpuMs: tdur / 1000 })),
	);
	const total = (tasks: readonly Task[]) => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
	return all.sort((a, b) => total(b) - total(a))[0] ?? [];
}
