/**
 * The floor under `bench stream`: the least that an object can do to keep a message. It writes each as one row, as it
 * came, and answers. Hibernating sockets, one object for each, like the product's.
 */
import { DurableObject } from "cloudflare:workers";

interface FloorEnv {
	readonly FLOOR: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<FloorEnv> {
	constructor(ctx: DurableObjectState, env: FloorEnv) {
		super(ctx, env);
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
	}

	override fetch(): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		return new Response(null, { status: 101, webSocket: client });
	}

	override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
		this.ctx.storage.sql.exec("INSERT INTO messages (body) VALUES (?)", message);
		socket.send("kept");
	}
}

export default {
	fetch: (request: Request, env: FloorEnv) => env.FLOOR.getByName(new URL(request.url).pathname).fetch(request),
} satisfies ExportedHandler<FloorEnv>;
