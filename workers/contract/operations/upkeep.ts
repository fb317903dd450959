/** The lake, notifications, people and the audit log. */
import {
	body,
	choice,
	count,
	cursor,
	json,
	limit,
	nothing,
	type Operations,
	page,
	required,
	text,
	time,
} from "../describe.ts";

const ALL = text("`next_cursor` of the answer before.");

export const LAKE: Operations = {
	"POST /api/v1/lake/flush": {
		tag: "Lake",
		summary: "Devices move what they hold to the lake now",
		description: "200 devices to a request.",
		query: { cursor: ALL },
		answers: { 200: json("What was moved.", "LakeFlushed") },
	},
	"POST /api/v1/lake/compact": {
		tag: "Lake",
		summary: "Devices make one object of each of their days now",
		description: "200 devices to a request.",
		query: { cursor: ALL },
		answers: { 200: json("What was made.", "LakeCompacted") },
	},
	"GET /api/v1/lake/objects": {
		tag: "Lake",
		summary: "The catalogue, in key order",
		description: "As it was when the first page was asked for.",
		query: { limit: limit(1000, 200), cursor },
		answers: { 200: page("Objects.", "LakeObject") },
		problems: ["expired", "validation_failed"],
	},
	"GET /api/v1/lake/days": {
		tag: "Lake",
		summary: "What the lake holds of each day",
		query: { limit: limit(400, 60), cursor },
		answers: { 200: page("Newest first.", "LakeDay") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/lake/object": {
		tag: "Lake",
		summary: "One Parquet file",
		query: { key: required(text("The object's key.")) },
		answers: {
			200: {
				description: "The file.",
				content: { "application/vnd.apache.parquet": {} },
				headers: { etag: { type: "string" }, "content-length": { type: "string" } },
			},
		},
		problems: ["not_found"],
	},
	"POST /api/v1/exports": {
		tag: "Lake",
		summary: "Readings in bulk, as signed addresses",
		description: "By the catalogue at the moment of the first page: each reading is behind exactly one address.",
		body: body("ExportRequest"),
		answers: { 200: json("Addresses, good for an hour.", "ExportPage") },
		problems: ["expired"],
	},
	"GET /api/v1/export/file": {
		tag: "Lake",
		summary: "A file of an export",
		description: "The address is the credential, as long as whoever asked for it may have it. Takes `Range`.",
		query: {
			key: required(text("The object's key.")),
			format: required(choice("Of the file.", ["parquet", "csv"])),
			from: count("Of CSV: milliseconds since the epoch.", 0, Number.MAX_SAFE_INTEGER),
			to: count("Of CSV: milliseconds since the epoch.", 0, Number.MAX_SAFE_INTEGER),
			by: required(text("Who asked for it.")),
			expires: required(text("Until when it is good.")),
			signature: required(text("Over all of it.")),
		},
		headers: { range: text("`bytes=…`: one part."), "if-range": text("The etag that the part must be of.") },
		answers: {
			200: {
				description: "The file.",
				content: { "application/vnd.apache.parquet": {}, "text/csv": { type: "string" } },
				headers: { etag: { type: "string" }, "accept-ranges": { type: "string" } },
			},
			206: {
				description: "The part that was asked for.",
				content: { "application/vnd.apache.parquet": {}, "text/csv": { type: "string" } },
				headers: { etag: { type: "string" }, "content-range": { type: "string" } },
			},
		},
		problems: ["not_found", "range_not_satisfiable"],
	},
};

export const NOTIFICATIONS: Operations = {
	"GET /api/v1/notifications": {
		tag: "Notifications",
		summary: "One's own notifications and quiet hours",
		answers: { 200: json("With what a browser subscribes with.", "NotificationsAnswer") },
	},
	"POST /api/v1/notifications": {
		tag: "Notifications",
		summary: "Subscribes a browser or a webhook",
		body: body("NotificationBody"),
		answers: { 201: json("With a webhook's secret, shown this once.", "SubscriptionMade") },
		problems: ["conflict", "too_many_requests"],
	},
	"PUT /api/v1/notifications/quiet-hours": {
		tag: "Notifications",
		summary: "One's own quiet hours",
		body: body("QuietHoursBody"),
		answers: { 200: json("As they are now.", "QuietHoursAnswer") },
	},
	"PATCH /api/v1/notifications/:id": {
		tag: "Notifications",
		summary: "Changes a notification",
		body: body("NotificationChangeBody"),
		answers: { 200: json("As it is now.", "SubscriptionEntry") },
		problems: ["not_found"],
	},
	"DELETE /api/v1/notifications/:id": {
		tag: "Notifications",
		summary: "Ends a notification",
		answers: { 204: nothing("Gone, with what it was sent.") },
		problems: ["not_found"],
	},
	"POST /api/v1/notifications/:id/rotate": {
		tag: "Notifications",
		summary: "A new secret for a webhook",
		body: body("RotateBody"),
		answers: { 200: json("With the new secret, shown this once.", "SubscriptionMade") },
		problems: ["not_found", "conflict", "too_many_requests"],
	},
	"POST /api/v1/notifications/:id/test": {
		tag: "Notifications",
		summary: "Sends one message now",
		answers: { 200: json("What came of it.", "TestAnswer") },
		problems: ["not_found", "too_many_requests"],
	},
	"GET /api/v1/notifications/:id/deliveries": {
		tag: "Notifications",
		summary: "What was sent and what came of it",
		query: { limit: limit(200, 50), cursor },
		answers: { 200: page("Newest first.", "DeliveryEntry") },
		problems: ["not_found", "validation_failed"],
	},
};

export const PEOPLE: Operations = {
	"POST /api/v1/break-glass": {
		tag: "People",
		summary: "Opens a ward for an hour",
		description: "One that the person does not work on, for a reason; admins are shown it.",
		body: body("BreakGlassBody"),
		answers: { 201: json("Open.", "BreakGlass") },
		problems: ["not_found", "conflict"],
	},
	"GET /api/v1/break-glass/wards": {
		tag: "People",
		summary: "Names of the wards one does not work on",
		answers: { 200: page("And nothing else of them.", "OtherWard") },
	},
	"GET /api/v1/break-glass": {
		tag: "People",
		summary: "Who opened what, when and why",
		query: {
			state: choice("Open now, or not seen by an admin yet.", ["open", "unseen"]),
			limit: limit(500, 100),
			cursor,
		},
		answers: { 200: page("Newest first.", "NamedBreakGlass") },
		problems: ["validation_failed"],
	},
	"POST /api/v1/break-glass/:id/seen": {
		tag: "People",
		summary: "An admin knows of it",
		answers: { 200: json("As it is now.", "BreakGlass") },
		problems: ["not_found"],
	},
	"GET /api/v1/members": {
		tag: "People",
		summary: "Everybody who may use this",
		query: { limit: limit(500, 100), cursor },
		answers: { 200: page("Deactivated ones too.", "Member") },
		problems: ["validation_failed"],
	},
	"POST /api/v1/members": {
		tag: "People",
		summary: "Adds a person",
		body: body("MemberBody"),
		answers: { 201: json("Added.", "Member") },
		problems: ["conflict"],
	},
	"PATCH /api/v1/members/:id": {
		tag: "People",
		summary: "Changes a person",
		description: "Counts from the person's next request on.",
		body: body("MemberChangeBody"),
		answers: { 200: json("As they are now.", "Member") },
		problems: ["not_found", "conflict"],
	},
	"POST /api/v1/members/:id/end-sessions": {
		tag: "People",
		summary: "The person must sign in again, everywhere",
		answers: { 204: nothing("Ended.") },
		problems: ["not_found"],
	},
};

export const AUDIT: Operations = {
	"GET /api/v1/audit": {
		tag: "Audit",
		summary: "Entries, newest first",
		description: "Filters combine.",
		query: {
			actor: text("Whose."),
			action: text("Such as `readings.read`."),
			ward: text("Of this ward."),
			patient: text("Of this patient."),
			outcome: choice("What became of it.", ["done", "refused", "failed"]),
			since: time("Since."),
			until: time("Until."),
			limit: limit(500, 100),
			cursor,
		},
		answers: { 200: page("Links of the chain.", "AuditEntry") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/audit/export": {
		tag: "Audit",
		summary: "Every entry, in the chain's order",
		query: { after: count("Those after this number.", 0, Number.MAX_SAFE_INTEGER, 0) },
		answers: {
			200: { description: "An `AuditEntry` a line.", content: { "application/x-ndjson": { type: "string" } } },
		},
		problems: ["validation_failed"],
	},
	"GET /api/v1/audit/heads": {
		tag: "Audit",
		summary: "The chain's end at the end of each day",
		query: { limit: limit(400, 100), cursor: text("`next_cursor` of the page before.", { format: "date" }) },
		answers: { 200: page("Oldest first.", "AuditHead") },
		problems: ["validation_failed"],
	},
};
