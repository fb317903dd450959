/** What addresses name, by the segment before it. */
import { VITAL_KEYS } from "../../vitals/catalogue.ts";
import { WARD_ID_PATTERN } from "../params.ts";
import type { Schema } from "./describe.ts";

const id = (description: string, pattern?: string): { description: string; schema: Schema } => ({
	description,
	schema: pattern === undefined ? { type: "string" } : { type: "string", pattern },
});
const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const DEVICE = "^[A-Za-z0-9][A-Za-z0-9._:-]{2,49}$";

export const PATH_PARAMETERS: Readonly<Record<string, { description: string; schema: Schema }>> = {
	"devices/id": id("The device's id.", DEVICE),
	"devices/device": id("The device's id.", DEVICE),
	"wards/id": id("The ward's id.", WARD_ID_PATTERN.source),
	"beds/bed": id("The bed's id."),
	"fleets/id": id("The fleet's id.", "^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$"),
	"episodes/id": id("The episode's id.", UUID),
	"limits/vital": { description: "A vital sign.", schema: { type: "string", enum: VITAL_KEYS } },
	"observations/observation": id("The observation's id.", UUID),
	surrogate: id("The patient's surrogate.", "^P-[0-9A-F]{12}$"),
	"erasures/id": id("The erasure's id.", UUID),
	"conversations/id": id("The conversation's id.", UUID),
	"knowledge/id": id("The document's id."),
	"passages/id": id("The passage's id: the document's, a full stop, and a number."),
	"reports/id": id("The report's id.", "^R-[0-9A-F]{16}$"),
	"break-glass/id": id("Of the broken glass.", "^B-[0-9A-F]{12}$"),
	"members/id": id("The member's id."),
	"notifications/id": id("The notification's id.", "^N-[0-9A-F]{12}$"),
	"Device/id": id("The device's id, as FHIR writes it."),
	"Observation/id": id("Patient, time, device and code, as a search gave it."),
	"DetectedIssue/id": id("The episode's id.", UUID),
	"RiskAssessment/id": id("The episode's id.", UUID),
};
