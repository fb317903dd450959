import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GENESIS, hashEntry, verifyChain, type AuditEntry } from "../../vitals/audit.ts";

/** Written by version 1. Later code must find it whole. */
const FIXTURE = join(import.meta.dirname, "../fixtures/audit/chain-v1.ndjson");
const chain = () =>
	readFileSync(FIXTURE, "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as AuditEntry);

describe("a chain of version 1", () => {
	it("verifies as it was written", async () => {
		const report = await verifyChain(chain(), []);
		expect(report).toMatchObject({ entries: 4, faults: [], head: { seq: 4 } });
		expect(chain()[0]?.previous).toBe(GENESIS);
	});

	it("covers every field: whichever is changed, the entry is found", async () => {
		for (const field of Object.keys(chain()[1] ?? {}) as (keyof AuditEntry)[]) {
			const entries = chain().map((entry, i) =>
				i === 1 ? { ...entry, [field]: typeof entry[field] === "number" ? 99 : `${entry[field]}x` } : entry,
			);
			expect((await verifyChain(entries, [])).faults.length, field).toBeGreaterThan(0);
		}
	});

	it("with entries in another order, doubled or inserted does not verify", async () => {
		const [a, b, c, d] = chain() as [AuditEntry, AuditEntry, AuditEntry, AuditEntry];
		const extra = { ...b, seq: 3, previous: b.hash, hash: await hashEntry(b, 3, b.hash) };
		for (const entries of [
			[a, c, b, d],
			[a, b, b, c, d],
			[a, b, extra, c, d],
			[b, c, d],
		]) {
			expect((await verifyChain(entries, [])).faults.length).toBeGreaterThan(0);
		}
	});

	it("says so when an entry is of a version it does not know", async () => {
		const entries = chain().map((entry) => ({ ...entry, version: 2 }));
		expect((await verifyChain(entries, [])).faults[0]?.what).toContain("version 2, and only 1 is known");
	});
});
