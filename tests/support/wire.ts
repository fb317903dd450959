/** A wire between a browser and the application that a test can cut: what goes through it is not looked at. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Wire {
	/** The application's address at this end. */
	readonly url: string;
	/** Ends every connection without a goodbye and takes no new one. */
	cut(): void;
	mend(): void;
	close(): Promise<void>;
}

export async function layWire(url: string): Promise<Wire> {
	const port = Number(new URL(url).port);
	const sockets = new Set<Socket>();
	let isCut = false;
	const server = createServer((near) => {
		if (isCut) return void near.destroy();
		const far = connect(port, "127.0.0.1");
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			sockets.add(one);
			one.on("error", () => other.destroy());
			one.on("close", () => {
				sockets.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const destroy = () => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		cut: () => {
			isCut = true;
			destroy();
		},
		mend: () => {
			isCut = false;
		},
		close: async () => {
			destroy();
			server.close();
			await once(server, "close");
		},
	};
}
