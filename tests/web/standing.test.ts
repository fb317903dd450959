import { describe, expect, it } from "vitest";
import type { DeviceSeen } from "../../vitals/api.ts";
import { standingOf } from "../../web/src/manage/standing.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const seen = (more: Partial<DeviceSeen>): DeviceSeen => ({
	at: new Date(NOW - 60_000).toISOString(),
	connected: false,
	battery_level: 80,
	clock_skew_ms: null,
	pending_readings: 0,
	pending_news: 0,
	duplicates: 0,
	refused: 0,
	...more,
});

describe("how a device stands", () => {
	it.each([
		["heard", "it posted a minute ago", seen({})],
		["silent", "it posted an hour ago", seen({ at: new Date(NOW - 3600_000).toISOString() })],
		["streaming", "its stream is open, however calm it is", seen({ at: null, connected: true })],
		["never", "nothing ever came", seen({ at: null })],
		["asked", "its object did not answer", null],
		["asked", "it was not asked yet", undefined],
	] as const)("is %s when %s", (standing, _, given) => {
		expect(standingOf(given, NOW)).toBe(standing);
	});
});
