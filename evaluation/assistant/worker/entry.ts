/** The product in the ward world: nothing of it changed but its clock, which a control route sets. */
// First: what follows takes its `Date` from here.
import { onWorldTime, setWorldTime } from "./clock.ts";
import { DeviceMonitor as ProductMonitor, WardStation as ProductStation } from "../../../workers/local.ts";
import product from "../../../workers/local.ts";
import type { ObjectEnv } from "../../../durable-objects/env.ts";
import { search } from "../../../workers/assistant/search/search.ts";
import type { Env } from "../../../workers/env.ts";

export * from "../../../workers/local.ts";

/** Under the address that the Worker is asked before the assets: where the world is told what time it is. */
const CONTROL = "/api/world/";

export class DeviceMonitor extends ProductMonitor {
	constructor(state: DurableObjectState, env: ObjectEnv) {
		super(onWorldTime(state), env);
	}

	/** Does what is due by now: the clock may have jumped past the alarm. */
	async catchUp(): Promise<void> {
		await this.alarm();
	}
}

export class WardStation extends ProductStation {
	constructor(state: DurableObjectState, env: ObjectEnv) {
		super(onWorldTime(state), env);
	}

	/** Does what is due by now: the clock may have jumped past the alarm. */
	async catchUp(): Promise<void> {
		await this.alarm();
	}
}

interface Order {
	/** What time it is, milliseconds since the epoch. */
	readonly now: number;
	/** Who is to catch up with it. */
	readonly devices: readonly string[];
	readonly wards: readonly string[];
}

/** All questions are one person's, in a minute. */
const UNLIMITED: RateLimit = { limit: async () => ({ success: true }) };

/** Ids of the first five passages of each query, by the search that answers rest on. */
async function searchAll(env: Env, queries: readonly string[]): Promise<string[][]> {
	const found: string[][] = [];
	for (const query of queries) {
		const hits = await search(env, { query, kinds: ["passage"], wards: "all", limit: 5 });
		found.push(hits.map(({ key }) => key.slice("passage:".length)));
	}
	return found;
}

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (!pathname.startsWith(CONTROL)) return product.fetch(request, { ...env, CHAT_LIMIT: UNLIMITED }, context);
		if (pathname === `${CONTROL}search`) return Response.json(await searchAll(env, await request.json()));
		const { now, devices, wards } = (await request.json()) as Order;
		setWorldTime(now);
		const monitors = env.DEVICE_MONITOR as unknown as DurableObjectNamespace<DeviceMonitor>;
		const stations = env.WARD_STATION as unknown as DurableObjectNamespace<WardStation>;
		for (const ward of wards) await stations.getByName(ward).catchUp();
		for (const device of devices) await monitors.getByName(device).catchUp();
		return Response.json({ now: Date.now() });
	},
} satisfies ExportedHandler<Env>;
