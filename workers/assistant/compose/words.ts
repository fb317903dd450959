/** Pieces of composed sentences. */
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { Contribution } from "../../../vitals/episode.ts";
import { VERDICT_WORDS } from "../facts/acts.ts";
import { figure, vitalName } from "../facts/figures.ts";
import type { BedFound, EpisodeAct, EpisodeFinding, Finding } from "../facts/found.ts";
import { nameOf, type KnownDevice } from "../question/question.ts";
import { plain } from "../question/text.ts";
import { clockWords, dayStart, momentWords } from "../question/zone.ts";

/** When and for whom sentences are written. */
export interface Writing {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** IANA zone of the reader. */
	readonly zone: string;
}

/** A last reading older than this is called old, milliseconds: a stream at rest sends once a minute. */
export const OLD_MS = 2 * 60_000;

/** " [S1] [S2]", each once. */
export function cite(...findings: readonly (Finding | null | undefined)[]): string {
	const ids = new Set(findings.flatMap((finding) => (finding == null ? [] : [finding.source.id])));
	return [...ids].map((id) => ` [${id}]`).join("");
}

/** "**Bed 4 (WEARABLE-003)**". */
export const bold = (device: KnownDevice): string => `**${nameOf(device)}**`;

/** "4 min", "2 h", "3 days"; "less than a minute". */
export function duration(ms: number): string {
	if (ms < 60_000) return "less than a minute";
	const minutes = Math.round(ms / 60_000);
	if (minutes < 90) return `${minutes} min`;
	if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
	return `${Math.round(minutes / 60 / 24)} days`;
}

/** "03:12", with the day where it is another. */
export const moment = (time: number, { now, zone }: Writing): string => momentWords(time, now, zone);

/** "at 03:12", "yesterday 21:40", "on 24 Nov 21:40". */
export function atMoment(time: number, writing: Writing): string {
	const words = moment(time, writing);
	if (words.startsWith("yesterday")) return words;
	return `${/^\d\d:/.test(words) ? "at" : "on"} ${words}`;
}

/** "from 02:50 to 03:10", the day once. */
export function stretch(from: number, to: number, writing: Writing): string {
	const { zone } = writing;
	const sameDay = dayStart(from, zone) === dayStart(to, zone);
	return `from ${moment(from, writing)} to ${sameDay ? clockWords(to, zone) : moment(to, writing)}`;
}

/** "a, b and c". */
export function list(parts: readonly string[]): string {
	if (parts.length <= 1) return parts[0] ?? "";
	return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The patient's usual values, as the newest episode that knows them tells, and which episode that is. */
export function usualsOf(bed: BedFound): Map<VitalKey, { readonly usual: number; readonly told: EpisodeFinding }> {
	const usuals = new Map<VitalKey, { usual: number; told: EpisodeFinding }>();
	const newestFirst = bed.episodes.toSorted(
		(a, b) => Date.parse(b.episode.detected_at) - Date.parse(a.episode.detected_at),
	);
	for (const told of newestFirst) {
		for (const { vital, usual, usualOf } of told.episode.contributions)
			if (usualOf === "patient" && !usuals.has(vital)) usuals.set(vital, { usual, told });
	}
	return usuals;
}

/** "SpO₂ 86 %, usually 96 %". */
export function contributionWords({ vital, actual, usual, usualOf }: Contribution): string {
	const usually = usualOf === "patient" ? `, usually ${figure(vital, usual)}` : "";
	return `${vitalName(vital)} ${figure(vital, actual)}${usually}`;
}

/** "It was acknowledged at 02:58 by Nurse Amara, noting “…”", "It was snoozed at 03:10 until 03:25 by …". */
export function actWords(act: EpisodeAct, writing: Writing): string {
	const { kind, at, by, role, comment, summoned, until, verdict } = act;
	const person = by === null ? role : plain(by);
	const who = person !== null ? ` by ${person}` : kind === "summoned" ? " by the ward's escalation" : "";
	const when = atMoment(at, writing);
	const said = comment === null ? "" : `, noting “${plain(comment)}”`;
	switch (kind) {
		case "commented":
			return `A remark was made ${when}${who}${comment === null ? "" : `: “${plain(comment)}”`}`;
		case "snoozed":
			return `It was snoozed ${when}${until === null ? "" : ` until ${moment(until, writing)}`}${who}${said}`;
		case "summoned": {
			const whom = summoned?.name == null ? (summoned?.words ?? "somebody") : plain(summoned.name);
			const many = summoned?.name == null && whom.startsWith("the ");
			return `${capitalised(whom)} ${many ? "were" : "was"} summoned ${when}${who}${said}`;
		}
		case "judged":
			return verdict === null
				? `The judgement of it was taken back ${when}${who}${said}`
				: `It was judged ${VERDICT_WORDS[verdict]} ${when}${who}${said}`;
		default:
			return `It was ${kind} ${when}${who}${said}`;
	}
}
