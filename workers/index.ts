/** The Worker as it is deployed: a table of contents, and the objects it is made of. */
import { BEDSIDE_ROLES } from "../vitals/members.ts";
import { accessTokens } from "./access/access-token.ts";
import { act, look, quiet } from "./access/audit.ts";
import { DEVICE, FLEET, OPEN, people, SIGNED } from "./access/guard.ts";
import { createApp, type Route } from "./app.ts";
import { readObservation, searchObservations } from "./fhir/observations.ts";
import {
	getMetadata,
	readDevice,
	readIssue,
	readPatient,
	readRisk,
	searchDevices,
	searchIssues,
	searchPatients,
	searchRisks,
} from "./fhir/resources.ts";
import { getAlarmLoad, getAlarmLoadFile, getWardAlarmLoad } from "./routes/alarm-load.ts";
import { getAnomalies } from "./routes/anomalies.ts";
import { exportAudit, getAudit, getAuditHeads } from "./routes/audit.ts";
import { breakTheGlass, getBreakGlass, getOtherWards, seeBreakGlass } from "./routes/break-glass.ts";
import {
	deleteContext,
	deleteLimit,
	deleteTuning,
	getContext,
	postAmendment,
	postBaseline,
	putContext,
	putLimit,
	putObservations,
} from "./routes/bedside.ts";
import { deleteConversations, getConversation, getConversations, postChat } from "./routes/chat.ts";
import { createClaims, redeem } from "./routes/claims.ts";
import { getCost } from "./routes/cost.ts";
import { getDocument, getReference } from "./routes/contract.ts";
import { deleteBed, getBeds, getWard, postBed } from "./routes/beds.ts";
import { exportDevices, getAssignments, postDevices, putTags } from "./routes/device-registry.ts";
import {
	enrolDevice,
	getDevice,
	getDevices,
	issueDeviceKey,
	revokeDeviceKeys,
	setDeviceClock,
} from "./routes/devices.ts";
import {
	enrolFleetDevice,
	getFleet,
	getFleets,
	issueFleetKey,
	revokeFleetKeys,
	saveFleetRoute,
} from "./routes/fleets.ts";
import {
	acknowledgeEpisode,
	closeEpisode,
	commentEpisode,
	getEpisode,
	judgeEpisode,
	resolveEpisode,
	snoozeEpisode,
	summonToEpisode,
} from "./routes/episodes.ts";
import { getErasure, getErasures, postErasure } from "./routes/erasures.ts";
import { getExportFile, postExport } from "./routes/exports.ts";
import { getHandover, getHandovers, postHandover } from "./routes/handover.ts";
import { getHealth, getSystemHealth } from "./routes/health.ts";
import { compactLake, flushLake, getLakeDays, getLakeObject, getLakeObjects } from "./routes/lake.ts";
import { connectLive } from "./routes/live.ts";
import {
	getKnowledge,
	getKnowledgeDocument,
	getPassage,
	postKnowledge,
	putKnowledge,
	removeKnowledge,
} from "./routes/knowledge.ts";
import { getMe, signOut } from "./routes/me.ts";
import { endMemberSessions, getMembers, patchMember, postMember } from "./routes/members.ts";
import {
	getDeliveries,
	getNotifications,
	getWardNotifications,
	patchNotification,
	postNotification,
	putQuietHours,
	putWardNotifications,
	removeNotification,
	rotateNotification,
	testNotification,
} from "./routes/notifications.ts";
import { getOverview } from "./routes/overview.ts";
import { exportPatient, getPatientFile } from "./routes/patient-exports.ts";
import {
	dischargePatient,
	getPatient,
	getPatientEpisodes,
	getPatientKeys,
	getPatientLimits,
	getPatientObservations,
	getPatientReadings,
	putPatient,
} from "./routes/patients.ts";
import { getReadings } from "./routes/readings.ts";
import { generateReport, getReport, getReportData, getReports } from "./routes/reports.ts";
import { getSearchStatus, postSearch, rebuildSearch, refreshSearch } from "./routes/search.ts";
import { connectStream } from "./routes/stream.ts";
import { postBatch, postTelemetry } from "./routes/telemetry.ts";
import {
	getEscalation,
	getTemplates,
	getWards,
	getWardTemplate,
	putEscalation,
	putWardTemplate,
	saveWardRoute,
} from "./routes/wards.ts";

const EVERYBODY = people("viewer", "clinician", "engineer", "admin");
/** Vital signs and episodes are for those who care for patients. */
const BEDSIDE = people(...BEDSIDE_ROLES);
/** Those who may open a ward they do not work on. Admins work on all of them. */
const CARERS = people("viewer", "clinician");
/** Those who act for a patient. */
const CLINICIANS = people("clinician", "admin");
/** A mix-up of devices or wristbands: whoever stands at the bed knows. And what rings how often, which names no patient. */
const CARERS_AND_ENGINEERS = people("clinician", "engineer", "admin");
const ENGINEERS = people("engineer", "admin");
/** Whole histories of patients, people and the audit log: nobody's daily work. */
const ADMINS = people("admin");

/** Method and address; who; which wards (`access/scope.ts`); what the audit log keeps of it (`access/audit.ts`). */
// A table: one line a route, however long.
// oxfmt-ignore
export const ROUTES: readonly Route[] = [
	{ method: "GET", path: "/health", access: OPEN, handler: getHealth },
	{ method: "GET", path: "/api/v1/openapi.json", access: EVERYBODY, scope: "none", audit: quiet("contract.read"), handler: getDocument },
	{ method: "GET", path: "/api/docs", access: EVERYBODY, scope: "none", audit: quiet("contract.page"), handler: getReference },

	{ method: "POST", path: "/api/v1/telemetry", access: DEVICE, handler: postTelemetry, quiet: true },
	{ method: "POST", path: "/api/v1/telemetry/batch", access: DEVICE, handler: postBatch, quiet: true },
	{ method: "GET", path: "/api/v1/devices/:id/stream", access: DEVICE, handler: connectStream },
	{ method: "PUT", path: "/api/v1/devices/:id/clock", access: DEVICE, handler: setDeviceClock },
	{ method: "PUT", path: "/api/v1/fleets/:id/devices/:device", access: FLEET, handler: enrolFleetDevice },
	// Its credential is the code in the body.
	{ method: "POST", path: "/api/v1/claims/redeem", access: OPEN, handler: redeem },

	{ method: "GET", path: "/api/v1/me", access: EVERYBODY, scope: "none", audit: quiet("me.read"), handler: getMe },
	{ method: "POST", path: "/sign-out", access: EVERYBODY, scope: "none", audit: act("session.end"), handler: signOut },

	{ method: "GET", path: "/api/v1/health", access: ENGINEERS, scope: "listed", audit: quiet("health.read"), handler: getSystemHealth },
	{ method: "GET", path: "/api/v1/overview", access: EVERYBODY, scope: "listed", audit: quiet("overview.read"), handler: getOverview },
	{ method: "GET", path: "/api/v1/wards", access: EVERYBODY, scope: "listed", audit: quiet("wards.list"), handler: getWards },
	{ method: "PUT", path: "/api/v1/wards/:id", access: ENGINEERS, scope: "ward", audit: act("ward.save"), handler: saveWardRoute },
	{ method: "GET", path: "/api/v1/wards/:id", access: EVERYBODY, scope: "ward", audit: quiet("ward.read"), handler: getWard },
	{ method: "GET", path: "/api/v1/wards/:id/beds", access: EVERYBODY, scope: "ward", audit: quiet("beds.list"), handler: getBeds },
	{ method: "POST", path: "/api/v1/wards/:id/beds", access: ENGINEERS, scope: "ward", audit: act("bed.add"), handler: postBed },
	{ method: "DELETE", path: "/api/v1/wards/:id/beds/:bed", access: ENGINEERS, scope: "ward", audit: act("bed.remove"), handler: deleteBed },
	{ method: "GET", path: "/api/v1/wards/:id/live", access: BEDSIDE, scope: "ward", audit: look("ward.watch"), handler: connectLive },
	{ method: "GET", path: "/api/v1/anomalies", access: BEDSIDE, scope: "listed", audit: look("episodes.list"), handler: getAnomalies },
	{ method: "GET", path: "/api/v1/wards/:id/escalation", access: EVERYBODY, scope: "ward", audit: quiet("escalation.read"), handler: getEscalation },
	{ method: "PUT", path: "/api/v1/wards/:id/escalation", access: ADMINS, scope: "ward", audit: act("escalation.save"), handler: putEscalation },
	{ method: "GET", path: "/api/v1/wards/:id/handover", access: BEDSIDE, scope: "ward", audit: look("handover.read"), handler: getHandover },
	{ method: "GET", path: "/api/v1/wards/:id/handovers", access: CLINICIANS, scope: "ward", audit: look("handovers.list"), handler: getHandovers },
	{ method: "POST", path: "/api/v1/wards/:id/handovers", access: CLINICIANS, scope: "ward", audit: act("handover.give"), handler: postHandover },
	{ method: "GET", path: "/api/v1/alarm-load", access: CARERS_AND_ENGINEERS, scope: "listed", audit: quiet("alarm_load.list"), handler: getAlarmLoad },
	{ method: "GET", path: "/api/v1/wards/:id/alarm-load", access: CARERS_AND_ENGINEERS, scope: "ward", audit: quiet("alarm_load.read"), handler: getWardAlarmLoad },
	{ method: "GET", path: "/api/v1/wards/:id/alarm-load.csv", access: CARERS_AND_ENGINEERS, scope: "ward", audit: look("alarm_load.export"), handler: getAlarmLoadFile },
	{ method: "GET", path: "/api/v1/templates", access: EVERYBODY, scope: "none", audit: quiet("templates.list"), handler: getTemplates },
	{ method: "GET", path: "/api/v1/wards/:id/template", access: EVERYBODY, scope: "ward", audit: quiet("ward_template.read"), handler: getWardTemplate },
	{ method: "PUT", path: "/api/v1/wards/:id/template", access: ADMINS, scope: "ward", audit: act("ward_template.save"), handler: putWardTemplate },
	{ method: "GET", path: "/api/v1/episodes/:id", access: BEDSIDE, scope: "episode", audit: look("episode.read"), handler: getEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/acknowledge", access: CLINICIANS, scope: "episode", audit: act("episode.acknowledge"), handler: acknowledgeEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/close", access: CLINICIANS, scope: "episode", audit: act("episode.close"), handler: closeEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/comment", access: CLINICIANS, scope: "episode", audit: act("episode.comment"), handler: commentEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/snooze", access: CLINICIANS, scope: "episode", audit: act("episode.snooze"), handler: snoozeEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/summon", access: CLINICIANS, scope: "episode", audit: act("episode.summon"), handler: summonToEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/judge", access: CLINICIANS, scope: "episode", audit: act("episode.judge"), handler: judgeEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/resolve", access: CARERS_AND_ENGINEERS, scope: "episode", audit: act("episode.resolve"), handler: resolveEpisode },

	{ method: "POST", path: "/api/v1/chat", access: BEDSIDE, scope: "none", audit: look("assistant.ask"), handler: postChat },
	{ method: "GET", path: "/api/v1/chat/conversations", access: BEDSIDE, scope: "none", audit: quiet("assistant.conversations"), handler: getConversations },
	{ method: "DELETE", path: "/api/v1/chat/conversations", access: BEDSIDE, scope: "none", audit: act("assistant.forget_all"), handler: deleteConversations },
	{ method: "GET", path: "/api/v1/chat/conversations/:id", access: BEDSIDE, scope: "none", audit: look("assistant.conversation"), handler: getConversation },
	{ method: "DELETE", path: "/api/v1/chat/conversations/:id", access: BEDSIDE, scope: "none", audit: act("assistant.forget"), handler: deleteConversations },

	{ method: "GET", path: "/api/v1/devices", access: EVERYBODY, scope: "listed", audit: quiet("devices.list"), handler: getDevices },
	{ method: "GET", path: "/api/v1/devices.csv", access: ENGINEERS, scope: "listed", audit: quiet("devices.export"), handler: exportDevices },
	{ method: "POST", path: "/api/v1/devices/import", access: ENGINEERS, scope: "listed", audit: act("devices.import"), handler: postDevices },
	{ method: "GET", path: "/api/v1/devices/:id", access: EVERYBODY, scope: "device", audit: quiet("device.read"), handler: getDevice },
	{ method: "PUT", path: "/api/v1/devices/:id", access: ENGINEERS, scope: "new-device", audit: act("device.enrol"), handler: enrolDevice },
	{ method: "PUT", path: "/api/v1/devices/:id/tags", access: ENGINEERS, scope: "device", audit: act("device.tag"), handler: putTags },
	{ method: "GET", path: "/api/v1/devices/:id/assignments", access: EVERYBODY, scope: "device", audit: look("assignments.read"), handler: getAssignments },
	{ method: "POST", path: "/api/v1/devices/:id/keys", access: ENGINEERS, scope: "device", audit: act("device.issue_key"), handler: issueDeviceKey },
	{ method: "DELETE", path: "/api/v1/devices/:id/keys", access: ENGINEERS, scope: "device", audit: act("device.revoke_keys"), handler: revokeDeviceKeys },
	{ method: "GET", path: "/api/v1/devices/:id/readings", access: BEDSIDE, scope: "device", audit: look("readings.read"), handler: getReadings },
	{ method: "GET", path: "/api/v1/devices/:id/context", access: BEDSIDE, scope: "device", audit: look("context.read"), handler: getContext },
	{ method: "PUT", path: "/api/v1/devices/:id/context", access: CLINICIANS, scope: "device", audit: act("context.save"), handler: putContext },
	{ method: "DELETE", path: "/api/v1/devices/:id/context", access: CLINICIANS, scope: "device", audit: act("context.reset"), handler: deleteContext },
	{ method: "PUT", path: "/api/v1/devices/:id/limits/:vital", access: CLINICIANS, scope: "device", audit: act("limit.set"), handler: putLimit },
	{ method: "DELETE", path: "/api/v1/devices/:id/limits/:vital", access: CLINICIANS, scope: "device", audit: act("limit.end"), handler: deleteLimit },
	{ method: "PUT", path: "/api/v1/devices/:id/observations", access: CLINICIANS, scope: "device", audit: act("observations.save"), handler: putObservations },
	{ method: "POST", path: "/api/v1/devices/:id/observations/:observation/amend", access: CLINICIANS, scope: "device", audit: act("observation.amend"), handler: postAmendment },
	{ method: "DELETE", path: "/api/v1/devices/:id/tuning", access: CLINICIANS, scope: "device", audit: act("tuning.reset"), handler: deleteTuning },
	{ method: "POST", path: "/api/v1/devices/:id/baseline", access: CLINICIANS, scope: "device", audit: act("baseline.renew"), handler: postBaseline },

	{ method: "GET", path: "/api/v1/patients/:surrogate", access: BEDSIDE, scope: "patient", audit: look("patient.read"), handler: getPatient },
	{ method: "PUT", path: "/api/v1/patients/:surrogate", access: CLINICIANS, scope: "patient", audit: act("patient.label"), handler: putPatient },
	{ method: "GET", path: "/api/v1/patients/:surrogate/readings", access: BEDSIDE, scope: "patient", audit: look("patient.readings"), handler: getPatientReadings },
	{ method: "GET", path: "/api/v1/patients/:surrogate/episodes", access: BEDSIDE, scope: "patient", audit: look("patient.episodes"), handler: getPatientEpisodes },
	{ method: "GET", path: "/api/v1/patients/:surrogate/observations", access: BEDSIDE, scope: "patient", audit: look("patient.observations"), handler: getPatientObservations },
	{ method: "GET", path: "/api/v1/patients/:surrogate/limits", access: BEDSIDE, scope: "patient", audit: look("patient.limits"), handler: getPatientLimits },
	{ method: "POST", path: "/api/v1/patients/:surrogate/discharge", access: CLINICIANS, scope: "patient", audit: act("patient.discharge"), handler: dischargePatient },
	{ method: "POST", path: "/api/v1/patients/:surrogate/export", access: ADMINS, scope: "hospital", audit: act("patient.export"), handler: exportPatient },
	{ method: "GET", path: "/api/v1/patients/:surrogate/export/file", access: ADMINS, scope: "hospital", audit: act("patient.export_file"), handler: getPatientFile },
	{ method: "POST", path: "/api/v1/patients/:surrogate/erasure", access: ADMINS, scope: "hospital", audit: act("patient.erase"), handler: postErasure },
	{ method: "GET", path: "/api/v1/patient-keys", access: ADMINS, scope: "hospital", audit: quiet("patient.keys"), handler: getPatientKeys },
	{ method: "GET", path: "/api/v1/erasures", access: ADMINS, scope: "hospital", audit: look("erasures.list"), handler: getErasures },
	{ method: "GET", path: "/api/v1/erasures/:id", access: ADMINS, scope: "hospital", audit: look("erasure.read"), handler: getErasure },

	{ method: "POST", path: "/api/v1/generate-report", access: CLINICIANS, scope: "none", audit: act("report.generate"), handler: generateReport },
	{ method: "GET", path: "/api/v1/reports", access: BEDSIDE, scope: "listed", audit: look("reports.list"), handler: getReports },
	{ method: "GET", path: "/api/v1/reports/:id", access: BEDSIDE, scope: "report", audit: look("report.read"), handler: getReport },
	{ method: "GET", path: "/api/v1/reports/:id/data.csv", access: BEDSIDE, scope: "report", audit: look("report.data"), handler: getReportData },

	{ method: "POST", path: "/api/v1/claims", access: ENGINEERS, scope: "none", audit: act("claims.create"), handler: createClaims },
	{ method: "GET", path: "/api/v1/fleets", access: ENGINEERS, scope: "listed", audit: quiet("fleets.list"), handler: getFleets },
	{ method: "GET", path: "/api/v1/fleets/:id", access: ENGINEERS, scope: "fleet", audit: quiet("fleet.read"), handler: getFleet },
	{ method: "PUT", path: "/api/v1/fleets/:id", access: ENGINEERS, scope: "new-fleet", audit: act("fleet.save"), handler: saveFleetRoute },
	{ method: "POST", path: "/api/v1/fleets/:id/keys", access: ENGINEERS, scope: "fleet", audit: act("fleet.issue_key"), handler: issueFleetKey },
	{ method: "DELETE", path: "/api/v1/fleets/:id/keys", access: ENGINEERS, scope: "fleet", audit: act("fleet.revoke_keys"), handler: revokeFleetKeys },

	{ method: "POST", path: "/api/v1/lake/flush", access: ENGINEERS, scope: "hospital", audit: act("lake.flush"), handler: flushLake },
	{ method: "POST", path: "/api/v1/lake/compact", access: ENGINEERS, scope: "hospital", audit: act("lake.compact"), handler: compactLake },
	{ method: "GET", path: "/api/v1/cost", access: ENGINEERS, scope: "hospital", audit: quiet("cost.read"), handler: getCost },
	{ method: "GET", path: "/api/v1/lake/days", access: ENGINEERS, scope: "hospital", audit: quiet("lake.days"), handler: getLakeDays },
	{ method: "GET", path: "/api/v1/lake/objects", access: ENGINEERS, scope: "hospital", audit: quiet("lake.list"), handler: getLakeObjects },
	{ method: "GET", path: "/api/v1/lake/object", access: ADMINS, scope: "hospital", audit: act("lake.export"), handler: getLakeObject },
	{ method: "POST", path: "/api/v1/exports", access: ADMINS, scope: "hospital", audit: act("readings.export"), handler: postExport },
	{ method: "GET", path: "/api/v1/export/file", access: SIGNED, handler: getExportFile },

	{ method: "POST", path: "/api/v1/break-glass", access: CARERS, scope: "none", audit: act("glass.break"), handler: breakTheGlass },
	{ method: "GET", path: "/api/v1/break-glass/wards", access: CARERS, scope: "none", audit: quiet("glass.wards"), handler: getOtherWards },
	{ method: "GET", path: "/api/v1/break-glass", access: ADMINS, scope: "hospital", audit: look("glass.list"), handler: getBreakGlass },
	{ method: "POST", path: "/api/v1/break-glass/:id/seen", access: ADMINS, scope: "hospital", audit: act("glass.seen"), handler: seeBreakGlass },

	{ method: "GET", path: "/api/v1/members", access: ADMINS, scope: "hospital", audit: look("members.list"), handler: getMembers },
	{ method: "POST", path: "/api/v1/members", access: ADMINS, scope: "hospital", audit: act("member.add"), handler: postMember },
	{ method: "PATCH", path: "/api/v1/members/:id", access: ADMINS, scope: "hospital", audit: act("member.change"), handler: patchMember },
	{ method: "POST", path: "/api/v1/members/:id/end-sessions", access: ADMINS, scope: "hospital", audit: act("member.end_sessions"), handler: endMemberSessions },

	{ method: "GET", path: "/api/v1/notifications", access: EVERYBODY, scope: "none", audit: quiet("notifications.list"), handler: getNotifications },
	{ method: "POST", path: "/api/v1/notifications", access: EVERYBODY, scope: "none", audit: act("notification.subscribe"), handler: postNotification },
	{ method: "PUT", path: "/api/v1/notifications/quiet-hours", access: EVERYBODY, scope: "none", audit: act("notification.quiet_hours"), handler: putQuietHours },
	{ method: "PATCH", path: "/api/v1/notifications/:id", access: EVERYBODY, scope: "none", audit: act("notification.change"), handler: patchNotification },
	{ method: "DELETE", path: "/api/v1/notifications/:id", access: EVERYBODY, scope: "none", audit: act("notification.unsubscribe"), handler: removeNotification },
	{ method: "POST", path: "/api/v1/notifications/:id/rotate", access: EVERYBODY, scope: "none", audit: act("notification.rotate"), handler: rotateNotification },
	{ method: "POST", path: "/api/v1/notifications/:id/test", access: EVERYBODY, scope: "none", audit: act("notification.test"), handler: testNotification },
	{ method: "GET", path: "/api/v1/notifications/:id/deliveries", access: EVERYBODY, scope: "none", audit: quiet("notification.deliveries"), handler: getDeliveries },
	{ method: "GET", path: "/api/v1/wards/:id/notifications", access: EVERYBODY, scope: "ward", audit: quiet("ward.notifications"), handler: getWardNotifications },
	{ method: "PUT", path: "/api/v1/wards/:id/notifications", access: ADMINS, scope: "ward", audit: act("ward.notifications_save"), handler: putWardNotifications },

	{ method: "GET", path: "/api/v1/knowledge", access: EVERYBODY, scope: "none", audit: quiet("knowledge.list"), handler: getKnowledge },
	{ method: "GET", path: "/api/v1/knowledge/:id", access: EVERYBODY, scope: "none", audit: quiet("knowledge.read"), handler: getKnowledgeDocument },
	{ method: "GET", path: "/api/v1/passages/:id", access: EVERYBODY, scope: "none", audit: quiet("passage.read"), handler: getPassage },
	{ method: "POST", path: "/api/v1/knowledge", access: ADMINS, scope: "hospital", audit: act("knowledge.add"), handler: postKnowledge },
	{ method: "PUT", path: "/api/v1/knowledge/:id", access: ADMINS, scope: "hospital", audit: act("knowledge.replace"), handler: putKnowledge },
	{ method: "DELETE", path: "/api/v1/knowledge/:id", access: ADMINS, scope: "hospital", audit: act("knowledge.delete"), handler: removeKnowledge },
	{ method: "POST", path: "/api/v1/search", access: BEDSIDE, scope: "none", audit: act("search.query"), handler: postSearch },
	{ method: "GET", path: "/api/v1/search/status", access: ADMINS, scope: "hospital", audit: quiet("search.status"), handler: getSearchStatus },
	{ method: "POST", path: "/api/v1/search/refresh", access: ADMINS, scope: "hospital", audit: act("search.refresh"), handler: refreshSearch },
	{ method: "POST", path: "/api/v1/search/rebuild", access: ADMINS, scope: "hospital", audit: act("search.rebuild"), handler: rebuildSearch },

	{ method: "GET", path: "/fhir/metadata", access: OPEN, handler: getMetadata },
	{ method: "GET", path: "/fhir/Patient", access: BEDSIDE, scope: "listed", audit: look("fhir.patients"), handler: searchPatients },
	{ method: "GET", path: "/fhir/Patient/:surrogate", access: BEDSIDE, scope: "patient", audit: look("fhir.patient"), handler: readPatient },
	{ method: "GET", path: "/fhir/Device", access: EVERYBODY, scope: "listed", audit: quiet("fhir.devices"), handler: searchDevices },
	{ method: "GET", path: "/fhir/Device/:id", access: EVERYBODY, scope: "fhir-device", audit: quiet("fhir.device"), handler: readDevice },
	{ method: "GET", path: "/fhir/Observation", access: BEDSIDE, scope: "none", audit: look("fhir.observations"), handler: searchObservations },
	{ method: "GET", path: "/fhir/Observation/:id", access: BEDSIDE, scope: "fhir-observation", audit: look("fhir.observation"), handler: readObservation },
	{ method: "GET", path: "/fhir/DetectedIssue", access: BEDSIDE, scope: "listed", audit: look("fhir.issues"), handler: searchIssues },
	{ method: "GET", path: "/fhir/DetectedIssue/:id", access: BEDSIDE, scope: "episode", audit: look("fhir.issue"), handler: readIssue },
	{ method: "GET", path: "/fhir/RiskAssessment", access: BEDSIDE, scope: "listed", audit: look("fhir.risks"), handler: searchRisks },
	{ method: "GET", path: "/fhir/RiskAssessment/:id", access: BEDSIDE, scope: "episode", audit: look("fhir.risk"), handler: readRisk },

	{ method: "GET", path: "/api/v1/audit", access: ADMINS, scope: "hospital", audit: look("audit.read"), handler: getAudit },
	{ method: "GET", path: "/api/v1/audit/export", access: ADMINS, scope: "hospital", audit: act("audit.export"), handler: exportAudit },
	{ method: "GET", path: "/api/v1/audit/heads", access: ADMINS, scope: "hospital", audit: quiet("audit.heads"), handler: getAuditHeads },
];

export { AuditLog } from "../durable-objects/audit-log.ts";
export { DeviceMonitor } from "../durable-objects/device-monitor.ts";
export { FleetLedger } from "../durable-objects/fleet-ledger.ts";
export { PatientErasure } from "../durable-objects/patient-erasure.ts";
export { WardStation } from "../durable-objects/ward-station.ts";

export default createApp(ROUTES, accessTokens);
