/** The assistant, what it may cite, and reports. */
import { body, cursor, file, json, limit, list, nothing, type Operations, page, ref, text, ward } from "../describe.ts";

const STATUS = json("What is indexed, and what waits.", "SearchStatus");

export const ASSISTANT: Operations = {
	"POST /api/v1/chat": {
		tag: "Assistant",
		summary: "A question, answered at once or as it is written",
		description:
			"With `Accept: text/event-stream` the answer comes as server-sent events, `event:` the `type` and `data:` the JSON of a `ChatEvent`; `done` or `error` is the last.",
		body: body("ChatRequest"),
		answers: {
			200: {
				description: "The answer, checked sentence by sentence against its sources.",
				content: {
					"application/json": ref("ChatAnswer"),
					"text/event-stream": { type: "string", description: "Events whose data is a `ChatEvent`." },
				},
			},
		},
		problems: ["too_many_requests"],
	},
	"GET /api/v1/chat/conversations": {
		tag: "Assistant",
		summary: "One's own conversations",
		answers: { 200: page("Newest first.", "ConversationEntry") },
	},
	"DELETE /api/v1/chat/conversations": {
		tag: "Assistant",
		summary: "Forgets all of one's own conversations",
		answers: { 204: nothing("Forgotten.") },
	},
	"GET /api/v1/chat/conversations/:id": {
		tag: "Assistant",
		summary: "What was asked and answered",
		answers: { 200: json("The conversation.", "ConversationAnswer") },
		problems: ["not_found"],
	},
	"DELETE /api/v1/chat/conversations/:id": {
		tag: "Assistant",
		summary: "Forgets a conversation",
		answers: { 204: nothing("Forgotten.") },
		problems: ["not_found"],
	},
	"GET /api/v1/knowledge": {
		tag: "Assistant",
		summary: "Documents that may be cited",
		answers: { 200: list("Those of the product first.", "KnowledgeAnswer") },
	},
	"GET /api/v1/knowledge/:id": {
		tag: "Assistant",
		summary: "A document with its passages",
		answers: { 200: json("The document.", "KnowledgeDocumentAnswer") },
		problems: ["not_found"],
	},
	"GET /api/v1/passages/:id": {
		tag: "Assistant",
		summary: "What a citation opens",
		answers: { 200: json("The passage.", "PassageAnswer") },
		problems: ["not_found"],
	},
	"POST /api/v1/knowledge": {
		tag: "Assistant",
		summary: "Uploads a document",
		body: body("KnowledgeBody"),
		answers: {
			201: json("With the passages it was made into.", "KnowledgeDocumentAnswer", { location: { type: "string" } }),
		},
		problems: ["conflict"],
	},
	"PUT /api/v1/knowledge/:id": {
		tag: "Assistant",
		summary: "Takes the place of an uploaded document",
		body: body("KnowledgeChangeBody"),
		answers: { 200: json("The new version.", "KnowledgeDocumentAnswer") },
		problems: ["not_found", "conflict", "version_conflict"],
	},
	"DELETE /api/v1/knowledge/:id": {
		tag: "Assistant",
		summary: "Deletes an uploaded document",
		answers: { 204: nothing("Gone, from the index too.") },
		problems: ["not_found", "conflict"],
	},
	"POST /api/v1/search": {
		tag: "Assistant",
		summary: "Guidelines, and past episodes of the reader's wards",
		description: "A question may hold a name, so it travels in a body and is kept nowhere.",
		body: body("SearchBody"),
		answers: { 200: list("Best first.", "SearchHit") },
	},
	"GET /api/v1/search/status": { tag: "Assistant", summary: "How the index is", answers: { 200: STATUS } },
	"POST /api/v1/search/refresh": {
		tag: "Assistant",
		summary: "Indexes what waits",
		description: "As much as one request may; ask again while something waits.",
		answers: { 200: STATUS },
	},
	"POST /api/v1/search/rebuild": {
		tag: "Assistant",
		summary: "Empties the index and begins anew",
		answers: { 200: STATUS },
	},
};

const REPORT_HEADERS = {
	"x-report-id": { type: "string" },
	"x-content-sha256": { type: "string" },
	etag: { type: "string" },
};

export const REPORTS: Operations = {
	"POST /api/v1/generate-report": {
		tag: "Reports",
		summary: "Makes a report",
		description:
			"The server's own data; what is sent is printed as the author's note. It is kept, and `Location` says where.",
		body: body("ReportRequest"),
		answers: {
			200: file("The report.", "application/pdf", { ...REPORT_HEADERS, location: { type: "string" } }),
		},
		problems: ["unknown_device", "not_found", "erasing"],
	},
	"GET /api/v1/reports": {
		tag: "Reports",
		summary: "Reports on patients in the reader's wards",
		query: {
			patient: text("On this patient only.", { pattern: "^P-[0-9A-F]{12}$" }),
			ward,
			limit: limit(200, 50),
			cursor,
		},
		answers: { 200: page("Newest first.", "ReportEntry") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/reports/:id": {
		tag: "Reports",
		summary: "A report, as it was made",
		answers: { 200: file("The report.", "application/pdf", REPORT_HEADERS) },
		problems: ["not_found"],
	},
	"GET /api/v1/reports/:id/data.csv": {
		tag: "Reports",
		summary: "The readings a report was made of",
		answers: { 200: file("The readings.", "text/csv") },
		problems: ["not_found"],
	},
};
