import { describe, expect, it } from "vitest";
import type { LiveNews2 } from "../../vitals/live.ts";
import { acknowledgedText, conflictText, learningText, scoreView } from "../../web/src/state/bedside.ts";
import { compareEpisodes } from "../../web/src/state/ordering.ts";
import { applyFrame, emptyWard } from "../../web/src/state/ward-state.ts";
import { aBed, anEpisode, aReading, aSnapshot, episodeFrame, NOON, readingsFrame } from "./samples.ts";

const score = (over: Partial<LiveNews2> = {}): LiveNews2 => ({
	score: 7,
	partial: 7,
	known: 7,
	of: 7,
	band: "high",
	applicable: true,
	trend: null,
	...over,
});
const clock = (at: number) => new Date(at).toISOString().slice(11, 16);

describe("NEWS2 beside a bed", () => {
	it("is the score with its band, and which way it has gone", () => {
		expect(scoreView(score(), "live")).toMatchObject({
			text: "7 high",
			tone: "high",
			title: "NEWS2 7 of 20, high risk",
		});
		const trend = { direction: "rising", change: 3, since: NOON } as const;
		expect(scoreView(score({ trend }), "live")).toMatchObject({
			text: "7↑ high",
			title: "NEWS2 7 of 20, high risk, rising within the hour by 3",
		});
	});

	it("is NEVER a number while an input is missing: it says how many are known, and at least how many points", () => {
		const view = scoreView(score({ score: null, band: null, partial: 5, known: 5 }), "live");
		expect(view).toMatchObject({
			text: "5 of 7",
			tone: "incomplete",
			title: "NEWS2 incomplete: 5 of 7 parameters known, at least 5 points",
		});
	});

	it("says where it does not apply, and shows no old score as the present one", () => {
		expect(scoreView(score({ score: null, applicable: false }), "live")).toMatchObject({ text: "not applicable" });
		expect(scoreView(score(), "lost")).toMatchObject({ text: "--", tone: "none" });
		expect(scoreView(score(), "never")).toBeNull();
		expect(scoreView(null, "live")).toBeNull();
	});

	it("goes with the patient: another one in the bed starts without", () => {
		const ward = emptyWard();
		applyFrame(ward, aSnapshot({ beds: [aBed({ deviceId: "m" })] }));
		applyFrame(ward, readingsFrame(aReading("m", NOON, {}, { news2: score(), confidence: 0.5 })));
		expect(ward.beds["m"]).toMatchObject({ news2: { score: 7 }, confidence: 0.5 });
		applyFrame(ward, { type: "roster", at: NOON, beds: [aBed({ deviceId: "m", patient: "p_2" })] });
		expect(ward.beds["m"]).toMatchObject({ news2: null, confidence: null });
	});

	it("comes with what is to be known of the limits, also when only that changes", () => {
		const ward = emptyWard();
		applyFrame(ward, aSnapshot({ beds: [aBed({ deviceId: "m" })] }));
		applyFrame(ward, { type: "roster", at: NOON, beds: [aBed({ deviceId: "m", limitsValidated: false })] });
		expect(ward.beds["m"]?.bed.limitsValidated).toBe(false);
	});
});

describe("a young baseline", () => {
	it("says how much is learned until all is, never 100 % before", () => {
		expect([null, 0, 0.404, 0.999, 1].map(learningText)).toEqual([
			"",
			"learning, 0 %",
			"learning, 40 %",
			"learning, 99 %",
			"",
		]);
	});
});

describe("an acknowledged episode", () => {
	const known = anEpisode({ id: "e", version: 2, acknowledgedAt: NOON, acknowledgedBy: "nurse" });

	it("says who and when, and `you` to the person who did", () => {
		expect(acknowledgedText(known, "nurse", clock)).toBe("Acknowledged by you at 12:00");
		expect(acknowledgedText(known, "doctor", clock)).toBe("Acknowledged by nurse at 12:00");
		expect(acknowledgedText(anEpisode({ id: "e" }), "nurse", clock)).toBe("");
	});

	it("is put after those that nobody knows of, and before those of a lower risk", () => {
		const fresh = anEpisode({ id: "f", openedAt: NOON + 1 });
		const lower = anEpisode({ id: "l", risk: "MEDIUM" });
		expect([lower, known, fresh].sort(compareEpisodes).map(({ id }) => id)).toEqual(["f", "e", "l"]);
	});

	it("is not announced, and stays in the queue", () => {
		const ward = emptyWard();
		applyFrame(ward, aSnapshot({ beds: [aBed({ deviceId: "monitor-1" })], episodes: [anEpisode({ id: "e" })] }));
		const frame = episodeFrame("acknowledged", known);
		expect(applyFrame(ward, { ...frame, event: { ...frame.event, announced: false } })).toEqual([]);
		expect(ward.episodes["e"]).toEqual(known);
	});

	it("in conflict says what happened", () => {
		expect(conflictText("Bed 4", known, "doctor", clock)).toBe(
			"Bed 4 was not acknowledged by you. Acknowledged by nurse at 12:00.",
		);
		expect(conflictText("Bed 4", anEpisode({ id: "e", status: "closed" }), "doctor", clock)).toContain(
			"closed meanwhile",
		);
		expect(conflictText("Bed 4", anEpisode({ id: "e", version: 3 }), "doctor", clock)).toContain("changed meanwhile");
	});
});
