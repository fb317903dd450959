/** What is said of a ward: who needs somebody first, then the others, silent devices, and how many alerts there were. */
import { VITAL_KEYS } from "../../../vitals/catalogue.ts";
import { figure, vitalName } from "../facts/figures.ts";
import type { WardBed, WardFound } from "../facts/found.ts";
import { nameOf } from "../question/question.ts";
import { actsOf, episodeLead, pastOf } from "./bed.ts";
import { bold, cite, list, moment, OLD_MS, type Writing } from "./words.ts";

/** Beds told in full; of the others the names. */
const MOST_TOLD = 6;
/** A NEWS2 from here on is named though no episode is open: the Royal College's threshold for an urgent response. */
const URGENT_NEWS2 = 5;

/** Who needs somebody, worst first. */
export function wardStatus(ward: WardFound, writing: Writing): string[] {
	const { beds } = ward;
	const open = beds.filter((bed) => bed.open.length > 0);
	const sentences = [
		open.length === 0
			? `**${ward.ward.name}**: none of the ${count(beds.length, "bed")} has an open episode.${cite(ward)}`
			: `**${ward.ward.name}**: ${haveOpen(open.length, beds.length)} an open episode.${cite(ward)}`,
	];
	for (const bed of open.slice(0, MOST_TOLD)) sentences.push(...bedLines(bed, ward, writing));
	if (open.length > MOST_TOLD)
		sentences.push(`Others: ${list(open.slice(MOST_TOLD).map(({ device }) => nameOf(device)))}.${cite(ward)}`);
	const scored = beds.filter((bed) => bed.open.length === 0 && (bed.latest?.news2?.score ?? 0) >= URGENT_NEWS2);
	for (const bed of scored.slice(0, MOST_TOLD))
		sentences.push(`- ${bold(bed.device)} has no open episode, but NEWS2 is ${bed.latest?.news2?.score}.${cite(ward)}`);
	return [...sentences, ...gapsOf(ward, writing)];
}

function haveOpen(open: number, of: number): string {
	if (open > 1) return `${open} beds have`;
	return of === 1 ? "its only bed has" : `one of its ${of} beds has`;
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;

function bedLines(bed: WardBed, ward: WardFound, writing: Writing): string[] {
	const [first, ...others] = bed.open;
	if (first === undefined) return [];
	const lines = [`- ${episodeLead(first, `${bold(bed.device)} has`, writing)}`, ...actsOf(first, writing)];
	if (others.length > 0) lines.push(`There are more open episodes there.${cite(...others)}`);
	const { latest } = bed;
	if (latest !== null) {
		const values = VITAL_KEYS.filter((key) => latest.vitals[key] !== null)
			.slice(0, 4)
			.map((key) => `${vitalName(key)} ${figure(key, latest.vitals[key] as number)}`);
		const score = latest.news2?.score == null ? "" : `; NEWS2 is ${latest.news2.score}`;
		const [age, when] = [writing.now - latest.receivedAt, moment(latest.timestamp, writing)];
		const opening = age > OLD_MS ? "Its last reading is old" : "Last reading";
		lines.push(`${opening} (${when}): ${list(values)}${score}.${cite(ward)}`);
	}
	return lines;
}

function gapsOf(ward: WardFound, writing: Writing): string[] {
	const gaps: string[] = [];
	const silent = ward.beds.filter((bed) => bed.silent);
	if (silent.length > 0) gaps.push(`Silent devices: ${list(silent.map(({ device }) => nameOf(device)))}.${cite(ward)}`);
	const old = ward.beds.filter(
		({ latest, silent: quiet }) => !quiet && latest !== null && writing.now - latest.receivedAt > OLD_MS,
	);
	if (old.length > 0)
		gaps.push(
			`Their last reading is more than 2 min old: ${list(old.slice(0, 8).map(({ device }) => nameOf(device)))}.`,
		);
	if (ward.unasked > 0) gaps.push(`${count(ward.unasked, "device")} could not be asked just now.`);
	if (ward.failed.length > 0) gaps.push(`Could not be read just now: ${list(ward.failed)}.`);
	return gaps;
}

/** How many alerts, of what kind, whose. */
export function wardLoad(ward: WardFound): string[] {
	const { load } = ward;
	if (load === null) return [`**${ward.ward.name}**: its alerts could not be read just now.`];
	const { total, high, medium, technical, acknowledged, byDevice, range } = load;
	const open = ward.beds.flatMap((bed) => bed.open);
	const now = `**${ward.ward.name}**: ${open.length === 0 ? "no episode is" : open.length === 1 ? "1 episode is" : `${open.length} episodes are`} open now.${cite(ward)}`;
	if (total === 0) return [now, `**${ward.ward.name}**: no alert in ${range.words}.${cite(ward)}`];
	const sentences = [
		now,
		`**${ward.ward.name}**, ${range.words}: ${count(total, "alert")}, ${list([count(high, "HIGH alert"), count(medium, "MEDIUM alert"), count(technical, "technical alert")])}.${cite(ward)}`,
		`**${ward.ward.name}**: somebody responded to ${count(acknowledged, "alert")}.${cite(ward)}`,
	];
	const most = byDevice.slice(0, 3).map(({ device, n }) => `${nameOf(device)} with ${count(n, "alert")}`);
	if (byDevice.length > 1) sentences.push(`Most came from ${list(most)}.${cite(ward)}`);
	return sentences;
}

/** Episodes that are not open any more, each with what was done about it. */
export function wardPast(ward: WardFound, writing: Writing, most = Infinity): string[] {
	return ward.past.slice(0, most).flatMap((found) => {
		const device = ward.beds.find((bed) => bed.device.deviceId === found.episode.device_id)?.device;
		const [first = "", ...rest] = pastOf(found, writing);
		return [`- ${device === undefined ? "" : `${bold(device)}: `}${first}`, ...rest];
	});
}

/** What people did about the ward's alerts. */
export function wardResponse(ward: WardFound, writing: Writing): string[] {
	const open = openLines(ward, writing);
	const past = wardPast(ward, writing);
	return [
		...wardLoad(ward),
		...(open.length === 0 ? [] : ["Open now:", ...open]),
		...(past.length === 0 ? [] : ["Over by now:", ...past]),
	];
}

/** Open episodes, newest first, each with its reason and what was done. */
function openLines(ward: WardFound, writing: Writing): string[] {
	return ward.beds
		.flatMap((bed) => bed.open.map((found) => ({ bed, found })))
		.toSorted((a, b) => Date.parse(b.found.episode.detected_at) - Date.parse(a.found.episode.detected_at))
		.slice(0, MOST_TOLD)
		.flatMap(({ bed, found }) => [
			`- ${episodeLead(found, `${bold(bed.device)} has`, writing)}`,
			...actsOf(found, writing),
		]);
}

/** The alerts of the ward, newest first, each with its reason. */
export function wardWhy(ward: WardFound, writing: Writing): string[] {
	const sentences = openLines(ward, writing);
	if (sentences.length > 0) return [`**${ward.ward.name}**, open now:`, ...sentences];
	const past = wardPast(ward, writing, 3);
	return past.length === 0
		? [`**${ward.ward.name}**: no alert is open, and there was none lately.${cite(ward)}`]
		: [`**${ward.ward.name}**: no alert is open; the last ones:${cite(ward)}`, ...past];
}
