/** What tests of fleets share: a fleet with its key, and what its gateway does. */
import type { FleetDetail, KeyIssued } from "../../vitals/fleets.ts";
import { call, payload } from "./support.ts";

let fleets = 0;

/** A fresh fleet in a ward, with a key. */
export async function makeFleet(more: { limit?: number; ward?: string } = {}) {
	const id = `fleet-${++fleets}-${crypto.randomUUID().slice(0, 8)}`;
	const ward = more.ward ?? "ward-f";
	await call("PUT", `/api/v1/wards/${ward}`, { role: "engineer", body: { name: ward } });
	const made = await call("PUT", `/api/v1/fleets/${id}`, {
		role: "engineer",
		body: { name: "Gateway", ward_id: ward, device_limit: more.limit ?? 10 },
	});
	if (made.status !== 201) throw new Error(await made.text());
	return { id, ward, key: await fleetKey(id) };
}

export async function fleetKey(id: string): Promise<string> {
	const issued = await call("POST", `/api/v1/fleets/${id}/keys`, { role: "engineer" });
	return ((await issued.json()) as KeyIssued).key;
}

export const newDevice = () => `GW-${crypto.randomUUID().slice(0, 12)}`;

/** The gateway enrols a device. */
export const enrolBy = (fleet: { id: string; key: string }, device: string, body: object = {}) =>
	call("PUT", `/api/v1/fleets/${fleet.id}/devices/${device}`, { key: fleet.key, body });

/** A reading of `device`, sent with `key`. */
export const post = (key: string, device: string, more: Record<string, unknown> = {}) =>
	call("POST", "/api/v1/telemetry", { key, body: payload(device, more) });

export const fleetOf = async (id: string): Promise<FleetDetail> =>
	(await call("GET", `/api/v1/fleets/${id}`, { role: "engineer" })).json();

export const revokeFleet = (id: string, below: number) =>
	call("DELETE", `/api/v1/fleets/${id}/keys?below=${below}`, { role: "engineer" });
