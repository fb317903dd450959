import { describe, expect, it } from "vitest";
import { applyFrame, countEpisodes, deviceTime, emptyWard, type WardState } from "../../web/src/state/ward-state.ts";
import { aBed, anEpisode, aReading, aSnapshot, episodeFrame, NOON, readingsFrame } from "./samples.ts";

function wardWith(...deviceIds: string[]): WardState {
	const ward = emptyWard();
	applyFrame(ward, aSnapshot({ beds: deviceIds.map((deviceId) => aBed({ deviceId })) }));
	return ward;
}

describe("the ward's state: snapshots and the roster", () => {
	it("orders the sectors by label as people count, not as text sorts", () => {
		const ward = emptyWard();
		const beds = ["Bed 10", "Bed 2", "Bed 1"].map((label, index) => aBed({ deviceId: `monitor-${index}`, label }));
		applyFrame(ward, aSnapshot({ beds }));
		expect(ward.order.map((id) => ward.beds[id]?.bed.label)).toEqual(["Bed 1", "Bed 2", "Bed 10"]);
	});

	it("keeps the order and the very objects of the sectors over a second snapshot, alarms or not", () => {
		const ward = wardWith("monitor-1", "monitor-2");
		const { order } = ward;
		const sector = ward.beds["monitor-2"];
		const beds = [aBed({ deviceId: "monitor-2" }), aBed({ deviceId: "monitor-1" })];
		applyFrame(ward, aSnapshot({ beds, episodes: [anEpisode({ id: "e1", deviceId: "monitor-2" })] }));
		expect(ward.order).toBe(order);
		expect(ward.beds["monitor-2"]).toBe(sector);
	});

	it("takes a device for what it is, though it is called as every object's own properties are", () => {
		const ids = ["constructor", "hasOwnProperty", "toString", "valueOf"];
		const ward = wardWith(...ids);
		applyFrame(ward, readingsFrame(aReading("constructor", NOON, { heart_rate: 71 })));
		applyFrame(ward, aSnapshot({ beds: ids.map((deviceId) => aBed({ deviceId })) }));
		expect(ids.map((id) => ward.beds[id]?.bed.deviceId)).toEqual(ids);
		expect(ward.beds["constructor"]?.vitals.heart_rate.value).toBe(71);
	});

	it("drops a bed that left and adds one that joined", () => {
		const ward = wardWith("monitor-1", "monitor-2");
		applyFrame(ward, {
			type: "roster",
			at: NOON,
			beds: [aBed({ deviceId: "monitor-2" }), aBed({ deviceId: "monitor-3" })],
		});
		expect(ward.order).toEqual(["monitor-2", "monitor-3"]);
		expect(Object.keys(ward.beds).sort()).toEqual(["monitor-2", "monitor-3"]);
	});

	it("never shows the former patient's numbers for the next one in the bed", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, readingsFrame(aReading("monitor-1", NOON, { heart_rate: 140 }, { risk: "HIGH" })));
		applyFrame(ward, { type: "roster", at: NOON, beds: [aBed({ deviceId: "monitor-1", patient: "p_2" })] });
		expect(ward.beds["monitor-1"]).toMatchObject({ receivedAt: null, risk: "LOW" });
		expect(ward.beds["monitor-1"]?.vitals.heart_rate.value).toBeNull();
	});

	it("removes on resync the episodes that closed while the connection was gone", () => {
		const ward = emptyWard();
		const beds = [aBed({ deviceId: "monitor-1" })];
		applyFrame(ward, aSnapshot({ beds, episodes: [anEpisode({ id: "e1" })] }));
		applyFrame(ward, aSnapshot({ beds, episodes: [] }));
		expect(ward.episodes).toEqual({});
		expect(ward.beds["monitor-1"]?.episodeIds).toEqual([]);
	});
});

describe("the ward's state: readings", () => {
	it("keeps the last value and the arrival of each vital sign apart", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, readingsFrame(aReading("monitor-1", NOON, { heart_rate: 72, temperature: 36.6 })));
		applyFrame(ward, readingsFrame(aReading("monitor-1", NOON + 5000, { heart_rate: 75 })));
		const vitals = ward.beds["monitor-1"]?.vitals;
		expect(vitals?.heart_rate).toEqual({ value: 75, receivedAt: NOON + 5000 });
		expect(vitals?.temperature).toEqual({ value: 36.6, receivedAt: NOON });
	});

	it("takes a heart rate of 0 for a measurement", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, readingsFrame(aReading("monitor-1", NOON, { heart_rate: 0 })));
		expect(ward.beds["monitor-1"]?.vitals.heart_rate.value).toBe(0);
	});

	it("ignores a reading that arrived before the one it shows", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, readingsFrame(aReading("monitor-1", NOON, { heart_rate: 72 })));
		applyFrame(ward, readingsFrame(aReading("monitor-1", NOON - 1, { heart_rate: 180 })));
		expect(ward.beds["monitor-1"]?.vitals.heart_rate.value).toBe(72);
	});

	it("ignores a device that the roster does not know yet", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, readingsFrame(aReading("monitor-9", NOON)));
		expect(Object.keys(ward.beds)).toEqual(["monitor-1"]);
	});

	it("keeps the battery's level over readings that do not name it", () => {
		const ward = wardWith("monitor-1");
		applyFrame(
			ward,
			readingsFrame(aReading("monitor-1", NOON, {}, { battery: 40 }), aReading("monitor-1", NOON + 1000)),
		);
		expect(ward.beds["monitor-1"]?.battery).toBe(40);
	});
});

describe("the ward's state: episodes", () => {
	it("announces a HIGH episode that opens, once", () => {
		const ward = wardWith("monitor-1");
		const frame = episodeFrame("opened", anEpisode({ id: "e1" }));
		expect(applyFrame(ward, frame).map((episode) => episode.id)).toEqual(["e1"]);
		expect(applyFrame(ward, frame)).toEqual([]);
	});

	it("announces an escalation to HIGH, and a further escalation of a HIGH one", () => {
		const ward = wardWith("monitor-1");
		expect(applyFrame(ward, episodeFrame("opened", anEpisode({ id: "e1", risk: "MEDIUM" })))).toEqual([]);
		expect(applyFrame(ward, episodeFrame("escalated", anEpisode({ id: "e1", version: 2 })))).toHaveLength(1);
		expect(applyFrame(ward, episodeFrame("escalated", anEpisode({ id: "e1", version: 3 })))).toHaveLength(1);
	});

	it("announces nothing of the first snapshot, and on resync only what is new", () => {
		const ward = emptyWard();
		const beds = [aBed({ deviceId: "monitor-1" })];
		const old = anEpisode({ id: "old" });
		expect(applyFrame(ward, aSnapshot({ beds, episodes: [old] }))).toEqual([]);
		const resync = aSnapshot({
			beds,
			episodes: [old, anEpisode({ id: "new" }), anEpisode({ id: "mild", risk: "MEDIUM" })],
		});
		expect(applyFrame(ward, resync).map((episode) => episode.id)).toEqual(["new"]);
	});

	it("does NOT reopen a closed episode when an older message comes late", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, episodeFrame("opened", anEpisode({ id: "e1" })));
		applyFrame(ward, episodeFrame("closed", anEpisode({ id: "e1", version: 3, status: "closed" })));
		expect(applyFrame(ward, episodeFrame("escalated", anEpisode({ id: "e1", version: 2 })))).toEqual([]);
		expect(ward.episodes).toEqual({});
	});

	it("keeps the newest version when messages overtake each other", () => {
		const ward = wardWith("monitor-1");
		applyFrame(ward, episodeFrame("escalated", anEpisode({ id: "e1", version: 2, sentence: "newer" })));
		applyFrame(ward, episodeFrame("opened", anEpisode({ id: "e1", version: 1, sentence: "older" })));
		expect(ward.episodes["e1"]?.sentence).toBe("newer");
	});

	it("lists a bed's episodes worst first", () => {
		const ward = wardWith("monitor-1");
		applyFrame(
			ward,
			episodeFrame("opened", anEpisode({ id: "battery", channel: "technical", rule: "battery", risk: "MEDIUM" })),
		);
		applyFrame(ward, episodeFrame("opened", anEpisode({ id: "spo2" })));
		expect(ward.beds["monitor-1"]?.episodeIds).toEqual(["spo2", "battery"]);
	});

	it("counts what is technical apart, whatever its risk", () => {
		const lead = anEpisode({ id: "lead", channel: "technical", rule: "ecg-signal", risk: "HIGH" });
		expect(countEpisodes([anEpisode({ id: "a" }), anEpisode({ id: "b", risk: "MEDIUM" }), lead])).toEqual({
			high: 1,
			medium: 1,
			technical: 1,
		});
	});

	it("leaves the state alone at a kind of frame it does not know", () => {
		const ward = wardWith("monitor-1");
		expect(applyFrame(ward, { type: "weather", at: NOON } as never)).toEqual([]);
	});
});

describe("the device's time", () => {
	it("runs on from the last reading at the device's rate", () => {
		const bed = aBed({ deviceId: "monitor-1", simulated: true, clockRate: 20 });
		expect(deviceTime({ bed, receivedAt: NOON, timestamp: NOON + 3_600_000 }, NOON + 3000)).toBe(NOON + 3_660_000);
	});

	it("is the edge's time before the first reading", () => {
		expect(deviceTime({ bed: aBed({ deviceId: "monitor-1" }), receivedAt: null, timestamp: 0 }, NOON)).toBe(NOON);
	});
});
