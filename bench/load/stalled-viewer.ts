/** A viewer whose machine goes to sleep: its socket stays open, and it reads nothing any more. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

export interface StallingViewer {
	/** From now on it reads nothing, so that what is sent piles up before it. */
	stall(): void;
	close(): void;
}

/** Upgrades a connection by hand and reads what comes, until told to stop. */
export function openStallingViewer(url: string, ward: string, cookie: string): Promise<StallingViewer> {
	const { hostname, port, host } = new URL(url);
	const socket = connect(Number(port), hostname);
	socket.write(
		[
			`GET /api/v1/wards/${ward}/live HTTP/1.1`,
			`Host: ${host}`,
			"Connection: Upgrade",
			"Upgrade: websocket",
			"Sec-WebSocket-Version: 13",
			`Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
			`Origin: ${url}`,
			`Cookie: ${cookie}`,
			"\r\n",
		].join("\r\n"),
	);
	return new Promise((resolve, reject) => {
		socket.once("error", reject);
		socket.once("data", (data) => {
			if (!data.toString("latin1").startsWith("HTTP/1.1 101")) {
				reject(new Error(`the upgrade was answered ${data.toString("latin1").split("\r\n", 1)[0]}`));
				return;
			}
			socket.resume();
			resolve({ stall: () => socket.pause(), close: () => socket.destroy() });
		});
	});
}
