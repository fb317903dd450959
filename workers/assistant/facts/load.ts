/** A ward's alarms by whole days: rates, waiting, what rings most. For those who may see the page of it. */
import { DAY_MS, dayOf } from "../../../registry/alarm-days.ts";
import { readWardDays } from "../../../registry/alarm-load.ts";
import { connectRegistry } from "../../../registry/connect.ts";
import type { LoadBand } from "../../../vitals/alarm-load.ts";
import type { Role } from "../../../vitals/api.ts";
import type { Fact } from "../../../vitals/assistant.ts";
import { vitalSign } from "../../../vitals/catalogue.ts";
import { loadAnswer } from "../../alarm-load.ts";
import { nameOf, type KnownDevice, type KnownWard, type TimeRange } from "../question/question.ts";
import type { Asking } from "./asking.ts";
import { minutes } from "./episodes.ts";
import { plainFact } from "./figures.ts";
import type { Draft, LoadFinding } from "./found.ts";

export type LoadDraft = Omit<LoadFinding, "source"> & { readonly source: Draft };

/** As the page of alarm load: not screens on a wall. */
const MAY_SEE_LOAD: ReadonlySet<Role> = new Set<Role>(["clinician", "engineer", "admin"]);
/** A week and today, as on that page, where no time is named. */
const USUAL_DAYS = 8;
/** A reader's midnight is that of the nearest day here: wards have no time zone, and their days are UTC's. */
const HALF_DAY_MS = DAY_MS / 2;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

export const BAND_WORDS: Readonly<Record<LoadBand, string>> = {
	acceptable: "acceptable",
	manageable: "manageable at most",
	too_many: "too many",
};

/** Null for those who may not see it. @param devices - of the ward, as far as the reader may see them */
export async function loadFound(
	ward: KnownWard,
	devices: readonly KnownDevice[],
	range: TimeRange | null,
	{ env, standing, now }: Asking,
): Promise<LoadDraft | null> {
	if (!MAY_SEE_LOAD.has(standing.role)) return null;
	const toDay = dayOf(range === null ? now : Math.max(range.from, range.to - 1));
	const fromDay = range === null ? toDay - USUAL_DAYS + 1 : Math.min(toDay, dayOf(range.from + HALF_DAY_MS));
	const found = await readWardDays(connectRegistry(env.DB), ward.id, { fromDay, toDay });
	if (found === null) return null;
	const load = loadAnswer(found, { fromDay, toDay, now, operators: 1 });
	const days = daysWords(fromDay, toDay);
	const period = { from: fromDay * DAY_MS, to: Math.min(now, (toDay + 1) * DAY_MS) };
	return { load, days, ...period, source: draftOf(ward, devices, load, days, period) };
}

/** "23–29 Mar", "29 Mar", "30 Mar – 2 Apr". */
function daysWords(fromDay: number, toDay: number): string {
	const of = (day: number) => new Date(day * DAY_MS);
	const words = (day: number) => `${of(day).getUTCDate()} ${MONTHS[of(day).getUTCMonth()]}`;
	if (fromDay === toDay) return words(toDay);
	return of(fromDay).getUTCMonth() === of(toDay).getUTCMonth()
		? `${of(fromDay).getUTCDate()}–${words(toDay)}`
		: `${words(fromDay)} – ${words(toDay)}`;
}

/** Whole minutes that half, and nine of ten, waited at most. */
export const waitMinutes = (seconds: number): number => minutes(seconds * 1000);
/** Whole per cent. */
export const percent = (share: number): number => Math.round(share * 100);

function draftOf(
	ward: KnownWard,
	devices: readonly KnownDevice[],
	load: LoadFinding["load"],
	days: string,
	period: { readonly from: number; readonly to: number },
): Draft {
	const whose = { patient: null, deviceId: null };
	const of = (quantity: "alarms" | "episodes", n: number) => plainFact(whose, quantity, "count", n, period);
	const judged = load.false_alarms + load.confirmed;
	const facts: Fact[] = [
		...[load.alarms, load.high, load.medium, load.technical].map((n) => of("alarms", n)),
		...[load.episodes, load.acknowledged, load.unanswered, load.false_alarms, load.confirmed, judged].map((n) =>
			of("episodes", n),
		),
		...(load.per_bed_day === null ? [] : [plainFact(whose, "per_bed_day", "value", load.per_bed_day, period)]),
		plainFact(whose, "per_hour", "value", load.per_operator_hour, period),
		...(load.median_s === null ? [] : [plainFact(whose, "duration", "median", waitMinutes(load.median_s), period)]),
		...(load.p90_s === null ? [] : [plainFact(whose, "duration", "max", waitMinutes(load.p90_s), period)]),
		...(load.false_share === null ? [] : [plainFact(whose, "share", "value", percent(load.false_share), period)]),
		...load.worst.devices.flatMap(({ device_id, alarms, episodes, share }) => {
			const device = devices.find(({ deviceId }) => deviceId === device_id);
			if (device === undefined) return [];
			const its = { patient: device.patient, deviceId: device_id };
			return [
				plainFact(its, "alarms", "count", alarms, period),
				plainFact(its, "episodes", "count", episodes, period),
				plainFact(its, "share", "value", percent(share), period),
			];
		}),
	];
	const worst = load.worst.devices.flatMap(({ device_id, alarms, share }) => {
		const device = devices.find(({ deviceId }) => deviceId === device_id);
		return device === undefined ? [] : [`${nameOf(device)}: ${alarms} alarms, a share of ${percent(share)} %.`];
	});
	const lines = [
		`Alarm load of ${ward.name}, ${days}, whole days of UTC. An alarm is each time that people were told; an episode may be told several times.`,
		`${load.alarms} alarms (${load.high} HIGH, ${load.medium} MEDIUM, ${load.technical} technical) of ${load.episodes} episodes.`,
		...(load.per_bed_day === null ? [] : [`${load.per_bed_day} alarms a bed and day.`]),
		`${load.per_operator_hour} alarms an hour for one person: ${BAND_WORDS[load.band]} by ISA-18.2.`,
		`${load.acknowledged} episodes acknowledged, ${load.unanswered} closed without anybody answering.`,
		...(load.median_s === null ? [] : [`Median wait for an answer: ${waitMinutes(load.median_s)} min.`]),
		...(load.p90_s === null ? [] : [`All but one in ten had one within ${waitMinutes(load.p90_s)} min.`]),
		judged === 0
			? "Nobody judged any of them."
			: `${judged} judged, of them ${load.false_alarms} false and ${load.confirmed} confirmed.`,
		...worst,
		...load.worst.vitals
			.slice(0, 3)
			.map(({ vital, episodes }) => `${vitalSign(vital).label} led ${episodes} episodes.`),
	];
	return {
		kind: "alarm-load",
		title: `${ward.name} · alarm load ${days}`,
		patient: null,
		deviceId: null,
		wardId: ward.id,
		...period,
		text: lines.join("\n"),
		facts,
		target: { kind: "alarm-load", id: ward.id },
	};
}
