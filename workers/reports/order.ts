/** From a request to an order: whom it is about, within what its author may see, and which time. */
import type { Context } from "hono";
import { connectRegistry } from "../../registry/connect.ts";
import { findDevice } from "../../registry/devices.ts";
import { assignmentsOf, findPatient } from "../../registry/patients.ts";
import { wearersDuring } from "../../registry/reports.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { MAY_SEE_LABELS } from "../access/label.ts";
import { requirePatient, requireWard } from "../access/scope.ts";
import type { AppContext } from "../context.ts";
import type { Env } from "../env.ts";
import { validationProblem } from "../problem.ts";
import { erasing } from "../routes/patients.ts";
import type { Span } from "./data.ts";
import type { ReportOrder } from "./gather.ts";
import { readMessage, type Named } from "./naming.ts";
import type { CheckedRequest } from "./request.ts";

const DAY_MS = 24 * 3600_000;
/** A report's period, at most: what one request may read. */
const MAX_PERIOD_MS = 8 * DAY_MS;

/** An order, and the ward whose report it is. */
export interface PlacedOrder {
	readonly order: ReportOrder;
	readonly wardId: string;
}

/**
 * @throws Problem 422 naming the field where nobody is named, or more than one; 403 outside the author's wards;
 *   409 for a patient who is being erased
 */
export async function placeOrder(context: Context<AppContext>, request: CheckedRequest): Promise<PlacedOrder> {
	const { env } = context;
	const registry = connectRegistry(env.DB);
	const now = Date.now();
	const named =
		request.message === null
			? null
			: await readMessage(env, context.get("standing"), request.message, { zone: request.timeZone, now });
	const subject = subjectOf(request, named);
	const { deviceId } = subject;
	const present = await timeAt(env, deviceId ?? (await deviceOf(env, subject.patient)), now);
	const period = periodOf(request, shifted(named?.period ?? null, present - now), present);
	let { patient } = subject;
	let wardId: string;
	if (deviceId !== null) {
		const device = await findDevice(registry, deviceId);
		// What is not there and what is elsewhere look alike to those who work on some wards only.
		requireWard(context, device?.wardId ?? "");
		if (device === null) throw complaint("device_id", "unknown_device", `No device ${deviceId} is registered`);
		({ wardId } = device);
		context.get("target").object = `device:${deviceId}`;
		// The assignment decides: who was on it last in that time, and of nobody else anything.
		patient ??= (await wearersDuring(registry, deviceId, period))[0] ?? null;
	} else wardId = "";
	if (patient !== null) {
		const ward = await requirePatient(context, patient);
		const row = await findPatient(registry, patient);
		if (row === null) throw complaint("patient", "bad_format", "No patient of that surrogate is known");
		if (row.erasingAt !== null) throw erasing();
		if (deviceId === null) wardId = ward;
	}
	const { id, name, role } = context.get("person");
	if (request.showLabel && !MAY_SEE_LABELS.has(role))
		throw complaint("show_label", "bad_format", "Your role is not told what patients are called");
	const order = {
		patient,
		deviceId,
		period,
		note: request.note,
		timeZone: request.timeZone,
		showLabel: request.showLabel,
		author: { id, name },
	};
	return { order, wardId };
}

/** Whom it is about, by fields or else by the message: one device, one patient, or both. */
function subjectOf({ deviceId, patient, message }: CheckedRequest, named: Named | null) {
	if (deviceId !== null || patient !== null || named === null || message === null) return { deviceId, patient };
	const [device, ...others] = named.devices;
	const [person, ...more] = named.patients;
	if (device === undefined && person === undefined)
		throw complaint(
			"message",
			"missing",
			`${named.unclear ?? "The message names nobody."} Say which device, bed or patient the report is about.`,
		);
	if (others.length > 0 || more.length > 0 || (device !== undefined && person !== undefined)) {
		const names = [...named.devices.map(({ id, as }) => (as === id ? id : `${as} (${id})`)), ...named.patients];
		const message = `The message names several: ${names.slice(0, 8).join(", ")}; a report is about one. Say which, or give device_id or patient`;
		throw complaint("message", "bad_format", message);
	}
	return { deviceId: device?.id ?? null, patient: person ?? null };
}

/** The device that the patient wears now, or wore last. */
async function deviceOf(env: Env, patient: string | null): Promise<string | null> {
	return patient === null ? null : ((await assignmentsOf(connectRegistry(env.DB), patient))[0]?.deviceId ?? null);
}

/** The present of a device: a simulated one may live in another time. */
async function timeAt(env: Env, deviceId: string | null, now: number): Promise<number> {
	const device = deviceId === null ? null : await findDevice(connectRegistry(env.DB), deviceId);
	if (device === null || !device.simulated) return now;
	const { latestTimestamp } = await env.DEVICE_MONITOR.getByName(device.id).status();
	return latestTimestamp === null ? now : latestTimestamp + 1;
}

const shifted = (span: Span | null, by: number): Span | null => span && { from: span.from + by, to: span.to + by };

/** By fields, or else by the message, or else the last day. Ends at the present at the latest. */
function periodOf(request: CheckedRequest, said: Span | null, present: number): Span {
	const to = Math.min(request.to ?? (request.from === null ? (said?.to ?? present) : present), present);
	const from = request.from ?? (request.to === null ? (said?.from ?? to - DAY_MS) : to - DAY_MS);
	if (from >= to) throw complaint("from", "out_of_range", "from must lie before to, and before the present");
	if (to - from > MAX_PERIOD_MS) {
		const field = request.from === null && request.message !== null ? "message" : "to";
		throw complaint(field, "out_of_range", `A report covers ${MAX_PERIOD_MS / DAY_MS} days at most`);
	}
	return { from, to };
}

function complaint(field: string, code: FieldError["code"], message: string) {
	return validationProblem([{ field, code, message }]);
}
