import { describe, expect, it } from "vitest";
import { match, type Alert, type TargetEvent } from "../../evaluation/matching.ts";

const MINUTE = 60_000;

/** An event at minute 100 that lasts half an hour and is to be found within ten minutes. */
const EVENT: TargetEvent = { kind: "hypoxia", onset: 100 * MINUTE, deadline: 110 * MINUTE, end: 130 * MINUTE };

/** Minutes of opening, close and further announcements. */
function alert(opened: number, closed = opened + 1, again: number[] = []): Alert {
	return { opened: opened * MINUTE, closed: closed * MINUTE, again: again.map((at) => at * MINUTE) };
}

describe("the matching rule", () => {
	it("takes an alert that opens within the window for a hit, the onset and the deadline included", () => {
		for (const minute of [100, 104, 110]) {
			const found = match([alert(minute)], [EVENT]);
			expect(found.hits).toHaveLength(1);
			expect(found.hits[0]?.opened).toBe(minute * MINUTE);
			expect(found.falseAnnouncements).toBe(0);
		}
	});

	it("counts an event as missed when the only alert opened before the onset, though it is still open", () => {
		const found = match([alert(99, 125)], [EVENT]);
		expect(found.hits).toEqual([null]);
		expect(found.falseAnnouncements).toBe(1);
	});

	it("counts an opening after the deadline as false, although the event goes on", () => {
		const found = match([alert(110.1)], [EVENT]);
		expect(found.hits).toEqual([null]);
		expect(found.falseAnnouncements).toBe(1);
	});

	it("counts every opening without an event as false", () => {
		expect(match([alert(1), alert(20), alert(300)], [EVENT]).falseAnnouncements).toBe(3);
	});

	it("lets the first of two openings in the window hit, and counts the second as false", () => {
		const found = match([alert(105), alert(102, 103)], [EVENT]);
		expect(found.hits[0]?.opened).toBe(102 * MINUTE);
		expect(found.unmatched.map(({ opened }) => opened)).toEqual([105 * MINUTE]);
	});

	it("lets one alert hit one event only, the earlier, where two windows overlap", () => {
		const second = { ...EVENT, onset: 103 * MINUTE, deadline: 113 * MINUTE };
		const found = match([alert(104)], [second, EVENT]);
		expect(found.hits.map((hit) => hit !== null)).toEqual([false, true]);
	});

	it("does not count an escalation of a hit as false while its event lasts", () => {
		expect(match([alert(101, 129, [105, 129])], [EVENT]).falseAnnouncements).toBe(0);
	});

	it("counts an escalation of a hit as false once its event is over", () => {
		expect(match([alert(101, 140, [105, 130, 135])], [EVENT]).falseAnnouncements).toBe(2);
	});

	it("counts every announcement of an alert that hit nothing as false", () => {
		expect(match([alert(10, 60, [20, 30])], [EVENT]).falseAnnouncements).toBe(3);
	});

	it("gives a slow event until the end of its ramp", () => {
		const slow = { kind: "sepsis", onset: 100 * MINUTE, deadline: 400 * MINUTE, end: 900 * MINUTE };
		expect(match([alert(399, 800, [700])], [slow])).toMatchObject({ falseAnnouncements: 0, unmatched: [] });
		expect(match([alert(401)], [slow]).hits).toEqual([null]);
	});

	it("adds up the time in false alerts, counting alerts that overlap once and hits not at all", () => {
		const found = match([alert(10, 20), alert(15, 25), alert(50, 51), alert(101, 129)], [EVENT]);
		expect(found.falseTime).toBe(16 * MINUTE);
	});
});
