/** One vital sign over the period: band from lowest to highest, line of medians, limits, episodes, and gaps that stay gaps. */
import { vitalSign } from "../../vitals/catalogue.ts";
import type { EpisodeReport, Span, VitalReport } from "./data.ts";
import { INK, MUTED, RULE } from "./pdf/flow.ts";
import type { Page, Point } from "./pdf/page.ts";
import type { Color, TextStyle, Typesetter } from "./pdf/typesetter.ts";
import type { Clock } from "./times.ts";

export const CHART_HEIGHT = 84;
/** Columns of a chart: a point and a half wide. */
export const CHART_COLUMNS = 320;

const PLOT = { left: 120, right: 46, top: 8, bottom: 16 } as const;
const BAND: Color = [0.78, 0.86, 0.93];
const MEDIAN: Color = [0.07, 0.3, 0.5];
const LIMIT: Color = [0.7, 0.18, 0.14];
const USUAL: Color = [0.25, 0.5, 0.35];
const GAP: Color = [0.955, 0.955, 0.955];
const RISK_FILL: Readonly<Record<"HIGH" | "MEDIUM" | "LOW", Color>> = {
	HIGH: [0.98, 0.87, 0.85],
	MEDIUM: [0.99, 0.94, 0.83],
	LOW: [0.95, 0.95, 0.95],
};
/** Dark enough for small text, and apart in grey. */
export const RISK_INK: Readonly<Record<"HIGH" | "MEDIUM" | "LOW", Color>> = {
	HIGH: [0.66, 0.12, 0.1],
	MEDIUM: [0.52, 0.33, 0],
	LOW: MUTED,
};

export interface ChartFrame {
	readonly period: Span;
	readonly gaps: readonly Span[];
	readonly episodes: readonly EpisodeReport[];
	readonly clock: Clock;
}

/** Draws `report` with its upper left corner at `x`, `y`. */
export function drawTrend(
	page: Page,
	typesetter: Typesetter,
	{ x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
	report: VitalReport,
	frame: ChartFrame,
): void {
	const sign = vitalSign(report.vital);
	const plot = {
		x: x + PLOT.left,
		y: y + PLOT.top,
		width: width - PLOT.left - PLOT.right,
		height: CHART_HEIGHT - PLOT.top - PLOT.bottom - 4,
	};
	const scale = scaleOf(report);
	const { from, to } = frame.period;
	const column = (to - from) / CHART_COLUMNS;
	const at = (time: number) => plot.x + ((Math.min(to, Math.max(from, time)) - from) / (to - from)) * plot.width;
	const of = (value: number) => plot.y + plot.height * (1 - (value - scale.low) / (scale.high - scale.low));
	const write = (text: string, left: number, baseline: number, style: Partial<TextStyle> = {}) => {
		const line = typesetter.line(text, { size: 7, weight: "regular", color: MUTED, ...style });
		page.text(line, left, baseline);
		return line.width;
	};

	for (const gap of frame.gaps) page.rectangle(at(gap.from), plot.y, at(gap.to) - at(gap.from), plot.height, GAP);
	for (const episode of frame.episodes) {
		const [start, end] = [at(episode.openedAt), at(episode.closedAt ?? to)];
		page.rectangle(start, plot.y, Math.max(0.8, end - start), plot.height, RISK_FILL[episode.risk]);
		page.rectangle(start, plot.y, 0.8, plot.height, RISK_INK[episode.risk]);
	}
	for (const tick of scale.ticks) {
		page.polyline(level(plot, of(tick)), { color: RULE, width: 0.4 });
		const label = typesetter.line(String(tick), { size: 6.5, weight: "regular", color: MUTED });
		page.text(label, plot.x - 4 - label.width, of(tick) + 2.3);
	}
	page.clip(plot.x - 0.5, plot.y - 0.5, plot.width + 1, plot.height + 1, () => {
		for (const stretch of stretchesOf(report, column, frame)) {
			const upper = stretch.flatMap((point): Point[] => [
				{ x: at(point.at), y: of(point.max) },
				{ x: at(point.at + column), y: of(point.max) },
			]);
			const lower = stretch.flatMap((point): Point[] => [
				{ x: at(point.at), y: of(point.min) },
				{ x: at(point.at + column), y: of(point.min) },
			]);
			page.polygon([...upper, ...lower.reverse()], BAND);
			const [first] = stretch;
			const line = stretch.map((point) => ({ x: at(point.at + column / 2), y: of(point.median) }));
			// One column alone is still to be seen.
			if (line.length === 1 && first !== undefined)
				line.splice(0, 1, { x: at(first.at), y: of(first.median) }, { x: at(first.at + column), y: of(first.median) });
			page.polyline(line, { color: MEDIAN, width: 0.9 });
		}
		if (report.usual !== null) page.polyline(level(plot, of(report.usual)), { color: USUAL, width: 0.7, dash: [1, 2] });
		for (const value of [report.limit.low, report.limit.high])
			if (value !== null) page.polyline(level(plot, of(value)), { color: LIMIT, width: 0.7, dash: [4, 2] });
	});
	page.polyline(level(plot, plot.y + plot.height), { color: MUTED, width: 0.5 });
	for (const { time, label } of timeTicks(frame.period, frame.clock)) {
		page.polyline(
			[
				{ x: at(time), y: plot.y + plot.height },
				{ x: at(time), y: plot.y + plot.height + 2.5 },
			],
			{ color: MUTED, width: 0.5 },
		);
		const line = typesetter.line(label, { size: 6.5, weight: "regular", color: MUTED });
		const left = Math.min(
			plot.x + plot.width - line.width / 2,
			Math.max(plot.x - line.width / 2, at(time) - line.width / 2),
		);
		page.text(line, left, plot.y + plot.height + 10);
	}

	write(sign.label, x, plot.y + 8, { size: 8.5, weight: "bold", color: INK });
	write(sign.unit, x, plot.y + 18);
	write("Median", x, plot.y + 31, { size: 6.5 });
	write(figure(report.median, sign.decimals), x, plot.y + 42, { size: 10, weight: "bold", color: MEDIAN });
	// Beside the plot, not within: nothing may hide a value.
	const right = plot.x + plot.width + 4;
	const labels = [
		...(report.limit.high === null
			? []
			: [{ value: report.limit.high, text: `limit ${report.limit.high}`, color: LIMIT }]),
		...(report.limit.low === null
			? []
			: [{ value: report.limit.low, text: `limit ${report.limit.low}`, color: LIMIT }]),
		...(report.usual === null
			? []
			: [{ value: report.usual, text: `usual ${figure(report.usual, sign.decimals)}`, color: USUAL }]),
	].sort((a, b) => b.value - a.value);
	let lowest = -Infinity;
	for (const { value, text, color } of labels) {
		if (value > scale.high || value < scale.low) continue;
		const baseline = Math.max(of(value) + 2.2, lowest + 7.2);
		write(text, right, baseline, { size: 6.5, color });
		lowest = baseline;
	}
}

/** What a chart says, for those who cannot see it. */
export function trendInWords(report: VitalReport, frame: ChartFrame): string {
	const { label, unit, decimals } = vitalSign(report.vital);
	const value = (number: number) => `${figure(number, decimals)} ${unit}`;
	const gaps = frame.gaps.length === 0 ? "no gaps" : `${frame.gaps.length} gaps`;
	return (
		`Chart of ${label.toLowerCase()} from ${frame.clock.full(frame.period.from)} to ${frame.clock.full(frame.period.to)}: median ${value(report.median)}, ` +
		`lowest ${value(report.min)} on ${frame.clock.short(report.minAt)}, highest ${value(report.max)} on ${frame.clock.short(report.maxAt)}, ` +
		`${frame.episodes.length} episodes, ${gaps}.`
	);
}

export function figure(value: number, decimals: number): string {
	// A median of two whole numbers may lie between them.
	const shown = Math.round(value * 10 ** decimals) / 10 ** decimals;
	return shown.toFixed(decimals);
}

const level = ({ x, width }: { readonly x: number; readonly width: number }, y: number): Point[] => [
	{ x, y },
	{ x: x + width, y },
];

/** Columns that follow one another without a gap between them. */
function stretchesOf(report: VitalReport, column: number, { gaps }: ChartFrame): VitalReport["trend"][number][][] {
	const stretches: VitalReport["trend"][number][][] = [];
	for (const point of report.trend) {
		const last = stretches.at(-1)?.at(-1);
		// A device that measures every quarter of an hour leaves columns empty: that alone is no gap.
		const apart =
			last === undefined ||
			gaps.some((gap) => gap.from < point.at + column && gap.to > last.at && gap.to - gap.from > column) ||
			point.at - last.at > 12 * column;
		if (apart) stretches.push([point]);
		else stretches.at(-1)?.push(point);
	}
	return stretches;
}

/** A scale of round numbers that holds every value, and the limits that are near. */
function scaleOf({ min, max, limit, usual }: VitalReport): { low: number; high: number; ticks: number[] } {
	const reach = Math.max(max - min, 1);
	const near = (value: number | null): value is number =>
		value !== null && value >= min - reach * 0.8 && value <= max + reach * 0.8;
	const held = [min, max, ...[limit.low, limit.high, usual].filter(near)];
	const [low, high] = [Math.min(...held), Math.max(...held)];
	const rough = Math.max((high - low) / 3, 0.1);
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
	const begin = Math.floor((low - step * 0.15) / step) * step;
	const end = Math.ceil((high + step * 0.15) / step) * step;
	const count = Math.round((end - begin) / step);
	const ticks = Array.from({ length: count + 1 }, (_, i) => Number((begin + i * step).toFixed(6)));
	return { low: begin, high: end, ticks };
}

const HOUR_MS = 3600_000;
/** Steps of the time axis in hours, by what leaves eight labels at most. */
const STEPS = [1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48];

/** Round times of the reader's day; a day's begin is named by its date. */
function timeTicks({ from, to }: Span, clock: Clock): { time: number; label: string }[] {
	const step = (STEPS.find((hours) => (to - from) / (hours * HOUR_MS) <= 8.5) ?? 96) * HOUR_MS;
	const shift = clock.offset(from) * 60_000;
	const ticks = [];
	for (let time = Math.ceil((from + shift) / step) * step - shift; time <= to; time += step) {
		const hour = clock.time(time);
		ticks.push({ time, label: hour === "00:00" ? clock.day(time) : hour });
	}
	return ticks;
}
