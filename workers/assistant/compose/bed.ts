/** What is said of one bed: what matters first, since when, compared with usual, what was done, what is missing or old. */
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { LiveReading } from "../../../vitals/live.ts";
import { figure, vitalName } from "../facts/figures.ts";
import type { BedFound, EpisodeFinding, HistoryFinding } from "../facts/found.ts";
import type { Summary } from "../facts/statistics.ts";
import { concernOf } from "../facts/episodes.ts";
import type { Question } from "../question/question.ts";
import { asksForEvent } from "../question/intent.ts";
import { plain } from "../question/text.ts";
import {
	actWords,
	bold,
	capitalised,
	cite,
	contributionWords,
	duration,
	list,
	moment,
	OLD_MS,
	stretch,
	usualsOf,
	type Writing,
} from "./words.ts";

/** A charge below this is worth a sentence, per cent. */
const LOW_BATTERY = 20;
/** Vitals that a reader expects; one that is missing is named. */
const EXPECTED: readonly VitalKey[] = ["heart_rate", "spo2", "respiratory_rate", "temperature", "systolic_pressure"];

/** The bed as it is now. */
export function bedStatus(bed: BedFound, question: Pick<Question, "vitals" | "text">, writing: Writing): string[] {
	return [
		...leadOf(bed, writing),
		...valuesOf(bed, question.vitals, writing),
		...(question.vitals.length === 0 ? news2Of(bed, writing) : []),
		...courseOf(bed, question.vitals, writing),
		...beyondLimits(bed, question.vitals),
		...gapsOf(bed, question.vitals, writing),
		...chargeOf(bed, question.text),
	];
}

/** The charge, where it was asked for and is not told anyway. */
function chargeOf({ state }: BedFound, text: string): string[] {
	if (state === null || state.battery === null || state.battery < LOW_BATTERY) return [];
	if (!/\b(?:battery|batteries|charged?)\b/i.test(text)) return [];
	return [`The device's battery is at ${Math.round(state.battery)} %.${cite(state)}`];
}

/** Open episodes, worst first; or that there is none. */
export function leadOf(bed: BedFound, writing: Writing): string[] {
	const name = bold(bed.device);
	const open = openOf(bed);
	if (bed.device.patient === null && bed.readings === null)
		return [`${name}: nobody is assigned to this device.${cite(bed.state)}`];
	if (open.length === 0) {
		const closed = bed.episodes[0];
		if (bed.failed.includes("the episodes")) return [`${name}: its episodes could not be read just now.`];
		if (bed.state === null) return [`${name}: the device itself did not answer just now.`];
		const before =
			closed === undefined
				? []
				: [
						`The last one, ${closed.episode.risk_level}, was open ${stretch(Date.parse(closed.episode.detected_at), Date.parse(closed.episode.closed_at ?? closed.episode.updated_at), writing)}.${cite(closed)}`,
					];
		const done = closed === undefined ? [] : actsOf(closed, writing);
		return [`${name} has no open episode.${cite(bed.state)}`, ...before, ...done];
	}
	return open.flatMap((found, i) => [
		episodeLead(found, i === 0 ? `${name} has` : "There is also", writing),
		...actsOf(found, writing),
	]);
}

export const openOf = (bed: BedFound): EpisodeFinding[] =>
	bed.episodes
		.filter(({ episode }) => episode.status === "open")
		.toSorted((a, b) => concernOf(b.episode) - concernOf(a.episode));

/** "… has a HIGH episode, open since 02:51 (23 min): SpO₂ 86 % when it opened, usually 96 %". */
export function episodeLead(found: EpisodeFinding, opening: string, writing: Writing): string {
	const { episode } = found;
	const since = Date.parse(episode.detected_at);
	const kind = episode.channel === "technical" ? "technical" : episode.risk_level;
	const open = `open since ${moment(since, writing)} (${duration(found.present - since)})`;
	return `${opening} a ${kind} episode, ${open}: ${whatOf(found)}.${cite(found)}`;
}

/** What an episode is about: its vitals when it opened, or the sentence of a technical one. */
function whatOf({ episode }: EpisodeFinding): string {
	const named = episode.contributions
		.toSorted(
			(a, b) =>
				Number(b.vital === episode.leading_vital) - Number(a.vital === episode.leading_vital) || b.share - a.share,
		)
		.slice(0, 3);
	if (named.length === 0 || episode.channel === "technical") return lowered(plain(episode.sentence));
	return `when it opened, ${list(named.map(contributionWords))}`;
}

const lowered = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** What people did about it, or that nobody has. */
export function actsOf(found: EpisodeFinding, writing: Writing): string[] {
	const { episode, acts } = found;
	const told = acts.map((act) => `${actWords(act, writing)}.${cite(found)}`);
	if (episode.status !== "open" || episode.acknowledged_at !== null) return told;
	const again = acts.some(({ kind }) => kind === "acknowledged");
	return [...told, `${again ? "Since then nobody" : "Nobody"} has acknowledged it.${cite(found)}`];
}

/** The newest values, how old they are, and the patient's usual ones. */
export function valuesOf(bed: BedFound, wanted: readonly VitalKey[], writing: Writing): string[] {
	const { readings } = bed;
	if (readings === null) {
		if (bed.device.patient === null || bed.state === null) return [];
		const heard = bed.state.heardAt;
		return [
			heard === null
				? `The device has sent no reading yet.${cite(bed.state)}`
				: `The device has sent no reading of the patient who is on it now.${cite(bed.state)}`,
		];
	}
	const { latest } = readings;
	const usuals = usualsOf(bed);
	const told: EpisodeFinding[] = [];
	const values = keysOf(latest, wanted).map((key) => {
		const usual = usuals.get(key);
		if (usual !== undefined) told.push(usual.told);
		return `${vitalName(key)} ${figure(key, latest.vitals[key] as number)}${usual === undefined ? "" : ` (usually ${figure(key, usual.usual)})`}`;
	});
	const age = writing.now - latest.receivedAt;
	// A simulated clock may run elsewhere: what it shows and how long ago that came are two things.
	const when = moment(latest.timestamp, writing);
	const came = age < 60_000 ? [] : [`It came ${duration(age)} ago.${cite(bed.state)}`];
	const missing = wanted.filter((key) => latest.vitals[key] === null && !isStoodIn(key, latest));
	const none =
		missing.length === 0 ? [] : [`The last reading has no ${list(missing.map(vitalName))}.${cite(readings)}`];
	if (values.length === 0) return none;
	const old = age > OLD_MS ? "The last reading is old" : "Last reading";
	return [`${old} (${when}): ${list(values)}.${cite(readings, ...told)}`, ...came, ...none];
}

/** The pulse and the heart rate answer for one another. */
function isStoodIn(key: VitalKey, { vitals }: LiveReading): boolean {
	const twin = key === "pulse_rate" ? "heart_rate" : key === "heart_rate" ? "pulse_rate" : null;
	return twin !== null && vitals[twin] !== null;
}

function keysOf(latest: LiveReading, wanted: readonly VitalKey[]): VitalKey[] {
	return VITAL_KEYS.filter((key) => latest.vitals[key] !== null && (wanted.length === 0 || wanted.includes(key)));
}

/** The score, its way, or what keeps it from being complete. */
export function news2Of(bed: BedFound, writing: Writing): string[] {
	const { readings, record } = bed;
	const news2 = readings?.latest.news2 ?? null;
	if (readings === null || news2 === null) return [];
	if (!news2.applicable) return [`NEWS2 does not apply to this patient's age or pregnancy.${cite(record ?? readings)}`];
	if (news2.score === null) {
		const missing = missingInputs(bed);
		const names =
			missing.length === 0
				? "an input is missing"
				: `${list(missing)} ${missing.length === 1 ? "is" : "are"} not known`;
		const least = news2.partial === 0 ? "" : `, at least ${points(news2.partial)}`;
		return [`NEWS2 is incomplete${least}: ${names}.${cite(readings)}`];
	}
	const { trend } = news2;
	const went =
		trend === null || trend.direction === "steady"
			? ""
			: `, ${trend.direction} by ${Math.abs(trend.change)} since ${moment(trend.since, writing)}`;
	return [`NEWS2 is ${news2.score} (${news2.band} risk)${went}.${cite(readings)}`];
}

const points = (n: number) => `${n} ${n === 1 ? "point" : "points"}`;

function missingInputs({ readings, record }: BedFound): string[] {
	const vitals = readings?.latest.vitals;
	if (vitals === undefined) return [];
	const inputs: [string, boolean][] = [
		["respiratory rate", vitals.respiratory_rate === null],
		["SpO₂", vitals.spo2 === null],
		["systolic pressure", vitals.systolic_pressure === null],
		["pulse", vitals.heart_rate === null && vitals.pulse_rate === null],
		["temperature", vitals.temperature === null],
		["consciousness", record !== null && record.record.observations.consciousness === null],
		["supplemental oxygen", record !== null && record.record.observations.oxygen === null],
	];
	return inputs.filter(([, missing]) => missing).map(([name]) => name);
}

/** Which way the newest readings go. */
function courseOf(bed: BedFound, wanted: readonly VitalKey[], writing: Writing): string[] {
	const { readings } = bed;
	if (readings === null) return [];
	const known = VITAL_KEYS.filter((key) => wanted.length === 0 || wanted.includes(key)).flatMap((key) => {
		const course = readings.summaries[key]?.course;
		return course == null ? [] : [{ key, course }];
	});
	if (known.length === 0) return [];
	const moving = known.filter(({ course }) => course.direction !== "steady");
	const when = `Over the newest readings, ${stretch(readings.from, readings.to, writing)},`;
	if (moving.length === 0)
		return [
			`${when} ${list(known.map(({ key }) => vitalName(key)))} ${known.length === 1 ? "is" : "are"} steady.${cite(readings)}`,
		];
	const words = moving.map(
		({ key, course }) =>
			`${vitalName(key)} is ${course.direction}, from ${figure(key, course.from)} to ${figure(key, course.to)}`,
	);
	return [`${when} ${list(words)}.${cite(readings)}`];
}

/** Values beyond an absolute limit that is watched. */
function beyondLimits({ readings, record }: BedFound, wanted: readonly VitalKey[]): string[] {
	if (readings === null || record === null) return [];
	return keysOf(readings.latest, wanted).flatMap((key) => {
		const value = readings.latest.vitals[key] as number;
		const { low, high } = record.record.limits_in_force[key];
		const limit = low !== null && value <= low ? low : high !== null && value >= high ? high : null;
		if (limit === null) return [];
		const side = limit === low ? "at or below" : "at or above";
		return [
			`${capitalised(vitalName(key))} is ${side} the limit of ${figure(key, limit)} that is watched.${cite(record)}`,
		];
	});
}

/** What is missing, old or could not be read. */
export function gapsOf(bed: BedFound, wanted: readonly VitalKey[], writing: Writing): string[] {
	const { readings, state, failed } = bed;
	const gaps: string[] = [];
	if (state?.silent === true)
		gaps.push(
			`The device is silent: nothing has come since ${moment(state.heardAt ?? writing.now, writing)}.${cite(state)}`,
		);
	if (readings !== null && wanted.length === 0) {
		const missing = EXPECTED.filter((key) => readings.latest.vitals[key] === null);
		if (missing.length > 0) gaps.push(`Not in the last reading: ${list(missing.map(vitalName))}.${cite(readings)}`);
	}
	if (state !== null && state.battery !== null && state.battery < LOW_BATTERY)
		gaps.push(`The device's battery is at ${Math.round(state.battery)} %.${cite(state)}`);
	if (failed.length > 0) gaps.push(`Could not be read just now: ${list(failed)}.`);
	return gaps;
}

/** A stretch of time: where each vital began and ended, its extremes, and what happened in it. */
export function bedTrend(
	bed: BedFound,
	question: Pick<Question, "vitals" | "range" | "text">,
	writing: Writing,
): string[] {
	const { history } = bed;
	const name = bold(bed.device);
	const sentences: string[] = [];
	if (history === null) {
		const when = question.range === null ? "the last 4 hours" : question.range.words;
		if (!bed.failed.includes("the readings of that time"))
			sentences.push(`${name}: there are no readings of this patient for ${when}.`);
		return [
			...sentences,
			...leadOf(bed, writing),
			...valuesOf(bed, question.vitals, writing),
			...gapsOf(bed, question.vitals, writing),
		];
	}
	sentences.push(...historyOf(bed, history, question.vitals, writing));
	const during = bed.episodes.filter(({ episode }) => episode.channel === "physiological");
	for (const found of during.slice(0, 4)) sentences.push(...pastOf(found, writing));
	if (during.length === 0 && !bed.failed.includes("the episodes"))
		sentences.push(
			`No alert about the patient in that time.${cite(history)}`,
			...(asksForEvent(question.text) ? nearestOf(bed, writing) : []),
		);
	return [...sentences, ...valuesOf(bed, question.vitals, writing), ...gapsOf(bed, question.vitals, writing)];
}

/** Where the stretch has no episode: the nearest one, for somebody who was off by a little. */
export function nearestOf({ nearest }: BedFound, writing: Writing): string[] {
	if (nearest === null) return [];
	const [first = "", ...acts] = pastOf(nearest, writing);
	return [`Nearest to it: ${first.charAt(0).toLowerCase()}${first.slice(1)}`, ...acts];
}

function historyOf(bed: BedFound, history: HistoryFinding, wanted: readonly VitalKey[], writing: Writing): string[] {
	const keys = VITAL_KEYS.filter(
		(key) => history.summaries[key] !== undefined && (wanted.length === 0 || wanted.includes(key)),
	);
	const absent = wanted.filter((key) => history.summaries[key] === undefined);
	const moved = (key: VitalKey) => {
		const direction = history.summaries[key]?.course?.direction;
		return direction !== undefined && direction !== "steady";
	};
	const ordered = [...keys.filter(moved), ...keys.filter((key) => !moved(key))];
	const sentences = [`${bold(bed.device)}, ${history.range.words}:`];
	for (const key of ordered)
		sentences.push(`- ${trendWords(key, history.summaries[key] as Summary, writing)}${cite(history)}`);
	if (absent.length > 0) sentences.push(`- ${capitalised(list(absent.map(vitalName)))}: not measured in that time.`);
	if (history.covered < 0.8) sentences.push("- There are gaps: a part of that time has no readings.");
	const late = bed.since !== null && bed.since > history.range.from + 60_000;
	if (late && bed.since !== null)
		sentences.push(
			`- The patient came to this device at ${moment(bed.since, writing)}: what it measured before is of somebody else and not told here.`,
		);
	return sentences;
}

/** "SpO₂ falling, from 95 % to 88 %; median 92 %, lowest 84 % at 02:14, highest 97 %". */
function trendWords(key: VitalKey, { course, median, min, max, minAt, maxAt }: Summary, writing: Writing): string {
	const name = capitalised(vitalName(key));
	const extremes = `median ${figure(key, median)}, lowest ${figure(key, min)} at ${moment(minAt, writing)}, highest ${figure(key, max)} at ${moment(maxAt, writing)}.`;
	if (course === null) return `${name}: ${extremes}`;
	if (course.direction === "steady") return `${name} steady: ${extremes}`;
	return `${name} ${course.direction}, from ${figure(key, course.from)} to ${figure(key, course.to)}: ${extremes}`;
}

/** An episode that may be over: when, what, what was done. */
export function pastOf(found: EpisodeFinding, writing: Writing): string[] {
	const { episode } = found;
	if (episode.status === "open") return [episodeLead(found, "There is", writing), ...actsOf(found, writing)];
	const opened = Date.parse(episode.detected_at);
	const closed = Date.parse(episode.closed_at ?? episode.updated_at);
	const kind = episode.channel === "technical" ? "technical" : episode.risk_level;
	return [
		`There was a ${kind} episode ${stretch(opened, closed, writing)} (${duration(closed - opened)}): ${whatOf(found)}.${cite(found)}`,
		...actsOf(found, writing),
	];
}
