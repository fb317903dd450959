/** Wards, beds, devices, their keys, fleets and claim codes. */
import {
	body,
	choice,
	count,
	cursor,
	file,
	json,
	limit,
	list,
	nothing,
	type Operations,
	page,
	type Parameter,
	required,
	text,
	ward,
} from "../describe.ts";

const TRUTH = ["true", "false"];
const DEVICE_FILTER: Record<string, Parameter> = {
	ward,
	fleet: text("Of this fleet only."),
	firmware: text("That last said that they run this version."),
	tag: text("With this tag."),
	q: text("Part of an id or of a bed's label.", { minLength: 1, maxLength: 50 }),
	simulated: choice("Simulated devices, or real ones.", TRUTH),
	assigned: choice("Devices on a patient, or on nobody.", TRUTH),
};
const BELOW = {
	below: required(count("Keys of lower generations are revoked.", 1, 999_999_999)),
};

export const WARDS: Operations = {
	"GET /api/v1/wards": {
		tag: "Registry",
		summary: "Wards",
		query: { ward },
		answers: { 200: page("The reader's wards with their counts.", "WardSummary") },
	},
	"PUT /api/v1/wards/:id": {
		tag: "Registry",
		summary: "Makes a ward, renames it, or says where its objects are made",
		body: body("WardBody"),
		answers: { 200: json("As it is now.", "WardSummary") },
	},
	"GET /api/v1/wards/:id": {
		tag: "Registry",
		summary: "A ward with its counts",
		answers: { 200: json("The ward.", "WardSummary") },
		problems: ["not_found", "validation_failed"],
	},
	"GET /api/v1/wards/:id/beds": {
		tag: "Registry",
		summary: "Beds by label",
		query: { limit: limit(500, 100), cursor },
		answers: { 200: page("Beds, with the devices in each.", "BedEntry") },
		problems: ["not_found", "validation_failed"],
	},
	"POST /api/v1/wards/:id/beds": {
		tag: "Registry",
		summary: "Adds a bed",
		body: body("BedBody"),
		answers: { 201: json("Added.", "BedEntry") },
		problems: ["not_found", "conflict"],
	},
	"DELETE /api/v1/wards/:id/beds/:bed": {
		tag: "Registry",
		summary: "Takes out a bed that no device is in",
		answers: { 204: nothing("Gone.") },
		problems: ["not_found", "conflict", "validation_failed"],
	},
	"GET /api/v1/wards/:id/escalation": {
		tag: "Registry",
		summary: "Who is summoned where nobody acknowledges",
		answers: { 200: json("The steps.", "EscalationAnswer") },
		problems: ["not_found", "validation_failed"],
	},
	"PUT /api/v1/wards/:id/escalation": {
		tag: "Registry",
		summary: "Chooses who is summoned",
		body: body("EscalationBody"),
		answers: { 200: json("The steps.", "EscalationAnswer") },
		problems: ["not_found"],
	},
	"GET /api/v1/templates": {
		tag: "Registry",
		summary: "The named sets of limits",
		answers: { 200: list("With their numbers and where these come from.", "TemplateEntry") },
	},
	"GET /api/v1/wards/:id/template": {
		tag: "Registry",
		summary: "Which set of limits stands in",
		answers: { 200: json("The ward's choice.", "WardTemplateAnswer") },
		problems: ["not_found", "validation_failed"],
	},
	"PUT /api/v1/wards/:id/template": {
		tag: "Registry",
		summary: "Chooses the set of limits",
		description: "The ward's devices are told at once.",
		body: body("TemplateBody"),
		answers: { 200: json("The ward's choice, and how many devices were told.", "WardTemplateAnswer") },
		problems: ["not_found"],
	},
	"GET /api/v1/wards/:id/notifications": {
		tag: "Notifications",
		summary: "Whether notifications of a ward say which bed and device",
		answers: { 200: json("The ward's choice.", "WardNotifications") },
		problems: ["not_found", "validation_failed"],
	},
	"PUT /api/v1/wards/:id/notifications": {
		tag: "Notifications",
		summary: "Lets identity leave with notifications, or not",
		body: body("WardNotificationsBody"),
		answers: { 200: json("Counts from the next message on.", "WardNotifications") },
		problems: ["not_found"],
	},
};

export const DEVICE_REGISTRY: Operations = {
	"GET /api/v1/devices": {
		tag: "Registry",
		summary: "Devices in order of id",
		description: "Filters combine. Engineers are not told of patients.",
		query: {
			...DEVICE_FILTER,
			seen: choice("Asks each device's object when it last heard of it; at most 100 to a page then.", TRUTH),
			limit: limit(500, 100),
			cursor,
		},
		answers: { 200: page("Devices.", "DeviceEntry") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/devices.csv": {
		tag: "Registry",
		summary: "Devices as CSV",
		description: "Without patients; an import takes it back unchanged.",
		query: DEVICE_FILTER,
		answers: { 200: file("The file.", "text/csv") },
		problems: ["validation_failed"],
	},
	"POST /api/v1/devices/import": {
		tag: "Registry",
		summary: "Devices from CSV, line by line",
		description:
			"The heading names the columns; `device_id` and `ward_id` must be there. At most 1,000 lines and 1 MiB.",
		query: { dry_run: choice("With `true` nothing is written.", TRUTH), ward },
		body: { content: { "text/csv": { type: "string" } } },
		answers: { 200: json("What became of each line.", "ImportReport") },
	},
	"GET /api/v1/devices/:id": {
		tag: "Registry",
		summary: "A device and how it is",
		answers: { 200: json("The device.", "DeviceAnswer") },
		problems: ["unknown_device"],
	},
	"PUT /api/v1/devices/:id": {
		tag: "Registry",
		summary: "Enrols a device, or moves it to another ward, bed or patient",
		body: body("EnrolBody"),
		answers: { 200: json("It was there already.", "DeviceEnrolled"), 201: json("Enrolled.", "DeviceEnrolled") },
		problems: ["conflict", "erasing", "fleet_full"],
	},
	"PUT /api/v1/devices/:id/tags": {
		tag: "Registry",
		summary: "Replaces a device's tags",
		body: body("TagsBody"),
		answers: { 200: json("All of them.", "TagsAnswer") },
		problems: ["unknown_device"],
	},
	"GET /api/v1/devices/:id/assignments": {
		tag: "Registry",
		summary: "Who wore the device when",
		query: { limit: limit(200, 50), cursor },
		answers: { 200: page("Newest first.", "DeviceAssignment") },
		problems: ["unknown_device", "validation_failed"],
	},
	"POST /api/v1/devices/:id/keys": {
		tag: "Registry",
		summary: "A key for a device",
		answers: { 201: json("The key, shown this once.", "KeyIssued") },
		problems: ["unknown_device"],
	},
	"DELETE /api/v1/devices/:id/keys": {
		tag: "Registry",
		summary: "Revokes a device's older keys",
		query: BELOW,
		answers: { 200: json("Which keys count.", "KeysRevoked") },
		problems: ["unknown_device", "validation_failed"],
	},
	"POST /api/v1/claims": {
		tag: "Registry",
		summary: "Codes with which devices get their keys",
		body: body("ClaimsBody"),
		answers: { 201: json("The codes, shown this once.", "ClaimsCreated") },
		problems: ["conflict"],
	},
};

export const FLEETS: Operations = {
	"GET /api/v1/fleets": {
		tag: "Registry",
		summary: "Fleets in order of id",
		query: { ward, limit: limit(500, 100), cursor },
		answers: { 200: page("Fleets.", "FleetSummary") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/fleets/:id": {
		tag: "Registry",
		summary: "A fleet, its devices counted",
		answers: { 200: json("The fleet.", "FleetDetail") },
		problems: ["not_found"],
	},
	"PUT /api/v1/fleets/:id": {
		tag: "Registry",
		summary: "Makes a fleet, or changes it",
		body: body("FleetBody"),
		answers: { 200: json("Changed.", "FleetDetail"), 201: json("Made.", "FleetDetail") },
	},
	"POST /api/v1/fleets/:id/keys": {
		tag: "Registry",
		summary: "A key for a fleet's gateways",
		answers: { 201: json("The key, shown this once.", "KeyIssued") },
		problems: ["not_found"],
	},
	"DELETE /api/v1/fleets/:id/keys": {
		tag: "Registry",
		summary: "Revokes a fleet's older keys",
		query: BELOW,
		answers: { 202: json("`revocation` says how many devices remain to be told.", "FleetDetail") },
		problems: ["not_found", "validation_failed"],
	},
};
