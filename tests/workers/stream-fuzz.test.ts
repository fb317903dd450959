import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { storedTimes } from "./lake-support.ts";
import { frame, fuzzRuns } from "./malformed.ts";
import { unhurried } from "./monitor-support.ts";
import { connect, numbered, streaming, type Wire } from "./stream-support.ts";
import { monitorOf } from "./support.ts";

/** Malformed frames in all; they go through many connections, for three in a row close one. */
const FRAMES = fuzzRuns(20_000);
const BETWEEN_HELLOS = 2;
/** Frames between two messages of the good stream, and how many readings it sends with each. */
const BETWEEN_GOOD = 400;
const GOOD = 60;

describe("a stream of nonsense", () => {
	it(
		"breaks nothing: the device is answered, and another device's stream does not notice",
		{ timeout: 30_000 + 6 * FRAMES },
		async ({ annotate }) => {
			const failures = vi.spyOn(console, "error");
			const [victim, good] = [await streaming({}, "fuzz"), await streaming()];
			for (const { id } of [victim, good]) await unhurried(monitorOf(id));
			// As long ago as the good stream's readings take, a second each.
			const from = Date.now() - (1 + FRAMES / BETWEEN_GOOD) * GOOD * 1000;
			const frames = fc.sample(frame, { numRuns: FRAMES, seed: 20261122 });
			const answers: Record<string, number> = {};
			const count = ({ frames: said }: Wire) => {
				for (const { type } of said) answers[type] = (answers[type] ?? 0) + 1;
			};
			let wire = victim.wire;
			let sent = 0;
			for (const [i, text] of frames.entries()) {
				wire.raw(text);
				if (i % BETWEEN_HELLOS === 0) wire.send({ type: "flush", through: 0 });
				if (i % BETWEEN_GOOD !== BETWEEN_GOOD - 1) continue;
				sent++;
				good.wire.send(numbered(sent * GOOD - GOOD + 1, sent * GOOD, from));
				await good.wire.frame("ack", ({ through }) => through === sent * GOOD);
				count(wire);
				// Some nonsense was a key to the door.
				wire = await connect(victim.id, victim.key);
				wire.send({ type: "hello", version: 1, session: "fuzz", acknowledged: 0 });
				await wire.frame("welcome");
			}
			expect(failures, "nothing failed inside").not.toHaveBeenCalled();
			const said = Object.values(answers).reduce((sum, n) => sum + n, 0);
			expect(said).toBeGreaterThan(FRAMES / 4);
			expect(answers["slow"], "nothing was put off").toBeUndefined();
			const times = Array.from({ length: sent * GOOD }, (_, i) => from + (i + 1) * 1000);
			expect(await storedTimes(good.id), "each good reading once").toEqual(times);
			await annotate(
				`${FRAMES} frames were answered ${JSON.stringify(answers)}; ${times.length} good readings beside them`,
			);
			// And the victim's own good traffic is taken as ever.
			wire.send({ type: "hello", version: 1, session: "after", acknowledged: 0 });
			await wire.frame("welcome", ({ acknowledged }) => acknowledged === 0);
			wire.send(numbered(1, 60, from));
			await wire.frame("ack", ({ through }) => through === 60);
		},
	);
});
