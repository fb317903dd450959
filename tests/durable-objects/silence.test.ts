import { describe, expect, it } from "vitest";
import { remembered, silenceSentence, usualPause } from "../../durable-objects/device/silence-rules.ts";
import { noVitals, type StoredReading } from "../../vitals/reading.ts";

describe("the usual pause between two posts", () => {
	it("is an hour until two were seen", () => {
		expect(usualPause([])).toBe(3_600_000);
		expect(usualPause([5])).toBe(3_600_000);
	});

	it("is not moved by one outage", () => {
		expect(usualPause([0, 1000, 2000, 902_000, 903_000, 904_000])).toBe(1000);
	});

	it("is not moved by a burst, whatever of it is remembered", () => {
		const hourly = Array.from({ length: 8 }, (_, hour) => hour * 3_600_000);
		const burst = Array.from({ length: 9 }, (_, i) => 8 * 3_600_000 + i * 1000);
		expect(usualPause([...hourly, ...burst])).toBe(3_600_000);
		let kept: number[] = [];
		for (const now of [...hourly, ...burst]) kept = remembered([...kept, now]);
		expect(kept.length).toBeLessThanOrEqual(12);
		expect(usualPause(kept)).toBe(3_600_000);
	});

	it("is short for a device that posted by the hour, after half a minute of posting by the second", () => {
		const hourly = Array.from({ length: 8 }, (_, hour) => hour * 3_600_000);
		const often = Array.from({ length: 45 }, (_, i) => 8 * 3_600_000 + i * 1000);
		expect(usualPause([...hourly, ...often])).toBe(10_000);
	});

	it("follows a device that posts at another pace from now on", () => {
		expect(usualPause([0, 3_600_000, 7_200_000, 7_201_000, 7_202_000, 7_203_000])).toBe(1000);
	});
});

describe("the sentence of a silence", () => {
	const last: StoredReading = {
		timestamp: Date.UTC(2026, 10, 22, 14, 2, 11),
		vitals: { ...noVitals(), heart_rate: 118, spo2: 88, temperature: 38.24, etco2: 40 },
		battery: null,
		seq: 1,
		receivedAt: 0,
		patient: null,
		score: null,
		risk: "LOW",
		flags: 0,
	};

	it("says since when, and the last values, at most three", () => {
		expect(silenceSentence(75_400, last)).toBe(
			"No reading for 75 s; last heart rate 118, SpO₂ 88 %, temperature 38.2 °C at 14:02:11 UTC",
		);
	});

	it("counts a long silence in minutes and hours", () => {
		expect(silenceSentence(200_000, last)).toMatch(/^No reading for 3 min;/);
		expect(silenceSentence(3 * 3_600_000, last)).toMatch(/^No reading for 3 h;/);
	});
});
