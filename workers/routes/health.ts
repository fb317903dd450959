import { reason } from "../../durable-objects/log.ts";
import type { Handler } from "../app.ts";

/** A dependency that takes longer counts as failed. */
const PATIENCE_MS = 2_000;

interface DependencyHealth {
	readonly status: "ok" | "failed";
	readonly ms: number;
	readonly reason?: string;
}

/** `GET /health`: asks each dependency now. 503 when one of them fails. */
export const getHealth: Handler = async (context) => {
	const { DB, LAKE, DEVICE_MONITOR, WARD_STATION } = context.env;
	const [database, lake, devices, wards] = await Promise.all([
		probe(() => DB.prepare("SELECT count(*) FROM wards").first()),
		probe(() => LAKE.head("health")),
		probe(() => DEVICE_MONITOR.getByName("health").ping()),
		probe(() => WARD_STATION.getByName("health").ping()),
	]);
	const dependencies = { database, lake, devices, wards };
	const healthy = Object.values(dependencies).every((dependency) => dependency.status === "ok");
	return context.json({ status: healthy ? "ok" : "degraded", dependencies }, healthy ? 200 : 503);
};

async function probe(ask: () => Promise<unknown>): Promise<DependencyHealth> {
	const startedAt = Date.now();
	const late = Promise.withResolvers<never>();
	const timer = setTimeout(() => late.reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
	try {
		await Promise.race([ask(), late.promise]);
		return { status: "ok", ms: Date.now() - startedAt };
	} catch (error) {
		return { status: "failed", ms: Date.now() - startedAt, reason: reason(error).slice(0, 200) };
	} finally {
		clearTimeout(timer);
	}
}
