import { describe, expect, it } from "vitest";
import {
	applyEpisode,
	applyFrame,
	applyResolved,
	emptyWard,
	resolvedOf,
	type WardState,
} from "../../web/src/state/ward-state.ts";
import { aBed, anEpisode, aSnapshot, NOON } from "./samples.ts";

const open = anEpisode({ id: "e1" });
const over = anEpisode({ id: "e1", version: 2, status: "closed", closedAt: NOON + 60_000 });
const known = { ...over, version: 3, acknowledgedAt: NOON + 90_000, acknowledgedBy: "nurse" };

function ward(): WardState {
	const state = emptyWard();
	applyFrame(state, aSnapshot({ beds: [aBed({ deviceId: "monitor-1" })], episodes: [open] }));
	return state;
}
const ids = (state: WardState) => resolvedOf(state).map(({ id }) => id);

describe("a high alarm that is over", () => {
	it("stays until somebody acknowledges it, whoever does", () => {
		const state = ward();
		applyEpisode(state, over);
		expect(ids(state)).toEqual(["e1"]);
		expect(state.episodes["e1"]).toBeUndefined();
		applyEpisode(state, known);
		expect(ids(state)).toEqual([]);
	});

	it("does not stay where it was acknowledged before, was less than high, or a device's", () => {
		const state = ward();
		applyEpisode(state, { ...over, acknowledgedAt: NOON, acknowledgedBy: "nurse" });
		applyEpisode(state, { ...over, id: "e2", risk: "MEDIUM" });
		applyEpisode(state, { ...over, id: "e3", channel: "technical", rule: "silence" });
		expect(ids(state)).toEqual([]);
	});

	it("is an open one again when it opens again", () => {
		const state = ward();
		applyEpisode(state, over);
		applyEpisode(state, { ...open, version: 3 });
		expect(ids(state)).toEqual([]);
		expect(state.episodes["e1"]?.version).toBe(3);
	});

	it("is not the next patient's", () => {
		const state = ward();
		applyEpisode(state, over);
		applyFrame(state, { type: "roster", at: NOON, beds: [aBed({ deviceId: "monitor-1", patient: "p_2" })] });
		expect(ids(state)).toEqual([]);
	});

	it("that came and went unseen is known from the registry", () => {
		const state = ward();
		applyFrame(state, aSnapshot({ beds: [aBed({ deviceId: "monitor-1" })] }));
		applyResolved(state, [over, { ...over, id: "e4" }]);
		expect(ids(state).sort()).toEqual(["e1", "e4"]);
	});

	it("that somebody acknowledged while the page was away is let go", () => {
		const state = ward();
		applyEpisode(state, over);
		applyFrame(state, aSnapshot({ beds: [aBed({ deviceId: "monitor-1" })] }));
		applyResolved(state, []);
		expect(ids(state)).toEqual([]);
	});

	it("is not brought back by a registry that lags behind what was heard live", () => {
		const state = ward();
		applyEpisode(state, over);
		applyEpisode(state, known);
		applyResolved(state, [over]);
		expect(ids(state)).toEqual([]);
	});

	it("that the registry does not know yet stays as it was heard", () => {
		const state = ward();
		applyEpisode(state, over);
		applyResolved(state, []);
		expect(ids(state)).toEqual(["e1"]);
	});
});
