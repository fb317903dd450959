import { describe, expect, it } from "vitest";
import { Pace } from "../../durable-objects/device/pace.ts";

const settings = { DEVICE_REQUESTS_PER_S: 2, DEVICE_READINGS_PER_S: 100 };

describe("a device's pace", () => {
	it("lets a burst through, then says how many whole seconds to wait", () => {
		const pace = new Pace(() => settings);
		const answers = Array.from({ length: 21 }, () => pace.admit(1, 1000));
		expect(answers.slice(0, 20).every((wait) => wait === null)).toBe(true);
		expect(answers[20]).toBe(1);
	});

	it("takes whoever waits as told, and no more on the average than the limit", () => {
		const pace = new Pace(() => settings);
		let [now, readings] = [0, 0];
		while (now < 60_000) {
			const wait = pace.admit(50, now);
			if (wait === null) readings += 50;
			else now += wait * 1000;
		}
		// The burst of five seconds, and sixty seconds' worth, give or take a message.
		expect(readings).toBeGreaterThanOrEqual(6_000);
		expect(readings).toBeLessThanOrEqual(6_600);
	});

	it("costs nothing when it refuses", () => {
		const pace = new Pace(() => settings);
		expect(pace.admit(500, 0)).toBeNull();
		for (let i = 0; i < 100; i++) expect(pace.admit(100, 0)).toBe(1);
		expect(pace.admit(100, 1000)).toBeNull();
	});

	it("takes more at once than the bucket holds when it is full, and is paid back before the next", () => {
		const pace = new Pace(() => settings);
		expect(pace.admit(1000, 0)).toBeNull();
		expect(pace.admit(1, 4_000)).toBe(2);
		expect(pace.admit(1, 6_000)).toBeNull();
	});

	it("is not confused by a clock that is set back", () => {
		const pace = new Pace(() => settings);
		expect(pace.admit(500, 10_000)).toBeNull();
		expect(pace.admit(100, 5_000)).toBe(1);
		expect(pace.admit(100, 6_000)).toBeNull();
	});
});
