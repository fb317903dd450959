import { describe, expect, it } from "vitest";
import type { EpisodeTransition } from "../../detection/detector.ts";
import { applyTransition, withEvent } from "../../durable-objects/device/episode-book.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";

const subject = { deviceId: "D-1", wardId: "w", patient: "P-A" };
const transition = (more: Partial<EpisodeTransition>): EpisodeTransition => ({
	kind: "opened",
	announced: true,
	channel: "physiological",
	rule: "forest",
	risk: "MEDIUM",
	peakScore: 0.6,
	leadingVital: "spo2",
	at: 1000,
	vitalsAtOnset: { spo2: 88 },
	contributions: [{ vital: "spo2", share: 1, actual: 88, usual: 96, delta: -8, usualOf: "patient" }],
	sentence: "SpO₂ 88 %, usually 96 %",
	...more,
});
const apply = (open: readonly Episode[], more: Partial<EpisodeTransition>) =>
	applyTransition(open, transition(more), subject, () => "id-1") as EpisodeEvent;

describe("an episode's life", () => {
	const opened = apply([], {});
	const open = withEvent([], opened);

	it("opens with version 1, the vitals at onset, and the reason", () => {
		expect(opened).toMatchObject({
			kind: "opened",
			at: 1000,
			episode: { id: "id-1", version: 1, status: "open", openedAt: 1000, patient: "P-A" },
		});
	});

	it("escalates: worse risk, new sentence, the onset as it was", () => {
		const { episode } = apply(open, {
			kind: "escalated",
			risk: "HIGH",
			peakScore: 0.8,
			at: 2000,
			sentence: "worse",
			vitalsAtOnset: {},
		});
		expect(episode).toMatchObject({
			version: 2,
			risk: "HIGH",
			peakScore: 0.8,
			sentence: "worse",
			openedAt: 1000,
			updatedAt: 2000,
			vitalsAtOnset: { spo2: 88 },
		});
	});

	it("never becomes less grave while open", () => {
		const worse = withEvent(open, apply(open, { kind: "escalated", risk: "HIGH" }));
		expect(apply(worse, { kind: "escalated", risk: "MEDIUM" }).episode.risk).toBe("HIGH");
	});

	it("closes, and is then not open any more", () => {
		const closed = apply(open, { kind: "closed", at: 9000 });
		expect(closed.episode).toMatchObject({ status: "closed", closedAt: 9000, version: 2 });
		expect(withEvent(open, closed)).toEqual([]);
	});

	it("reopens the record that closed last, and says whether it is announced", () => {
		const { episode } = apply(open, { kind: "closed", at: 9000 });
		const older = { ...episode, id: "older", closedAt: 100 };
		const again = transition({ kind: "reopened", announced: false, at: 9500, sentence: "again" });
		expect(applyTransition([], again, subject, () => "new", [older, episode])).toMatchObject({
			kind: "reopened",
			announced: false,
			episode: { id: "id-1", version: 3, status: "open", openedAt: 1000, closedAt: null, sentence: "again" },
		});
	});

	it("opens, announced, where the record to reopen is not known", () => {
		expect(apply([], { kind: "reopened", announced: false })).toMatchObject({ kind: "opened", announced: true });
	});

	it("tells nothing of the end of an episode that is not open", () => {
		expect(apply([], { kind: "closed" })).toBeNull();
	});

	it("opens, announced, where what grows worse was closed by somebody", () => {
		const worse = apply(open, {
			kind: "escalated",
			channel: "technical",
			rule: "battery",
			risk: "HIGH",
			announced: false,
		});
		expect(worse).toMatchObject({ kind: "opened", announced: true });
		expect(worse.episode).toMatchObject({ rule: "battery", risk: "HIGH", version: 1, status: "open" });
	});

	it("keeps technical episodes apart by their rule", () => {
		const battery = apply(open, { channel: "technical", rule: "battery" });
		const both = withEvent(open, { ...battery, episode: { ...battery.episode, id: "id-2" } });
		expect(both).toHaveLength(2);
		expect(apply(both, { kind: "closed", channel: "technical", rule: "battery" }).episode.id).toBe("id-2");
	});
});
