/** Words: the summary with its sources, what was observed and noted, and the author's own note. */
import { vitalSign, type VitalKey } from "../../../vitals/catalogue.ts";
import type { AnswerSentence } from "../../../vitals/assistant.ts";
import type { NoteReport, ReportData } from "../data.ts";
import { type Block, type Inline, MUTED, RULE } from "../pdf/flow.ts";
import type { Clock } from "../times.ts";
import { RISK_INK } from "../trend-chart.ts";

export function summary({ narrative }: ReportData): Block[] {
	if (narrative === null) return [];
	const flagged = narrative.sentences.filter(({ flags }) => flags.length > 0).length;
	return [
		{ kind: "heading", level: 1, text: "Summary" },
		...narrative.sentences.map((sentence): Block => ({ kind: "paragraph", after: 2, content: sentenceText(sentence) })),
		{
			kind: "paragraph",
			content: [
				{
					text: [
						narrative.mode === "model"
							? "Written by a language model and checked sentence by sentence against the sources in brackets."
							: "Composed by this program from the data of this report; no language model took part.",
						flagged === 0
							? ""
							: `Marked [unsupported]: what no source supports; ${flagged} ${flagged === 1 ? "sentence" : "sentences"}.`,
						narrative.notice ?? "",
					]
						.filter((part) => part !== "")
						.join(" "),
					color: MUTED,
					size: 7.5,
				},
			],
		},
	];
}

/** A sentence with what is doubted in it marked, and why below it. */
function sentenceText({ text, flags }: AnswerSentence): Inline[] {
	const content: Inline[] = [];
	let at = 0;
	for (const { start, end } of flags.toSorted((a, b) => a.start - b.start)) {
		const begin = Math.max(at, Math.min(start, text.length));
		const stop = Math.max(begin, Math.min(end, text.length));
		if (begin > at) content.push({ text: plain(text.slice(at, begin)) });
		if (stop > begin) content.push({ text: plain(text.slice(begin, stop)), bold: true, color: RISK_INK.HIGH });
		at = stop;
	}
	if (at < text.length) content.push({ text: plain(text.slice(at)) });
	if (flags.length > 0) {
		content.push({ text: " [unsupported]", bold: true, color: RISK_INK.HIGH });
		content.push({ text: `\n${flags.map(({ reason }) => reason).join(" ")}`, color: RISK_INK.HIGH, size: 7.5 });
	}
	return content;
}

/** Markdown's marks of emphasis and lists are not for paper. */
const plain = (text: string) =>
	text
		.replaceAll("**", "")
		.replace(/^#+\s/, "")
		.replace(/^[-*]\s/, "• ");

export function sources({ narrative }: ReportData): Block[] {
	if (narrative === null || narrative.sources.length === 0) return [];
	return [
		{ kind: "heading", level: 1, text: "Sources of the summary" },
		...narrative.sources.map(({ id, title }): Block => ({
			kind: "paragraph",
			after: 1,
			content: [
				{ text: `[${id}]  `, bold: true, size: 8 },
				{ text: title, size: 8 },
			],
		})),
	];
}

const LEVELS = {
	A: "Alert",
	C: "New confusion",
	V: "Responds to voice",
	P: "Responds to pain",
	U: "Unresponsive",
} as const;

export function observations({ observations: made }: ReportData, clock: Clock): Block[] {
	if (made.length === 0) return [];
	return [
		{ kind: "heading", level: 1, text: "Observations at the bed" },
		{
			kind: "table",
			columns: [
				{ title: "Time", width: 17 },
				{ title: "Consciousness", width: 24 },
				{ title: "Breathing", width: 25 },
				{ title: "By hand", width: 26 },
				{ title: "Entered by", width: 20 },
			],
			rows: made.map(({ at, consciousness, oxygen, by, ...more }) => [
				[{ text: clock.short(at) }],
				[{ text: consciousness === null ? "–" : `${consciousness} · ${LEVELS[consciousness]}` }],
				[{ text: oxygen === null ? "–" : oxygen ? oxygenWords(more) : "Air" }],
				[{ text: byHand(more) }],
				[{ text: by?.name ?? "–" }],
			]),
		},
	];
}

/** "Oxygen", and how much of it below. */
function oxygenWords({ oxygenFlow, fio2 }: Partial<ReportData["observations"][number]>): string {
	const much = [oxygenFlow == null ? null : `${oxygenFlow} L/min`, fio2 == null ? null : `FiO2 ${fio2} %`];
	return ["Oxygen", ...much.filter((part) => part !== null)].join("\n");
}

/** "38.2 °C, 128/71 mmHg". */
function byHand({ temperature, systolic, diastolic }: Partial<ReportData["observations"][number]>): string {
	const pressure = systolic == null ? null : `${systolic}${diastolic == null ? "" : `/${diastolic}`} mmHg`;
	return [temperature == null ? null : `${temperature} °C`, pressure].filter((part) => part !== null).join(", ") || "–";
}

/** Limits that were set for this patient apart from the defaults, and count now. */
export function ownLimits({ context, limits }: ReportData, clock: Clock): Block[] {
	// Of a report from before their names were kept: by their ids.
	const own = limits ?? (context?.value.overrides ?? []).map((one) => ({ ...one, by: { id: one.by, name: one.by } }));
	if (own.length === 0) return [];
	return [
		{ kind: "heading", level: 1, text: "Limits set for this patient" },
		{
			kind: "table",
			columns: [
				{ title: "Vital sign", width: 22 },
				{ title: "Watched", width: 28 },
				{ title: "From, until", width: 20 },
				{ title: "By, and why", width: 34 },
			],
			rows: own.map(({ vital, at, until, by, reason, ...numbers }) => [
				[{ text: vitalSign(vital).label, bold: true }],
				[{ text: watchedWords(vital, numbers) }],
				[{ text: `${clock.short(at)}\n${clock.short(until)}` }],
				[{ text: `${by.name}: ${reason}` }],
			]),
		},
		note(
			"All other limits are the defaults, as in the table of vital signs. A limit of the patient's own ends by itself.",
		),
	];
}

const note = (text: string): Block => ({ kind: "paragraph", content: [{ text, color: MUTED, size: 7.5 }] });

type Numbers = { readonly [K in "low" | "high" | "up" | "down"]?: number | null };

/** "82 % or below", "usual −4 to +6 %". */
function watchedWords(vital: VitalKey, { low, high, up, down }: Numbers): string {
	const { unit } = vitalSign(vital);
	const value = (number: number) => (unit.startsWith("/") ? `${number}${unit}` : `${number} ${unit}`);
	const parts = [
		low == null ? null : `${value(low)} or below`,
		high == null ? null : `${value(high)} or above`,
		down == null ? null : `${value(down)} below usual`,
		up == null ? null : `${value(up)} above usual`,
	];
	return parts.filter((part) => part !== null).join("\n") || "default";
}

/** Who handed the patient's ward over in the period: without the notes, which are of a whole ward. */
export function handovers({ handovers: given = [] }: ReportData, clock: Clock): Block[] {
	if (given.length === 0) return [];
	return [
		{ kind: "heading", level: 1, text: "Hand-overs of the ward" },
		{
			kind: "table",
			columns: [
				{ title: "Time", width: 20 },
				{ title: "Ward", width: 30 },
				{ title: "From", width: 25 },
				{ title: "To", width: 25 },
			],
			rows: given.map(({ at, ward, by, to }) => [
				[{ text: clock.short(at) }],
				[{ text: ward }],
				[{ text: by ?? "no member any more" }],
				[{ text: to ?? "no member any more" }],
			]),
		},
	];
}

const KINDS: Readonly<Record<NoteReport["kind"], string>> = { note: "Notes", handover: "Hand-over" };

export function notes({ notes: kept }: ReportData, clock: Clock): Block[] {
	return (["handover", "note"] as const).flatMap((kind): Block[] => {
		const own = kept.filter((entry) => entry.kind === kind);
		if (own.length === 0) return [];
		return [
			{ kind: "heading", level: 1, text: KINDS[kind] },
			...own.map(({ at, author, text }): Block => ({
				kind: "paragraph",
				content: [{ text: `${clock.short(at)} · ${author.name}\n`, color: MUTED, size: 7.5 }, { text }],
			})),
		];
	});
}

export function authorsNote({ note, author }: ReportData): Block[] {
	if (note === null) return [];
	return [
		{ kind: "heading", level: 1, text: "Author's note" },
		{
			kind: "paragraph",
			after: 3,
			content: [
				{
					text: `Written by ${author.name} when the report was asked for. It is printed as written; nothing in it was checked, and no figure of this report is taken from it.`,
					color: MUTED,
					size: 7.5,
				},
			],
		},
		{ kind: "paragraph", bar: RULE, content: [{ text: note }] },
	];
}
