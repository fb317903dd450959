/** A viewer whose machine went to sleep: its socket is open, and it reads nothing any more. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

/** Upgrades a connection by hand and stops reading, so that what is sent piles up before it. */
export function openStalledViewer(url: string, ward: string, cookie: string): Promise<{ close(): void }> {
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
			socket.pause();
			resolve({ close: () => socket.destroy() });
		});
	});
}
