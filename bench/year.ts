/** With a year of episodes in D1: how many rows do the queue, a patient's timeline and the alarm load read, and how long do they take? */
import type { Counted } from "./cost/counts.ts";
import { wholeNumber, type Question } from "./question.ts";
import { startProduct } from "./runtime/runtime.ts";
import { FILL_CHUNK, wardName, type EventRows, type FilledYear, type FillStep, type YearShape } from "./load/year.ts";

const DAY_MS = 86_400_000;
const BEDS_PER_WARD = 40;
const DEVICES = 1000;
const DAYS = 365;
/** Of 1,000 devices in a year. */
const EPISODES = 700_000;
/** Pages that are turned before the one that is counted. */
const PAGES = 20;

interface Measured {
	readonly name: string;
	/** Rows, or days and beds, that the bound counts. */
	readonly of: number;
	/** In D1, but for the few with which every request finds out who asks. */
	readonly rowsRead: number;
	readonly ms: number;
}

export const year: Question = {
	summary: "rows that the episode queue, a patient's timeline and the alarm load read with a year of episodes in D1",
	options: { devices: { type: "string" }, days: { type: "string" } },
	usage: `[--devices ${DEVICES}] [--days ${DAYS}]`,
	answer: async (progress, values) => {
		const wards = Math.max(1, Math.ceil(wholeNumber(values, "devices", DEVICES) / BEDS_PER_WARD));
		const days = wholeNumber(values, "days", DAYS);
		const devices = wards * BEDS_PER_WARD;
		const episodes = Math.round((EPISODES * devices * days) / (DEVICES * DAYS));
		const begin = (Math.floor(Date.now() / DAY_MS) - days) * DAY_MS;
		const shape: YearShape = { wards, bedsPerWard: BEDS_PER_WARD, days, episodes, begin };
		const runtime = await startProduct("year.ts", "ram");
		try {
			const filledFrom = performance.now();
			const filled = await fill(runtime.url, shape, progress);
			const fillS = (performance.now() - filledFrom) / 1000;
			progress("Asking");
			const ask = await asker(runtime.url);
			const measured = await measure(ask, shape);
			const upkeep = await post<EventRows>(`${runtime.url}/__event`, shape);
			return answerOf(shape, { ...filled, fillS }, measured, upkeep);
		} finally {
			await runtime.stop();
		}
	},
};

async function fill(url: string, shape: YearShape, progress: (line: string) => void): Promise<FilledYear> {
	const step = <T>(name: FillStep["step"], from = 0) =>
		post<T>(`${url}/__fill`, { shape, step: name, from } satisfies FillStep);
	await step("begin");
	for (let from = 0; from < shape.episodes; from += FILL_CHUNK) {
		progress(`Episodes from ${from} on`);
		await step("episodes", from);
	}
	progress("Indexes");
	await step("index");
	progress("Sums of alarms");
	return step<FilledYear>("sums");
}

async function post<T>(url: string, body: unknown): Promise<T> {
	const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
	if (response.status !== 200) throw new Error(await response.text());
	return (await response.json()) as T;
}

type Ask = (path: string) => Promise<{ body: Record<string, unknown>; rowsRead: number; ms: number }>;

/** Somebody who may do everything here, and what each of their requests reads in D1. */
async function asker(url: string): Promise<Ask> {
	const signedIn = await fetch(`${url}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ person: "admin" }),
		redirect: "manual",
	});
	const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
	let asked = 0;
	return async (path) => {
		const group = `year-${++asked}`;
		const began = performance.now();
		const response = await fetch(url + path, { headers: { cookie, "x-bench-group": group } });
		const text = await response.text();
		const ms = performance.now() - began;
		if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
		const counts = (await (await fetch(`${url}/__counts`)).json()) as Counted[];
		const own = counts.find(({ kind, name }) => kind === "worker" && name === group);
		if (own === undefined) throw new Error(`nothing was counted for ${path}`);
		return { body: JSON.parse(text) as Record<string, unknown>, rowsRead: own.d1RowsRead, ms };
	};
}

async function measure(ask: Ask, { days, begin, wards }: YearShape): Promise<Measured[]> {
	const measured: Measured[] = [];
	const date = (day: number) => new Date(begin + day * DAY_MS).toISOString().slice(0, 10);
	const list = async (name: string, path: string) => {
		const { body, rowsRead, ms } = await ask(path);
		measured.push({ name, of: (body["data"] as unknown[]).length, rowsRead: rowsRead - identity, ms });
		return body;
	};
	const load = async (name: string, path: string, beds: number, over: number) => {
		const { rowsRead, ms } = await ask(`${path}?from=${date(days - over)}&to=${date(days - 1)}`);
		measured.push({ name, of: beds * over, rowsRead: rowsRead - identity, ms });
	};
	// The first request of all also finds out where the deployment lives.
	await ask("/api/v1/me");
	const { rowsRead: identity } = await ask("/api/v1/me");
	const open = await list("queue of the hospital", "/api/v1/anomalies?status=open&limit=200");
	const ward = (open["data"] as { ward_id: string }[])[0]?.ward_id ?? wardName(0);
	await list("queue of a ward", `/api/v1/anomalies?status=open&ward=${ward}&limit=50`);
	const newest = await list("a ward's newest", `/api/v1/anomalies?ward=${ward}&limit=50`);
	let cursor = newest["next_cursor"];
	for (let page = 2; page < PAGES && cursor !== null; page++)
		({ next_cursor: cursor } = (await ask(`/api/v1/anomalies?ward=${ward}&limit=50&cursor=${String(cursor)}`)).body);
	if (cursor !== null)
		await list(`a ward's page ${PAGES}`, `/api/v1/anomalies?ward=${ward}&limit=50&cursor=${String(cursor)}`);
	const patient = ((newest["data"] as { patient: string }[])[0] as { patient: string }).patient;
	await list("a patient's timeline", `/api/v1/patients/${patient}/episodes?limit=50`);
	for (const over of [1, 28, days].filter((n) => n <= days))
		await load(`load of a ward, ${over} d`, `/api/v1/wards/${ward}/alarm-load`, BEDS_PER_WARD, over);
	await load(`load of the hospital, ${days} d`, "/api/v1/alarm-load", wards * BEDS_PER_WARD, days);
	return measured;
}

function answerOf(
	{ wards, days, episodes }: YearShape,
	filled: FilledYear & { readonly fillS: number },
	measured: readonly Measured[],
	upkeep: EventRows,
) {
	const number = (value: number, width: number) => value.toLocaleString("en").padStart(width);
	const rows = measured.map(
		({ name, of, rowsRead, ms }) =>
			`${name.padEnd(28)}${number(of, 11)}${number(rowsRead, 11)}${(rowsRead / Math.max(1, of)).toFixed(2).padStart(8)}${ms.toFixed(0).padStart(8)}`,
	);
	return {
		lines: [
			`${number(wards * BEDS_PER_WARD, 0)} devices in ${wards} wards, ${days} days: ${number(episodes, 0)} episodes, ${number(filled.events, 0)} events, ${number(filled.sums, 0)} rows of sums with ${number(filled.alarms, 0)} alarms; made in ${filled.fillS.toFixed(0)} s. RAM disk.`,
			"",
			`${"".padEnd(28)}${"rows or".padStart(11)}`,
			`${"".padEnd(28)}${"bed-days".padStart(11)}${"rows read".padStart(11)}${"ratio".padStart(8)}${"ms".padStart(8)}`,
			...rows,
			"",
			`one event of the busiest device: ${upkeep.rowsRead} rows read, ${upkeep.rowsWritten} written, sums included`,
		],
		figures: {
			devices: wards * BEDS_PER_WARD,
			days,
			episodes,
			events: filled.events,
			sums: filled.sums,
			alarms: filled.alarms,
			fill_s: filled.fillS,
			measured: measured.map(({ name, of, rowsRead, ms }) => ({
				name,
				of,
				rows_read: rowsRead,
				ratio: rowsRead / Math.max(1, of),
				ms,
			})),
			event_rows_read: upkeep.rowsRead,
			event_rows_written: upkeep.rowsWritten,
		},
	};
}
