import type { IngestItem, IngestResult, ItemResult } from "../../durable-objects/device/ingest.ts";
import type { BatchAccepted, BatchItemError, TelemetryAccepted } from "../../vitals/api.ts";
import { flagNames, worse, type RiskLevel } from "../../vitals/reading.ts";
import {
	checkTelemetry,
	FIRMWARE_HEADER,
	readFirmware,
	MAX_BATCH_READINGS,
	type CheckedTelemetry,
	type TelemetryCheck,
} from "../../vitals/telemetry.ts";
import { fullAnswer } from "../answer.ts";
import type { PatientTags } from "../../vitals/identity.ts";
import { mayWriteAs, shownKey } from "../access/writer.ts";
import { patientTags } from "../access/patient-tag.ts";
import { loggableCorrelation, type Handler } from "../context.ts";
import { parseJson, readText } from "../body.ts";
import type { Env } from "../env.ts";
import { Problem, validationProblem } from "../problem.ts";

/** `POST /api/v1/telemetry`: one reading. */
export const postTelemetry: Handler = async (context) => {
	const check = checkTelemetry(parseJson(await readText(context.req.raw)), Date.now());
	if (!check.ok) throw validationProblem(check.errors);
	const writer = context.get("writer");
	const { deviceId } = check.value;
	if (!mayWriteAs(writer, deviceId)) {
		throw new Problem("forbidden", "This key belongs to another device than device_id names");
	}
	const [result] = await ingest(context, deviceId, await tagged(context.env, [check.value]));
	if (result === undefined) throw new Error("the object answered with no result");
	if (result.kind === "refused") throw validationProblem([result.error]);
	const body: TelemetryAccepted = {
		status: "accepted",
		message: result.kind === "duplicate" ? "Reading was stored before" : "Reading stored",
		correlation_id: context.get("correlationId"),
		risk_assessment: result.risk,
		flags: flagNames(result.flags),
		duplicate: result.kind === "duplicate",
	};
	return fullAnswer(body, 202, body.correlation_id);
};

/** `POST /api/v1/telemetry/batch`: up to 1,000 readings of one device, a JSON array or NDJSON. A bad one does not sink the rest. */
export const postBatch: Handler = async (context) => {
	const checks = await readBatch(context.req.raw);
	const writer = context.get("writer");
	// A batch is one device's. A gateway's is the one that its first good reading names.
	const deviceId = writer.kind === "device" ? writer.deviceId : checks.find((check) => check.ok)?.value.deviceId;
	const errors: BatchItemError[] = [];
	const good: { index: number; value: TelemetryCheck & { ok: true } }[] = [];
	for (const [index, check] of checks.entries()) {
		if (!check.ok) errors.push({ index, status: 422, errors: check.errors });
		else if (check.value.deviceId !== deviceId) {
			const message =
				writer.kind === "device" ? "This key belongs to another device" : "A batch holds readings of one device";
			errors.push({ index, status: 403, errors: [{ field: "device_id", code: "other_device", message }] });
		} else good.push({ index, value: check });
	}

	const items = await tagged(
		context.env,
		good.map(({ value }) => value.value),
	);
	const results = items.length === 0 || deviceId === undefined ? [] : await ingest(context, deviceId, items);
	let [accepted, duplicates] = [0, 0];
	let risk: RiskLevel = "LOW";
	for (const [i, result] of results.entries()) {
		if (result.kind === "refused") errors.push({ index: good[i]?.index ?? i, status: 422, errors: [result.error] });
		else {
			if (result.kind === "stored") accepted++;
			else duplicates++;
			risk = worse(risk, result.risk);
		}
	}

	errors.sort((a, b) => a.index - b.index);
	if (accepted + duplicates === 0) {
		throw new Problem("validation_failed", `None of the ${checks.length} readings was acceptable`, {
			extra: { accepted, duplicates, rejected: errors.length, items: errors },
		});
	}
	const body: BatchAccepted = {
		status: errors.length === 0 ? "accepted" : "partial",
		message: `${accepted} stored, ${duplicates} stored before, ${errors.length} refused`,
		correlation_id: context.get("correlationId"),
		accepted,
		duplicates,
		rejected: errors.length,
		errors,
		risk_assessment: risk,
	};
	return fullAnswer(body, 202, body.correlation_id);
};

/** Hands checked readings to their device's object; a Problem when it takes none of them. */
async function ingest(
	context: Parameters<Handler>[0],
	deviceId: string,
	items: readonly IngestItem[],
): Promise<readonly ItemResult[]> {
	const monitor = context.env.DEVICE_MONITOR.getByName(deviceId);
	const firmware = readFirmware(context.req.header(FIRMWARE_HEADER));
	const correlationId = loggableCorrelation(context);
	const request = { ...shownKey(context.get("writer")), items, firmware, correlationId };
	const result = JSON.parse(await monitor.ingestJson(request)) as IngestResult;
	switch (result.outcome) {
		case "taken":
			return result.results;
		case "unknown_device":
			throw new Problem("unknown_device", "This device is not registered; an engineer enrols it first");
		case "revoked":
			throw new Problem("unauthenticated", "This key is no longer valid");
		case "other_fleet":
			throw new Problem("forbidden", "This device is not of the key's fleet");
		case "too_fast":
			throw new Problem("too_many_requests", "This device sends faster than it may; nothing was stored", {
				retryAfter: result.retryAfter,
			});
		case "unavailable":
			throw new Problem("unavailable", "Nothing was stored; send it again", { retryAfter: result.retryAfter });
		default:
			return result satisfies never;
	}
}

/** Replaces the hospital's identifiers by their tags. Readings of one request mostly name one patient: each is hashed once. */
async function tagged(env: Env, checked: readonly CheckedTelemetry[]): Promise<IngestItem[]> {
	const tags = new Map<string | null, PatientTags | null>([[null, null]]);
	const items: IngestItem[] = [];
	for (const { reading, timed, patientId } of checked) {
		if (patientId !== null && !tags.has(patientId)) tags.set(patientId, await patientTags(env, patientId));
		items.push({ reading, timed, patientTag: tags.get(patientId) ?? null });
	}
	return items;
}

/** A batch's readings, each checked. Counted first: a body of a million broken lines is not worth checking. */
async function readBatch(request: Request): Promise<TelemetryCheck[]> {
	const text = await readText(request);
	const ndjson = /^application\/(x-)?(ndjson|jsonl)\b/i.test(request.headers.get("content-type") ?? "");
	const items: unknown = ndjson ? text.split("\n").filter((line) => line.trim() !== "") : parseJson(text);
	if (!Array.isArray(items)) {
		const message = "A batch is a JSON array of readings, or NDJSON sent as application/x-ndjson";
		throw validationProblem([{ field: "", code: "wrong_type", message }]);
	}
	if (items.length === 0) {
		throw validationProblem([{ field: "", code: "missing", message: "A batch holds at least one reading" }]);
	}
	if (items.length > MAX_BATCH_READINGS) {
		throw new Problem("too_large", `A batch holds at most ${MAX_BATCH_READINGS} readings, got ${items.length}`);
	}
	const now = Date.now();
	return items.map((item: unknown) => timedOnly(ndjson ? checkLine(item as string, now) : checkTelemetry(item, now)));
}

function checkLine(line: string, now: number): TelemetryCheck {
	try {
		return checkTelemetry(parseJson(line), now);
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		return { ok: false, errors: [{ field: "", code: "malformed_json", message: error.message }] };
	}
}

/** The readings of a batch were not all measured as it arrived: each must say when it was. */
function timedOnly(check: TelemetryCheck): TelemetryCheck {
	if (!check.ok || check.value.timed) return check;
	return {
		ok: false,
		errors: [{ field: "timestamp", code: "missing", message: "In a batch every reading needs its timestamp" }],
	};
}
