/** The body of `POST /api/v1/generate-report`, checked: every complaint names its field. */
import type { FieldError } from "../../vitals/problem.ts";
import {
	REPORT_PAPERS,
	REPORT_SECTIONS,
	type ReportPaper,
	type ReportRequest,
	type ReportSection,
} from "../../vitals/reports.ts";
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import { parseIso, PATIENT_PATTERN } from "../params.ts";
import { validationProblem } from "../problem.ts";

/** Characters of a note, at most: some fifty pages. */
const MAX_NOTE = 200_000;
/** Longer names are no zone. */
const MAX_ZONE = 64;
/** The year 9999, as for every time that is taken. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);

export interface CheckedRequest {
	/** To be read for whom and when. */
	readonly message: string | null;
	readonly note: string | null;
	readonly deviceId: string | null;
	readonly patient: string | null;
	readonly from: number | null;
	readonly to: number | null;
	readonly timeZone: string;
	readonly paper: ReportPaper;
	readonly sections: readonly ReportSection[];
	readonly showLabel: boolean;
}

const FIELDS: readonly (keyof ReportRequest)[] = [
	"message",
	"note",
	"device_id",
	"patient",
	"from",
	"to",
	"time_zone",
	"paper",
	"sections",
	"show_label",
];

/** @throws Problem 422 with every field's complaint */
export function checkReportRequest(body: Readonly<Record<string, unknown>>): CheckedRequest {
	const errors: FieldError[] = [];
	const refuse = (field: string, message: string, code: FieldError["code"] = "bad_format") => {
		errors.push({ field, code, message });
		return null;
	};
	for (const field of Object.keys(body))
		if (!FIELDS.includes(field as keyof ReportRequest))
			refuse(field, `${field} is not known here; known are ${FIELDS.join(", ")}`, "unknown_field");
	const given = (field: keyof ReportRequest) => body[field] !== undefined && body[field] !== null;
	const text = (field: "message" | "note"): string | null => {
		const value = body[field];
		if (!given(field)) return null;
		if (typeof value !== "string") return refuse(field, `${field} must be a text`, "wrong_type");
		if (value.trim() === "") return refuse(field, `${field} must not be empty`);
		if (value.length > MAX_NOTE)
			return refuse(field, `${field} may have at most ${MAX_NOTE} characters, got ${value.length}`, "out_of_range");
		return value;
	};
	const [message, note] = [text("message"), text("note")];
	if (given("message") && given("note")) refuse("note", "note and message say the same: give one of them");
	const matching = (field: "device_id" | "patient", pattern: RegExp, expected: string): string | null => {
		const value = body[field];
		if (!given(field)) return null;
		if (typeof value !== "string" || !pattern.test(value)) return refuse(field, `${field} must be ${expected}`);
		return value;
	};
	const deviceId = matching("device_id", DEVICE_ID_PATTERN, "a device's id");
	const patient = matching("patient", PATIENT_PATTERN, "a patient's surrogate");
	if (!given("message") && !given("device_id") && !given("patient"))
		refuse("device_id", "Name whom the report is about: device_id, patient, or a message that says so", "missing");
	const moment = (field: "from" | "to"): number | null => {
		const value = body[field];
		if (!given(field)) return null;
		const time = typeof value === "number" ? value : typeof value === "string" ? parseIso(value) : NaN;
		if (Number.isFinite(time) && time >= 0 && time < LAST_MOMENT) return Math.floor(time);
		return refuse(field, `${field} must be ISO 8601, such as 2026-03-01T10:00:00Z, or milliseconds since the epoch`);
	};
	const [from, to] = [moment("from"), moment("to")];
	if (from !== null && to !== null && to <= from) refuse("to", "to must be later than from", "out_of_range");
	const timeZone = given("time_zone") ? body["time_zone"] : "UTC";
	if (!isZone(timeZone)) refuse("time_zone", "time_zone must be an IANA zone, such as Europe/Berlin");
	const paper = given("paper") ? body["paper"] : "a4";
	if (!REPORT_PAPERS.includes(paper as ReportPaper))
		refuse("paper", `paper must be one of ${REPORT_PAPERS.join(", ")}`);
	const sections = given("sections") ? body["sections"] : REPORT_SECTIONS;
	if (!Array.isArray(sections) || sections.some((each) => !REPORT_SECTIONS.includes(each as ReportSection)))
		refuse("sections", `sections must be a list of ${REPORT_SECTIONS.join(", ")}`);
	const showLabel = given("show_label") ? body["show_label"] : false;
	if (typeof showLabel !== "boolean") refuse("show_label", "show_label must be true or false", "wrong_type");
	if (errors.length > 0) throw validationProblem(errors);
	return {
		message,
		note: note ?? message,
		deviceId,
		patient,
		from,
		to,
		timeZone: timeZone as string,
		paper: paper as ReportPaper,
		sections: sections as readonly ReportSection[],
		showLabel: showLabel as boolean,
	};
}

function isZone(value: unknown): boolean {
	if (typeof value !== "string" || value.length > MAX_ZONE) return false;
	try {
		return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
	} catch {
		// RangeError: no such zone.
		return false;
	}
}
