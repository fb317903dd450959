/** Who looks at a ward: one who reads what comes, and some who have stopped reading and keep their connection. */
import { createConnection, type Socket } from "node:net";
import { WebSocket } from "undici";
import type { LiveFrame } from "../vitals/live.ts";

const AGAIN_MS = 1_000;
/** As a page does: who is not heard for three minutes is let go. */
const PING_EVERY_MS = 25_000;

export class Viewers {
	readonly #url: string;
	readonly #wardId: string;
	readonly #slow: number;
	#cookie = "";
	#prompt: WebSocket | null = null;
	#stalled: Socket[] = [];
	#stopped = false;
	/** Frames that the prompt viewer got, and how many of them with an episode. */
	frames = 0;
	episodes = 0;

	/** @param slow - viewers that do not read */
	constructor(url: string, wardId: string, slow: number) {
		this.#url = url;
		this.#wardId = wardId;
		this.#slow = slow;
	}

	/** Looks, and looks again whenever the connection is lost. */
	async start(): Promise<void> {
		const response = await fetch(`${this.#url}/sign-in`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ person: "viewer" }),
		});
		this.#cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
		this.#look();
		for (let i = 0; i < this.#slow; i++) this.#stall(i);
	}

	/** After a restart: who does not read does not notice that the other end has gone. */
	stallAgain(): void {
		for (const [i, socket] of this.#stalled.entries()) {
			socket.destroy();
			this.#stall(i);
		}
	}

	stop(): void {
		this.#stopped = true;
		this.#prompt?.close();
		for (const socket of this.#stalled) socket.destroy();
	}

	get #path(): string {
		return `/api/v1/wards/${this.#wardId}/live`;
	}

	#look(): void {
		if (this.#stopped) return;
		const headers = { cookie: this.#cookie, origin: this.#url };
		const socket = new WebSocket(`${this.#url.replace("http", "ws")}${this.#path}`, { headers });
		this.#prompt = socket;
		socket.addEventListener("open", () => {
			const pinging = setInterval(() => socket.send("ping"), PING_EVERY_MS).unref();
			socket.addEventListener("close", () => clearInterval(pinging));
		});
		socket.addEventListener("message", (event) => {
			if (event.data === "pong") return;
			this.frames++;
			if ((JSON.parse(String(event.data)) as LiveFrame).type === "episode") this.episodes++;
		});
		socket.addEventListener("close", () => setTimeout(() => this.#look(), AGAIN_MS).unref());
	}

	/** By hand: a library's socket would read. */
	#stall(i: number): void {
		if (this.#stopped) return;
		const { hostname, port, host } = new URL(this.#url);
		const socket = createConnection({ host: hostname, port: Number(port) });
		this.#stalled[i] = socket;
		socket.on("connect", () => {
			socket.write(
				[
					`GET ${this.#path} HTTP/1.1`,
					`Host: ${host}`,
					"Connection: Upgrade",
					"Upgrade: websocket",
					"Sec-WebSocket-Version: 13",
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
					`Origin: ${this.#url}`,
					`Cookie: ${this.#cookie}`,
					"",
					"",
				].join("\r\n"),
			);
			socket.pause();
		});
		socket.on("error", () => undefined);
	}
}
