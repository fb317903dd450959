/** A ward's viewer: the socket that a wall display holds. */
import { request, WebSocket } from "undici";
import type { LiveFrame } from "../../vitals/live.ts";

/** As a page does: who is not heard for three minutes is let go. */
const PING_EVERY_MS = 25_000;

/** Signs in and gives the cookie to carry. */
export async function viewerCookie(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
	const answer = await request(`${url}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json", origin: url, ...headers },
		body: JSON.stringify({ person: "viewer" }),
	});
	await answer.body.dump();
	const cookies = [answer.headers["set-cookie"] ?? []].flat();
	if (answer.statusCode !== 200 || cookies.length === 0) throw new Error(`signing in answered ${answer.statusCode}`);
	return cookies.map((cookie) => cookie.split(";", 1)[0]).join("; ");
}

/** Connects to a ward and waits for its snapshot. */
export function openViewer(
	url: string,
	ward: string,
	cookie: string,
	onFrame: (frame: LiveFrame, at: number) => void,
	headers: Readonly<Record<string, string>> = {},
): Promise<{ close(): void }> {
	const address = `${url.replace(/^http/, "ws")}/api/v1/wards/${ward}/live`;
	const socket = new WebSocket(address, { headers: { cookie, origin: url, ...headers } });
	return new Promise((resolve, reject) => {
		socket.addEventListener("error", () => reject(new Error(`no viewer's socket at ${address}`)));
		socket.addEventListener("open", () => {
			const pinging = setInterval(() => socket.send("ping"), PING_EVERY_MS);
			socket.addEventListener("close", () => clearInterval(pinging));
		});
		socket.addEventListener("message", ({ data }) => {
			if (data === "pong") return;
			const frame = JSON.parse(data as string) as LiveFrame;
			if (frame.type === "snapshot") resolve({ close: () => socket.close() });
			onFrame(frame, Date.now());
		});
	});
}
