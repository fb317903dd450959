/** Everything that is held of one patient, for the patient: a document, and files with the rows that are theirs. */
import { encodeLakeObject } from "../../durable-objects/parquet-module.ts";
import { toCsv } from "../../lake/csv.ts";
import { DAY_MS, dayOf, encodeDay } from "../../lake/day.ts";
import { listLimitChanges, listObservations } from "../../registry/bedside.ts";
import { connectRegistry, type Registry } from "../../registry/connect.ts";
import { episodeHistories, listAnomalies } from "../../registry/episodes.ts";
import { assignmentsOf } from "../../registry/patients.ts";
import type { Anomaly } from "../../vitals/api.ts";
import type { LimitChangeEntry } from "../../vitals/limits.ts";
import type { ObservationEntry } from "../../vitals/observations.ts";
import type { PatientExport, PatientFile } from "../../vitals/patients.ts";
import type { StoredReading } from "../../vitals/reading.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { readingsBetween } from "../lake-history.ts";
import { deviceIdParam, refuse, timeQuery } from "../params.ts";
import { watchesIn, type Watch } from "../patient-history.ts";
import { Problem } from "../problem.ts";
import { patientAnswer, patientOf } from "./patients.ts";

const HOUR_MS = 3600_000;
/** Readings fetched at once: an hour at 1 Hz. */
const PAGE = 3600;
const EPISODES_PER_PAGE = 500;
const ENTRIES_PER_PAGE = 500;

/** `POST /api/v1/patients/:surrogate/export` `{format}`: the document; each file covers one device's day. */
export const exportPatient: Handler = async (context) => {
	const patient = await patientOf(context);
	const { format } = await readObject(context.req.raw);
	if (format !== "parquet" && format !== "csv") {
		refuse("format", "format must be parquet or csv", format === undefined ? "missing" : "bad_format");
	}
	const registry = connectRegistry(context.env.DB);
	const now = Date.now();
	const episodes: Anomaly[] = [];
	for (let page: Anomaly[] | null = null; page === null || page.length === EPISODES_PER_PAGE;) {
		const last = episodes.at(-1);
		const before = last && { openedAt: Date.parse(last.detected_at), id: last.episode_id };
		page = await listAnomalies(registry, { patient: patient.surrogate, before, limit: EPISODES_PER_PAGE });
		episodes.push(...page);
	}
	const histories = await episodeHistories(registry, patient.surrogate);
	const answer = await patientAnswer(context.env, patient, context.get("person").role);
	const assignments = await assignmentsOf(registry, patient.surrogate);
	const watched = assignments.map((past) => ({
		...past,
		endedAt: past.endedAt ?? Math.max(now, past.startedAt) + DAY_MS,
	}));
	const watches = watchesIn(watched, { from: 0, to: Number.MAX_SAFE_INTEGER });
	const body: PatientExport = {
		...answer,
		exported_at: new Date(now).toISOString(),
		context: patient.context,
		observations: await everyObservation(registry, patient.surrogate),
		limits: await everyLimitChange(registry, patient.surrogate),
		episodes: episodes.map((episode) => ({ ...episode, events: histories.get(episode.episode_id) ?? [] })),
		files: watches.flatMap((watch) => filesOf(patient.surrogate, watch, format)),
	};
	return context.json(body);
};

async function everyObservation(registry: Registry, surrogate: string): Promise<ObservationEntry[]> {
	const all: ObservationEntry[] = [];
	for (let page: ObservationEntry[] | null = null; page === null || page.length === ENTRIES_PER_PAGE;) {
		const last = all.at(-1);
		const before = last?.id == null ? undefined : { observedAt: Date.parse(last.time), id: last.id };
		page = await listObservations(registry, surrogate, { before, limit: ENTRIES_PER_PAGE });
		all.push(...page);
	}
	return all;
}

async function everyLimitChange(registry: Registry, surrogate: string): Promise<LimitChangeEntry[]> {
	const all: LimitChangeEntry[] = [];
	for (let page: LimitChangeEntry[] | null = null; page === null || page.length === ENTRIES_PER_PAGE;) {
		page = await listLimitChanges(registry, surrogate, { skip: all.length, limit: ENTRIES_PER_PAGE });
		all.push(...page);
	}
	return all;
}

function filesOf(surrogate: string, { deviceId, from, to }: Watch, format: string): PatientFile[] {
	const files: PatientFile[] = [];
	for (let start = from; start < to;) {
		const end = Math.min(to, dayOf(start) + DAY_MS);
		const query = new URLSearchParams({ device: deviceId, from: String(start), to: String(end), format });
		files.push({
			url: `/api/v1/patients/${surrogate}/export/file?${query}`,
			device_id: deviceId,
			from: new Date(start).toISOString(),
			to: new Date(end).toISOString(),
		});
		start = end;
	}
	return files;
}

/** `GET /api/v1/patients/:surrogate/export/file`: the patient's rows of one device and at most a day; 204 where there are none. */
export const getPatientFile: Handler = async (context) => {
	const { surrogate } = await patientOf(context);
	const query = context.req.query();
	const deviceId = deviceIdParam(query["device"]);
	const from = timeQuery(query["from"], "from") ?? refuse("from", "from is needed", "missing");
	const to = timeQuery(query["to"], "to") ?? refuse("to", "to is needed", "missing");
	if (to <= from || to - from > DAY_MS) refuse("to", "to must be later than from, by a day at most", "out_of_range");
	const assignments = await assignmentsOf(connectRegistry(context.env.DB), surrogate);
	const watches = watchesIn(
		assignments.filter((past) => past.deviceId === deviceId),
		{ from, to },
	);
	if (watches.length === 0) throw new Problem("not_found", "That device did not watch this patient then");
	const hours = hoursOf(context.env, surrogate, watches, { from, to });
	if (query["format"] === "csv") {
		const readings: StoredReading[] = [];
		for await (const hour of hours) readings.push(...hour);
		return download(toCsv(deviceId, readings), "text/csv; charset=utf-8", `${surrogate}-${deviceId}-${from}.csv`);
	}
	if (query["format"] !== "parquet") refuse("format", "format must be parquet or csv");
	const file = await encodeDay(deviceId, hours, encodeLakeObject);
	if (file === null) return new Response(null, { status: 204 });
	return download(file.bytes, "application/vnd.apache.parquet", `${surrogate}-${deviceId}-${from}.parquet`);
};

/** Hour by hour, so that memory holds an hour. */
async function* hoursOf(
	env: Env,
	patient: string,
	watches: readonly Watch[],
	{ from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<StoredReading[]> {
	for (let start = from; start < to;) {
		const end = Math.min(to, (Math.floor(start / HOUR_MS) + 1) * HOUR_MS);
		const hour: StoredReading[] = [];
		for (const watch of watches) {
			const stretch = { from: Math.max(start, watch.from), to: Math.min(end, watch.to), whose: { patient } };
			if (stretch.from >= stretch.to) continue;
			for (let after: Awaited<ReturnType<typeof readingsBetween>>["next"] | undefined; after !== null;) {
				const page = await readingsBetween(env, watch.deviceId, stretch, PAGE, after ?? null);
				hour.push(...page.readings);
				after = page.next;
			}
		}
		if (hour.length > 0) yield hour;
		start = end;
	}
}

function download(body: BodyInit, type: string, name: string): Response {
	return new Response(body, {
		headers: { "content-type": type, "content-disposition": `attachment; filename="${name.replaceAll(":", "-")}"` },
	});
}
