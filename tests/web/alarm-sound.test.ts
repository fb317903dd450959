import { describe, expect, it } from "vitest";
import { type Caller, callersOf, CONNECTION_ALARM_MS, keepPause, pauseAt } from "../../web/src/alarm/calling.ts";
import { type Burst, BURSTS, lengthOf } from "../../web/src/alarm/pattern.ts";
import { createSounder, type SoundOutput } from "../../web/src/alarm/sounder.ts";
import { anEpisode, NOON } from "./samples.ts";

const high = (id: string): Caller => ({ id, level: "high" });
const medium = (id: string): Caller => ({ id, level: "medium" });
const low = (id: string): Caller => ({ id, level: "low" });

/** Ears, and a clock that a test moves. */
function listener() {
	const heard: Burst[] = [];
	let cut = 0;
	let now = 0;
	let due: { at: number; callback: () => void }[] = [];
	const output: SoundOutput = {
		play(burst) {
			heard.push(burst);
			return () => cut++;
		},
		after(ms, callback) {
			const one = { at: now + ms, callback };
			due.push(one);
			return () => (due = due.filter((other) => other !== one));
		},
	};
	const pass = (ms: number) => {
		const until = now + ms;
		for (;;) {
			const next = due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
			if (next === undefined) break;
			due = due.filter((other) => other !== next);
			now = next.at;
			next.callback();
		}
		now = until;
	};
	return { output, heard, pass, cuts: () => cut };
}

const pulses = (bursts: readonly Burst[]) => bursts.map(({ onsets }) => onsets.length);

describe("the bursts", () => {
	it("are ten pulses in twice five for high, three for medium, one for low, higher in pitch the graver", () => {
		expect(pulses([BURSTS.high, BURSTS.medium, BURSTS.low])).toEqual([10, 3, 1]);
		const { onsets } = BURSTS.high;
		expect(onsets.slice(5).map((at) => at - (onsets[5] as number))).toEqual(onsets.slice(0, 5));
		expect(BURSTS.high.pitch).toBeGreaterThan(BURSTS.medium.pitch);
		expect(BURSTS.medium.pitch).toBeGreaterThan(BURSTS.low.pitch);
	});

	it.each(["high", "medium", "low"] as const)("have pulses that never run into each other: %s", (level) => {
		const { onsets, pulse } = BURSTS[level];
		for (const [i, at] of onsets.slice(1).entries()) expect(at - (onsets[i] as number)).toBeGreaterThan(pulse);
	});
});

describe("what calls", () => {
	it("is what is open and nobody has acknowledged, technical ones as low", () => {
		const episodes = [
			anEpisode({ id: "high" }),
			anEpisode({ id: "medium", risk: "MEDIUM" }),
			anEpisode({ id: "technical", channel: "technical", rule: "silence" }),
			anEpisode({ id: "known", acknowledgedAt: NOON, acknowledgedBy: "nurse" }),
			anEpisode({ id: "over", status: "closed", closedAt: NOON }),
		];
		expect(callersOf(episodes, 0)).toEqual([high("high"), medium("medium"), low("technical")]);
	});

	it("goes on calling while the connection is gone, which after a while calls itself", () => {
		const episodes = [anEpisode({ id: "high" })];
		expect(callersOf(episodes, CONNECTION_ALARM_MS - 1)).toEqual([high("high")]);
		expect(callersOf(episodes, CONNECTION_ALARM_MS)).toEqual([high("high"), medium("connection")]);
	});
});

describe("a pause", () => {
	it("ends after two minutes at most", () => {
		const pause = pauseAt([high("a")], 1000);
		expect(keepPause(pause, [high("a")], 120_999)).toBe(pause);
		expect(keepPause(pause, [high("a")], 121_000)).toBeNull();
	});

	it("is broken through by something more urgent, and not by more of the same", () => {
		const pause = pauseAt([medium("a")], 0);
		expect(keepPause(pause, [medium("a"), medium("b")], 1)).not.toBeNull();
		expect(keepPause(pause, [medium("a"), low("b")], 1)).not.toBeNull();
		expect(keepPause(pause, [medium("a"), high("b")], 1)).toBeNull();
	});

	it("is broken through by an alarm that was paused and has grown worse", () => {
		expect(keepPause(pauseAt([medium("a")], 0), [high("a")], 1)).toBeNull();
	});

	it("is broken through by another patient's high alarm, though a high one was paused", () => {
		expect(keepPause(pauseAt([high("a")], 0), [high("a"), high("b")], 1)).toBeNull();
	});

	it("does not know an alarm any more that went away in between and comes again", () => {
		const pause = pauseAt([high("a")], 0);
		const later = keepPause(pause, [], 1);
		expect(later).not.toBeNull();
		expect(keepPause(later!, [high("a")], 2)).toBeNull();
	});

	it("begun with nothing calling is broken through by anything", () => {
		expect(keepPause(pauseAt([], 0), [low("a")], 1)).toBeNull();
	});
});

describe("the sounder", () => {
	it("repeats a high alarm until nobody calls, then is silent in the middle of a burst", () => {
		const { output, heard, pass, cuts } = listener();
		const sounder = createSounder(output);
		sounder.hear([high("a")]);
		pass(2 * (lengthOf(BURSTS.high) + 5000));
		expect(pulses(heard)).toEqual([10, 10, 10]);
		sounder.hear([]);
		expect(cuts()).toBe(1);
		pass(60_000);
		expect(heard.length).toBe(3);
		expect(sounder.level()).toBeNull();
	});

	it("turns to the more urgent at once, and back to the less urgent", () => {
		const { output, heard, pass } = listener();
		const sounder = createSounder(output);
		sounder.hear([medium("a")]);
		pass(100);
		sounder.hear([medium("a"), high("b")]);
		sounder.hear([medium("a")]);
		expect(pulses(heard)).toEqual([3, 10, 3]);
	});

	it("does not begin a burst anew because a second alarm of the same urgency came", () => {
		const { output, heard } = listener();
		const sounder = createSounder(output);
		sounder.hear([high("a")]);
		sounder.hear([high("a"), high("b")]);
		expect(heard.length).toBe(1);
	});

	it("tells of a technical alarm once, and of the next once more", () => {
		const { output, heard, pass } = listener();
		const sounder = createSounder(output);
		sounder.hear([low("a")]);
		pass(600_000);
		sounder.hear([low("a")]);
		expect(pulses(heard)).toEqual([1]);
		sounder.hear([low("a"), low("b")]);
		expect(pulses(heard)).toEqual([1, 1]);
	});

	it("is silent while it is told to be, and begins again with what calls then", () => {
		const { output, heard, pass } = listener();
		const sounder = createSounder(output);
		sounder.hear([high("a")]);
		sounder.silence();
		pass(60_000);
		expect(heard.length).toBe(1);
		sounder.hear([high("a")]);
		expect(heard.length).toBe(2);
	});
});
