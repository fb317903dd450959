/** How many alarms people are given: who may ask is in the route table, what is counted in docs/alarm-load.md. */
import { csvLine } from "../../lake/csv.ts";
import { dayOf } from "../../registry/alarm-days.ts";
import { readWardDays, readWardSums, type DaySpan, type WardDays } from "../../registry/alarm-load.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { bedLabels } from "../../registry/episodes.ts";
import { inScope } from "../../vitals/members.ts";
import { MAX_LOAD_DAYS, MAX_OPERATORS, type AlarmLoadAnswer } from "../../vitals/alarm-load.ts";
import { wardsOf } from "../access/scope.ts";
import { answersOf, countsOf, dateOf, loadAnswer, loadList, waitsOf, type LoadQuestion } from "../alarm-load.ts";
import type { Handler } from "../context.ts";
import { countQuery, parseIso, refuse, wardIdParam } from "../params.ts";
import { Problem } from "../problem.ts";

/** Days that are shown where nobody says which: a week and today. */
const DEFAULT_DAYS = 8;
const NO_WARD = () => new Problem("not_found", "No ward of that id is known");

/** A day from the query: YYYY-MM-DD. */
function dayQuery(value: string | undefined, field: string): number | undefined {
	if (value === undefined) return undefined;
	const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseIso(value) : NaN;
	// `Date` takes a 30 February for a day in March.
	if (Number.isNaN(time) || dateOf(dayOf(time)) !== value)
		refuse(field, `${field} must be a day such as 2026-03-01; days are UTC's`);
	return dayOf(time);
}

function questionOf(query: (name: string) => string | undefined): LoadQuestion {
	const now = Date.now();
	const from = dayQuery(query("from"), "from");
	const toDay = dayQuery(query("to"), "to") ?? Math.max(dayOf(now), from ?? 0);
	const fromDay = from ?? toDay - DEFAULT_DAYS + 1;
	if (fromDay > toDay) refuse("from", "from must not be after to", "out_of_range");
	if (toDay - fromDay >= MAX_LOAD_DAYS)
		refuse("from", `from may be at most ${MAX_LOAD_DAYS - 1} days before to`, "out_of_range");
	return { fromDay, toDay, now, operators: countQuery(query("operators"), "operators", 1, MAX_OPERATORS, 1) };
}

/** `GET /api/v1/alarm-load?from&to&operators`: each of the reader's wards, or the one that `ward` names. */
export const getAlarmLoad: Handler = async (context) => {
	const question = questionOf((name) => context.req.query(name));
	const ward = context.req.query("ward");
	const scope = wardsOf(context);
	if (ward !== undefined) wardIdParam(ward, "ward");
	const wards = ward === undefined ? scope : inScope(scope, ward) ? [ward] : [];
	return context.json(loadList(await readWardSums(connectRegistry(context.env.DB), wards, question), question));
};

async function daysOf(context: Parameters<Handler>[0], span: DaySpan): Promise<WardDays> {
	const id = wardIdParam(context.req.param("id"), "id");
	const found = await readWardDays(connectRegistry(context.env.DB), id, span);
	if (found === null) throw NO_WARD();
	return found;
}

/** `GET /api/v1/wards/:id/alarm-load?from&to&operators`: one ward in full. */
export const getWardAlarmLoad: Handler = async (context) => {
	const question = questionOf((name) => context.req.query(name));
	const answer = loadAnswer(await daysOf(context, question), question);
	const worst = answer.worst.devices;
	const labels = await bedLabels(connectRegistry(context.env.DB), new Set(worst.map(({ device_id }) => device_id)));
	const devices = worst.map((device) => ({ ...device, bed: labels.get(device.device_id) ?? null }));
	return context.json({ ...answer, worst: { ...answer.worst, devices } } satisfies AlarmLoadAnswer);
};

const COLUMNS = [
	"date",
	"device_id",
	"alarms",
	"high",
	"medium",
	"technical",
	"summons",
	"episodes",
	"acknowledged",
	"unanswered",
	"false_alarms",
	"confirmed",
	"median_wait_s",
	"p90_wait_s",
];

/** `GET /api/v1/wards/:id/alarm-load.csv?from&to`: a line for each day and device with alarms. */
export const getAlarmLoadFile: Handler = async (context) => {
	const question = questionOf((name) => context.req.query(name));
	const { ward, rows } = await daysOf(context, question);
	const lines = rows.map((row) => {
		const [counts, answers, waits] = [countsOf(row), answersOf(row), waitsOf([row])];
		return csvLine([
			dateOf(row.day),
			row.deviceId,
			counts.alarms,
			counts.high,
			counts.medium,
			counts.technical,
			row.summons,
			answers.episodes,
			answers.acknowledged,
			answers.unanswered,
			answers.false_alarms,
			answers.confirmed,
			waits.median_s,
			waits.p90_s,
		]);
	});
	const name = `alarm-load_${ward.id}_${dateOf(question.fromDay)}_${dateOf(question.toDay)}.csv`;
	return new Response([csvLine(COLUMNS), ...lines, ""].join("\r\n"), {
		headers: {
			"content-type": "text/csv; charset=utf-8",
			"content-disposition": `attachment; filename="${name}"`,
		},
	});
};
