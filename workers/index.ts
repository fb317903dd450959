/** The Worker as it is deployed: a table of contents, and the objects it is made of. */
import { DEVICE, FLEET, OPEN, people, SIGNED } from "./access/guard.ts";
import { createApp, type Route } from "./app.ts";
import { getAnomalies } from "./routes/anomalies.ts";
import { getContext, postBaseline, putContext, putObservations } from "./routes/bedside.ts";
import { createClaims, redeem } from "./routes/claims.ts";
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
import { acknowledgeEpisode, closeEpisode } from "./routes/episodes.ts";
import { getExportFile, postExport } from "./routes/exports.ts";
import { getHealth } from "./routes/health.ts";
import { compactLake, flushLake, getLakeObject, getLakeObjects } from "./routes/lake.ts";
import { connectLive } from "./routes/live.ts";
import { getMe, signOut } from "./routes/me.ts";
import { getOverview } from "./routes/overview.ts";
import { getReadings } from "./routes/readings.ts";
import { connectStream } from "./routes/stream.ts";
import { postBatch, postTelemetry } from "./routes/telemetry.ts";
import { getWards, saveWardRoute } from "./routes/wards.ts";

const EVERYBODY = people("viewer", "clinician", "engineer", "admin");
/** Vital signs and episodes are for those who care for patients. */
const BEDSIDE = people("viewer", "clinician", "admin");
/** Those who act for a patient. */
const CLINICIANS = people("clinician", "admin");
const ENGINEERS = people("engineer", "admin");
/** Whole histories of patients: nobody's daily work. */
const ADMINS = people("admin");

export const ROUTES: readonly Route[] = [
	{ method: "GET", path: "/health", access: OPEN, handler: getHealth },

	{ method: "POST", path: "/api/v1/telemetry", access: DEVICE, handler: postTelemetry, quiet: true },
	{ method: "POST", path: "/api/v1/telemetry/batch", access: DEVICE, handler: postBatch, quiet: true },
	{ method: "GET", path: "/api/v1/devices/:id/stream", access: DEVICE, handler: connectStream },
	{ method: "PUT", path: "/api/v1/devices/:id/clock", access: DEVICE, handler: setDeviceClock },
	{ method: "PUT", path: "/api/v1/fleets/:id/devices/:device", access: FLEET, handler: enrolFleetDevice },
	// Its credential is the code in the body.
	{ method: "POST", path: "/api/v1/claims/redeem", access: OPEN, handler: redeem },

	{ method: "GET", path: "/api/v1/me", access: EVERYBODY, handler: getMe },
	{ method: "POST", path: "/sign-out", access: EVERYBODY, handler: signOut },

	{ method: "GET", path: "/api/v1/overview", access: EVERYBODY, handler: getOverview },
	{ method: "GET", path: "/api/v1/wards", access: EVERYBODY, handler: getWards },
	{ method: "PUT", path: "/api/v1/wards/:id", access: ENGINEERS, handler: saveWardRoute },
	{ method: "GET", path: "/api/v1/wards/:id/live", access: BEDSIDE, handler: connectLive },
	{ method: "GET", path: "/api/v1/anomalies", access: BEDSIDE, handler: getAnomalies },
	{ method: "POST", path: "/api/v1/episodes/:id/acknowledge", access: CLINICIANS, handler: acknowledgeEpisode },
	{ method: "POST", path: "/api/v1/episodes/:id/close", access: CLINICIANS, handler: closeEpisode },

	{ method: "GET", path: "/api/v1/devices", access: EVERYBODY, handler: getDevices },
	{ method: "GET", path: "/api/v1/devices/:id", access: EVERYBODY, handler: getDevice },
	{ method: "PUT", path: "/api/v1/devices/:id", access: ENGINEERS, handler: enrolDevice },
	{ method: "POST", path: "/api/v1/devices/:id/keys", access: ENGINEERS, handler: issueDeviceKey },
	{ method: "DELETE", path: "/api/v1/devices/:id/keys", access: ENGINEERS, handler: revokeDeviceKeys },
	{ method: "GET", path: "/api/v1/devices/:id/readings", access: BEDSIDE, handler: getReadings },
	{ method: "GET", path: "/api/v1/devices/:id/context", access: BEDSIDE, handler: getContext },
	{ method: "PUT", path: "/api/v1/devices/:id/context", access: CLINICIANS, handler: putContext },
	{ method: "PUT", path: "/api/v1/devices/:id/observations", access: CLINICIANS, handler: putObservations },
	{ method: "POST", path: "/api/v1/devices/:id/baseline", access: CLINICIANS, handler: postBaseline },

	{ method: "POST", path: "/api/v1/claims", access: ENGINEERS, handler: createClaims },
	{ method: "GET", path: "/api/v1/fleets", access: ENGINEERS, handler: getFleets },
	{ method: "GET", path: "/api/v1/fleets/:id", access: ENGINEERS, handler: getFleet },
	{ method: "PUT", path: "/api/v1/fleets/:id", access: ENGINEERS, handler: saveFleetRoute },
	{ method: "POST", path: "/api/v1/fleets/:id/keys", access: ENGINEERS, handler: issueFleetKey },
	{ method: "DELETE", path: "/api/v1/fleets/:id/keys", access: ENGINEERS, handler: revokeFleetKeys },

	{ method: "POST", path: "/api/v1/lake/flush", access: ENGINEERS, handler: flushLake },
	{ method: "POST", path: "/api/v1/lake/compact", access: ENGINEERS, handler: compactLake },
	{ method: "GET", path: "/api/v1/lake/objects", access: ENGINEERS, handler: getLakeObjects },
	{ method: "GET", path: "/api/v1/lake/object", access: ADMINS, handler: getLakeObject },
	{ method: "POST", path: "/api/v1/exports", access: ADMINS, handler: postExport },
	{ method: "GET", path: "/api/v1/export/file", access: SIGNED, handler: getExportFile },
];

export { DeviceMonitor } from "../durable-objects/device-monitor.ts";
export { FleetLedger } from "../durable-objects/fleet-ledger.ts";
export { WardStation } from "../durable-objects/ward-station.ts";

export default createApp(ROUTES);
