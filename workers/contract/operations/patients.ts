/** What is said at the bed, and patients by their surrogate. */
import {
	body,
	choice,
	count,
	cursor,
	json,
	limit,
	list,
	nothing,
	type Operation,
	type Operations,
	page,
	pageOf,
	type Parameter,
	ref,
	required,
	text,
	time,
} from "../describe.ts";

const PATIENT = text("Whom the reader had in view: refused where somebody else is on the device.", {
	pattern: "^P-[0-9A-F]{12}$",
});
const HISTORY: Record<string, Parameter> = {
	from: time("Readings from then on; at most eight days before `to`."),
	to: time("And before then."),
	resolution: count("Seconds that one entry sums up.", 1, 86_400),
	points: count("How many entries are wanted, instead of `resolution`.", 1, 5000),
	limit: limit(5000, 1000),
	cursor,
};
/** Readings, or what sums them up. */
const history = (of: string) =>
	json("Readings; with `resolution` or `points` sums of them.", { anyOf: [pageOf(ref(of)), ref("TrendPage")] });

const record = (summary: string, more: Partial<Operation> = {}): Operation => ({
	tag: "Bedside",
	summary,
	answers: { 200: json("What is known of the patient now.", "ContextAnswer") },
	problems: ["unknown_device", "no_patient"],
	...more,
});
const VERSIONED: Partial<Operation> = {
	problems: ["unknown_device", "no_patient", "version_conflict"],
	extra: { version_conflict: { record: ref("ContextAnswer") } },
};

export const BEDSIDE: Operations = {
	"GET /api/v1/devices/:id/readings": {
		tag: "Bedside",
		summary: "Readings of the patient now on the device",
		description: "The newest ones, newest first. With `from` and `to` those of that time, oldest first, in pages.",
		query: HISTORY,
		answers: { 200: history("ReadingEntry") },
		problems: ["unknown_device", "validation_failed"],
	},
	"GET /api/v1/devices/:id/context": record("The patient now on the device"),
	"PUT /api/v1/devices/:id/context": record("Replaces what is known of the patient", { body: body("ContextBody") }),
	"DELETE /api/v1/devices/:id/context": record("Nobody has said anything: the ward's template counts"),
	"PUT /api/v1/devices/:id/limits/:vital": record("A limit of the patient's own, for a while", {
		...VERSIONED,
		body: body("LimitBody"),
	}),
	"DELETE /api/v1/devices/:id/limits/:vital": record("The default counts again", {
		...VERSIONED,
		query: { version: required(count("The `limits_version` that the reader saw.", 0, 999_999_999)), patient: PATIENT },
		problems: ["unknown_device", "no_patient", "version_conflict", "validation_failed"],
	}),
	"PUT /api/v1/devices/:id/observations": record("What was seen or measured at the bed", {
		description: "A repeat with the same `id` changes nothing.",
		body: body("ObservationBody"),
		problems: ["unknown_device", "no_patient", "version_conflict"],
	}),
	"POST /api/v1/devices/:id/observations/:observation/amend": record("It was entered in error", {
		body: body("AmendmentBody"),
		problems: ["unknown_device", "not_found", "no_patient", "version_conflict"],
	}),
	"DELETE /api/v1/devices/:id/tuning": record("Judgements of alarms count no more for the deadbands"),
	"POST /api/v1/devices/:id/baseline": record("The present is usual for this patient"),
};

const SURROGATE_LISTS = { limit: limit(500, 50), cursor };

export const PATIENTS: Operations = {
	"GET /api/v1/patients/:surrogate": {
		tag: "Patients",
		summary: "Label and devices",
		answers: { 200: json("The patient.", "PatientAnswer") },
		problems: ["not_found"],
	},
	"PUT /api/v1/patients/:surrogate": {
		tag: "Patients",
		summary: "What the patient is called at the bed",
		body: body("PatientBody"),
		answers: { 200: json("The patient.", "PatientAnswer") },
		problems: ["not_found", "erasing"],
	},
	"GET /api/v1/patients/:surrogate/readings": {
		tag: "Patients",
		summary: "What was measured, whichever devices did it",
		query: { ...HISTORY, from: required(HISTORY["from"] as Parameter) },
		answers: { 200: history("PatientReadingEntry") },
		problems: ["not_found", "validation_failed"],
	},
	"GET /api/v1/patients/:surrogate/episodes": {
		tag: "Patients",
		summary: "The patient's episodes, newest first",
		query: SURROGATE_LISTS,
		answers: { 200: page("Episodes.", "Anomaly") },
		problems: ["not_found", "validation_failed"],
	},
	"GET /api/v1/patients/:surrogate/observations": {
		tag: "Patients",
		summary: "What people observed, newest first",
		query: SURROGATE_LISTS,
		answers: { 200: page("Those entered in error among them.", "ObservationEntry") },
		problems: ["not_found", "validation_failed"],
	},
	"GET /api/v1/patients/:surrogate/limits": {
		tag: "Patients",
		summary: "What became of the patient's own limits",
		query: SURROGATE_LISTS,
		answers: { 200: page("Newest first.", "LimitChangeEntry") },
		problems: ["not_found", "validation_failed"],
	},
	"POST /api/v1/patients/:surrogate/discharge": {
		tag: "Patients",
		summary: "The patient leaves every device",
		answers: { 200: json("The patient.", "PatientAnswer") },
		problems: ["not_found"],
	},
	"POST /api/v1/patients/:surrogate/export": {
		tag: "Patients",
		summary: "Everything that is held of the patient",
		body: body("FormatBody"),
		answers: { 200: json("The document; its files have the readings.", "PatientExport") },
		problems: ["not_found"],
	},
	"GET /api/v1/patients/:surrogate/export/file": {
		tag: "Patients",
		summary: "The patient's readings of one device and at most a day",
		query: {
			device: required(text("The device's id.")),
			from: required(time("From then on.")),
			to: required(time("And before then.")),
			format: required(choice("Of the file.", ["parquet", "csv"])),
		},
		answers: {
			200: {
				description: "The file.",
				content: { "application/vnd.apache.parquet": {}, "text/csv": { type: "string" } },
				headers: { "content-disposition": { type: "string" } },
			},
			204: nothing("There are none."),
		},
		problems: ["not_found", "unknown_device", "validation_failed"],
	},
	"POST /api/v1/patients/:surrogate/erasure": {
		tag: "Patients",
		summary: "Erases the patient",
		description: "It cannot be undone; the certificate follows. Asking again changes nothing.",
		body: body("ErasureBody"),
		answers: { 202: json("Begun.", "ErasureAnswer", { location: { type: "string" } }) },
		problems: ["not_found"],
	},
	"GET /api/v1/patient-keys": {
		tag: "Patients",
		summary: "How many identifiers lie under each key",
		answers: { 200: list("By key.", "PatientKeyCount") },
	},
	"GET /api/v1/erasures": {
		tag: "Patients",
		summary: "Erasures, newest first",
		query: { limit: limit(500, 50) },
		answers: { 200: list("Erasures.", "ErasureAnswer") },
		problems: ["validation_failed"],
	},
	"GET /api/v1/erasures/:id": {
		tag: "Patients",
		summary: "How an erasure stands",
		answers: { 200: json("With its certificate when it is done.", "ErasureAnswer") },
		problems: ["not_found"],
	},
};
