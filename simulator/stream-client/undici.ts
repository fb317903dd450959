/** Sockets for Node: undici's, because it sends headers with the upgrade. */
import { Agent, WebSocket } from "undici";
import type { StreamSocket } from "./options.ts";

/** Connections to the edge; one for each device, so it has no limit. */
export interface StreamConnector {
	/** A function that opens the stream of `deviceId` with its key. */
	device(deviceId: string, key: string): () => StreamSocket;
	close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** @param url - address of the edge, such as `http://localhost:8787` */
export function createConnector(url: string): StreamConnector {
	const agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });
	return {
		device(deviceId, key) {
			const address = new URL(`/api/v1/devices/${encodeURIComponent(deviceId)}/stream`, url);
			address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
			return () =>
				new WebSocket(address, { dispatcher: agent, headers: { authorization: `Bearer ${key}` } }) as StreamSocket;
		},
		close: () => agent.destroy(),
	};
}
