import { describe, expect, it } from "vitest";
import { ageText, signalLossReason, staleness } from "../../web/src/state/staleness.ts";
import { leadingValue, pressureView, vitalRemark, vitalView } from "../../web/src/state/vital-view.ts";
import { applyFrame, emptyWard } from "../../web/src/state/ward-state.ts";
import { aBed, aReading, anEpisode, aSnapshot, NOON } from "./samples.ts";

const seconds = (count: number) => NOON + count * 1000;

describe("staleness", () => {
	it.each([
		[0, "live"],
		[9.999, "live"],
		[10, "dim"],
		[59.999, "dim"],
		[60, "lost"],
		[-3, "live"],
	])("%s s after its arrival a value is %s", (age, expected) => {
		expect(staleness(NOON, seconds(age))).toBe(expected);
	});

	it("tells a device that never sent from one that stopped", () => {
		expect(staleness(null, NOON)).toBe("never");
	});

	it("says live for the newest seconds, then counts", () => {
		expect(ageText(NOON, seconds(2))).toBe("live");
		expect(ageText(NOON, seconds(14))).toBe("14 s");
		expect(ageText(NOON, seconds(125))).toBe("2 min 5 s");
		expect(ageText(NOON, seconds(-1))).toBe("live");
		expect(ageText(null, NOON)).toBe("–");
	});
});

describe("a number on a sector", () => {
	const spo2 = { value: 97, receivedAt: NOON };

	it("is replaced by -- after a minute: no stale number looks live", () => {
		expect(vitalView("spo2", spo2, seconds(59))).toEqual({ text: "97", staleness: "dim" });
		expect(vitalView("spo2", spo2, seconds(60))).toEqual({ text: "--", staleness: "lost" });
	});

	it("has the vital's usual decimals", () => {
		expect(vitalView("temperature", { value: 37, receivedAt: NOON }, NOON).text).toBe("37.0");
	});

	it("says on its own when its sensor alone went quiet", () => {
		expect(vitalRemark("dim", NOON, "live", seconds(14))).toBe("14 s");
		expect(vitalRemark("lost", NOON, "live", seconds(70))).toBe("off");
	});

	it("leaves the age to the sector when the whole device is stale", () => {
		expect(vitalRemark("dim", NOON, "dim", seconds(14))).toBe("");
	});
});

describe("blood pressure", () => {
	const at = (value: number | null, receivedAt = NOON) => ({ value, receivedAt });

	it("is written systolic/diastolic (mean)", () => {
		const vitals = { systolic_pressure: at(120), diastolic_pressure: at(80), mean_pressure: at(93) };
		expect(pressureView(vitals, NOON)).toEqual({ text: "120/80 (93)", staleness: "live" });
	});

	it("leaves out what the device does not measure", () => {
		expect(
			pressureView({ systolic_pressure: at(120), diastolic_pressure: at(80), mean_pressure: at(null) }, NOON).text,
		).toBe("120/80");
		expect(
			pressureView({ systolic_pressure: at(null), diastolic_pressure: at(null), mean_pressure: at(93) }, NOON).text,
		).toBe("(93)");
	});

	it("is as stale as its oldest part", () => {
		const vitals = { systolic_pressure: at(120), diastolic_pressure: at(80, seconds(-70)), mean_pressure: at(93) };
		expect(pressureView(vitals, NOON)).toEqual({ text: "120/-- (93)", staleness: "lost" });
	});
});

describe("the reason for a lost signal", () => {
	const silence = anEpisode({ id: "s", channel: "technical", rule: "silence" });
	const sensors = anEpisode({ id: "o", channel: "technical", rule: "sensors-absent" });

	it("is silent while values are shown", () => {
		expect(signalLossReason(NOON, [silence], true, seconds(59))).toBeNull();
	});

	it("blames the connection, not the device, when the page itself is cut off", () => {
		expect(signalLossReason(NOON, [], false, seconds(61))).toMatch(/no connection/i);
	});

	it("names what the open episodes know", () => {
		expect(signalLossReason(NOON, [silence], true, seconds(90))).toBe("Device offline: nothing for 1 min 30 s");
		expect(signalLossReason(NOON, [sensors], true, seconds(90))).toMatch(/sensors off/i);
		expect(signalLossReason(NOON, [], true, seconds(90))).toBe("No signal for 1 min 30 s");
	});

	it("still names a device that was silent before the connection went", () => {
		expect(signalLossReason(NOON, [silence], false, seconds(90))).toMatch(/device offline/i);
	});

	it("says so when nothing ever came", () => {
		expect(signalLossReason(null, [], true, NOON)).toBe("No reading yet");
	});
});

describe("the live value of an episode's leading vital sign", () => {
	const part = { vital: "spo2", share: 1, actual: 81, usual: 97, delta: -16, usualOf: "patient" } as const;
	const bedWith = (vitals: { spo2?: number; heart_rate?: number }) => {
		const ward = emptyWard();
		const beds = [aBed({ deviceId: "monitor-1" })];
		applyFrame(ward, aSnapshot({ beds, readings: [aReading("monitor-1", NOON, vitals)] }));
		const bed = ward.beds["monitor-1"];
		if (!bed) throw new Error("the snapshot brings the bed");
		return bed;
	};

	it("is the newest one, whatever it was at onset", () => {
		expect(leadingValue(anEpisode({ id: "e", contributions: [part] }), bedWith({ spo2: 96 }), seconds(3))).toBe(96);
	});

	it("is none once stale, when the device never sent it, and where nothing leads", () => {
		const episode = anEpisode({ id: "e", contributions: [part] });
		expect(leadingValue(episode, bedWith({ spo2: 96 }), seconds(10))).toBeNull();
		expect(leadingValue(episode, bedWith({ heart_rate: 70 }), seconds(1))).toBeNull();
		expect(leadingValue(anEpisode({ id: "e", leadingVital: null }), bedWith({ spo2: 96 }), seconds(1))).toBeNull();
	});

	it("is the onset's until the reading that completed the onset is here", () => {
		const ahead = anEpisode({ id: "e", openedAt: seconds(1), contributions: [part] });
		expect(leadingValue(ahead, bedWith({ spo2: 97 }), seconds(1))).toBe(81);
	});
});
