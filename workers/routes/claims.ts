import { connectRegistry, type Registry } from "../../registry/connect.ts";
import { redeemClaim, registerClaimed, saveClaims, undoRedemption, type ClaimRow } from "../../registry/claims.ts";
import { findDevice, type DeviceRow } from "../../registry/devices.ts";
import { findFleet } from "../../registry/fleets.ts";
import { wardExists } from "../../registry/wards.ts";
import { FLEET_ID_PATTERN, type ClaimRedeemed, type ClaimsCreated } from "../../vitals/fleets.ts";
import { DEVICE_ID_PATTERN } from "../../vitals/telemetry.ts";
import { hashClaimCode, newClaimCode, readClaimCode } from "../access/claim-code.ts";
import { deriveDeviceKey } from "../access/device-key.ts";
import { limitAddress } from "../access/rate-limit.ts";
import { concealAbsence, requireWard } from "../access/scope.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { readObject } from "../body.ts";
import { joinFleet, settleFleet } from "../fleet-membership.ts";
import { wardIdParam } from "../params.ts";
import { monitorIn } from "../placement.ts";
import { Problem, validationProblem } from "../problem.ts";
import { SHOWN_ONCE } from "./devices.ts";

/** Codes of one request. */
const MAX_CODES = 500;
const SHORTEST_S = 60;
const LONGEST_S = 7 * 24 * 3600;
/** Until the end of the same day, whenever the shift began. */
const USUAL_S = 24 * 3600;

const refusal = (field: string, message: string, code: "bad_format" | "out_of_range" | "missing" = "bad_format") =>
	validationProblem([{ field, code, message }]);

/** `POST /api/v1/claims`: codes with which a device, or so many new devices of a fleet, get their keys. Shown this once. */
export const createClaims: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const deviceId = optionalId(body["device_id"], "device_id", DEVICE_ID_PATTERN);
	const fleetId = optionalId(body["fleet"], "fleet", FLEET_ID_PATTERN);
	if (deviceId === null && fleetId === null) throw refusal("device_id", "Name a device_id, a fleet or both", "missing");
	const lifetime = wholeNumber(body["expires_in_s"], "expires_in_s", SHORTEST_S, LONGEST_S, USUAL_S);
	const count = wholeNumber(body["count"], "count", 1, deviceId === null ? MAX_CODES : 1, 1);

	const registry = connectRegistry(context.env.DB);
	const fleet = fleetId === null ? null : await findFleet(registry, fleetId);
	if (fleetId !== null) {
		concealAbsence(context, fleet);
		if (fleet === null) throw refusal("fleet", "No fleet of that id exists; create it first");
		requireWard(context, fleet.wardId);
	}
	const wardId = body["ward_id"] === undefined && fleet !== null ? fleet.wardId : wardIdParam(body["ward_id"]);
	if (fleet !== null && fleet.wardId !== wardId) throw refusal("ward_id", "The fleet is in another ward");
	context.get("target").object = deviceId === null ? `fleet:${fleetId}` : `device:${deviceId}`;
	requireWard(context, wardId);
	if (!(await wardExists(registry, wardId))) throw refusal("ward_id", "No ward of that id exists; create it first");
	const present = deviceId === null ? null : await findDevice(registry, deviceId);
	if (present !== null && (present.wardId !== wardId || (fleetId !== null && present.fleetId !== fleetId))) {
		throw new Problem("conflict", "The device is registered in another ward or fleet; move it there first");
	}

	const now = Date.now();
	const expiresAt = now + lifetime * 1000;
	const codes = Array.from({ length: count }, newClaimCode);
	const rows = await Promise.all(
		codes.map(async (code): Promise<ClaimRow> => {
			const codeHash = await hashClaimCode(readClaimCode(code) ?? code);
			return { codeHash, deviceId, fleetId, wardId, createdAt: now, expiresAt, redeemedAt: null, redemption: null };
		}),
	);
	await saveClaims(registry, rows, now);
	const created: ClaimsCreated = {
		codes,
		device_id: deviceId,
		fleet: fleetId,
		ward_id: wardId,
		expires_at: new Date(expiresAt).toISOString(),
	};
	return context.json(created, 201);
};

/** `POST /api/v1/claims/redeem`: a device gives its code and gets its key, once. */
export const redeem: Handler = async (context) => {
	const { env } = context;
	// Whoever has a good code needs it once; whoever tries many has none.
	await limitAddress(env, context.req.raw);
	const body = await readObject(context.req.raw);
	const typed = body["code"];
	if (typeof typed !== "string")
		throw refusal("code", "code must be a text", typed === undefined ? "missing" : undefined);
	const deviceId = optionalId(body["device_id"], "device_id", DEVICE_ID_PATTERN);
	if (deviceId === null) throw refusal("device_id", "A device says who it is", "missing");
	const code = readClaimCode(typed);
	const registry = connectRegistry(env.DB);
	const redemption = crypto.randomUUID();
	const claim =
		code === null
			? null
			: await redeemClaim(registry, { codeHash: await hashClaimCode(code), deviceId, redemption, now: Date.now() });
	// Unknown, used, expired, another device's: the answer does not say which.
	if (claim === null) throw new Problem("unauthenticated", "This code is not valid for this device, or no longer");

	try {
		const device = await registered(env, registry, claim, deviceId);
		const generation = await keyGeneration(env, device);
		const answer: ClaimRedeemed = {
			device_id: deviceId,
			ward_id: device.wardId,
			key: deriveDeviceKey(env, deviceId, generation),
			generation,
			message: SHOWN_ONCE,
		};
		return context.json(answer, 201);
	} catch (error) {
		// Nobody has seen a key: the code is good again.
		await undoRedemption(registry, redemption);
		throw error;
	}
};

/** The device's row, made where there is none. */
async function registered(env: Env, registry: Registry, claim: ClaimRow, deviceId: string): Promise<DeviceRow> {
	const present = await findDevice(registry, deviceId);
	if (present !== null) return present;
	const { fleetId, wardId } = claim;
	if (fleetId !== null) await joinFleet(env, fleetId, deviceId, null);
	const device = { id: deviceId, wardId, bedId: null, fleetId, simulated: false, enrolledAt: Date.now() };
	if (await registerClaimed(registry, device, claim.redemption ?? "")) return device;
	// Somebody was faster. Whoever named this device in the claim meant it; for any other it is taken.
	const winner = await findDevice(registry, deviceId);
	if (fleetId !== null && winner?.fleetId !== fleetId) await settleFleet(env, deviceId, fleetId, null);
	if (claim.deviceId === null || winner === null)
		throw new Problem("conflict", "A device of that id is registered already");
	return winner;
}

/** The next generation of its keys; a device whose object does not know it yet is enrolled there first. */
async function keyGeneration(env: Env, device: DeviceRow): Promise<number> {
	const monitor = await monitorIn(env, device.wardId, device.id);
	const known = await monitor.issueGeneration();
	if (known !== null) return known;
	const { id, wardId, bedId, simulated } = device;
	const fleetId = device.fleetId ?? null;
	const place = fleetId === null ? null : await joinFleet(env, fleetId, id, null);
	await monitor.enrol({ deviceId: id, wardId, bedId, bedLabel: null, simulated, fleet: place });
	await settleFleet(env, id, fleetId, place);
	const generation = await monitor.issueGeneration();
	if (generation === null) throw new Error("the device's object did not keep its enrolment");
	return generation;
}

function optionalId(value: unknown, field: string, pattern: RegExp): string | null {
	if (value === undefined || value === null) return null;
	if (typeof value !== "string" || !pattern.test(value)) throw refusal(field, `${field} is not an id`);
	return value;
}

function wholeNumber(value: unknown, field: string, min: number, max: number, fallback: number): number {
	if (value === undefined) return fallback;
	if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max)
		throw refusal(field, `${field} must be a whole number from ${min} to ${max}`, "out_of_range");
	return value;
}
