/** The first page: who, when, how much of it was seen, and what a clinician must know before turning it. */
import { vitalSign } from "../../../vitals/catalogue.ts";
import type { AgeBand } from "../../../vitals/patient-context.ts";
import type { ReportData } from "../data.ts";
import { type Block, type Inline, MUTED } from "../pdf/flow.ts";
import { duration, type Clock } from "../times.ts";
import { figure, RISK_INK } from "../trend-chart.ts";
import { news2Text } from "./news2.ts";

/** What is on a report beside its data. */
export interface Imprint {
	readonly id: string;
	/** SHA-256 of the data, hex. */
	readonly hash: string;
	/** Milliseconds since the epoch. */
	readonly generatedAt: number;
}

export function front(data: ReportData, imprint: Imprint, clock: Clock): Block[] {
	const { period } = data;
	return [
		{
			kind: "paragraph",
			content: [{ text: "Clinical report", bold: true, size: 20 }],
			after: 0,
		},
		{
			kind: "paragraph",
			content: [
				{
					text: `Vital signs from ${clock.full(period.from)} to ${clock.full(period.to)} · ${duration(period.to - period.from)} · ${clock.named(period.to)}`,
					color: MUTED,
				},
			],
			after: 9,
		},
		{
			kind: "facts",
			columns: 4,
			facts: [
				{ name: "Patient (surrogate)", value: [{ text: data.patient ?? "Nobody assigned", bold: true }] },
				...(data.label === null ? [] : [{ name: "Name at the bed", value: [{ text: data.label }] }]),
				{ name: "Age", value: [{ text: ageOf(data) }] },
				{ name: "Saturation scale (NEWS2)", value: [{ text: scaleOf(data) }] },
				...placeFacts(data, clock),
				{ name: "Prepared for", value: [{ text: data.author.name }] },
				{ name: "Generated", value: [{ text: clock.full(imprint.generatedAt) }] },
			],
		},
		{ kind: "heading", level: 1, text: "At a glance" },
		...glance(data, clock).map(([name, content]): Block => ({
			kind: "paragraph",
			content: [{ text: `${name}  `, bold: true }, ...content],
			after: 3,
		})),
	];
}

function placeFacts(data: ReportData, clock: Clock) {
	const ids = [...new Set(data.devices.map(({ id }) => id))];
	if (ids.length === 0) return [{ name: "Device", value: [{ text: "None in this period" }] }];
	const [first] = data.devices;
	if (ids.length === 1 && first !== undefined) {
		const since =
			data.devices.length === 1 && first.from > data.period.from ? ` (since ${clock.short(first.from)})` : "";
		return [
			{ name: "Bed and ward", value: [{ text: [first.bed, first.ward].filter((part) => part !== null).join(", ") }] },
			{ name: "Device", value: [{ text: first.id + since }] },
		];
	}
	return [
		{
			name: "Devices",
			value: [
				{
					text: data.devices
						.map(({ id, bed, ward, from, to }) => `${id}, ${bed ?? ward}, ${clock.short(from)}–${clock.short(to)}`)
						.join("\n"),
				},
			],
		},
	];
}

const AGES: Partial<Record<AgeBand, string>> = { adult: "Adult" };

function ageOf({ context, patient }: ReportData): string {
	if (context === null) return patient === null ? "Not known" : "Not entered; adult assumed";
	const { ageBand, pregnant } = context.value;
	const age = AGES[ageBand] ?? ageBand.replace("-", "–").replace("-", " ");
	return pregnant ? `${age}, pregnant` : age;
}

function scaleOf({ context }: ReportData): string {
	return context?.value.spo2Scale === 2 ? "Scale 2 (target 88–92 %)" : "Scale 1";
}

/** Name and text of each line. */
function glance(data: ReportData, clock: Clock): [string, Inline[]][] {
	const lines: [string, Inline[]][] = [["Episodes", episodesInShort(data)]];
	const latest = data.news2.findLast((row) => row.last !== null);
	const highest = data.news2.reduce((most, row) => Math.max(most, row.highest ?? -1), -1);
	const when = data.news2.find((row) => row.highest === highest);
	if (latest?.last)
		lines.push([
			"NEWS2",
			[
				{ text: `${news2Text(latest.last)} at the end of the period` },
				...(highest >= 0 && when !== undefined
					? [
							{
								text: `; highest complete score ${highest}, between ${clock.short(when.from)} and ${clock.time(when.to)}`,
							},
						]
					: [{ text: "; never complete in this period" }]),
				{ text: "." },
			],
		]);
	const outside = data.vitals.filter(({ belowMs, aboveMs }) => belowMs + aboveMs > 0);
	if (data.vitals.length > 0)
		lines.push([
			"Beyond limits",
			outside.length === 0
				? [{ text: "No vital sign reached a limit in force." }]
				: [
						{
							text: `${outside
								.map(({ vital, belowMs, aboveMs }) => `${vitalSign(vital).label} ${duration(belowMs + aboveMs)}`)
								.join(", ")}.`,
						},
					],
		]);
	const load = loadInShort(data);
	if (load !== null) lines.push(["Alarms", [{ text: load }]]);
	lines.push(["Data", dataInShort(data, clock)]);
	if (!data.limitsValidated)
		lines.push([
			"Limits",
			[
				{
					text: "Not validated for this patient: no source was found for some of the numbers used.",
					bold: true,
					color: RISK_INK.HIGH,
				},
			],
		]);
	return lines;
}

function episodesInShort({ episodes, moreEpisodes }: ReportData): Inline[] {
	const physiological = episodes.filter(({ channel }) => channel === "physiological");
	const technical = episodes.length - physiological.length;
	const tail = technical === 0 ? "" : ` Technical notices: ${technical}.`;
	if (physiological.length === 0) return [{ text: `None of the patient's.${tail}` }];
	const high = physiological.filter(({ risk }) => risk === "HIGH").length;
	const open = physiological.filter(({ status }) => status === "open").length;
	const unseen = physiological.filter(({ steps }) => steps.every(({ kind }) => kind !== "acknowledged")).length;
	return [
		{ text: `${physiological.length + moreEpisodes}`, bold: true },
		{ text: " of the patient's, " },
		{ text: `${high} high`, ...(high > 0 ? { bold: true, color: RISK_INK.HIGH } : {}) },
		{ text: ` and ${physiological.length - high} medium; ${open === 0 ? "none is open" : `${open} open`}; ` },
		{ text: unseen === 0 ? "all acknowledged." : `${unseen} never acknowledged.${tail}` },
		...(unseen === 0 ? [{ text: tail }] : []),
	];
}

const DAY_MS = 24 * 3600_000;

/** How often people were told, and what became of it; null of a report from before that was counted. */
function loadInShort({ alarms, period }: ReportData): string | null {
	if (alarms === undefined) return null;
	const { alarms: told, high, technical, acknowledged, medianWaitMs, falseAlarms, confirmed } = alarms;
	if (told === 0) return "People were told of nothing in this period.";
	const perDay = told / ((period.to - period.from) / DAY_MS);
	const parts = [
		`People were told ${told} ${told === 1 ? "time" : "times"} (${high} high, ${technical} technical), ${perDay.toFixed(perDay < 10 ? 1 : 0)} a day`,
		medianWaitMs === null
			? "nobody acknowledged"
			: acknowledged === 1
				? `the one acknowledged waited ${duration(medianWaitMs)}`
				: `half of the ${acknowledged} acknowledged waited ${duration(medianWaitMs)} or less`,
		...(falseAlarms === 0 ? [] : [`${falseAlarms} judged false`]),
		...(confirmed === 0 ? [] : [`${confirmed} confirmed`]),
	];
	return `${parts.join("; ")}.`;
}

function dataInShort({ readings, gaps, coveredMs, period, others }: ReportData, clock: Clock): Inline[] {
	const notice =
		others === 0
			? ""
			: ` A device in this report watched ${others === 1 ? "another patient" : `${others} other patients`} in this period; nothing of them is in here.`;
	if (readings === 0) return [{ text: `No reading in this period.${notice}`, bold: true }];
	const share = figure((coveredMs / (period.to - period.from)) * 100, 0);
	const longest = gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
	const missing =
		longest === undefined
			? ""
			: ` ${gaps.length} ${gaps.length === 1 ? "gap" : "gaps"}, the longest ${duration(longest.to - longest.from)} from ${clock.short(longest.from)}.`;
	return [{ text: `${readings.toLocaleString("en-GB")} readings cover ${share} % of the period.${missing}${notice}` }];
}
