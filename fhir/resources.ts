/** Devices, patients, episodes and early warning scores as FHIR R4 resources. */
import type { DetectedIssue, Device, Patient, RiskAssessment } from "fhir/r4";
import type { Anomaly, DeviceSummary } from "../vitals/api.ts";
import type { News2Band } from "../vitals/news2.ts";
import type { AssignmentEntry } from "../vitals/patients.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import { OWN } from "./codes.ts";
import { deviceToFhir } from "./ids.ts";

/** @param device - its patient is named where whoever asks may know them */
export function deviceResource(device: DeviceSummary): Device {
	const { id, ward_id, bed, patient, firmware, enrolled_at } = device;
	return {
		resourceType: "Device",
		id: deviceToFhir(id),
		meta: { lastUpdated: firmware?.reported_at ?? enrolled_at },
		identifier: [{ system: `${OWN}device`, value: id }],
		status: "active",
		deviceName: [{ name: id, type: "user-friendly-name" }],
		...(firmware === null ? {} : { version: [{ value: firmware.version }] }),
		...(patient === null ? {} : { patient: { reference: `Patient/${patient}` } }),
		location: { display: bed === null ? ward_id : `${ward_id}, ${bed}` },
	};
}

/** Pseudonymous: a surrogate, and nothing that leads to a person. */
export function patientResource(surrogate: string, assignments: readonly Pick<AssignmentEntry, "ended_at">[]): Patient {
	const pseudonymous = {
		system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
		code: "PSEUDED",
		display: "pseudonymized",
	};
	return {
		resourceType: "Patient",
		id: surrogate,
		meta: { security: [pseudonymous] },
		identifier: [{ system: `${OWN}patient`, value: surrogate }],
		active: assignments.some(({ ended_at }) => ended_at === null),
	};
}

const SEVERITY: Readonly<Record<RiskLevel, DetectedIssue["severity"]>> = {
	HIGH: "high",
	MEDIUM: "moderate",
	LOW: "low",
};

export function issueResource(episode: Anomaly): DetectedIssue {
	const { episode_id, version, patient, device_id, rule, channel, acknowledged_at, acknowledged_by, verdict } = episode;
	return {
		resourceType: "DetectedIssue",
		id: episode_id,
		meta: { versionId: String(version), lastUpdated: episode.updated_at },
		identifier: [{ system: `${OWN}episode`, value: episode_id }],
		// What is still open may change; the last word of one that was judged is in `mitigation`.
		status: episode.status === "open" ? "preliminary" : "final",
		code: { coding: [{ system: `${OWN}rule`, code: rule }], text: `${channel}: ${rule}` },
		severity: SEVERITY[episode.risk_level],
		...(patient === null ? {} : { patient: { reference: `Patient/${patient}` } }),
		...(episode.closed_at === null
			? { identifiedDateTime: episode.detected_at }
			: { identifiedPeriod: { start: episode.detected_at, end: laterOf(episode.detected_at, episode.closed_at) } }),
		implicated: [{ reference: `Device/${deviceToFhir(device_id)}`, display: device_id }],
		...(episode.sentence.trim() === "" ? {} : { detail: episode.sentence }),
		...(acknowledged_at === null && verdict === null
			? {}
			: {
					mitigation: [
						...(acknowledged_at === null
							? []
							: [{ action: { text: "Acknowledged" }, date: acknowledged_at, ...authorOf(acknowledged_by) }]),
						...(verdict === null ? [] : [{ action: { text: `Judged: ${verdict}` }, ...authorOf(episode.verdict_by) }]),
					],
				}),
	};
}

const laterOf = (a: string, b: string) => (Date.parse(b) < Date.parse(a) ? a : b);

const authorOf = (member: string | null) =>
	member === null ? {} : { author: { identifier: { system: `${OWN}member`, value: member } } };

const BANDS: Readonly<Record<News2Band, { readonly code: string; readonly display: string }>> = {
	low: { code: "low", display: "Low" },
	"low-medium": { code: "low", display: "Low; one parameter scores 3" },
	medium: { code: "moderate", display: "Medium" },
	high: { code: "high", display: "High" },
};

/** NEWS2 when the episode opened; `null` where there is none, or nobody whose it would be. */
export function riskResource(episode: Anomaly): RiskAssessment | null {
	const { episode_id, version, patient, device_id, news2_at_onset: news2 } = episode;
	if (news2 === null || patient === null) return null;
	const { score, partial, known, of, band } = news2;
	const text = score === null ? `NEWS2 at least ${partial}, from ${known} of ${of} parameters` : `NEWS2 ${score}`;
	return {
		resourceType: "RiskAssessment",
		id: episode_id,
		meta: { versionId: String(version), lastUpdated: episode.updated_at },
		// What is incomplete is not passed off as a score.
		status: score === null ? "preliminary" : "final",
		method: { text: "National Early Warning Score 2 (Royal College of Physicians, 2017)" },
		code: { text: "National Early Warning Score 2" },
		subject: { reference: `Patient/${patient}` },
		occurrenceDateTime: episode.detected_at,
		basis: [
			{ reference: `DetectedIssue/${episode_id}` },
			{ reference: `Device/${deviceToFhir(device_id)}`, display: device_id },
		],
		prediction: [
			{
				outcome: { text },
				...(band === null
					? {}
					: {
							qualitativeRisk: {
								coding: [{ system: "http://terminology.hl7.org/CodeSystem/risk-probability", ...BANDS[band] }],
								text: BANDS[band].display,
							},
						}),
			},
		],
		note: [{ text }],
	};
}
