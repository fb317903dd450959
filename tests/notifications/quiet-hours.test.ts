import { describe, expect, it } from "vitest";
import { quietUntil } from "../../notifications/quiet-hours.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { checkQuietHours } from "../../vitals/notification-checks.ts";
import type { QuietHours } from "../../vitals/notifications.ts";

const hours = (from: string, to: string, time_zone: string): QuietHours => ({
	from,
	to,
	time_zone,
	let_through: { high: true, summoned: true },
	held: "digest",
});
const until = (quiet: QuietHours, now: string) => {
	const end = quietUntil(quiet, Date.parse(now));
	return end === null ? null : new Date(end).toISOString();
};

describe("quiet hours", () => {
	const night = hours("22:00", "07:00", "Europe/Amsterdam");

	it("go over midnight by the person's own clock, and end on the minute", () => {
		expect(until(night, "2026-01-15T20:59:59Z")).toBeNull();
		expect(until(night, "2026-01-15T21:00:00Z")).toBe("2026-01-16T06:00:00.000Z");
		expect(until(night, "2026-01-16T03:12:34Z")).toBe("2026-01-16T06:00:00.000Z");
		expect(until(night, "2026-01-16T06:00:00Z")).toBeNull();
		expect(until(night, "2026-01-16T12:00:00Z")).toBeNull();
	});

	it("within a day do so too", () => {
		const nap = hours("13:00", "14:30", "America/New_York");
		expect(until(nap, "2026-07-01T16:59:00Z")).toBeNull();
		expect(until(nap, "2026-07-01T17:30:00Z")).toBe("2026-07-01T18:30:00.000Z");
		expect(until(nap, "2026-07-01T18:30:00Z")).toBeNull();
	});

	it("end by the clock on the wall in the nights in which it is changed", () => {
		expect(until(night, "2026-03-28T22:00:00Z"), "an hour less").toBe("2026-03-29T05:00:00.000Z");
		expect(until(night, "2026-10-24T21:00:00Z"), "an hour more").toBe("2026-10-25T06:00:00.000Z");
	});

	it("know zones of half an hour, and the other side of the date line", () => {
		expect(until(hours("23:00", "06:00", "Asia/Kolkata"), "2026-05-01T18:00:00Z")).toBe("2026-05-02T00:30:00.000Z");
		expect(until(hours("23:00", "06:00", "Pacific/Kiritimati"), "2026-05-01T10:00:00Z")).toBe(
			"2026-05-01T16:00:00.000Z",
		);
	});
});

describe("quiet hours as they are sent", () => {
	const good = hours("22:00", "07:00", "Europe/Amsterdam");

	it("are taken whole", () => {
		const errors: FieldError[] = [];
		expect(checkQuietHours(good, errors)).toEqual(good);
		expect(errors).toEqual([]);
	});

	it.each([
		["quiet_hours", "always"],
		["quiet_hours.from", { ...good, from: "24:00" }],
		["quiet_hours.from", { ...good, from: "9:00" }],
		["quiet_hours.to", { ...good, to: undefined }],
		["quiet_hours.to", { ...good, to: "22:00" }],
		["quiet_hours.time_zone", { ...good, time_zone: "Mars/Olympus" }],
		["quiet_hours.time_zone", { ...good, time_zone: "+02:00" }],
		["quiet_hours.let_through.high", { ...good, let_through: { summoned: true } }],
		["quiet_hours.held", { ...good, held: "later" }],
	])("are refused by the name of the field: %s", (field, given) => {
		const errors: FieldError[] = [];
		expect(checkQuietHours(given, errors)).toBeNull();
		expect(errors[0]?.field).toBe(field);
	});
});
