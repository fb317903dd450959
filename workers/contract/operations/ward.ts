/** A ward now, and its episodes. */
import {
	body,
	choice,
	count,
	cursor,
	day,
	file,
	json,
	limit,
	nothing,
	type Operation,
	type Operations,
	page,
	ref,
	text,
	time,
	ward,
} from "../describe.ts";

const LOAD = {
	from: day("First day; a week before `to` when absent. At most 365 days before `to`."),
	to: day("Last day; today when absent."),
	operators: count("People who answer the ward's alarms at one time.", 1, 50, 1),
};

export const WARD_NOW: Operations = {
	"GET /api/v1/wards/:id/live": {
		tag: "Ward",
		summary: "A WebSocket to the ward's station",
		description:
			"Upgrade with `Upgrade: websocket`, from a page of this origin. Frames are JSON texts from the server, the first a `snapshot`, then `readings`, `episode`, `roster` and, to admins, `glass`; their shape is `LiveFrame`. The text `ping` is answered with `pong`.",
		answers: { 101: nothing("The connection is a WebSocket now. Its frames: see `LiveFrame`.") },
		problems: ["not_found", "validation_failed", "upgrade_required"],
	},
	"GET /api/v1/anomalies": {
		tag: "Ward",
		summary: "Episodes, newest first",
		description: "Filters combine.",
		query: {
			status: choice("Open or closed.", ["open", "closed"]),
			risk: choice("Of this risk.", ["LOW", "MEDIUM", "HIGH"]),
			channel: choice("Patients' trouble, or devices'.", ["physiological", "technical"]),
			ward,
			device: text("Of this device."),
			since: time("Opened since."),
			until: time("Opened until."),
			limit: limit(500, 50),
			cursor,
		},
		answers: { 200: page("Episodes.", "Anomaly") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/wards/:id/handover": {
		tag: "Ward",
		summary: "What the next shift is told",
		query: { since: time("Within the last seven days; the last hand-over when absent.") },
		answers: { 200: json("Patient by patient, the gravest first.", "HandoverAnswer") },
		problems: ["not_found", "validation_failed"],
	},
	"GET /api/v1/wards/:id/handovers": {
		tag: "Ward",
		summary: "Hand-overs that were given",
		query: { limit: limit(100, 20) },
		answers: { 200: page("Newest first.", "HandoverRecord") },
		problems: ["validation_failed"],
	},
	"POST /api/v1/wards/:id/handovers": {
		tag: "Ward",
		summary: "Hands the ward over to a colleague",
		body: body("HandoverBody"),
		answers: { 201: json("Given.", "HandoverRecord") },
		problems: ["not_found"],
	},
	"GET /api/v1/alarm-load": {
		tag: "Ward",
		summary: "How many alarms wards are given",
		query: { ward, ...LOAD },
		answers: { 200: json("The reader's wards.", "AlarmLoadList") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/wards/:id/alarm-load": {
		tag: "Ward",
		summary: "How many alarms a ward is given, in full",
		query: LOAD,
		answers: { 200: json("By day, hour, device, rule and vital sign.", "AlarmLoadAnswer") },
		problems: ["not_found", "validation_failed"],
	},
	"GET /api/v1/wards/:id/alarm-load.csv": {
		tag: "Ward",
		summary: "A line for each day and device with alarms",
		query: LOAD,
		answers: { 200: file("The file.", "text/csv") },
		problems: ["not_found", "validation_failed"],
	},
};

/** What people do to an episode: with the version that they saw, answered with the episode as it is now. */
const deed = (summary: string, of: string, description?: string): Operation => ({
	tag: "Episodes",
	summary,
	...(description === undefined ? {} : { description }),
	body: body(of),
	answers: { 200: json("The episode as it is now.", "EpisodeAnswer") },
	problems: ["not_found", "version_conflict"],
	extra: { version_conflict: { episode: ref("Episode") } },
});

export const EPISODES: Operations = {
	"GET /api/v1/episodes/:id": {
		tag: "Episodes",
		summary: "An episode and everything that happened to it",
		answers: { 200: json("Events oldest first.", "EpisodeRecord") },
		problems: ["not_found"],
	},
	"POST /api/v1/episodes/:id/acknowledge": deed("Somebody knows of it", "EpisodeBody"),
	"POST /api/v1/episodes/:id/close": deed("Closes it", "EpisodeBody", "Such as one whose signal is lost for good."),
	"POST /api/v1/episodes/:id/comment": deed("Says something about it", "CommentBody"),
	"POST /api/v1/episodes/:id/snooze": deed(
		"Keeps it quiet for a while",
		"SnoozeBody",
		"It is told again if it is open then, or grows.",
	),
	"POST /api/v1/episodes/:id/summon": deed("Asks somebody to come", "SummonBody"),
	"POST /api/v1/episodes/:id/judge": deed("Says whether the alarm was right", "JudgeBody"),
	"POST /api/v1/episodes/:id/resolve": {
		...deed(
			"Says who wears the device",
			"ResolveBody",
			"Where a device names another patient than the one assigned to it.",
		),
		problems: ["not_found", "conflict", "version_conflict", "erasing"],
	},
};
