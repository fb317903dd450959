/** The course of the early warning score. What is incomplete is shown as incomplete, never as a number that looks whole. */
import { vitalSign } from "../../../vitals/catalogue.ts";
import type { News2, News2Parameter } from "../../../vitals/news2.ts";
import type { ReportData } from "../data.ts";
import { type Block, type Inline, MUTED } from "../pdf/flow.ts";
import type { Clock } from "../times.ts";
import { figure, RISK_INK } from "../trend-chart.ts";

const BANDS: Readonly<Record<NonNullable<News2["band"]>, string>> = {
	low: "low",
	"low-medium": "low, one parameter scores 3",
	medium: "medium",
	high: "high",
};
/** In a table's cell. */
const SHORT_BANDS: typeof BANDS = { ...BANDS, "low-medium": "low, a 3" };
/** The columns, in the chart's own order. */
const PARAMETERS: readonly (readonly [News2Parameter, string])[] = [
	["respiratory_rate", "RR"],
	["spo2", "SpO2"],
	["oxygen", "Air/O2"],
	["systolic_pressure", "SYS"],
	["pulse", "Pulse"],
	["consciousness", "ACVPU"],
	["temperature", "Temp"],
];

/** "5 (medium)", "incomplete: at least 3 from 5 of 7 inputs", or why there is none. */
export function news2Text({ score, band, partial, known, of, applicable, reason }: News2): string {
	if (!applicable) return reason ?? "does not apply to this patient";
	if (score !== null) return `${score} (${band === null ? "" : BANDS[band]})`;
	return `incomplete: at least ${partial} from ${known} of ${of} inputs`;
}

export function news2Course(data: ReportData, clock: Clock): Block[] {
	const heading: Block = { kind: "heading", level: 1, text: "NEWS2 course" };
	const rows = data.news2.filter((row) => row.last !== null);
	const inapplicable = rows.find((row) => row.last?.applicable === false)?.last;
	if (rows.length === 0)
		return [heading, { kind: "paragraph", content: [{ text: "No reading to score in this period.", color: MUTED }] }];
	if (inapplicable && rows.every((row) => row.last?.applicable === false))
		return [heading, { kind: "paragraph", content: [{ text: news2Text(inapplicable) }] }];
	const incomplete = rows.some((row) => row.last?.score === null);
	return [
		heading,
		{
			kind: "table",
			columns: [
				{ title: "Until", width: 20 },
				...PARAMETERS.map(([, title]) => ({ title, width: 13, align: "right" as const })),
				{ title: "Score", width: 30, align: "right" },
				{ title: "Highest", width: 13, align: "right" },
			],
			rows: rows.map(({ to, last, highest }) => [
				[{ text: clock.short(to) }],
				...PARAMETERS.map(([name]) => part(last as News2, name)),
				scoreCell(last as News2),
				[{ text: highest === null ? "–" : String(highest) }],
			]),
		},
		{
			kind: "paragraph",
			content: [
				{
					text:
						"Each row scores the newest reading of its stretch: the value, and its points in brackets. Highest is the highest complete score of any minute in it." +
						(incomplete
							? " A missing input (–) is never counted as normal: such a score is incomplete, and the total is at least the sum shown."
							: ""),
					color: MUTED,
					size: 7.5,
				},
			],
		},
	];
}

function part({ parameters }: News2, name: News2Parameter): Inline[] {
	const found = parameters[name];
	if (found === null) return [{ text: "–" }];
	const { value, points } = found;
	const shown =
		typeof value === "boolean"
			? value
				? "O2"
				: "air"
			: typeof value === "number"
				? figure(value, name === "temperature" ? vitalSign("temperature").decimals : 0)
				: value;
	const style = points === 3 ? { bold: true, color: RISK_INK.HIGH } : {};
	return [
		{ text: shown, ...style },
		{ text: ` (${points})`, color: MUTED, size: 7 },
	];
}

function scoreCell({ score, band, partial, known, of }: News2): Inline[] {
	if (score === null)
		return [{ text: `at least ${partial}` }, { text: `  ${known} of ${of} inputs`, color: MUTED, size: 7 }];
	const color = band === "high" ? RISK_INK.HIGH : band === "medium" ? RISK_INK.MEDIUM : null;
	return [
		{ text: String(score), bold: true, ...(color === null ? {} : { color }) },
		{ text: `  ${band === null ? "" : SHORT_BANDS[band]}`, color: MUTED, size: 7 },
	];
}
