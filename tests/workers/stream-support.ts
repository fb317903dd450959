/** A device's end of a stream, bare: frames by hand. */
import type { EdgeFrame } from "../../vitals/stream.ts";
import { call, enrol, eventually } from "./support.ts";

type Typed<T extends EdgeFrame["type"]> = Extract<EdgeFrame, { type: T }>;

export interface Wire {
	readonly frames: EdgeFrame[];
	/** Every text that came, frames included. */
	readonly texts: string[];
	/** Close code, once there is one. */
	closed(): number | null;
	send(frame: unknown): void;
	/** Sends `text` as it is. */
	raw(text: string | ArrayBuffer): void;
	/** The newest frame of `type` that satisfies `fits`, waited for. */
	frame<T extends EdgeFrame["type"]>(type: T, fits?: (frame: Typed<T>) => boolean): Promise<Typed<T>>;
	/** Waits until everything sent so far was read: the answer to a flush of nothing. */
	settled(): Promise<void>;
	count(type: EdgeFrame["type"]): number;
	close(): void;
}

export async function connect(id: string, key: string, headers: Record<string, string> = {}): Promise<Wire> {
	const response = await call("GET", `/api/v1/devices/${id}/stream`, {
		key,
		headers: { upgrade: "websocket", ...headers },
	});
	if (response.webSocket === null) throw new Error(`${response.status} ${await response.text()}`);
	const socket = response.webSocket;
	const frames: EdgeFrame[] = [];
	const texts: string[] = [];
	let code: number | null = null;
	socket.accept();
	socket.addEventListener("message", ({ data }) => {
		texts.push(String(data));
		if (String(data).startsWith("{")) frames.push(JSON.parse(String(data)) as EdgeFrame);
	});
	socket.addEventListener("close", (event) => {
		code = event.code;
	});
	const frame = <T extends EdgeFrame["type"]>(type: T, fits: (frame: Typed<T>) => boolean = () => true) =>
		eventually(async () => frames.findLast((one): one is Typed<T> => one.type === type && fits(one as Typed<T>)));
	return {
		frames,
		texts,
		closed: () => code,
		send: (value) => socket.send(JSON.stringify(value)),
		raw: (text) => socket.send(text),
		frame,
		settled: async () => {
			const before = texts.length;
			socket.send(JSON.stringify({ type: "flush", through: 0 }));
			await eventually(async () => texts.slice(before).some((text) => text.includes('"ack"')));
		},
		count: (type) => frames.filter((one) => one.type === type).length,
		close: () => socket.close(1000),
	};
}

/** A fresh device with an open stream that was welcomed. */
export async function streaming(more: Parameters<typeof enrol>[0] = {}, session = "s1") {
	const device = await enrol(more);
	const wire = await connect(device.id, device.key);
	wire.send({ type: "hello", version: 1, session, acknowledged: 0 });
	await wire.frame("welcome");
	return { ...device, wire };
}

/** A message with readings `first` to `last` of a stream that runs at 1 Hz from time `from`. */
export function numbered(first: number, last: number, from: number, more: Record<string, unknown> = {}) {
	const readings: Record<string, unknown>[] = Array.from({ length: last - first + 1 }, (_, i) => ({
		timestamp: from + (first + i) * 1000,
		heart_rate: 70 + ((first + i) % 7),
		spo2: 98,
		battery_level: 85,
		...more,
	}));
	return { type: "readings", first, readings };
}
