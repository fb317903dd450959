import { describe, expect, it } from "vitest";
import { Latencies } from "../../simulator/latency.ts";

describe("latencies", () => {
	it("are reported as percentiles, to three digits", () => {
		const latencies = new Latencies();
		for (let ms = 1; ms <= 100; ms++) latencies.add(ms);
		const { n, p50_ms, p99_ms, max_ms } = latencies.report();
		expect(n).toBe(100);
		expect(p50_ms).toBeCloseTo(50, 0);
		expect(p99_ms).toBeCloseTo(99, 0);
		expect(max_ms).toBeCloseTo(100, 0);
	});

	it("keep fractions of a millisecond", () => {
		const latencies = new Latencies();
		latencies.add(0.25);
		expect(latencies.report().p50_ms).toBe(0.25);
	});

	it("count what took longer than a minute as a minute, and nothing as nothing", () => {
		const latencies = new Latencies();
		expect(latencies.report()).toEqual({ n: 0, p50_ms: 0, p99_ms: 0, max_ms: 0 });
		latencies.add(1e9);
		expect(latencies.report().p99_ms).toBeCloseTo(60_000, -2);
	});

	it("of several processes are one histogram's", () => {
		const [here, there] = [new Latencies(), new Latencies()];
		for (let ms = 1; ms <= 50; ms++) here.add(ms);
		for (let ms = 51; ms <= 100; ms++) there.add(ms);
		here.merge(there.encoded());
		expect(here.report()).toMatchObject({ n: 100, p50_ms: expect.closeTo(50, 0), max_ms: expect.closeTo(100, 0) });
	});
});
