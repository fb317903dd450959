/** A device's stream as thin as it can be: `docs/stream-protocol.md` on one connection. */
import { WebSocket } from "undici";
import { STREAM_VERSION, type EdgeFrame, type StreamSettings } from "../../vitals/stream.ts";

export interface StreamSocket {
	/** Highest sequence number that was acknowledged. */
	readonly acknowledged: number;
	/** Highest sequence number sent. */
	readonly sent: number;
	/** Readings of a message at most, as last told. */
	readonly group: number;
	/** Longest that a reading may wait on the device for company, as last told, seconds. */
	readonly everyS: number;
	/** It was welcomed and has not closed. */
	readonly open: boolean;
	/** Sends readings, JSON text each, as one message. */
	send(readings: readonly string[]): void;
	/** Sends readings again, the first of them number `first`, as one message. */
	sendAgain(first: number, readings: readonly string[]): void;
	/** Asks for an acknowledgement of what was sent. */
	flush(): void;
	/** After this long without an acknowledgement a device asks for one, seconds. */
	readonly flushAfterS: number;
	close(): void;
}

export interface StreamEvents {
	onAck(through: number): void;
	/** Nothing from `from` on is held any more. Without it, that is trouble. */
	onResend?(from: number): void;
	/** Anything that should not happen here: refused readings, a closed socket. */
	onTrouble(what: string): void;
}

/** Connects and waits for the welcome. */
export function openStream(
	url: string,
	device: { readonly id: string; readonly key: string },
	{ onAck, onResend, onTrouble }: StreamEvents,
	headers: Readonly<Record<string, string>> = {},
): Promise<StreamSocket> {
	const address = `${url.replace(/^http/, "ws")}/api/v1/devices/${device.id}/stream`;
	const socket = new WebSocket(address, { headers: { authorization: `Bearer ${device.key}`, ...headers } });
	let sent = 0;
	let acknowledged = 0;
	let settings: Pick<StreamSettings, "group" | "every_s" | "flush_after_s"> = {
		group: 1,
		every_s: 1,
		flush_after_s: Infinity,
	};
	let open = true;
	let closing = false;
	return new Promise((resolve, reject) => {
		socket.addEventListener("open", () =>
			socket.send(
				JSON.stringify({ type: "hello", version: STREAM_VERSION, session: crypto.randomUUID(), acknowledged: 0 }),
			),
		);
		socket.addEventListener("error", () => reject(new Error(`no stream at ${address}`)));
		socket.addEventListener("close", ({ code, reason }) => {
			open = false;
			reject(new Error(`the stream at ${address} closed with ${code} ${reason}`));
			if (!closing) onTrouble(`closed ${code}`);
		});
		socket.addEventListener("message", ({ data }) => {
			const frame = JSON.parse(data as string) as EdgeFrame;
			switch (frame.type) {
				case "welcome":
					settings = frame.settings;
					resolve(stream);
					break;
				case "ack":
					acknowledged = frame.through;
					onAck(frame.through);
					break;
				case "settings":
					settings = frame.settings;
					break;
				case "skew":
					break;
				case "resend":
					if (onResend === undefined) onTrouble(data as string);
					else onResend(frame.from);
					break;
				default:
					onTrouble(data as string);
			}
		});
		const stream: StreamSocket = {
			get acknowledged() {
				return acknowledged;
			},
			get sent() {
				return sent;
			},
			get flushAfterS() {
				return settings.flush_after_s;
			},
			get group() {
				return settings.group;
			},
			get everyS() {
				return settings.every_s;
			},
			get open() {
				return open;
			},
			send: (readings) => {
				stream.sendAgain(sent + 1, readings);
				sent += readings.length;
			},
			sendAgain: (first, readings) =>
				socket.send(`{"type":"readings","first":${first},"readings":[${readings.join(",")}]}`),
			flush: () => socket.send(JSON.stringify({ type: "flush", through: sent })),
			close: () => {
				closing = true;
				socket.close();
			},
		};
	});
}
