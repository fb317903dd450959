import { AUDIT_LOG_NAME } from "../../durable-objects/audit-log.ts";
import { log, reason } from "../../durable-objects/log.ts";
import { within } from "../../durable-objects/within.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { countSilent } from "../../registry/episodes.ts";
import { listWards } from "../../registry/wards.ts";
import type { PartHealth, SystemHealth, WardHealth } from "../../vitals/health.ts";
import { limitAddress } from "../access/rate-limit.ts";
import { wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";

/** A part that takes longer counts as failed. */
const PATIENCE_MS = 2_000;
/** Wards asked at the same time. */
const AT_ONCE = 40;

/** `GET /health`: asks each dependency now. 503 when one of them fails. Why is for the log: anybody may ask. */
export const getHealth: Handler = async (context) => {
	// Each answer asks five others, one of them the only audit log.
	await limitAddress(context.env, context.req.raw);
	const parts = await askParts(context.env);
	const dependencies = Object.fromEntries(
		Object.entries(parts).map(([name, { status, ms }]) => [name, { status, ms }] as const),
	);
	const healthy = Object.values(parts).every(({ status }) => status === "ok");
	const version = context.env.VERSION?.id ?? null;
	return context.json({ status: healthy ? "ok" : "degraded", version, dependencies }, healthy ? 200 : 503);
};

/**
 * `GET /api/v1/health`: the parts, with their reasons, and what the reader's wards know of their devices' troubles. Each ward is
 * asked: for a person who looks, not for a machine that asks each second.
 */
export const getSystemHealth: Handler = async (context) => {
	const { env } = context;
	const registry = connectRegistry(env.DB);
	const parts = await askParts(env);
	const broken = Object.entries(parts).flatMap(([part, { status, reason: why }]) =>
		status === "ok" ? [] : [`${part} does not answer: ${why}`],
	);
	// Without the registry nobody knows which wards there are.
	const [named, silent] =
		parts["database"]?.status === "ok"
			? await Promise.all([listWards(registry, wardsOf(context)), countSilent(registry)])
			: [[], new Map<string, number>()];
	const waiting = named.toReversed();
	const wards: WardHealth[] = [];
	const work = async () => {
		for (let ward = waiting.pop(); ward !== undefined; ward = waiting.pop())
			wards.push(await askWard(env, ward, silent.get(ward.id) ?? 0));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	const alerts = [...broken, ...wards.flatMap(alertsOf)];
	return context.json({
		status: alerts.length === 0 ? "ok" : "degraded",
		version: env.VERSION?.id ?? null,
		alerts,
		parts,
		wards: wards.toSorted((a, b) => a.id.localeCompare(b.id)),
	} satisfies SystemHealth);
};

async function askWard(
	env: Env,
	{ id, devices }: { id: string; devices: number },
	silent: number,
): Promise<WardHealth> {
	try {
		const troubled = await within(PATIENCE_MS, env.WARD_STATION.getByName(id).troubled());
		return { id, devices, silent, troubled };
	} catch (error) {
		log("error", "health.failed", { ward: id, reason: reason(error) });
		return { id, devices, silent, troubled: null };
	}
}

/** What somebody should look at, in sentences. */
function alertsOf({ id, devices, silent, troubled }: WardHealth): string[] {
	const alerts: string[] = [];
	if (devices > 0 && silent >= devices) alerts.push(`ward ${id} has no data: all of its ${devices} devices are silent`);
	if (troubled === null) return [...alerts, `ward ${id} does not answer`];
	const of = (n: number) => (n === 1 ? "1 device" : `${n} devices`);
	const owing = troubled.filter(({ outbox }) => outbox !== null).length;
	const failing = troubled.filter(({ lake }) => lake !== null).length;
	if (owing > 0) alerts.push(`${of(owing)} of ward ${id} cannot deliver what others must learn`);
	if (failing > 0) alerts.push(`${of(failing)} of ward ${id} cannot write to the lake`);
	return alerts;
}

async function askParts(env: Env): Promise<Record<string, PartHealth>> {
	const { DB, SEARCH, LAKE, DEVICE_MONITOR, WARD_STATION, AUDIT_LOG } = env;
	const [database, search, lake, devices, wards, audit] = await Promise.all([
		probe("database", () => DB.prepare("SELECT count(*) FROM wards").first()),
		probe("search", () => SEARCH.prepare("SELECT 1").first()),
		probe("lake", () => LAKE.head("health")),
		probe("devices", () => DEVICE_MONITOR.getByName("health").ping()),
		probe("wards", () => WARD_STATION.getByName("health").ping()),
		probe("audit", () => AUDIT_LOG.getByName(AUDIT_LOG_NAME).ping()),
	]);
	return { database, search, lake, devices, wards, audit };
}

async function probe(part: string, ask: () => Promise<unknown>): Promise<PartHealth> {
	const startedAt = Date.now();
	try {
		await within(PATIENCE_MS, ask());
		return { status: "ok", ms: Date.now() - startedAt };
	} catch (error) {
		const why = reason(error);
		log("error", "health.failed", { dependency: part, reason: why });
		return { status: "failed", ms: Date.now() - startedAt, reason: why };
	}
}
