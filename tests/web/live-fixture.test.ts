import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { LiveFrame } from "../../vitals/live.ts";
import { parseMessage } from "../../web/src/live/protocol.ts";
import { applyFrame, emptyWard } from "../../web/src/state/ward-state.ts";

const framesOf = (version: number) =>
	JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/wire/live-v${version}.json`), "utf8")) as LiveFrame[];

it("shows a ward from frames that a station of this version sent", () => {
	const ward = emptyWard();
	for (const frame of framesOf(2)) {
		expect(parseMessage(JSON.stringify(frame)).kind).toBe("frame");
		applyFrame(ward, frame);
	}
	const episodes = Object.values(ward.episodes);
	expect(episodes.length).toBeGreaterThan(1);
	expect(episodes.some((episode) => episode.acknowledgedBy === "nurse")).toBe(true);
	const beds = Object.values(ward.beds);
	expect(beds.map((bed) => bed.bed.label)).toContain("Bed 4");
	expect(beds.every((bed) => bed.news2?.of === 7 && (bed.confidence ?? -1) >= 0)).toBe(true);
	expect(beds.some((bed) => !bed.bed.limitsValidated)).toBe(true);
});

it("asks for a reload at frames of the first version, which say nothing of NEWS2", () => {
	expect(framesOf(1).map((frame) => parseMessage(JSON.stringify(frame)).kind)[0]).toBe("other-version");
});
