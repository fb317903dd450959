/** Where each route of the table takes text from outside. A route that is not here fails the test that reads this. */
import type { Role } from "../../vitals/api.ts";
import { notificationSlots } from "./notification-slots.ts";

export interface Slots {
	/** Who asks: somebody whom the route lets in. */
	readonly as: Role | "device" | "nobody";
	/** Whether the route opens a WebSocket. */
	readonly socket?: true;
	/** Values of the query, each replaced in turn; the others stay as they are here. */
	readonly query?: Readonly<Record<string, string>>;
	/** A body that is taken. Each of its values is replaced in turn, those within objects too. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** Fields whose text has no rule of its own, so that a payload may be taken. */
	readonly free?: readonly string[];
	/** The type of what is answered, where it is not JSON. */
	readonly answers?: "application/pdf" | "text/csv" | "text/html" | typeof FHIR;
	/** Tries that one person may make of it in a minute; another one goes on. */
	readonly perPerson?: number;
	/** By this factor fewer payloads, where each try is much work that no text steers. */
	readonly fewer?: number;
}

const FHIR = "application/fhir+json";
const FROM = "2026-03-01T00:00:00Z";
const TO = "2026-03-02T00:00:00Z";

/** `reading` has the device's own id, and `ward` its ward: the test fills both in. */
export function slotsOf(device: { id: string; ward: string }, now: number): Readonly<Record<string, Slots>> {
	const reading = {
		device_id: device.id,
		patient_id: "PATIENT-1",
		timestamp: now,
		heart_rate: 72,
		pulse_rate: 72,
		spo2: 98,
		respiratory_rate: 15,
		temperature: 36.8,
		systolic_pressure: 120,
		diastolic_pressure: 80,
		mean_pressure: 93,
		etco2: 38,
		battery_level: 80,
	};
	return {
		"GET /health": { as: "nobody", query: { x: "1" } },
		"POST /api/v1/telemetry": { as: "device", body: reading, free: ["patient_id"] },
		"POST /api/v1/telemetry/batch": { as: "device", body: reading, free: ["patient_id"] },
		"GET /api/v1/devices/:id/stream": { as: "device", socket: true },
		"PUT /api/v1/devices/:id/clock": { as: "device", body: { now, rate: 1 } },
		"GET /api/v1/me": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/openapi.json": { as: "viewer", query: { x: "1" } },
		"GET /api/docs": { as: "viewer", query: { x: "1" }, answers: "text/html" },
		"POST /sign-out": { as: "nobody", body: { x: "1" }, free: ["x"] },
		"GET /api/v1/health": { as: "engineer", query: { ward: device.ward } },
		"GET /api/v1/cost": { as: "admin", query: { x: "1" } },
		"GET /api/v1/lake/days": { as: "admin", query: { x: "1" } },
		"GET /api/v1/overview": { as: "viewer", query: { since: FROM } },
		"GET /api/v1/wards": { as: "viewer", query: { cursor: "x" } },
		"PUT /api/v1/wards/:id": { as: "engineer", body: { name: "Ward" }, free: ["name"] },
		"GET /api/v1/wards/:id/live": { as: "viewer", socket: true },
		"GET /api/v1/anomalies": {
			as: "viewer",
			query: {
				status: "open",
				risk: "HIGH",
				channel: "technical",
				ward: device.ward,
				device: device.id,
				since: FROM,
				until: TO,
				limit: "2",
				cursor: "1_00000000-0000-4000-8000-000000000000",
			},
		},
		"GET /api/v1/wards/:id/handover": { as: "clinician", query: { since: String(now - 3600_000) } },
		"GET /api/v1/wards/:id/handovers": { as: "clinician", query: { limit: "5" } },
		"POST /api/v1/wards/:id/handovers": {
			as: "clinician",
			body: { to: "admin", note: "Bed 2 first.", at: now, since: now - 3600_000 },
			free: ["note"],
		},
		"GET /api/v1/alarm-load": {
			as: "engineer",
			query: { from: "2026-03-01", to: "2026-03-02", operators: "2", ward: device.ward },
		},
		"GET /api/v1/wards/:id/alarm-load": {
			as: "engineer",
			query: { from: "2026-03-01", to: "2026-03-02", operators: "2" },
		},
		"GET /api/v1/wards/:id/alarm-load.csv": {
			as: "engineer",
			query: { from: "2026-03-01", to: "2026-03-02", operators: "2" },
			answers: "text/csv",
		},
		"POST /api/v1/episodes/:id/acknowledge": {
			as: "clinician",
			body: { version: 1, comment: "seen" },
			free: ["comment"],
		},
		"GET /api/v1/episodes/:id": { as: "viewer", query: { x: "1" } },
		"POST /api/v1/episodes/:id/close": { as: "clinician", body: { version: 1, comment: "x" }, free: ["comment"] },
		"POST /api/v1/episodes/:id/comment": { as: "clinician", body: { version: 1, comment: "x" }, free: ["comment"] },
		"POST /api/v1/episodes/:id/snooze": {
			as: "clinician",
			body: { version: 1, minutes: 5, comment: "x" },
			free: ["comment"],
		},
		"POST /api/v1/episodes/:id/summon": {
			as: "clinician",
			body: { version: 1, to: { role: "admin" }, comment: "x" },
			free: ["comment"],
		},
		"POST /api/v1/episodes/:id/judge": {
			as: "clinician",
			body: { version: 1, verdict: "confirmed", comment: "x" },
			free: ["comment"],
		},
		"GET /api/v1/wards/:id/escalation": { as: "viewer", query: { x: "1" } },
		"PUT /api/v1/wards/:id/escalation": {
			as: "admin",
			body: { steps: [{ after_s: 60, to: { role: "admin" } }] },
		},
		"DELETE /api/v1/devices/:id/tuning": { as: "clinician" },
		"GET /api/v1/devices": {
			as: "viewer",
			query: {
				ward: device.ward,
				fleet: "x",
				firmware: "x",
				tag: "x",
				q: "TEST",
				simulated: "true",
				assigned: "true",
				seen: "false",
				limit: "2",
				cursor: "x",
			},
		},
		"GET /api/v1/devices.csv": { as: "engineer", query: { ward: device.ward, q: "TEST" }, answers: "text/csv" },
		// Its body is a file: `device-import.test.ts` writes these texts into its cells.
		"POST /api/v1/devices/import": { as: "engineer", query: { dry_run: "true" } },
		"PUT /api/v1/devices/:id/tags": { as: "engineer", body: { tags: ["icu-spare"] } },
		"GET /api/v1/devices/:id/assignments": { as: "viewer", query: { limit: "2", cursor: "9" } },
		"GET /api/v1/wards/:id": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/wards/:id/beds": { as: "viewer", query: { limit: "2", cursor: "x" } },
		"POST /api/v1/wards/:id/beds": { as: "engineer", body: { label: "Bed 9" }, free: ["label"] },
		"DELETE /api/v1/wards/:id/beds/:bed": { as: "engineer", query: { x: "1" } },
		"GET /api/v1/devices/:id": { as: "viewer", query: { x: "1" } },
		"PUT /api/v1/devices/:id": {
			as: "engineer",
			body: { ward_id: device.ward, bed: "Bed 1", patient_id: "PATIENT-1", simulated: true, cadence_s: 1 },
			free: ["bed", "patient_id"],
		},
		"POST /api/v1/devices/:id/keys": { as: "engineer" },
		"GET /api/v1/devices/:id/readings": {
			as: "viewer",
			query: { from: FROM, to: TO, limit: "10", resolution: "3600", points: "5", cursor: "1.1" },
		},
		"GET /api/v1/devices/:id/context": { as: "viewer" },
		"PUT /api/v1/devices/:id/context": {
			as: "clinician",
			body: { age_band: "adult", pregnant: false, spo2_scale: 1, condition: "copd" },
		},
		"DELETE /api/v1/devices/:id/context": { as: "clinician", query: { x: "1" } },
		"PUT /api/v1/devices/:id/limits/:vital": {
			as: "clinician",
			body: {
				version: 0,
				low: 45,
				high: 120,
				up: 15,
				down: 10,
				reason: "as agreed",
				until: now + 3_600_000,
				patient: null,
			},
			free: ["reason"],
		},
		"DELETE /api/v1/devices/:id/limits/:vital": { as: "clinician", query: { version: "0", patient: "P-0123456789AB" } },
		"POST /api/v1/devices/:id/observations/:observation/amend": {
			as: "clinician",
			body: { reason: "a slip", oxygen: true, time: now },
			free: ["reason"],
		},
		"GET /api/v1/patients/:surrogate/observations": { as: "viewer", query: { limit: "2", cursor: "x" } },
		"GET /api/v1/patients/:surrogate/limits": { as: "viewer", query: { limit: "2", cursor: "1" } },
		"GET /api/v1/templates": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/wards/:id/template": { as: "viewer", query: { x: "1" } },
		"PUT /api/v1/wards/:id/template": { as: "admin", body: { template: "copd" } },
		"PUT /api/v1/devices/:id/observations": {
			as: "clinician",
			body: {
				id: crypto.randomUUID(),
				consciousness: "A",
				oxygen: true,
				oxygen_flow: 2,
				fio2: 28,
				temperature: 37.1,
				systolic_pressure: 120,
				diastolic_pressure: 70,
				time: now,
				patient: null,
			},
		},
		"POST /api/v1/devices/:id/baseline": { as: "clinician", body: { x: "1" }, free: ["x"] },
		"POST /api/v1/lake/flush": { as: "engineer", query: { cursor: "z" } },
		"POST /api/v1/lake/compact": { as: "engineer", query: { cursor: "z" } },
		"GET /api/v1/lake/objects": { as: "engineer", query: { limit: "2", cursor: "1~x" } },
		"GET /api/v1/lake/object": { as: "admin", query: { key: "readings/x" } },
		"POST /api/v1/exports": {
			as: "admin",
			body: { devices: [device.id], ward_id: device.ward, from: FROM, to: TO, format: "csv", cursor: "" },
		},
		"GET /api/v1/export/file": {
			as: "nobody",
			query: { key: "readings/x", format: "csv", from: "1", to: "2", expires: "9999999999999", signature: "x" },
		},
		"POST /api/v1/break-glass": {
			as: "viewer",
			body: { ward: "ward-nowhere", reason: "needed at the bed" },
			free: ["reason"],
		},
		"GET /api/v1/break-glass/wards": { as: "viewer" },
		"GET /api/v1/break-glass": { as: "admin", query: { state: "open", limit: "2", cursor: "1_B-0123456789AB" } },
		"POST /api/v1/break-glass/:id/seen": { as: "admin" },
		"GET /api/v1/members": { as: "admin", query: { limit: "2", cursor: "M-" } },
		"POST /api/v1/members": {
			as: "admin",
			body: { subject: "subject-1", name: "Dr. Osei", role: "viewer", wards: ["ward-t"] },
			free: ["name"],
		},
		"PATCH /api/v1/members/:id": {
			as: "admin",
			body: { name: "Dr. Osei", role: "viewer", wards: ["ward-t"], status: "active" },
			free: ["name"],
		},
		"POST /api/v1/members/:id/end-sessions": { as: "admin", body: { x: "1" }, free: ["x"] },
		"GET /api/v1/audit": {
			as: "admin",
			query: {
				actor: "nurse",
				action: "x",
				ward: "x",
				patient: "P-1",
				outcome: "done",
				since: FROM,
				until: TO,
				limit: "2",
				cursor: "9",
			},
		},
		"PUT /api/v1/fleets/:id/devices/:device": { as: "nobody", body: { bed: "Bed 1", patient_id: "PATIENT-1" } },
		"POST /api/v1/claims": {
			as: "engineer",
			body: { device_id: "CLAIM-1", ward_id: device.ward, expires_in_s: 600, count: 1 },
		},
		"POST /api/v1/claims/redeem": { as: "nobody", body: { code: "x", device_id: "CLAIM-1" } },
		"GET /api/v1/fleets": { as: "engineer", query: { ward: device.ward, limit: "2", cursor: "x" } },
		"GET /api/v1/fleets/:id": { as: "engineer", query: { x: "1" } },
		"PUT /api/v1/fleets/:id": {
			as: "engineer",
			body: { name: "Fleet", ward_id: device.ward, device_limit: 5 },
			free: ["name"],
		},
		"POST /api/v1/fleets/:id/keys": { as: "engineer", body: { x: "1" }, free: ["x"] },
		"DELETE /api/v1/fleets/:id/keys": { as: "engineer", query: { below: "1" } },
		"DELETE /api/v1/devices/:id/keys": { as: "engineer", query: { below: "1" } },
		"POST /api/v1/episodes/:id/resolve": { as: "clinician", body: { version: 1, decision: "dismiss" } },
		"GET /api/v1/patients/:surrogate": { as: "clinician", query: { x: "1" } },
		"PUT /api/v1/patients/:surrogate": { as: "clinician", body: { label: "A name" }, free: ["label"] },
		"GET /api/v1/patients/:surrogate/readings": {
			as: "clinician",
			query: { from: FROM, to: TO, resolution: "60", limit: "2", cursor: "x" },
		},
		"GET /api/v1/patients/:surrogate/episodes": { as: "clinician", query: { limit: "2", cursor: "x" } },
		"POST /api/v1/patients/:surrogate/discharge": { as: "clinician", body: { x: "1" }, free: ["x"] },
		"POST /api/v1/patients/:surrogate/export": { as: "admin", body: { x: "1" }, free: ["x"] },
		"GET /api/v1/patients/:surrogate/export/file": {
			as: "admin",
			query: { device: device.id, seq: "1", format: "csv" },
		},
		"POST /api/v1/patients/:surrogate/erasure": { as: "admin", body: { x: "1" }, free: ["x"] },
		"GET /api/v1/patient-keys": { as: "admin", query: { x: "1" } },
		"GET /api/v1/erasures": { as: "admin", query: { limit: "2", cursor: "x" } },
		"GET /api/v1/erasures/:id": { as: "admin", query: { x: "1" } },
		"POST /api/v1/chat": {
			as: "clinician",
			body: { message: "How is everybody?", conversation_id: crypto.randomUUID(), time_zone: "Europe/Amsterdam" },
			free: ["message"],
			perPerson: 30,
		},
		"GET /api/v1/chat/conversations": { as: "viewer", query: { x: "1" } },
		"DELETE /api/v1/chat/conversations": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/chat/conversations/:id": { as: "viewer", query: { x: "1" } },
		"DELETE /api/v1/chat/conversations/:id": { as: "viewer", query: { x: "1" } },
		"POST /api/v1/generate-report": {
			as: "clinician",
			// A patient would have to be on the device; that nobody is named is taken.
			body: {
				message: "A night",
				device_id: device.id,
				patient: null,
				from: FROM,
				to: TO,
				time_zone: "UTC",
				paper: "a4",
				sections: ["summary"],
				show_label: false,
			},
			free: ["message"],
			answers: "application/pdf",
		},
		"GET /api/v1/reports": {
			as: "viewer",
			query: { patient: "P-0123456789AB", limit: "2", cursor: "1_R-0123456789ABCDEF" },
		},
		"GET /api/v1/reports/:id": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/reports/:id/data.csv": { as: "viewer", query: { x: "1" } },
		...notificationSlots(device.ward),
		"GET /api/v1/knowledge": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/knowledge/:id": { as: "viewer", query: { x: "1" } },
		"GET /api/v1/passages/:id": { as: "viewer", query: { x: "1" } },
		"POST /api/v1/knowledge": {
			as: "admin",
			body: { title: "Local policy", source: "Ward A", format: "markdown", text: "# Heading\n\nText." },
			free: ["title", "source", "text"],
		},
		"PUT /api/v1/knowledge/:id": {
			as: "admin",
			body: { version: 1, title: "Local policy", source: "Ward A", format: "text", text: "Text." },
			free: ["version", "title", "source", "format", "text"],
		},
		"DELETE /api/v1/knowledge/:id": { as: "admin", query: { x: "1" } },
		"POST /api/v1/search": {
			as: "viewer",
			body: { query: "what now", kinds: ["passage"], limit: 2, ranking: "both" },
			free: ["query"],
		},
		"GET /api/v1/search/status": { as: "admin", query: { x: "1" } },
		"POST /api/v1/search/refresh": { as: "admin", body: { x: "1" }, free: ["x"] },
		// Nothing of the request is read, and each empties and fills the whole index.
		"POST /api/v1/search/rebuild": { as: "admin", query: { x: "1" }, fewer: 6 },
		"GET /fhir/metadata": { as: "nobody", query: { _format: "json" }, answers: FHIR },
		"GET /fhir/Patient": { as: "viewer", query: { _id: "x", _count: "2", _cursor: "x" }, answers: FHIR },
		"GET /fhir/Patient/:surrogate": { as: "viewer", query: { _format: "json" }, answers: FHIR },
		"GET /fhir/Device": { as: "engineer", query: { _id: "x", identifier: "x", patient: "x" }, answers: FHIR },
		"GET /fhir/Device/:id": { as: "engineer", query: { _format: "json" }, answers: FHIR },
		"GET /fhir/Observation": {
			as: "viewer",
			query: { patient: "P-0123456789AB", code: "8867-4", category: "vital-signs", date: "ge2026", _count: "2" },
			answers: FHIR,
		},
		"GET /fhir/Observation/:id": { as: "viewer", query: { _format: "json" }, answers: FHIR },
		"GET /fhir/DetectedIssue": { as: "viewer", query: { identified: "ge2026", code: "x", _count: "2" }, answers: FHIR },
		"GET /fhir/DetectedIssue/:id": { as: "viewer", query: { _format: "json" }, answers: FHIR },
		"GET /fhir/RiskAssessment": { as: "viewer", query: { date: "ge2026", _count: "2" }, answers: FHIR },
		"GET /fhir/RiskAssessment/:id": { as: "viewer", query: { _format: "json" }, answers: FHIR },
		"GET /api/v1/audit/export": { as: "admin", query: { after: "999999" } },
		"GET /api/v1/audit/heads": { as: "admin", query: { limit: "2", cursor: "2026-03-01" } },
	};
}

/** Every place of `body` that holds a value, as the path of names to it. */
export function placesIn(body: Readonly<Record<string, unknown>>): string[][] {
	return Object.entries(body).flatMap(([name, value]) => {
		const inner =
			typeof value === "object" && value !== null && !Array.isArray(value)
				? placesIn(value as Record<string, unknown>).map((path) => [name, ...path])
				: [];
		return [[name], ...inner];
	});
}

/** A copy of `body` with `value` at `path`; in a list's place, as the list's one element. */
export function withValue(
	body: Readonly<Record<string, unknown>>,
	[name = "", ...rest]: readonly string[],
	value: unknown,
): Record<string, unknown> {
	const present = body[name];
	if (rest.length > 0) return { ...body, [name]: withValue(present as Record<string, unknown>, rest, value) };
	return { ...body, [name]: Array.isArray(present) ? [value] : value };
}
