import { describe, expect, it } from "vitest";
import { createBooks } from "../../simulator/accounting.ts";
import type { Outbox } from "../../simulator/outbox.ts";
import { createWindow, run } from "../../simulator/pace.ts";
import { createProgress } from "../../simulator/progress.ts";

describe("what is under way at once", () => {
	it("is halved by a failure, once by those that fail together, never below two, and grows again by and by", () => {
		const window = createWindow(64);
		expect(window.size(0, 0)).toBe(64);
		expect(window.size(3, 10)).toBe(32);
		expect(window.size(20, 500)).toBe(32);
		expect(window.size(21, 5_000)).toBe(16);
		for (let i = 1; i <= 10; i++) window.size(21 + i, 5_000 + i * 3_000);
		expect(window.size(31, 35_000)).toBe(2);
		const later = Array.from({ length: 100 }, (_, i) => window.size(31, 40_000 + i * 1_001)).at(-1);
		expect(later).toBe(64);
	});

	it("is less for a server that is too slow for all of it", async () => {
		const books = createBooks();
		let underWay = 0;
		const most: number[] = [];
		// Answers come in time while there are few; else none does, and what was asked is asked again.
		const outboxes = Array.from({ length: 40 }, (_, n): Outbox => {
			let [busy, left] = [false, 20];
			return {
				deviceId: String(n),
				offer: () => undefined,
				drain: () => undefined,
				waiting: () => left,
				busy: () => busy,
				poke() {
					if (left === 0) return;
					busy = true;
					const crowd = ++underWay;
					most.push(crowd);
					setTimeout(() => {
						if (crowd <= 10) left--;
						else books.retry();
						busy = false;
						underWay--;
					}, 10);
				},
			};
		});
		await run({
			outboxes,
			offerDue: () => true,
			books,
			progress: createProgress({ total: 0, terminal: false, startMs: 0, write: () => undefined }),
			stop: { requested: 0 },
			dead: () => null,
			// Fast, so that the test need not be slow.
			now: () => Date.now() * 50,
			maxInFlight: 40,
		});
		expect(Math.max(...most)).toBe(40);
		expect(Math.max(...most.slice(-200))).toBeLessThanOrEqual(30);
	});
});
