import { describe, expect, it } from "vitest";
import { watchedGroup } from "../../durable-objects/device/stream-group.ts";
import { FRAME_MS, FramePace } from "../../durable-objects/ward/frame-pace.ts";

const START = 1_800_000_000_000;

/** A ward whose devices are heard at these times, milliseconds from the start; gives frames and the times with a timer. */
function run(arrivals: readonly number[]): { frames: number[]; waitedMs: number; late: number } {
	const pace = new FramePace();
	const frames: number[] = [];
	let [waitedMs, late] = [0, 0];
	let timer: number | null = null;
	let unsent: number | null = null;
	const send = (at: number) => {
		frames.push(at);
		pace.sent(at);
		late = Math.max(late, at - (unsent ?? at));
		unsent = null;
	};
	for (const at of arrivals.map((ms) => START + ms)) {
		if (timer !== null && timer <= at) {
			send(timer);
			timer = null;
		}
		pace.heard(at);
		unsent ??= at;
		if (timer !== null) continue;
		const wait = pace.wait(at);
		if (wait === null) continue;
		if (wait === 0) send(at);
		else {
			waitedMs += wait;
			timer = at + wait;
		}
	}
	if (timer !== null) send(timer);
	return { frames, waitedMs, late };
}

describe("a ward's frames", () => {
	it("come at most once a second, and take everything along within another", () => {
		const { frames, late } = run(Array.from({ length: 3000 }, (_, i) => i * 160));
		for (const [i, at] of frames.entries())
			if (i > 0) expect(at - (frames[i - 1] as number)).toBeGreaterThanOrEqual(FRAME_MS);
		expect(late).toBeLessThanOrEqual(FRAME_MS + 160);
	});

	it("need no timer while devices are heard all the time: none that keeps the object awake", () => {
		const { waitedMs } = run(Array.from({ length: 3000 }, (_, i) => i * 160));
		// Only until it is known that they are: the first ten seconds of eight minutes.
		expect(waitedMs).toBeLessThan(10_000);
	});

	it("are sent by a timer where devices come all together and then none for long", () => {
		const bursts = Array.from({ length: 60 }, (_, burst) =>
			Array.from({ length: 50 }, (__, i) => burst * 8_000 + i * 10),
		);
		const { late } = run(bursts.flat());
		expect(late).toBeLessThanOrEqual(FRAME_MS);
	});

	it("are sent at once by a device that comes alone, and are not held up by a clock that was set back", () => {
		expect(run([0, 5_000, 10_000]).waitedMs).toBe(0);
		const pace = new FramePace();
		pace.heard(START);
		pace.sent(START);
		pace.heard(START - 3_600_000);
		expect(pace.wait(START - 3_600_000)).toBe(0);
	});
});

describe("the group of a watched stream", () => {
	it.each([
		[5, 8_000, 4],
		[5, 6_000, 3],
		[5, 5_000, 5],
		[10, 8_000, 8],
		[60, 8_000, 8],
		[1, 8_000, 1],
		[5, 1_000, 1],
		[5, 200, 1],
	])("of %d while calm is, at one value each %d ms, %d: whole messages make a cadence", (calm, cadence, group) => {
		expect(watchedGroup(calm, cadence)).toBe(group);
	});

	it("is never larger than the calm group, nor than what fits in a cadence", () => {
		for (let calm = 1; calm <= 60; calm++) {
			for (let cadence = 500; cadence <= 20_000; cadence += 500) {
				const group = watchedGroup(calm, cadence);
				expect(group).toBeGreaterThanOrEqual(1);
				expect(group).toBeLessThanOrEqual(calm);
				expect(group * 1000).toBeLessThanOrEqual(Math.max(1000, cadence));
			}
		}
	});
});
