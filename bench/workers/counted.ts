/** The product with everything counted that is billed. `GET /__counts` tells; a test of money, not of speed. */
import app, {
	AuditLog as Audit,
	DeviceMonitor as Monitor,
	FleetLedger as Fleet,
	PatientErasure as Erasure,
	WardStation as Ward,
} from "../../workers/local.ts";
import type { Env } from "../../workers/env.ts";
import { countedEnv } from "./bindings.ts";
import { meterOf, owners, patchRuntime, snapshot, type Meter } from "./meter.ts";

const CLASSES = {
	DEVICE_MONITOR: "DeviceMonitor",
	WARD_STATION: "WardStation",
	AUDIT_LOG: "AuditLog",
	FLEET_LEDGER: "FleetLedger",
	PATIENT_ERASURE: "PatientErasure",
};

type ObjectClass = new (ctx: DurableObjectState, env: Env) => object;

/** Handlers that the platform calls, and what it counts for each. RPC calls and requests are counted where they are made. */
const EVENTS: Readonly<Record<string, "alarms" | "messages">> = { alarm: "alarms", webSocketMessage: "messages" };

/** The size of an object's database. */
const sizes = new WeakMap<Meter, () => number>();
/** Names of objects by id: one that an alarm wakes does not always know its own. */
const names = new Map<string, string>();

function counted<Base extends ObjectClass>(kind: string, base: Base): Base {
	const meters = new WeakMap<object, Meter>();
	const derived = class extends (base as ObjectClass) {
		constructor(ctx: DurableObjectState, env: Env) {
			patchRuntime(ctx);
			const id = ctx.id.toString();
			if (ctx.id.name !== undefined) names.set(id, ctx.id.name);
			const meter = meterOf(kind, names.get(id) ?? id);
			for (const owned of [ctx, ctx.storage, ctx.storage.sql]) owners.set(owned, meter);
			const release = meter.hold();
			super(ctx, countedEnv(env, CLASSES));
			release();
			meter.counts.databaseBytes = ctx.storage.sql.databaseSize;
			meters.set(this, meter);
			sizes.set(meter, () => ctx.storage.sql.databaseSize);
		}
	};
	for (const name of Object.getOwnPropertyNames(base.prototype)) {
		const method = Object.getOwnPropertyDescriptor(base.prototype, name)?.value as unknown;
		if (name === "constructor" || typeof method !== "function") continue;
		Object.defineProperty(derived.prototype, name, {
			value(this: object, ...args: unknown[]) {
				const meter = meters.get(this) as Meter;
				const event = EVENTS[name];
				if (event !== undefined) meter.counts[event]++;
				const result = meter.run(() => Reflect.apply(method, this, args) as unknown);
				// Only the object itself may ask for it; once a message would be too often.
				if (event !== "messages") meter.counts.databaseBytes = sizes.get(meter)?.() ?? 0;
				return result;
			},
		});
	}
	return derived as unknown as Base;
}

export class DeviceMonitor extends counted("DeviceMonitor", Monitor) {}
export class AuditLog extends counted("AuditLog", Audit) {}
export class FleetLedger extends counted("FleetLedger", Fleet) {}
export class PatientErasure extends counted("PatientErasure", Erasure) {}
export class WardStation extends counted("WardStation", Ward) {}

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		if (pathname === "/__counts") return Response.json(snapshot());
		const group = request.headers.get("x-bench-group") ?? "management";
		const meter = meterOf("worker", group);
		const monitor = () => countedEnv(env, CLASSES).DEVICE_MONITOR.getByName(searchParams.get("device") ?? "");
		if (pathname === "/__flush") return Response.json(await meter.run(() => monitor().flush()));
		if (pathname === "/__compact") return Response.json(await meter.run(() => monitor().compact(false)));
		meter.counts.requests++;
		return meter.run(() => Promise.resolve(app.fetch(request, countedEnv(env, CLASSES), context)));
	},
} satisfies ExportedHandler<Env>;
