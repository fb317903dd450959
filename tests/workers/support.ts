/** What the Worker tests share: people, devices, and requests against the real app in the real runtime. */
import { env, exports } from "cloudflare:workers";
import type { Role } from "../../vitals/api.ts";
import type { TelemetryPayload } from "../../vitals/telemetry.ts";
import type { WardScope } from "../../vitals/members.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { addMember } from "../../registry/members.ts";
import { sessionCookie } from "../../workers/local/session.ts";

export const ORIGIN = "https://sentinel.test";

/** A signed-in person of that role, on all wards unless told otherwise: the value of their cookie header. */
export async function cookieFor(role: Role, wards: WardScope = "all"): Promise<string> {
	const id = wards === "all" ? role : `${role}-${wards.join("-").replaceAll(/[^A-Za-z0-9-]/g, "")}`;
	await addMember(connectRegistry(env.DB), { id, subject: null, name: role, role, wards }, Date.now() - 1000);
	return (await sessionCookie(env, id)).split(";")[0] as string;
}

/** A request to the app, as `role` or with `key`. */
export async function call(
	method: string,
	path: string,
	as: {
		role?: Role;
		wards?: WardScope;
		cookie?: string;
		key?: string;
		body?: unknown;
		headers?: Record<string, string>;
	} = {},
): Promise<Response> {
	const headers = new Headers(as.headers);
	const cookie = as.cookie ?? (as.role === undefined ? undefined : await cookieFor(as.role, as.wards));
	if (cookie !== undefined) {
		headers.set("cookie", cookie);
		if (!headers.has("origin")) headers.set("origin", ORIGIN);
	}
	if (as.key !== undefined) headers.set("authorization", `Bearer ${as.key}`);
	const body = as.body === undefined || typeof as.body === "string" ? as.body : JSON.stringify(as.body);
	return exports.default.fetch(
		new Request(ORIGIN + path, { method, headers, body: (body as string | undefined) ?? null, redirect: "manual" }),
	);
}

let devices = 0;

/** Seconds between two posts of a device whose readings of an hour ago are live: it sends by the hour. */
export const HOURLY = 3600;

/** A fresh device in a ward, with its key. */
export async function enrol(
	more: { ward?: string; patient_id?: string; simulated?: boolean; bed?: string; cadence_s?: number } = {},
): Promise<{ id: string; key: string; ward: string }> {
	const id = `TEST-${++devices}-${crypto.randomUUID().slice(0, 8)}`;
	const ward = more.ward ?? "ward-t";
	await call("PUT", `/api/v1/wards/${ward}`, { role: "engineer", body: { name: `Ward ${ward}` } });
	const { ward: _, ...rest } = more;
	const enrolled = await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: ward, ...rest } });
	if (enrolled.status !== 201) throw new Error(await enrolled.text());
	const issued = await call("POST", `/api/v1/devices/${id}/keys`, { role: "engineer" });
	const { key } = (await issued.json()) as { key: string };
	return { id, key, ward };
}

/** A payload of `id`, calm unless told otherwise. */
export function payload(
	id: string,
	more: Partial<TelemetryPayload> | Record<string, unknown> = {},
): Record<string, unknown> {
	return { device_id: id, timestamp: Date.now(), heart_rate: 72, spo2: 98, battery_level: 85, ...more };
}

/** `seconds` payloads, one a second, ending now unless `from` says when to begin. */
export function stretch(
	id: string,
	seconds: number,
	more: Record<string, unknown> = {},
	from = Date.now() - seconds * 1000,
) {
	return Array.from({ length: seconds }, (_, i) => payload(id, { timestamp: from + i * 1000, ...more }));
}

export const monitorOf = (id: string) => env.DEVICE_MONITOR.getByName(id);
export const stationOf = (ward: string) => env.WARD_STATION.getByName(ward);

/** Waits until `probe` gives something, at most five seconds. */
export async function eventually<T>(probe: () => Promise<T | null | undefined | false>): Promise<T> {
	for (let i = 0; i < 100; i++) {
		const found = await probe();
		if (found) return found;
		await scheduler.wait(50);
	}
	throw new Error("did not happen within five seconds");
}
