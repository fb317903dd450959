/** Numbers, times and alarms as text. Clinical values keep the point as decimal sign in every locale: they are read aloud and copied. */
import { type VitalKey, vitalSign } from "../../../vitals/catalogue.ts";
import type { Contribution, Episode } from "../../../vitals/episode.ts";
import { texts } from "../texts.ts";

/** Shown where there is no value. */
export const NO_VALUE = "--";

/** Visual priority: physiological risk, and one constant level for everything technical. */
export type Priority = "high" | "medium" | "low" | "technical";

/** The priority an open episode is shown with. */
export function priorityOf(episode: Pick<Episode, "channel" | "risk">): Priority {
	if (episode.channel === "technical") return "technical";
	switch (episode.risk) {
		case "HIGH":
			return "high";
		case "MEDIUM":
			return "medium";
		case "LOW":
			return "low";
	}
}

/** The asterisks that carry a priority without colour, after IEC 60601-1-8's text convention. */
export function priorityMarks(priority: Priority): string {
	switch (priority) {
		case "high":
			return "***";
		case "medium":
			return "**";
		case "low":
		case "technical":
			return "*";
	}
}

/** `value` in the vital's usual decimals without unit, `--` for none. */
export function formatValue(key: VitalKey, value: number | null): string {
	return value === null ? NO_VALUE : value.toFixed(vitalSign(key).decimals);
}

/** A duration in milliseconds as people say it: "0 s", "45 s", "2 min 5 s", "14 min 3 s", "3 h 20 min", "2 d 4 h". */
export function formatElapsed(milliseconds: number): string {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	// Within the first hour a nurse reads off when it began; later, seconds are unrest on the screen.
	if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
	return hours % 24 === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A contribution from a station that says whose median `usual` is; older ones do not. */
type ContributionWithOrigin = Contribution & { readonly usualOf?: "patient" | "population" };

/** Whether `usual` is what is expected of anybody, because the patient's own median was not known yet. */
export function isExpected(part: Contribution): boolean {
	return (part as ContributionWithOrigin).usualOf === "population";
}

/** The part of the onset's departure within which a live value counts as back to usual. */
const BACK_WITHIN = 0.5;

/**
 * What stands behind the asterisks, told by the live value so that the line never contradicts the numbers below it:
 * "SpO₂ 86 · usual 96"; once back near usual "SpO₂ 97 · was 81"; without a live value "SpO₂ -- · was 81"; a few words
 * where no vital sign leads.
 *
 * @param live - the leading vital sign now, in its unit; `null` when it is missing or stale
 */
export function episodeHeadline(episode: Episode, live: number | null): string {
	if (episode.channel === "technical") return texts.rules[episode.rule];
	const leading = episode.leadingVital;
	if (leading === null) return episode.sentence;
	const name = vitalSign(leading).short;
	const shown = formatValue(leading, live);
	const part = episode.contributions.find((contribution) => contribution.vital === leading);
	const atOnset = part?.actual ?? episode.vitalsAtOnset[leading];
	if (atOnset === undefined) return live === null ? episode.sentence : `${name} ${shown}`;
	const was = formatValue(leading, atOnset);
	if (!part) return shown === was ? `${name} ${shown}` : texts.episode.afterOnset(name, shown, was);
	const back = live === null || Math.abs(live - part.usual) < Math.abs(part.delta) * BACK_WITHIN;
	if (back) return texts.episode.afterOnset(name, shown, was);
	const usual = formatValue(leading, part.usual);
	return isExpected(part)
		? texts.episode.againstExpected(name, shown, usual)
		: texts.episode.againstUsual(name, shown, usual);
}

/** The parts worth a bar: the largest first, at most `limit`, none below one per cent. */
export function topContributions(contributions: readonly Contribution[], limit: number): Contribution[] {
	return contributions
		.filter((contribution) => contribution.share >= 0.01)
		.sort((a, b) => b.share - a.share)
		.slice(0, limit);
}

/** Longest surrogate that is shown whole. */
const SURROGATE_SHOWN = 10;

/** A patient surrogate short enough for a sector; empty where nobody is assigned. */
export function shortPatient(patient: string | null): string {
	if (patient === null) return "";
	return patient.length <= SURROGATE_SHOWN ? patient : `${patient.slice(0, SURROGATE_SHOWN - 2)}…`;
}

/** A per cent of 0..1, without decimals. */
export function formatShare(share: number): string {
	return `${Math.round(share * 100)} %`;
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units with three figures at most: "0 B", "18.2 kB", "1.04 GB". */
export function formatBytes(bytes: number, locale?: string): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value)} ${BYTE_UNITS[unit]}`;
}

/** A count in the reader's locale; from ten thousand on in compact form ("1.2M"). */
export function formatCount(count: number, locale?: string): string {
	const compact = count >= 10_000;
	return new Intl.NumberFormat(locale, compact ? { notation: "compact", maximumFractionDigits: 1 } : {}).format(count);
}

/** Times in the reader's locale and zone, 24 hours whatever the locale, as charts are written; built once, because `Intl` formatters are costly to make. */
export interface TimeFormats {
	/** "14:02:31 GMT+1" */
	readonly clock: (at: number) => string;
	/** "Sun, 22 Nov" */
	readonly day: (at: number) => string;
	/** "14:02 GMT+1" */
	readonly time: (at: number) => string;
	/** Date and time with zone, for tooltips. */
	readonly full: (at: number) => string;
	/** On a chart's axis: "14:02", "14:02:31", "22 Nov 14:00". */
	readonly axis: (at: number) => string;
	readonly axisSeconds: (at: number) => string;
	readonly axisDay: (at: number) => string;
}

/**
 * @param locale - BCP 47 tag; the reader's when undefined
 * @param timeZone - IANA zone; the reader's when undefined
 */
export function timeFormats(locale?: string, timeZone?: string): TimeFormats {
	const make = (options: Intl.DateTimeFormatOptions) => {
		const format = new Intl.DateTimeFormat(locale, { ...options, hourCycle: "h23", timeZone });
		return (at: number) => format.format(at);
	};
	return {
		clock: make({ hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" }),
		day: make({ weekday: "short", day: "numeric", month: "short" }),
		time: make({ hour: "2-digit", minute: "2-digit", timeZoneName: "short" }),
		axis: make({ hour: "2-digit", minute: "2-digit" }),
		axisSeconds: make({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
		axisDay: make({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
		full: make({
			year: "numeric",
			month: "short",
			day: "numeric",
			hour: "2-digit",
			minute: "2-digit",
			second: "2-digit",
			timeZoneName: "short",
		}),
	};
}
