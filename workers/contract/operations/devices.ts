/** Devices and gateways: what they send with a key. */
import { body, type Content, json, nothing, type Operations, ref, text, time, type Parameter } from "../describe.ts";

const FIRMWARE: Record<string, Parameter> = {
	"x-device-firmware": text("What the device runs, such as `PulseOx 4.1.2`; one that cannot be kept is passed over.", {
		maxLength: 64,
	}),
};

const batchContent: Content = {
	"application/json": {
		type: "array",
		items: ref("TelemetryPayload"),
		minItems: 1,
		maxItems: 1000,
		description: "Each with its `timestamp`, all of one device.",
	},
	"application/x-ndjson": { type: "string", description: "One payload a line." },
};

export const DEVICES: Operations = {
	"POST /api/v1/telemetry": {
		tag: "Devices",
		summary: "One reading",
		description:
			"Stored before it is answered; the same device and timestamp again are stored once. A body may be sent as `Content-Encoding: gzip`.",
		headers: FIRMWARE,
		body: body("TelemetryPayload"),
		answers: { 202: json("Stored, now or before.", "TelemetryAccepted") },
		problems: ["unknown_device"],
	},
	"POST /api/v1/telemetry/batch": {
		tag: "Devices",
		summary: "Up to 1,000 readings of one device",
		description: "A bad reading is named by its position and does not sink the rest.",
		headers: FIRMWARE,
		body: { content: batchContent },
		answers: { 202: json("At least one was stored, now or before.", "BatchAccepted") },
		problems: ["unknown_device"],
		extra: {
			validation_failed: {
				accepted: { type: "integer" },
				duplicates: { type: "integer" },
				rejected: { type: "integer" },
				items: { type: "array", items: ref("BatchItemError") },
			},
		},
	},
	"GET /api/v1/devices/:id/stream": {
		tag: "Devices",
		summary: "A WebSocket to the device's object",
		description:
			"Upgrade with `Upgrade: websocket`. The frames are JSON texts: the device says `hello`, sends numbered `readings`, and is answered with `ack` once they are stored. See `docs/stream-protocol.md`.",
		answers: { 101: nothing("The connection is a WebSocket now.") },
		problems: ["unknown_device", "upgrade_required"],
	},
	"PUT /api/v1/devices/:id/clock": {
		tag: "Devices",
		summary: "The clock of a simulated device",
		body: body("SimulationClock"),
		answers: { 200: json("Set.", "ClockSet") },
		problems: ["unknown_device"],
	},
	"PUT /api/v1/fleets/:id/devices/:device": {
		tag: "Devices",
		summary: "A gateway enrols a device of its fleet",
		description: "In the fleet's ward. A device that is there already is put in the bed that is named.",
		body: body("FleetDeviceBody"),
		answers: {
			200: json("It was of the fleet already.", "FleetDeviceEnrolled"),
			201: json("Enrolled.", "FleetDeviceEnrolled"),
		},
		problems: ["not_found", "fleet_full"],
	},
	"POST /api/v1/claims/redeem": {
		tag: "Devices",
		summary: "A claim code for a key",
		description: "The code is the credential. Unknown, used, expired and another device's codes are answered alike.",
		body: body("RedeemBody"),
		answers: { 201: json("The key, shown this once.", "ClaimRedeemed") },
		problems: ["unauthenticated", "conflict", "fleet_full", "too_many_requests"],
	},
};

export const SERVICE: Operations = {
	"GET /health": {
		tag: "Service",
		summary: "Asks each dependency now",
		answers: { 200: json("All of them answered.", "Health"), 503: json("One of them failed.", "Health") },
		problems: ["too_many_requests"],
	},
	"GET /api/v1/health": {
		tag: "Service",
		summary: "The parts, and what wards know of their devices' troubles",
		description: "Each of the reader's wards is asked: for a person who looks.",
		answers: { 200: json("With what somebody should look at, in sentences.", "SystemHealth") },
	},
	"GET /api/v1/cost": {
		tag: "Service",
		summary: "What the present month has cost so far",
		answers: { 200: json("Counted, or estimated from what was counted, line by line.", "CostAnswer") },
	},
	"GET /api/v1/openapi.json": {
		tag: "Service",
		summary: "This document",
		answers: { 200: json("OpenAPI 3.1.", { type: "object", required: ["openapi", "info", "paths"] }) },
	},
	"GET /api/docs": {
		tag: "Service",
		summary: "This document as a page",
		description: "Requests can be tried there as the person who is signed in.",
		answers: { 200: { description: "A page.", content: { "text/html": { type: "string" } } } },
	},
};

export const PEOPLE_SELF: Operations = {
	"GET /api/v1/me": {
		tag: "People",
		summary: "Who is signed in",
		answers: { 200: json("The person.", "Me") },
	},
	"POST /sign-out": {
		tag: "People",
		summary: "Ends this session, everywhere",
		answers: {
			303: {
				description: "Ended; `location` leads to where one signs in again.",
				headers: { location: { type: "string" } },
			},
		},
	},
};

/** The counts above the central station. */
export const OVERVIEW: Operations = {
	"GET /api/v1/overview": {
		tag: "Ward",
		summary: "Counts over the reader's wards",
		description: "The lake is counted whole.",
		query: { since: time("Where the reader’s day began; midnight of UTC when absent.") },
		answers: { 200: json("All counted, none estimated.", "Overview") },
		problems: ["validation_failed"],
	},
};
