/** A world in which every address of the document names something, and one in which none does. */
import { env } from "cloudflare:test";
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { Route } from "../../workers/app.ts";
import { makeFleet } from "./fleet-support.ts";
import { rowsOf } from "./registry-rows.ts";
import { call, cookieFor, enrol, ORIGIN } from "./support.ts";

export interface World {
	readonly device: { readonly id: string; readonly key: string };
	readonly ward: string;
	readonly fleet: { readonly id: string; readonly key: string };
	readonly patient: string;
	/** Who may take a ward over, whichever it is. */
	readonly colleague: string;
	readonly admin: string;
	readonly addressOf: (path: string) => string;
}

export async function makeWorld(): Promise<World> {
	const device = await enrol({ patient_id: `CONTRACT-${crypto.randomUUID().slice(0, 8)}` });
	const { id, ward } = device;
	const patient = String(
		await env.DB.prepare("SELECT surrogate FROM assignments WHERE device_id = ?").bind(id).first("surrogate"),
	);
	const { episode, report } = await rowsOf(id, ward, patient);
	const fleet = await makeFleet({ ward });
	const made = async (path: string, body: object): Promise<string> =>
		((await (await call("POST", `/api/v1/${path}`, { role: "admin", body })).json()) as { id: string }).id;
	const document = await made("knowledge", { title: "A", source: "B", format: "text", text: "Words." });
	const url = "https://receiver.example/hook";
	const notification = await made("notifications", { channel: "webhook", name: "x", url, ward_id: ward });
	const member = await made("members", { subject: crypto.randomUUID(), name: "x", role: "viewer", wards: "all" });
	const colleague = await made("members", { subject: crypto.randomUUID(), name: "y", role: "admin", wards: "all" });
	const bed = await made(`wards/${ward}/beds`, { label: `Bed ${crypto.randomUUID().slice(0, 8)}` });
	const names: readonly (readonly [string | RegExp, string])[] = [
		["/members/:id", `/members/${member}`],
		["/fleets/:id", `/fleets/${fleet.id}`],
		["/wards/:id", `/wards/${ward}`],
		["/episodes/:id", `/episodes/${episode}`],
		[/(DetectedIssue|RiskAssessment)\/:id/, `$1/${episode}`],
		["/knowledge/:id", `/knowledge/${document}`],
		["/passages/:id", `/passages/${document}.1`],
		["/notifications/:id", `/notifications/${notification}`],
		["/reports/:id", `/reports/${report}`],
		[":surrogate", patient],
		[":vital", VITAL_KEYS[0] ?? ""],
		[":observation", "00000000-0000-4000-8000-000000000000"],
		[":device", `CONTRACT-${crypto.randomUUID().slice(0, 8)}`],
		[":bed", bed],
		[":id", id],
	];
	return {
		device,
		ward,
		fleet,
		patient,
		colleague,
		admin: await cookieFor("admin"),
		addressOf: (path) => names.reduce((address, [name, value]) => address.replace(name, value), path),
	};
}

/** Well formed, and of nothing that is there. */
const NOBODY: readonly (readonly [string, string])[] = [
	["/fleets/:id", "/fleets/no-fleet"],
	["/wards/:id", "/wards/no-ward"],
	["/reports/:id", "/reports/R-0000000000000000"],
	["/notifications/:id", "/notifications/N-000000000000"],
	["/break-glass/:id", "/break-glass/B-000000000000"],
	["Observation/:id", "Observation/000000000000.1.x.8867-4"],
	["/devices/:id", "/devices/NO-DEVICE"],
	["Device/:id", "Device/NO-DEVICE"],
	[":surrogate", "P-000000000000"],
	[":vital", VITAL_KEYS[0] ?? ""],
	[":bed", "no-bed"],
	[":id", "00000000-0000-4000-8000-000000000000"],
	[":observation", "00000000-0000-4000-8000-000000000000"],
];
export const addressOfNothing = (path: string): string =>
	NOBODY.reduce((address, [name, value]) => address.replace(name, value), path);

export function credentialOf({ device, fleet, admin }: World, { access }: Route): Record<string, string> {
	if (access.kind === "device") return { authorization: `Bearer ${device.key}` };
	if (access.kind === "fleet") return { authorization: `Bearer ${fleet.key}` };
	return { cookie: admin, origin: ORIGIN };
}

/** A body and a query that each route takes, where it needs any. */
export function examples({
	device: { id },
	ward,
	patient,
	fleet,
	colleague,
}: World): Record<string, { body?: object; query?: string }> {
	const until = new Date(Date.now() + 3600_000).toISOString();
	const day = `from=${Date.now() - 3600_000}&to=${Date.now()}`;
	return {
		"POST /api/v1/telemetry": { body: { device_id: id, heart_rate: 72 } },
		"POST /api/v1/telemetry/batch": { body: [{ device_id: id, heart_rate: 72, timestamp: Date.now() }] },
		"PUT /api/v1/fleets/:id/devices/:device": { body: { bed: "1" } },
		"PUT /api/v1/wards/:id": { body: { name: "A" } },
		"POST /api/v1/wards/:id/beds": { body: { label: crypto.randomUUID().slice(0, 8) } },
		"PUT /api/v1/wards/:id/escalation": { body: { steps: [] } },
		"POST /api/v1/wards/:id/handovers": { body: { to: colleague, note: "Bed 4 is weaned" } },
		"PUT /api/v1/wards/:id/template": { body: { template: null } },
		"PUT /api/v1/wards/:id/notifications": { body: { identity: false } },
		"PUT /api/v1/devices/:id": { body: { ward_id: ward } },
		"PUT /api/v1/devices/:id/tags": { body: { tags: ["a"] } },
		"DELETE /api/v1/devices/:id/keys": { query: "below=1" },
		"POST /api/v1/claims": { body: { device_id: id, ward_id: ward } },
		"PUT /api/v1/fleets/:id": { body: { name: "A", ward_id: ward, device_limit: 5 } },
		"DELETE /api/v1/fleets/:id/keys": { query: "below=1" },
		"PUT /api/v1/devices/:id/context": { body: { age_band: "adult", pregnant: false, spo2_scale: 1 } },
		"PUT /api/v1/devices/:id/limits/:vital": { body: { version: 0, low: 45, reason: "Usual for her", until } },
		"DELETE /api/v1/devices/:id/limits/:vital": { query: "version=0" },
		"PUT /api/v1/devices/:id/observations": { body: { consciousness: "A", temperature: 37, patient } },
		"POST /api/v1/devices/:id/observations/:observation/amend": { body: { reason: "Another patient" } },
		"PUT /api/v1/patients/:surrogate": { body: { label: "Bed 1" } },
		"GET /api/v1/patients/:surrogate/readings": { query: day },
		"POST /api/v1/patients/:surrogate/export": { body: { format: "csv" } },
		"GET /api/v1/patients/:surrogate/export/file": { query: `device=${id}&format=csv&${day}` },
		"POST /api/v1/patients/:surrogate/erasure": { body: { confirm: "P-000000000000" } },
		"POST /api/v1/chat": { body: { message: "Who needs me now?" } },
		"POST /api/v1/knowledge": { body: { title: "A", source: "B", format: "text", text: "Words." } },
		"PUT /api/v1/knowledge/:id": { body: { title: "A", source: "B", format: "text", text: "Words.", version: 1 } },
		"POST /api/v1/search": { body: { query: "oxygen" } },
		"POST /api/v1/exports": { body: { from: 0, to: Date.now(), format: "csv" } },
		"POST /api/v1/notifications": {
			body: { channel: "webhook", name: "x", url: "https://receiver.example/x", ward_id: ward },
		},
		"PUT /api/v1/notifications/quiet-hours": { body: { quiet_hours: null } },
		"PATCH /api/v1/notifications/:id": { body: { name: "y" } },
		"POST /api/v1/notifications/:id/rotate": { body: {} },
		"POST /api/v1/members": { body: { subject: crypto.randomUUID(), name: "x", role: "viewer", wards: [ward] } },
		"PATCH /api/v1/members/:id": { body: { name: "y" } },
		"GET /fhir/Observation": { query: `patient=${patient}` },
		"POST /api/v1/episodes/:id/comment": { body: { version: 1, comment: "Seen" } },
		"POST /api/v1/episodes/:id/snooze": { body: { version: 1, minutes: 5 } },
		"POST /api/v1/episodes/:id/summon": { body: { version: 1, to: { role: "clinician" } } },
		"POST /api/v1/episodes/:id/judge": { body: { version: 1, verdict: "confirmed" } },
		"POST /api/v1/episodes/:id/resolve": { body: { version: 1, decision: "dismiss" } },
		"POST /api/v1/episodes/:id/acknowledge": { body: { version: 1 } },
		"POST /api/v1/episodes/:id/close": { body: { version: 1 } },
		"POST /api/v1/generate-report": { body: { device_id: id } },
		"POST /api/v1/break-glass": { body: { ward: fleet.id, reason: "Needed there now" } },
	};
}
