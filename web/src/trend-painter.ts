/** Draws every visible sparkline in one animation-frame loop that sleeps while nothing changes. */
import { traceTrend, type TrendBuffer } from "./state/trend.ts";

/** Time one animation frame may spend on sparklines, in ms; the rest waits for the next frame. */
const FRAME_BUDGET_MS = 4;
/** Line width and the room kept free at the edges, in CSS pixels. */
const LINE_WIDTH = 1.5;
const INSET = 3;

export interface TrendPainter {
	/** Takes a canvas under its care; call the result to let it go. The line takes the canvas's CSS `color`. */
	add(canvas: HTMLCanvasElement, trend: TrendBuffer): () => void;
	/** Time went on, or the theme changed: draw what is visible again. */
	invalidate(): void;
	dispose(): void;
}

interface Chart {
	readonly canvas: HTMLCanvasElement;
	readonly trend: TrendBuffer;
	width: number;
	height: number;
	visible: boolean;
}

/** @param now - ms since the epoch, edge clock */
export function createTrendPainter(now: () => number): TrendPainter {
	const charts = new Map<Element, Chart>();
	const waiting = new Set<Chart>();
	let frame = 0;

	const paintWaiting = () => {
		frame = 0;
		const until = performance.now() + FRAME_BUDGET_MS;
		const at = now();
		for (const chart of waiting) {
			waiting.delete(chart);
			paint(chart, at);
			if (performance.now() > until) break;
		}
		if (waiting.size > 0) frame = requestAnimationFrame(paintWaiting);
	};
	const ask = (chart: Chart) => {
		if (!chart.visible || chart.width === 0) return;
		waiting.add(chart);
		if (frame === 0) frame = requestAnimationFrame(paintWaiting);
	};

	const visibility = new IntersectionObserver((entries) => {
		for (const entry of entries) {
			const chart = charts.get(entry.target);
			if (!chart) continue;
			chart.visible = entry.isIntersecting;
			ask(chart);
		}
	});
	const sizes = new ResizeObserver((entries) => {
		for (const entry of entries) {
			const chart = charts.get(entry.target);
			if (!chart) continue;
			chart.width = entry.contentRect.width;
			chart.height = entry.contentRect.height;
			ask(chart);
		}
	});

	return {
		add(canvas, trend) {
			const chart: Chart = { canvas, trend, width: 0, height: 0, visible: false };
			charts.set(canvas, chart);
			visibility.observe(canvas);
			sizes.observe(canvas);
			return () => {
				visibility.unobserve(canvas);
				sizes.unobserve(canvas);
				waiting.delete(chart);
				charts.delete(canvas);
			};
		},
		invalidate() {
			for (const chart of charts.values()) ask(chart);
		},
		dispose() {
			cancelAnimationFrame(frame);
			visibility.disconnect();
			sizes.disconnect();
		},
	};
}

function paint({ canvas, trend, width, height }: Chart, now: number): void {
	const context = canvas.getContext("2d");
	if (!context) return;
	const scale = devicePixelRatio;
	const pixelWidth = Math.round(width * scale);
	const pixelHeight = Math.round(height * scale);
	if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
		canvas.width = pixelWidth;
		canvas.height = pixelHeight;
	}
	context.setTransform(scale, 0, 0, scale, 0, 0);
	context.clearRect(0, 0, width, height);
	const colour = getComputedStyle(canvas).color;
	context.strokeStyle = colour;
	context.fillStyle = colour;
	context.lineWidth = LINE_WIDTH;
	context.lineJoin = "round";
	context.beginPath();
	const newest = traceTrend(trend, now, width, height, INSET, context);
	context.stroke();
	if (!newest) return;
	context.beginPath();
	context.arc(newest.x, newest.y, 2.2, 0, 2 * Math.PI);
	context.fill();
}
