/** One chart of the stack: uPlot drawing a vital sign, or the three pressures, over the stretch that all of them share. */
import { createEffect, on, onCleanup, onMount } from "solid-js";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { Priority } from "../state/format.ts";
import type { Stretch } from "./span.ts";
import type { TrendGrid } from "./trend-data.ts";

/** An episode behind the curves; seconds, `to` null while it is open. */
export interface Band {
	readonly priority: Priority;
	readonly from: number;
	readonly to: number | null;
}

/** The charts whose cursors go together. */
const SYNC = "patient-trends";
/** Width of the values' axis: the same everywhere, so that times stand above each other. */
const AXIS_WIDTH = 44;
const HEIGHT = 112;
const FOOT = 26;
/** Part of the chart's colour in the area between lowest and highest, and of an episode's behind the curves. */
const AREA_ALPHA = 0.22;
const BAND_ALPHA = 0.14;
/** Height of the mark above an episode's band, CSS pixels. */
const BAND_MARK = 3;
/** A drag shorter than this is a click, CSS pixels. */
const LEAST_DRAG = 6;

/** The least that the values' axis spans, in the vital's unit: noise is not to look like a crisis. */
const LEAST_SPAN: Record<VitalKey, number> = {
	heart_rate: 40,
	spo2: 10,
	respiratory_rate: 16,
	temperature: 2,
	systolic_pressure: 60,
	diastolic_pressure: 60,
	mean_pressure: 60,
	etco2: 20,
	pulse_rate: 40,
};

type Columns = (number | null)[];

/** Times, then the curves: mean, lowest and highest of one vital sign, or systolic, diastolic and mean pressure. */
function dataOf(grid: TrendGrid, keys: readonly VitalKey[]): uPlot.AlignedData {
	const nothing: Columns = grid.times.map(() => null);
	const [only, ...others] = keys;
	if (only === undefined || others.length > 0)
		return [grid.times, ...keys.map((key) => grid.vitals[key]?.mean ?? nothing)];
	const { mean = nothing, min = nothing, max = nothing } = grid.vitals[only] ?? {};
	return [grid.times, mean, min, max];
}

/** @param decimals - of the vital's usual writing */
function rangeOf(least: number, low: number | null, high: number | null): [number, number] {
	if (low === null || high === null) return [0, least];
	const missing = Math.max(0, least - (high - low)) / 2;
	const pad = Math.max(missing, (high - low) * 0.08);
	return [low - pad, high + pad];
}

export function TrendChart(props: {
	name: string;
	label: string;
	keys: readonly VitalKey[];
	grid: TrendGrid;
	stretch: Stretch;
	bands: readonly Band[];
	/** Now, seconds: where a band of what is open ends. */
	now: number;
	/** Writes a moment of the axis. */
	tick: (at: number) => string;
	/** Whether the times are written below. */
	last: boolean;
	/** Counts up as the colours change. */
	theme: number;
	onCursor: (at: number | null) => void;
	onSelect: (part: Stretch) => void;
}) {
	// Solid assigns it before anything is mounted.
	// oxlint-disable-next-line no-unassigned-vars
	let host!: HTMLDivElement;
	const ink = () => getComputedStyle(host).color;
	const faint = () => getComputedStyle(host).borderTopColor;
	const colourOf = (priority: Priority) => {
		const probe = host.querySelector(`[data-probe="${priority}"]`);
		return probe === null ? ink() : getComputedStyle(probe).color;
	};

	const drawBands = ({ ctx, bbox, scales, valToPos }: uPlot) => {
		const { min, max } = scales["x"] ?? {};
		if (min == null || max == null) return;
		ctx.save();
		for (const { priority, from, to } of props.bands) {
			const end = to ?? props.now;
			if (end < min || from > max) continue;
			const left = valToPos(Math.max(from, min), "x", true);
			const width = Math.max(2, valToPos(Math.min(end, max), "x", true) - left);
			ctx.fillStyle = colourOf(priority);
			// What concerns the device only may last for days, and says nothing of the curve below it.
			if (priority !== "technical") {
				ctx.globalAlpha = BAND_ALPHA;
				ctx.fillRect(left, bbox.top, width, bbox.height);
			}
			ctx.globalAlpha = 1;
			ctx.fillRect(left, bbox.top, width, BAND_MARK * devicePixelRatio);
		}
		ctx.restore();
	};

	const several = props.keys.length > 1;
	const line = (width: number, dash: number[] = []): uPlot.Series => ({
		stroke: ink,
		width,
		dash,
		points: { show: false },
		spanGaps: false,
	});
	const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: false };
	const area = () => `color-mix(in srgb, ${ink()} ${AREA_ALPHA * 100}%, transparent)`;

	onMount(() => {
		const chart = new uPlot(
			{
				width: Math.max(120, host.clientWidth),
				height: HEIGHT + (props.last ? FOOT : 0),
				legend: { show: false },
				padding: [6, 20, props.last ? 0 : 6, 0],
				cursor: {
					sync: { key: SYNC },
					drag: { x: true, y: false, setScale: false },
					points: { size: 7, fill: ink },
				},
				scales: {
					x: { time: true, range: () => [props.stretch.from, props.stretch.to] },
					y: { range: (_, low, high) => rangeOf(LEAST_SPAN[props.keys[0] as VitalKey], low, high) },
				},
				series: [{}, ...(several ? [line(1.5), line(1.5), line(1.5, [4, 3])] : [line(1.75), edge, edge])],
				// Between systolic and diastolic, or between highest and lowest.
				bands: [{ series: several ? [1, 2] : [3, 2], fill: area }],
				axes: [
					{
						stroke: () => getComputedStyle(host.parentElement ?? host).color,
						grid: { stroke: faint, width: 1 },
						ticks: { show: false },
						size: props.last ? FOOT : 0,
						font: "12px system-ui, sans-serif",
						space: 72,
						values: (_, splits) => splits.map((at) => (props.last ? props.tick(at) : "")),
					},
					{
						stroke: () => getComputedStyle(host.parentElement ?? host).color,
						grid: { stroke: faint, width: 1 },
						ticks: { show: false },
						size: AXIS_WIDTH,
						font: "12px system-ui, sans-serif",
						space: 32,
					},
				],
				hooks: {
					drawClear: [drawBands],
					setCursor: [(u) => props.onCursor(u.cursor.idx == null ? null : (u.data[0][u.cursor.idx] ?? null))],
					setSelect: [
						(u) => {
							const { left, width } = u.select;
							if (width < LEAST_DRAG) return;
							props.onSelect({ from: u.posToVal(left, "x"), to: u.posToVal(left + width, "x") });
							u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
						},
					],
				},
			},
			dataOf(props.grid, props.keys),
			host,
		);
		const resize = new ResizeObserver(() => {
			const width = Math.floor(host.clientWidth);
			if (width > 0 && width !== chart.width) chart.setSize({ width, height: chart.height });
		});
		resize.observe(host);
		createEffect(on([() => props.grid, () => props.stretch], () => chart.setData(dataOf(props.grid, props.keys))));
		createEffect(on([() => props.bands, () => props.theme], () => chart.redraw(false), { defer: true }));
		onCleanup(() => {
			resize.disconnect();
			chart.destroy();
		});
	});

	return (
		<div class="trend-plot" ref={host} role="img" aria-label={props.label} data-vital={props.name}>
			<span class="trend-probe" data-probe="high" />
			<span class="trend-probe" data-probe="medium" />
			<span class="trend-probe" data-probe="low" />
			<span class="trend-probe" data-probe="technical" />
		</div>
	);
}
