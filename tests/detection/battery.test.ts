import { describe, expect, it } from "vitest";
import { run, the } from "./support.ts";

describe("battery", () => {
	it("is low at 10 %, announced again at 5 %, and closed once charged", () => {
		const level = (second: number): number => (second < 3000 ? 100 - second / 30 : Math.min(100, (second - 3000) / 5));
		const { transitions } = run({ seconds: 3600, every: 2, battery: (second) => Math.max(1, level(second)) });
		expect(transitions.map(({ kind, channel, rule, risk }) => [kind, channel, rule, risk])).toEqual([
			["opened", "technical", "battery", "LOW"],
			["escalated", "technical", "battery", "MEDIUM"],
			["closed", "technical", "battery", "MEDIUM"],
		]);
		expect(the(transitions[0]).sentence).toMatch(/^Battery \d+ %, empty in about \d+ min$/);
	});

	it("warns half an hour before the charge ends where it falls fast", () => {
		const { transitions } = run({ seconds: 4200, every: 2, battery: (second) => 40 - second / 120 });
		expect(transitions[0]).toMatchObject({ kind: "opened", rule: "battery" });
		const left = (40 * 120 - (the(transitions[0]).at - Date.UTC(2026, 2, 1, 8)) / 1000) / 60;
		expect(left).toBeGreaterThan(25);
		expect(left).toBeLessThanOrEqual(30);
	});

	it("does NOT chatter on a gauge that wavers around 10 %", () => {
		const { transitions } = run({ seconds: 600, battery: (second) => 10 + (second % 5) - 2 });
		expect(transitions.map(({ kind }) => kind)).toEqual(["opened"]);
	});

	it("says nothing of a device that sends no level", () => {
		expect(run({ seconds: 300, battery: () => null }).transitions).toEqual([]);
	});
});
