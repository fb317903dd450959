/** The size of a Worker's JavaScript heap, asked of the runtime's inspector. All objects of a Worker share one heap here. */
import { request, WebSocket } from "undici";

export interface HeapGauge {
	/** Bytes in use. @param collect - after a full garbage collection, which stops the Worker for its time */
	usedBytes(collect: boolean): Promise<number>;
	close(): void;
}

interface Target {
	readonly webSocketDebuggerUrl: string;
}

/** @param worker - as the runtime names its service; the first whose address says so is taken */
export async function openHeapGauge(inspector: URL, worker: string): Promise<HeapGauge> {
	const { body } = await request(`http://${inspector.host}/json`);
	const targets = (await body.json()) as Target[];
	const target = targets.find(({ webSocketDebuggerUrl }) => webSocketDebuggerUrl.includes(worker));
	if (target === undefined) throw new Error(`the inspector knows no Worker ${worker}: ${JSON.stringify(targets)}`);
	const socket = new WebSocket(target.webSocketDebuggerUrl);
	const waiting = new Map<number, (result: { readonly usedSize: number }) => void>();
	let next = 1;
	socket.addEventListener("message", ({ data }) => {
		const { id, result } = JSON.parse(data as string) as { id?: number; result: { usedSize: number } };
		if (id === undefined) return;
		waiting.get(id)?.(result);
		waiting.delete(id);
	});
	await new Promise<void>((resolve, reject) => {
		socket.addEventListener("open", () => resolve());
		socket.addEventListener("error", () => reject(new Error("the inspector does not answer")));
	});
	const ask = (method: string) =>
		new Promise<{ readonly usedSize: number }>((resolve) => {
			const id = next++;
			waiting.set(id, resolve);
			socket.send(JSON.stringify({ id, method }));
		});
	return {
		usedBytes: async (collect) => {
			if (collect) await ask("HeapProfiler.collectGarbage");
			return (await ask("Runtime.getHeapUsage")).usedSize;
		},
		close: () => socket.close(),
	};
}
