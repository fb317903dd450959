/**
 * The floor under `bench ingest`: the least that a Worker can do to keep a body. It forwards the body as it came to one
 * Durable Object per sender, which writes one row and answers.
 */
import { DurableObject } from "cloudflare:workers";

interface FloorEnv {
	readonly FLOOR: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<FloorEnv> {
	constructor(ctx: DurableObjectState, env: FloorEnv) {
		super(ctx, env);
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
	}

	keep(body: ArrayBuffer): void {
		this.ctx.storage.sql.exec("INSERT INTO bodies (body) VALUES (?)", body);
	}
}

export default {
	async fetch(request: Request, env: FloorEnv): Promise<Response> {
		const sender = env.FLOOR.getByName(request.headers.get("authorization") ?? "nobody");
		await sender.keep(await request.arrayBuffer());
		return new Response(null, { status: 202 });
	},
} satisfies ExportedHandler<FloorEnv>;
