import { describe, expect, it } from "vitest";
import { TREND_GAP_MS, TREND_SPAN_MS, TrendBuffer, type TrendPen, traceTrend } from "../../web/src/state/trend.ts";
import { NOON } from "./samples.ts";

function recordingPen(): TrendPen & { strokes: { to: "move" | "line"; x: number; y: number }[] } {
	const strokes: { to: "move" | "line"; x: number; y: number }[] = [];
	return {
		strokes,
		moveTo: (x, y) => void strokes.push({ to: "move", x, y }),
		lineTo: (x, y) => void strokes.push({ to: "line", x, y }),
	};
}

function trendOf(...points: [seconds: number, value: number][]): TrendBuffer {
	const trend = new TrendBuffer();
	for (const [seconds, value] of points) trend.push(NOON + seconds * 1000, value);
	return trend;
}

describe("the trend's history", () => {
	it("forgets the oldest points when it is full, and keeps their order", () => {
		const trend = new TrendBuffer();
		for (let second = 0; second < 1000; second++) trend.push(NOON + second * 1000, second);
		expect(trend.valueAt(trend.length - 1)).toBe(999);
		expect(trend.timeAt(0)).toBeLessThan(trend.timeAt(1));
		expect(trend.timeAt(trend.length - 1) - trend.timeAt(0)).toBeGreaterThanOrEqual(TREND_SPAN_MS);
	});

	it("takes a point in once: a resync repeats the last reading", () => {
		expect(trendOf([0, 70], [0, 70], [1, 71]).length).toBe(2);
	});

	it("starts anew for another patient", () => {
		const trend = trendOf([0, 70], [1, 71]);
		trend.clear();
		trend.push(NOON - 5000, 90);
		expect([trend.length, trend.valueAt(0)]).toEqual([1, 90]);
	});
});

describe("the trace", () => {
	it("runs from the left, two minutes ago, to the right, now", () => {
		const pen = recordingPen();
		const newest = traceTrend(trendOf([-120, 70], [-115, 70], [0, 70]), NOON, 100, 20, 0, pen);
		expect(pen.strokes[0]?.x).toBeCloseTo(0);
		expect(newest?.x).toBeCloseTo(100);
	});

	it("draws a steady value in the middle, and a rise upwards", () => {
		expect(traceTrend(trendOf([0, 70]), NOON, 100, 20, 0, recordingPen())?.y).toBeCloseTo(10);
		const pen = recordingPen();
		traceTrend(trendOf([-1, 60], [0, 90]), NOON, 100, 20, 0, pen);
		expect(pen.strokes.map((stroke) => stroke.y)).toEqual([20, 0]);
	});

	it("leaves a gap where nothing came", () => {
		const pen = recordingPen();
		traceTrend(trendOf([-40, 70], [-39, 70], [-39 + TREND_GAP_MS / 1000 + 1, 70], [-20, 70]), NOON, 100, 20, 0, pen);
		expect(pen.strokes.map((stroke) => stroke.to)).toEqual(["move", "line", "move", "line"]);
	});

	it("draws nothing of what is older than its span", () => {
		const pen = recordingPen();
		expect(traceTrend(trendOf([-200, 70]), NOON, 100, 20, 0, pen)).toBeNull();
		expect(traceTrend(new TrendBuffer(), NOON, 100, 20, 0, pen)).toBeNull();
		expect(pen.strokes).toEqual([]);
	});
});
