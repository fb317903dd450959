import type { FleetStatus } from "../../durable-objects/fleet-ledger.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findDevice, listDevices, saveDevice } from "../../registry/devices.ts";
import { findFleet, listFleets, saveFleet, summaryOf } from "../../registry/fleets.ts";
import { ensureBed, wardExists } from "../../registry/wards.ts";
import type { Page } from "../../vitals/api.ts";
import {
	FLEET_ID_PATTERN,
	MAX_FLEET_DEVICES,
	type FleetDetail,
	type FleetSummary,
	type KeyIssued,
} from "../../vitals/fleets.ts";
import { deriveFleetKey } from "../access/fleet-key.ts";
import { requireWard, wardsOf } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { readObject } from "../body.ts";
import { joinFleet, settleFleet } from "../fleet-membership.ts";
import { belowQuery, belowTooHigh, countQuery, newDeviceIdParam, textField, wardIdParam } from "../params.ts";
import { monitorIn } from "../placement.ts";
import { Problem, validationProblem } from "../problem.ts";
import { SHOWN_ONCE } from "./devices.ts";

const NO_FLEET = () => new Problem("not_found", "No fleet of that id exists");

/** `GET /api/v1/fleets`: fleets in order of id. */
export const getFleets: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 100);
	const data = await listFleets(connectRegistry(context.env.DB), {
		wardId: context.req.query("ward"),
		wards: wardsOf(context),
		after: context.req.query("cursor") ?? "",
		limit,
	});
	const page: Page<FleetSummary> = { data, next_cursor: data.length === limit ? (data.at(-1)?.id ?? null) : null };
	return context.json(page);
};

/** `GET /api/v1/fleets/:id`: one fleet, its devices counted, and what remains of a revocation. */
export const getFleet: Handler = async (context) => {
	const { row, status } = await existing(context.env, context.req.param("id"));
	return context.json(detail(summaryOf(row), status));
};

/** `PUT /api/v1/fleets/:id`: makes a fleet, or changes its name, ward or limit. Devices that it has stay. */
export const saveFleetRoute: Handler = async (context) => {
	const id = context.req.param("id") ?? "";
	if (!FLEET_ID_PATTERN.test(id)) {
		const message = "A fleet id is 1 to 50 letters, digits or . _ -";
		throw validationProblem([{ field: "id", code: "bad_format", message }]);
	}
	const body = await readObject(context.req.raw);
	const name = textField(body["name"], "name", 80);
	const wardId = wardIdParam(body["ward_id"]);
	const limit = body["device_limit"];
	if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1 || limit > MAX_FLEET_DEVICES) {
		const message = `device_limit must be a whole number from 1 to ${MAX_FLEET_DEVICES}`;
		throw validationProblem([
			{ field: "device_limit", code: limit === undefined ? "missing" : "out_of_range", message },
		]);
	}
	requireWard(context, wardId);
	context.get("target").object = `fleet:${id}`;
	const registry = connectRegistry(context.env.DB);
	if (!(await wardExists(registry, wardId))) {
		const message = "No ward of that id exists; create it first";
		throw validationProblem([{ field: "ward_id", code: "bad_format", message }]);
	}
	const before = await findFleet(registry, id);
	const row = { id, name, wardId, deviceLimit: limit, createdAt: before?.createdAt ?? Date.now() };
	await saveFleet(registry, row);
	const ledger = context.env.FLEET_LEDGER.getByName(id);
	await ledger.configure(id, limit);
	return context.json(detail(summaryOf(row), await ledger.status()), before === null ? 201 : 200);
};

/** `POST /api/v1/fleets/:id/keys`: a key of the next generation for the fleet's gateways, shown this once. */
export const issueFleetKey: Handler = async (context) => {
	const { row } = await existing(context.env, context.req.param("id"));
	const generation = await context.env.FLEET_LEDGER.getByName(row.id).issueGeneration();
	if (generation === null) throw NO_FLEET();
	const issued: KeyIssued = {
		key: deriveFleetKey(context.env, row.id, generation),
		generation,
		message: SHOWN_ONCE,
	};
	return context.json(issued, 201);
};

/** `DELETE /api/v1/fleets/:id/keys?below=`: revokes the fleet's older keys. 202: `GET` shows how many devices remain to be told. */
export const revokeFleetKeys: Handler = async (context) => {
	const below = belowQuery(context.req.query("below"));
	const { row } = await existing(context.env, context.req.param("id"));
	const status = await context.env.FLEET_LEDGER.getByName(row.id).revokeBelow(below);
	if (status === null) throw NO_FLEET();
	if (status === "too_high") throw belowTooHigh();
	return context.json(detail(summaryOf(row), status), 202);
};

/** `PUT /api/v1/fleets/:id/devices/:device`: a gateway enrols a new device of its fleet, in the fleet's ward. */
export const enrolFleetDevice: Handler = async (context) => {
	const gateway = context.get("fleet");
	const fleetId = context.req.param("id") ?? "";
	if (gateway.fleetId !== fleetId) throw new Problem("forbidden", "This key belongs to another fleet");
	const id = newDeviceIdParam(context.req.param("device"));
	const body = await readObject(context.req.raw);
	const label = body["bed"] === undefined || body["bed"] === null ? null : textField(body["bed"], "bed", 40);
	const { env } = context;
	const registry = connectRegistry(env.DB);
	const fleet = await findFleet(registry, fleetId);
	if (fleet === null) throw NO_FLEET();
	const present = await findDevice(registry, id);
	// Also a device of no fleet: a gateway takes over nothing.
	if (present !== null && present.fleetId !== fleetId) {
		throw new Problem("forbidden", "This device is not of the key's fleet");
	}
	const place = await joinFleet(env, fleetId, id, gateway.generation);
	// Where a device of the fleet is now, an engineer may have decided.
	const wardId = present?.wardId ?? fleet.wardId;
	const bedId = label === null ? (present?.bedId ?? null) : await ensureBed(registry, wardId, label);
	const simulated = present?.simulated ?? false;
	await saveDevice(registry, { id, wardId, bedId, fleetId, simulated, enrolledAt: Date.now() });
	const [device] = await listDevices(registry, { id, after: "", limit: 1 });
	const monitor = await monitorIn(env, wardId, id);
	const { latest } = await monitor.enrol({
		deviceId: id,
		wardId,
		bedId,
		bedLabel: device?.bed ?? null,
		simulated,
		fleet: place,
	});
	await settleFleet(env, id, present?.fleetId ?? null, place);
	// Keys can only write: nothing of a patient, and nothing that the gateway did not say itself.
	return context.json(
		{ device: { id, ward_id: wardId, bed: device?.bed ?? null, fleet: fleetId }, latest_timestamp: latest },
		present === null ? 201 : 200,
	);
};

async function existing(env: Env, id: string | undefined) {
	const row = id !== undefined && FLEET_ID_PATTERN.test(id) ? await findFleet(connectRegistry(env.DB), id) : null;
	if (row === null) throw NO_FLEET();
	return { row, status: await env.FLEET_LEDGER.getByName(row.id).status() };
}

function detail(fleet: FleetSummary, status: FleetStatus | null): FleetDetail {
	const { generation, devices, revocation } = status ?? {
		generation: 0,
		devices: 0,
		revocation: { generation: 1, total: 0, remaining: 0 },
	};
	return { ...fleet, generation, devices, revocation };
}
