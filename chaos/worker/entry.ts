/**
 * The product on stores that fail: the deployed Worker with its local sign-in, nothing of it changed, and a control
 * route in front. Its objects are the product's; they get failing bindings and two questions that only a test asks.
 */
import { DeviceMonitor as ProductMonitor, WardStation as ProductStation } from "../../workers/local.ts";
import product from "../../workers/local.ts";
import type { ObjectEnv } from "../../durable-objects/env.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { Env } from "../../workers/env.ts";
import { CONTROL, type Faults, type Sabotage } from "../faults.ts";
import { failingBucket, failingDatabase, order, suffered } from "./failing.ts";

interface ChaosEnv extends Env {
	/** JSON of the faults that are in force from the first moment. */
	readonly CHAOS_FAULTS: string;
	readonly CHAOS_SABOTAGE: Sabotage | "";
}

let begun = false;

/** The environment with stores that fail. */
function failing<E extends ObjectEnv>(env: E): E {
	if (!begun) {
		begun = true;
		order(JSON.parse((env as unknown as ChaosEnv).CHAOS_FAULTS) as Faults);
	}
	return { ...env, LAKE: failingBucket(env.LAKE), DB: failingDatabase(env.DB) };
}

export { AuditLog, FleetLedger, PatientErasure } from "../../workers/local.ts";

export class DeviceMonitor extends ProductMonitor {
	readonly #sabotage: Sabotage | "";

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, failing(env));
		this.#sabotage = (env as unknown as ChaosEnv).CHAOS_SABOTAGE;
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		super.webSocketMessage(socket, data);
		if (this.#sabotage !== "ack-before-commit" || typeof data !== "string") return;
		const frame = JSON.parse(data) as { type: string; first: number; readings: unknown[] };
		if (frame.type !== "readings") return;
		try {
			socket.send(JSON.stringify({ type: "ack", through: frame.first + frame.readings.length - 1 }));
		} catch {
			// The device has gone: nothing is acknowledged to it, too early or not.
		}
	}

	/** Every episode that is here. */
	auditEpisodes(): Episode[] {
		const rows = this.ctx.storage.sql.exec<{ body: string }>("SELECT body FROM episodes ORDER BY rowid").toArray();
		return rows.map((row) => JSON.parse(row.body) as Episode);
	}

	/** The object's process dies; its disk does not. */
	crash(): void {
		this.ctx.abort("crashed on purpose");
	}
}

export class WardStation extends ProductStation {
	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, failing(env));
	}

	/** The object's process dies; its disk does not. */
	crash(): void {
		this.ctx.abort("crashed on purpose");
	}
}

type Monitors = DurableObjectNamespace<DeviceMonitor>;
type Stations = DurableObjectNamespace<WardStation>;

async function control(what: string, request: Request, env: ChaosEnv): Promise<Response> {
	const name = new URL(request.url).searchParams.get("name") ?? "";
	const device = () => (env.DEVICE_MONITOR as unknown as Monitors).getByName(name);
	switch (what) {
		case "faults":
			order((await request.json()) as Faults);
			return Response.json({});
		case "suffered":
			return Response.json(suffered());
		case "episodes":
			return Response.json(await device().auditEpisodes());
		case "registry":
			return Response.json(await registryEpisodes(env.DB));
		case "status":
			return Response.json(await device().status());
		case "crash-device":
			// Its own death is the answer.
			await device()
				.crash()
				.catch(() => undefined);
			return Response.json({});
		case "crash-ward":
			await (env.WARD_STATION as unknown as Stations)
				.getByName(name)
				.crash()
				.catch(() => undefined);
			return Response.json({});
		default:
			return new Response(null, { status: 404 });
	}
}

/** Each episode's row, and how many changes of it are in its history. */
async function registryEpisodes(database: D1Database): Promise<unknown[]> {
	const query = `SELECT e.id, e.version, e.device_id AS deviceId, e.status, e.risk, e.opened_at AS openedAt,
		e.closed_at AS closedAt, e.sentence, (SELECT count(*) FROM episode_events v WHERE v.episode_id = e.id) AS events
		FROM episodes e`;
	return (await database.prepare(query).all()).results;
}

export default {
	async fetch(request: Request, env: ChaosEnv, context: ExecutionContext): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (pathname.startsWith(CONTROL)) return control(pathname.slice(CONTROL.length), request, env);
		return product.fetch(request, failing(env), context);
	},
} satisfies ExportedHandler<ChaosEnv>;
