import { describe, expect, it } from "vitest";
import type { News2Summary } from "../../vitals/news2.ts";
import { addLive, pointOf, type ScorePoint, within } from "../../web/src/patient/score-course.ts";

const whole: News2Summary = { score: 6, partial: 6, known: 7, of: 7, band: "medium", applicable: true };
const live = (at: number, score: number): ScorePoint => ({ at, score, complete: true, from: "live" });
const onset = (at: number, score: number): ScorePoint => ({ ...live(at, score), from: "onset" });

describe("the course of the score", () => {
	it("says where a score is only the least that it can be, and leaves out what is none", () => {
		expect(pointOf(whole, 10, "live")).toEqual(live(10, 6));
		expect(pointOf({ ...whole, score: null, partial: 3, known: 5, band: null }, 10, "onset")).toEqual({
			...onset(10, 3),
			complete: false,
		});
		expect(pointOf({ ...whole, applicable: false }, 10, "live")).toBeNull();
		expect(pointOf({ ...whole, score: null, partial: 0, known: 0 }, 10, "live")).toBeNull();
		expect(pointOf(null, 10, "live")).toBeNull();
	});

	it("grows when the score changes, and never backwards", () => {
		let course: readonly ScorePoint[] = [];
		for (const point of [live(1, 2), live(2, 2), live(3, 5), live(3, 9), live(2, 9)]) course = addLive(course, point);
		expect(course).toEqual([live(1, 2), live(3, 5)]);
	});

	it("shows what is within the time, and the live score that lasted into it", () => {
		const course = [live(50, 4), onset(20, 7), live(10, 1), live(30, 2), onset(60, 9)];
		expect(within(course, 40, 55)).toEqual([live(30, 2), live(50, 4)]);
		expect(within(course, 15, 25)).toEqual([live(10, 1), onset(20, 7)]);
		expect(within(course, 100, 200)).toEqual([live(50, 4)]);
	});
});
