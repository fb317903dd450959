import { recentObservations } from "../../registry/bedside.ts";
import { connectRegistry } from "../../registry/connect.ts";
import type { EnrolledPatient } from "../../durable-objects/device/profile.ts";
import type { DeviceStatus } from "../../durable-objects/device/answers.ts";
import { log, reason } from "../../durable-objects/log.ts";
import { findDevice, listDevices, type DeviceFilter } from "../../registry/devices.ts";
import { findFleet } from "../../registry/fleets.ts";
import type { PatientTags } from "../../vitals/identity.ts";
import { ensurePatient, findPatient } from "../../registry/patients.ts";
import { wardExists } from "../../registry/wards.ts";
import { isoOrNull } from "../../vitals/anomaly.ts";
import type { DeviceEntry, DeviceSeen, DeviceSummary, Page, Role } from "../../vitals/api.ts";
import { FLEET_ID_PATTERN, type KeyIssued, type KeysRevoked } from "../../vitals/fleets.ts";
import { deriveDeviceKey } from "../access/device-key.ts";
import { mayWriteAs, shownKey } from "../access/writer.ts";
import { checkPatientId } from "../../vitals/telemetry.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { patientTags } from "../access/patient-tag.ts";
import { concealAbsence, requireWard, wardsOf } from "../access/scope.ts";
import type { Env } from "../env.ts";
import { erasing } from "./patients.ts";
import type { Handler } from "../context.ts";
import { readObject } from "../body.ts";
import { placeDevice } from "../enrolment.ts";
import {
	belowQuery,
	belowTooHigh,
	choiceQuery,
	countQuery,
	deviceIdParam,
	newDeviceIdParam,
	parseIso,
	refuse,
	textField,
	wardIdParam,
} from "../params.ts";
import { Problem, validationProblem } from "../problem.ts";

type Context = Parameters<Handler>[0];

/** With every key. */
export const SHOWN_ONCE = "Keep this key now: it is stored nowhere and cannot be shown again";

/** Simulated seconds per second, at most: an hour a second. */
const MAX_CLOCK_RATE = 3600;
/** A simulated clock outside these years is a mistake. */
const CLOCK_FROM = Date.UTC(2000);
const CLOCK_TO = Date.UTC(2100);
/** Seconds between two posts, at most: a device that posts once a day. */
const MAX_CADENCE = 86_400;

/** Objects asked at the same time. */
const ASK_AT_ONCE = 25;
/** Devices whose objects are asked for one answer. */
const MAX_SEEN = 100;

const TRUTH = ["true", "false"] as const;
const truthQuery = (value: string | undefined, field: string): boolean | undefined => {
	const chosen = choiceQuery(value, field, TRUTH);
	return chosen === undefined ? undefined : chosen === "true";
};

/** Part of an id or of a bed's label, to search for. */
function partQuery(value: string | undefined): string | undefined {
	return value === undefined ? undefined : textField(value, "q", 50);
}

/** The filters that lists of devices take. */
export function deviceFilter(context: Context): Omit<DeviceFilter, "after" | "limit"> {
	const query = (name: string) => context.req.query(name);
	return {
		wardId: query("ward"),
		wards: wardsOf(context),
		fleetId: query("fleet"),
		firmware: query("firmware"),
		tag: query("tag"),
		part: partQuery(query("q")),
		simulated: truthQuery(query("simulated"), "simulated"),
		// Whether somebody lies in a bed is no secret to whoever looks after its device; who it is, is.
		assigned: truthQuery(query("assigned"), "assigned"),
	};
}

/** `GET /api/v1/devices`: devices in order of id, with bed and present patient; filters combine. `seen=true` asks each device's object when it last heard of it. */
export const getDevices: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 100);
	const seen = truthQuery(context.req.query("seen"), "seen") ?? false;
	if (seen && limit > MAX_SEEN)
		refuse("limit", `limit must be at most ${MAX_SEEN} with seen=true: each device is asked`, "out_of_range");
	const after = context.req.query("cursor") ?? "";
	const listed = await listDevices(connectRegistry(context.env.DB), { ...deviceFilter(context), after, limit });
	const { role } = context.get("person");
	const data: DeviceEntry[] = listed.map((device) => ({ ...asSeenBy(role, device), seen: null }));
	if (seen) await lookAfter(context.env, data);
	const next_cursor = data.length === limit ? (data.at(-1)?.id ?? null) : null;
	return context.json({ data, next_cursor } satisfies Page<DeviceEntry>);
};

/** Asks the devices' objects. One that does not answer hides no other. */
async function lookAfter(env: Env, data: DeviceEntry[]): Promise<void> {
	for (let i = 0; i < data.length; i += ASK_AT_ONCE) {
		const asked = data.slice(i, i + ASK_AT_ONCE);
		const answers = await Promise.allSettled(asked.map(({ id }) => env.DEVICE_MONITOR.getByName(id).status()));
		for (const [k, answer] of answers.entries()) {
			if (answer.status === "fulfilled") data[i + k] = { ...(asked[k] as DeviceEntry), seen: seenOf(answer.value) };
			else log("warn", "device.not_asked", { device: asked[k]?.id, reason: reason(answer.reason) });
		}
	}
}

function seenOf(status: DeviceStatus): DeviceSeen {
	return {
		at: isoOrNull(status.receivedAt),
		connected: status.connected,
		battery_level: status.battery,
		clock_skew_ms: status.clockSkewMs,
		pending_readings: status.lastSeq - status.releasedSeq,
		pending_news: status.outbox,
		duplicates: status.duplicates,
		refused: status.refused,
	};
}

/** Engineers look after devices and learn nothing of patients, not even the surrogate. */
function asSeenBy(role: Role, device: DeviceSummary): DeviceSummary {
	return role === "engineer" ? { ...device, patient: null } : device;
}

/** `GET /api/v1/devices/:id`: one device, when it was last heard, and how far its readings have come. */
export const getDevice: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const [device] = await listDevices(connectRegistry(context.env.DB), { id, after: "", limit: 1 });
	if (device === undefined) throw new Problem("unknown_device", "No device of that id is registered");
	const status = await context.env.DEVICE_MONITOR.getByName(id).status();
	return context.json({ ...asSeenBy(context.get("person").role, device), seen: seenOf(status), status });
};

/** `PUT /api/v1/devices/:id`: enrols a device, or moves it to another ward, bed or patient. */
export const enrolDevice: Handler = async (context) => {
	const id = newDeviceIdParam(context.req.param("id"));
	const body = await readObject(context.req.raw);
	const wardId = wardIdParam(body["ward_id"]);
	const label = body["bed"] === undefined || body["bed"] === null ? null : textField(body["bed"], "bed", 40);
	const errors: FieldError[] = [];
	const patientId = checkPatientId(body["patient_id"], errors);
	if (errors.length > 0) throw validationProblem(errors);
	const fleetId = fleetField(body["fleet"]);
	const simulated = body["simulated"] ?? false;
	if (typeof simulated !== "boolean")
		throw validationProblem([{ field: "simulated", code: "wrong_type", message: "simulated must be true or false" }]);
	const cadenceS = cadenceField(body["cadence_s"]);

	// Its gateway may write for the device from then on: that, too, is for somebody who works there.
	const joined = typeof fleetId === "string" ? await findFleet(connectRegistry(context.env.DB), fleetId) : undefined;
	if (joined === null) {
		concealAbsence(context, joined);
		throw validationProblem([{ field: "fleet", code: "bad_format", message: "No fleet of that id exists" }]);
	}
	if (joined !== undefined) requireWard(context, joined.wardId);
	requireWard(context, wardId);

	const registry = connectRegistry(context.env.DB);
	if (!(await wardExists(registry, wardId))) {
		throw validationProblem([
			{ field: "ward_id", code: "bad_format", message: "No ward of that id exists; create it first" },
		]);
	}
	const present = await findDevice(registry, id);
	if (present !== null && present.simulated !== simulated) {
		throw new Problem("conflict", "A device stays simulated or real for good; enrol the other one under another id");
	}
	const target = context.get("target");
	target.object = `device:${id}`;
	const named = async (): Promise<EnrolledPatient | null> => {
		const { env } = context;
		const patient = patientId === null ? null : await enrolledPatient(env, await patientTags(env, patientId));
		target.patient = patient?.surrogate ?? null;
		return patient;
	};
	const latest = await placeDevice(context.env, {
		id,
		wardId,
		bed: label,
		fleet: fleetId,
		fleetBefore: present?.fleetId ?? null,
		simulated,
		cadenceS,
		patient: body["patient_id"] === undefined ? undefined : named,
	});
	const [device] = await listDevices(registry, { id, after: "", limit: 1 });
	return context.json(
		{ device: device && asSeenBy(context.get("person").role, device), latest_timestamp: latest },
		present === null ? 201 : 200,
	);
};

/**
 * The person behind `tags` as a device is told of them: what was said of a patient, limits and observations among it, follows them
 * from device to device.
 *
 * @throws Problem 409 while the patient's records are being erased
 */
export async function enrolledPatient(env: Env, tags: PatientTags): Promise<EnrolledPatient> {
	const registry = connectRegistry(env.DB);
	const surrogate = await ensurePatient(registry, tags, Date.now());
	const row = await findPatient(registry, surrogate);
	if (row === null || row.erasingAt !== null) throw erasing();
	const { context, contextAt, contextBy } = row;
	const told = context !== null && contextAt !== null && contextBy !== null;
	const observations = await recentObservations(registry, surrogate, Date.now());
	const known = told ? { context, changed: { at: contextAt, by: contextBy } } : null;
	return { tag: tags.tag, surrogate, known, observations };
}

/** Seconds, `null` to have it measured, `undefined` where nothing was said. */
function cadenceField(given: unknown): number | null | undefined {
	if (given === undefined || given === null) return given;
	if (typeof given === "number" && given > 0 && given <= MAX_CADENCE) return given;
	throw validationProblem([
		{
			field: "cadence_s",
			code: typeof given === "number" ? "out_of_range" : "wrong_type",
			message: `cadence_s must be a number of seconds above 0 and at most ${MAX_CADENCE}, or null`,
		},
	]);
}

/** `POST /api/v1/devices/:id/keys`: a key of the next generation, shown this once. */
export const issueDeviceKey: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const registered = await findDevice(connectRegistry(context.env.DB), id);
	const generation = registered === null ? null : await context.env.DEVICE_MONITOR.getByName(id).issueGeneration();
	if (generation === null) throw new Problem("unknown_device", "No device of that id is registered");
	const issued: KeyIssued = { key: deriveDeviceKey(context.env, id, generation), generation, message: SHOWN_ONCE };
	return context.json(issued, 201);
};

/** `DELETE /api/v1/devices/:id/keys?below=`: revokes the device's older keys, also on a stream that is open. */
export const revokeDeviceKeys: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const below = belowQuery(context.req.query("below"));
	const registered = await findDevice(connectRegistry(context.env.DB), id);
	const ring = registered === null ? null : await context.env.DEVICE_MONITOR.getByName(id).revokeBelow(below);
	if (ring === null) throw new Problem("unknown_device", "No device of that id is registered");
	if (ring === "too_high") throw belowTooHigh();
	const revoked: KeysRevoked = { lowest_valid: ring.minGeneration, generation: ring.generation };
	return context.json(revoked);
};

/** Body's `fleet`: an id, `null` to leave the fleet, absent to stay as it is. */
function fleetField(value: unknown): string | null | undefined {
	if (value === undefined || value === null) return value;
	if (typeof value !== "string" || !FLEET_ID_PATTERN.test(value)) {
		const message = "fleet must be a fleet's id, or null for none";
		throw validationProblem([{ field: "fleet", code: "bad_format", message }]);
	}
	return value;
}

/** `PUT /api/v1/devices/:id/clock`: a simulated device says what time it has and how fast it runs. */
export const setDeviceClock: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const writer = context.get("writer");
	if (!mayWriteAs(writer, id)) throw new Problem("forbidden", "This key belongs to another device");
	const body = await readObject(context.req.raw);
	const given = body["now"];
	const deviceNow = typeof given === "string" ? parseIso(given) : typeof given === "number" ? given : NaN;
	const rate = body["rate"];
	if (!(deviceNow >= CLOCK_FROM && deviceNow < CLOCK_TO)) {
		throw validationProblem([
			{
				field: "now",
				code: "bad_format",
				message: "now must be ISO 8601 or milliseconds since the epoch, from 2000 to 2099",
			},
		]);
	}
	if (typeof rate !== "number" || !(rate > 0) || rate > MAX_CLOCK_RATE) {
		throw validationProblem([
			{ field: "rate", code: "out_of_range", message: `rate must be above 0 and at most ${MAX_CLOCK_RATE}` },
		]);
	}
	const result = await context.env.DEVICE_MONITOR.getByName(id).setClock(shownKey(writer), deviceNow, rate);
	switch (result) {
		case "set":
			return context.json({ now: new Date(deviceNow).toISOString(), rate });
		case "unknown_device":
			throw new Problem("unknown_device", "This device is not registered; an engineer enrols it first");
		case "revoked":
			throw new Problem("unauthenticated", "This key is no longer valid");
		case "other_fleet":
			throw new Problem("forbidden", "This device is not of the key's fleet");
		case "not_simulated":
			throw new Problem("forbidden", "Only a device enrolled as simulated may run on another clock");
		default:
			return result satisfies never;
	}
};
