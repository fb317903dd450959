import { AUDIT_LOG_NAME } from "../../durable-objects/audit-log.ts";
import { log, reason } from "../../durable-objects/log.ts";
import { limitAddress } from "../access/rate-limit.ts";
import type { Handler } from "../context.ts";

/** A dependency that takes longer counts as failed. */
const PATIENCE_MS = 2_000;

interface DependencyHealth {
	readonly status: "ok" | "failed";
	readonly ms: number;
}

/** `GET /health`: asks each dependency now. 503 when one of them fails. */
export const getHealth: Handler = async (context) => {
	// Each answer asks five others, one of them the only audit log.
	await limitAddress(context.env, context.req.raw);
	const { DB, LAKE, DEVICE_MONITOR, WARD_STATION, AUDIT_LOG } = context.env;
	const [database, lake, devices, wards, audit] = await Promise.all([
		probe("database", () => DB.prepare("SELECT count(*) FROM wards").first()),
		probe("lake", () => LAKE.head("health")),
		probe("devices", () => DEVICE_MONITOR.getByName("health").ping()),
		probe("wards", () => WARD_STATION.getByName("health").ping()),
		probe("audit", () => AUDIT_LOG.getByName(AUDIT_LOG_NAME).ping()),
	]);
	const dependencies = { database, lake, devices, wards, audit };
	const healthy = Object.values(dependencies).every((dependency) => dependency.status === "ok");
	return context.json({ status: healthy ? "ok" : "degraded", dependencies }, healthy ? 200 : 503);
};

async function probe(dependency: string, ask: () => Promise<unknown>): Promise<DependencyHealth> {
	const startedAt = Date.now();
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(() => late.reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
	try {
		await Promise.race([ask(), late.promise]);
		return { status: "ok", ms: Date.now() - startedAt };
	} catch (error) {
		// Why is for the log: this answer is open to anybody.
		log("error", "health.failed", { dependency, reason: reason(error) });
		return { status: "failed", ms: Date.now() - startedAt };
	} finally {
		clearTimeout(timer);
	}
}
