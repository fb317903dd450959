import { describe, expect, it } from "vitest";
import { applyTransition } from "../../durable-objects/device/episode-book.ts";
import {
	acknowledging,
	careOf,
	closingByHand,
	comeDue,
	commenting,
	firstDue,
	judging,
	snoozing,
	summoning,
} from "../../durable-objects/device/episode-care.ts";
import type { EpisodeTransition } from "../../detection/detector.ts";
import { DEFAULT_ESCALATION, maxSnoozeMinutes, type Episode, type EpisodeEvent } from "../../vitals/episode.ts";

const subject = { deviceId: "D-1", wardId: "w", patient: "P-A" };
const transition = (more: Partial<EpisodeTransition> = {}): EpisodeTransition => ({
	kind: "opened",
	announced: true,
	channel: "physiological",
	rule: "forest",
	risk: "MEDIUM",
	peakScore: 0.6,
	leadingVital: "spo2",
	at: 1000,
	vitalsAtOnset: {},
	contributions: [],
	sentence: "SpO₂ 88 %",
	...more,
});
const apply = (open: readonly Episode[], more: Partial<EpisodeTransition>, closed: readonly Episode[] = []) =>
	(applyTransition(open, transition(more), subject, () => "id-1", closed) as EpisodeEvent).episode;
const opened = apply([], {});
const by = (actor: string, at: number) => ({ actor, at });
const due = (episode: Episode) => firstDue([episode], DEFAULT_ESCALATION);

describe("an episode that nobody acknowledges", () => {
	it("summons the ward's clinicians after three minutes and admins after ten, once each", () => {
		expect(due(opened)).toBe(181_000);
		expect(comeDue(opened, DEFAULT_ESCALATION, 180_999)).toBeNull();
		const first = comeDue(opened, DEFAULT_ESCALATION, 181_000) as EpisodeEvent;
		expect(first).toMatchObject({
			kind: "summoned",
			announced: true,
			at: 181_000,
			to: { kind: "role", role: "clinician" },
			episode: { version: 2, care: { steps: 1, waitingSince: 1000, summons: { by: null } } },
		});
		expect(first).not.toHaveProperty("actor");
		const second = comeDue(first.episode, DEFAULT_ESCALATION, 601_000) as EpisodeEvent;
		expect(second.to).toEqual({ kind: "role", role: "admin" });
		expect(due(second.episode)).toBeNull();
	});

	it("takes steps that were missed one at a time, so that each is told", () => {
		const first = comeDue(opened, DEFAULT_ESCALATION, 9_000_000) as EpisodeEvent;
		const second = comeDue(first.episode, DEFAULT_ESCALATION, 9_000_000) as EpisodeEvent;
		expect([first.episode.version, second.episode.version]).toEqual([2, 3]);
		expect(comeDue(second.episode, DEFAULT_ESCALATION, 9e9)).toBeNull();
	});

	it("begins again with news, and with nothing less", () => {
		const summoned = (comeDue(opened, DEFAULT_ESCALATION, 181_000) as EpisodeEvent).episode;
		const worse = apply([summoned], { kind: "escalated", risk: "HIGH", at: 200_000 });
		expect(careOf(worse)).toMatchObject({ waitingSince: 200_000, steps: 0 });
		const commented = commenting(summoned, { ...by("nurse", 190_000), comment: "on my way" }).episode;
		expect(careOf(commented)).toMatchObject({ waitingSince: 1000, steps: 1 });
	});

	it("summons nobody once it was acknowledged or has closed, for a notice of low risk, or on a ward that chose no steps", () => {
		expect(due(acknowledging(opened, by("nurse", 2000)).episode)).toBeNull();
		expect(due(apply([opened], { kind: "closed", at: 2000 }))).toBeNull();
		expect(due(closingByHand(opened, by("nurse", 2000), 0).episode)).toBeNull();
		expect(due(apply([], { channel: "technical", rule: "battery", risk: "LOW" }))).toBeNull();
		expect(firstDue([opened], [])).toBeNull();
	});

	it("waits on where it comes back without a word and nobody had known of it", () => {
		const closed = apply([opened], { kind: "closed", at: 5000 });
		const back = apply([], { kind: "reopened", announced: false, at: 9000 }, [closed]);
		expect(due(back)).toBe(189_000);
	});

	it("of a record from before care was kept waits since its last change", () => {
		const { care: _, ...old } = opened;
		expect(due(old)).toBe(181_000);
	});
});

describe("an episode that is kept quiet", () => {
	const quiet = snoozing(opened, by("nurse", 60_000), 660_000);

	it("counts as known until then, and is told again if it is still open", () => {
		expect(quiet).toMatchObject({ kind: "snoozed", announced: false, until: 660_000 });
		expect(quiet.episode).toMatchObject({ acknowledgedBy: "nurse", care: { waitingSince: null } });
		expect(due(quiet.episode)).toBe(660_000);
		expect(comeDue(quiet.episode, DEFAULT_ESCALATION, 659_999)).toBeNull();
		const resumed = comeDue(quiet.episode, DEFAULT_ESCALATION, 660_000) as EpisodeEvent;
		expect(resumed).toMatchObject({ kind: "resumed", announced: true });
		expect(resumed.episode).toMatchObject({ acknowledgedAt: null, care: { snooze: null, waitingSince: 660_000 } });
		expect(due(resumed.episode)).toBe(840_000);
	});

	it("is told at once where it grows", () => {
		const worse = apply([quiet.episode], { kind: "escalated", risk: "HIGH", at: 100_000 });
		expect(careOf(worse)).toMatchObject({ snooze: null, waitingSince: 100_000 });
		expect(worse.acknowledgedAt).toBeNull();
	});

	it("stays quiet when it closes", () => {
		expect(due(apply([quiet.episode], { kind: "closed", at: 100_000 }))).toBeNull();
	});

	it("may be kept so for a quarter of an hour where the risk is high, however it arose", () => {
		expect(maxSnoozeMinutes({ channel: "physiological", risk: "HIGH" })).toBe(15);
		expect(maxSnoozeMinutes({ channel: "technical", risk: "HIGH" })).toBe(15);
		expect(maxSnoozeMinutes({ channel: "physiological", risk: "MEDIUM" })).toBe(60);
		expect(maxSnoozeMinutes({ channel: "technical", risk: "LOW" })).toBe(240);
	});
});

describe("somebody who is asked to come", () => {
	it("has to acknowledge it themselves, whoever knew of it before", () => {
		const known = acknowledging(opened, by("nurse", 2000)).episode;
		const event = summoning(known, by("nurse", 3000), { kind: "member", id: "M-1" });
		expect(event).toMatchObject({ kind: "summoned", announced: true, actor: "nurse", to: { id: "M-1" } });
		expect(event.episode).toMatchObject({
			acknowledgedAt: null,
			care: { waitingSince: 3000, summons: { by: "nurse" } },
		});
	});
});

describe("a judgement", () => {
	it("is kept with who and when, and can be taken back", () => {
		const judged = judging(opened, by("nurse", 5000), "false-alarm").episode;
		expect(careOf(judged).verdict).toEqual({ verdict: "false-alarm", at: 5000, by: "nurse" });
		expect(careOf(judging(judged, by("nurse", 6000), null).episode).verdict).toBeNull();
	});
});
