/** Where the routes of notifications take text from outside: part of `injection-slots.ts`. */
import type { Slots } from "./injection-slots.ts";

export function notificationSlots(ward: string): Readonly<Record<string, Slots>> {
	return {
		"GET /api/v1/notifications": { as: "viewer", query: { x: "1" } },
		"POST /api/v1/notifications": {
			as: "clinician",
			body: {
				ward_id: ward,
				channel: "webhook",
				name: "Pager",
				url: "https://hooks.example.org/x",
				events: ["opened"],
				min_risk: "HIGH",
				quiet_hours: false,
			},
			// An address of a host that is not ours is one as good as another.
			free: ["name", "url"],
			perPerson: 20,
		},
		"PUT /api/v1/notifications/quiet-hours": {
			as: "clinician",
			body: {
				quiet_hours: {
					from: "22:00",
					to: "07:00",
					time_zone: "Europe/Amsterdam",
					let_through: { high: true, summoned: true },
					held: "digest",
				},
			},
		},
		"PATCH /api/v1/notifications/:id": {
			as: "clinician",
			body: {
				name: "Pager",
				url: "https://hooks.example.org/x",
				events: ["opened"],
				min_risk: "HIGH",
				status: "paused",
			},
			free: ["name"],
		},
		"DELETE /api/v1/notifications/:id": { as: "clinician", query: { x: "1" } },
		"POST /api/v1/notifications/:id/rotate": { as: "clinician", body: { overlap_hours: 24 } },
		"POST /api/v1/notifications/:id/test": { as: "clinician", body: { x: "1" }, free: ["x"] },
		"GET /api/v1/notifications/:id/deliveries": { as: "clinician", query: { limit: "2", cursor: "9" } },
		"GET /api/v1/wards/:id/notifications": { as: "viewer", query: { x: "1" } },
		"PUT /api/v1/wards/:id/notifications": { as: "admin", body: { identity: false } },
	};
}
