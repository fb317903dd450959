import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { LiveFrame } from "../../vitals/live.ts";
import { parseMessage } from "../../web/src/live/protocol.ts";
import { applyFrame, emptyWard } from "../../web/src/state/ward-state.ts";

it("shows a ward from frames that the first version of the station sent", () => {
	const frames = JSON.parse(
		readFileSync(join(import.meta.dirname, "../fixtures/wire/live-v1.json"), "utf8"),
	) as LiveFrame[];
	const ward = emptyWard();
	for (const frame of frames) {
		const parsed = parseMessage(JSON.stringify(frame));
		expect(parsed.kind).toBe("frame");
		applyFrame(ward, frame);
	}
	expect(Object.keys(ward.episodes)).toHaveLength(2);
	expect(JSON.stringify(ward)).toContain("Bed 4");
});
