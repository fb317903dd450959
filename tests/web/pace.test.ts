import { describe, expect, it } from "vitest";
import type { LiveFrame, LiveReading } from "../../vitals/live.ts";
import { createReadingPace } from "../../web/src/live/pace.ts";

const reading = (deviceId: string) => ({ deviceId }) as LiveReading;
const readings = (at: number, ids: readonly string[]): LiveFrame => ({
	type: "readings",
	at,
	readings: ids.map(reading),
});
const roster = (at: number): LiveFrame => ({ type: "roster", at, beds: [] });
const many = (count: number, name = "D") => Array.from({ length: count }, (_, i) => `${name}${i}`);

/** A pace whose clock a test moves; each applied batch costs `cost` ms. */
function pace(cost: number) {
	let now = 0;
	const next: (() => void)[] = [];
	const batches: (readonly LiveFrame[])[] = [];
	const taken = createReadingPace(
		(frames) => {
			batches.push(frames);
			now += cost;
		},
		{ now: () => now, nextFrame: (callback) => void next.push(callback) },
	);
	const devices = () =>
		batches
			.flat()
			.flatMap((frame) => (frame.type === "readings" ? frame.readings.map(({ deviceId }) => deviceId) : []));
	return { ...taken, batches, devices, frame: () => next.shift()?.(), waits: () => next.length > 0 };
}

describe("readings of a large ward", () => {
	it("are spread over animation frames when they are dear, each once and in order", () => {
		const { take, frame, waits, devices } = pace(3);
		take([readings(1, many(500))]);
		expect(devices().length).toBeLessThan(100);
		for (let frames = 0; waits() && frames < 100; frames++) frame();
		expect(devices()).toEqual(many(500));
	});

	it("are applied at once when they are cheap", () => {
		const { take, waits, devices } = pace(0);
		take([readings(1, many(500))]);
		expect(waits()).toBe(false);
		expect(devices()).toHaveLength(500);
	});

	it("let an episode go first, and whoever is announced together stays together", () => {
		const { take, batches } = pace(3);
		const episode = { type: "episode", at: 2 } as LiveFrame;
		take([readings(1, many(500)), episode, episode]);
		expect(batches[0]).toEqual([episode, episode]);
	});

	it("never come after a change of who lies where that came after them", () => {
		const { take, batches, frame, devices } = pace(3);
		take([readings(1, many(500))]);
		take([roster(2)]);
		const before = batches.findIndex((frames) => frames.some(({ type }) => type === "roster"));
		frame();
		expect(batches.slice(before + 1)).toEqual([]);
		expect(devices()).toHaveLength(500);
	});

	it("do not pile up where no animation frame comes", () => {
		const { take, devices } = pace(3);
		for (let second = 0; second < 10; second++) take([readings(second, many(500))]);
		expect(devices().length).toBeGreaterThanOrEqual(9 * 500);
	});

	it("are forgotten with their ward", () => {
		const { take, clear, frame, devices } = pace(3);
		take([readings(1, many(500))]);
		const applied = devices().length;
		clear();
		frame();
		expect(devices()).toHaveLength(applied);
	});
});
