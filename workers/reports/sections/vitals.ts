/** Vital signs: the table of figures, and a chart each. */
import { vitalSign } from "../../../vitals/catalogue.ts";
import type { ReportData, VitalReport } from "../data.ts";
import { type Block, type Inline, MUTED } from "../pdf/flow.ts";
import { duration, type Clock } from "../times.ts";
import { CHART_HEIGHT, drawTrend, figure, RISK_INK, trendInWords, type ChartFrame } from "../trend-chart.ts";

export function statistics(data: ReportData, clock: Clock): Block[] {
	if (data.vitals.length === 0)
		return [
			{ kind: "heading", level: 1, text: "Vital signs" },
			{ kind: "paragraph", content: [{ text: "Nothing was measured in this period." }] },
		];
	return [
		{ kind: "heading", level: 1, text: "Vital signs" },
		{
			kind: "table",
			columns: [
				{ title: "Vital sign", width: 25 },
				{ title: "Values", width: 10, align: "right" },
				{ title: "Latest", width: 15, align: "right" },
				{ title: "Median", width: 14, align: "right" },
				{ title: "Lowest", width: 16, align: "right" },
				{ title: "Highest", width: 16, align: "right" },
				{ title: "Limits", width: 13, align: "right" },
				{ title: "Beyond", width: 13, align: "right" },
			],
			rows: data.vitals.map((report) => row(report, clock)),
		},
		{
			kind: "paragraph",
			content: [
				{
					text: "Below each median its quartiles. Beyond: time at or beyond a limit in force.",
					color: MUTED,
					size: 7.5,
				},
			],
		},
	];
}

function row(report: VitalReport, clock: Clock): Inline[][] {
	const { label, unit, decimals } = vitalSign(report.vital);
	const value = (number: number) => figure(number, decimals);
	const beyond = report.belowMs + report.aboveMs;
	const when = (time: number): Inline => ({ text: `\n${clock.short(time)}`, color: MUTED, size: 7 });
	const { low, high } = report.limit;
	return [
		[
			{ text: label, bold: true },
			{ text: `\n${unit}`, color: MUTED, size: 7 },
		],
		[{ text: report.n.toLocaleString("en-GB") }],
		[{ text: value(report.latest), bold: true }, when(report.latestAt)],
		[
			{ text: value(report.median) },
			{ text: `\n${value(report.quartiles[0])} – ${value(report.quartiles[1])}`, color: MUTED, size: 7 },
		],
		[{ text: value(report.min) }, when(report.minAt)],
		[{ text: value(report.max) }, when(report.maxAt)],
		[{ text: limitText(low, high) }],
		[beyond === 0 ? { text: "0" } : { text: duration(beyond), bold: true, color: RISK_INK.HIGH }],
	];
}

/** At or beyond these. */
function limitText(low: number | null, high: number | null): string {
	if (low === null && high === null) return "none";
	if (low === null) return `high ${high}`;
	return high === null ? `low ${low}` : `${low} – ${high}`;
}

export function trends(data: ReportData, clock: Clock): Block[] {
	if (data.vitals.length === 0) return [];
	const frame: ChartFrame = {
		period: data.period,
		gaps: data.gaps,
		episodes: data.episodes.filter(({ channel }) => channel === "physiological"),
		clock,
	};
	return [
		{ kind: "heading", level: 1, text: "Trends" },
		{
			kind: "paragraph",
			content: [
				{
					text: "Line: median; band: lowest to highest. Dashed: limits in force. Dotted: usual for this patient. Shaded red or amber: episodes. Grey: no data.",
					color: MUTED,
					size: 7.5,
				},
			],
			after: 2,
		},
		...data.vitals.map((report): Block => ({
			kind: "figure",
			height: CHART_HEIGHT,
			alt: trendInWords(report, frame),
			draw: (page, typesetter, x, y, width) => drawTrend(page, typesetter, { x, y, width }, report, frame),
		})),
	];
}
