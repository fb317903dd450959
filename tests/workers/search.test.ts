import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import { forgetPatient } from "../../search/erasure.ts";
import type { KnowledgeDocumentAnswer, PassageAnswer, SearchStatus } from "../../vitals/knowledge.ts";
import type { Episode } from "../../vitals/episode.ts";
import { search } from "../../workers/assistant/search/search.ts";
import { asSource } from "../../workers/assistant/search/source.ts";
import { call } from "./support.ts";

const passagesFor = (query: string) => search(env, { query, kinds: ["passage"], wards: "all", limit: 5 });

/** An episode that the registry heard of. */
async function project(more: Partial<Episode> = {}): Promise<Episode> {
	const episode: Episode = {
		id: crypto.randomUUID(),
		version: 1,
		deviceId: "SEARCH-1",
		wardId: "ward-s",
		patient: null,
		channel: "physiological",
		rule: "forest",
		status: "open",
		risk: "HIGH",
		peakScore: 0.7,
		leadingVital: "spo2",
		openedAt: 1_000_000,
		updatedAt: 1_000_000,
		closedAt: null,
		vitalsAtOnset: { spo2: 84 },
		contributions: [{ vital: "spo2", share: 1, actual: 84, usual: 96, usualOf: "patient", delta: -12 }],
		sentence: "SpO₂ 84 %, usually 96 %, falling for 3 min",
		acknowledgedAt: null,
		acknowledgedBy: null,
		...more,
	};
	const event = { kind: "opened", at: episode.updatedAt, announced: true, episode } as const;
	await projectEpisodeEvent(connectRegistry(env.DB), event);
	return episode;
}

describe("a search", () => {
	it("finds the guideline, by words and by meaning, as something that can be cited", async () => {
		const [first] = await passagesFor("what is the emergency response to a NEWS2 of 7 or more?");
		expect(first).toMatchObject({ key: "passage:news2.response-to-a-score-of-7-or-more", bm25: expect.any(Number) });
		expect(first?.similarity).toBeGreaterThan(0.2);
		expect(first && asSource(first, "S1")).toMatchObject({
			id: "S1",
			kind: "passage",
			title: "NEWS2: Response to a score of 7 or more",
			target: { kind: "passage", id: "news2.response-to-a-score-of-7-or-more" },
			patient: null,
		});
	});

	it.each([
		'"',
		'" OR body : *',
		"NEAR(a b, 5)",
		"title : alarm",
		"a* OR ^b - c + d",
		"(((",
		"' ; DROP TABLE documents; --",
		"{title body} : x",
		"\u0000",
		"\ud800",
		"病床十二 حجرة ١٢ İ ß",
		"x".repeat(5_000),
		"AND OR NOT",
	])("takes %j for words, never for a query language", async (query) => {
		await expect(passagesFor(query)).resolves.toBeInstanceOf(Array);
		await expect(search(env, { query, kinds: ["episode"], wards: ["x"], limit: 5 })).resolves.toEqual([]);
	});

	it("finds past episodes of the person's wards only, by both rankings, and those of one patient", async () => {
		const own = await project({ wardId: "ward-own", patient: "P-00000000AAAA" });
		const other = await project({ wardId: "ward-other", patient: "P-00000000BBBB" });
		const found = async (wards: "all" | string[], ranking: "text" | "vectors", patient?: string) =>
			(await search(env, { query: "falling saturation", kinds: ["episode"], wards, limit: 20, ranking, patient })).map(
				({ parent }) => parent,
			);
		for (const ranking of ["text", "vectors"] as const) {
			expect(await found(["ward-own"], ranking)).toEqual([own.id]);
			expect(await found([], ranking)).toEqual([]);
			expect(await found("all", ranking)).toEqual(expect.arrayContaining([own.id, other.id]));
			expect(await found("all", ranking, "P-00000000BBBB")).toEqual([other.id]);
			expect(await found(["ward-own"], ranking, "P-00000000BBBB")).toEqual([]);
		}
	});

	it("tells a changed episode as it is now, also one whose clock is behind", async () => {
		const { id } = await project({ wardId: "ward-late" });
		const changed = { id, version: 2, wardId: "ward-late", updatedAt: 5, sentence: "Quokka closed", closedAt: 9 };
		const ask = () =>
			search(env, { query: "quokka", kinds: ["episode"], wards: ["ward-late"], limit: 5, ranking: "text" });
		expect(await ask()).toEqual([]);
		await project({ ...changed, status: "closed" });
		expect((await ask()).map(({ parent }) => parent)).toEqual([id]);
	});

	it("answers by words alone while the embedding model fails, and says so in the log", async () => {
		const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
		const failing = { ...env, AI: { run: () => Promise.reject(new Error("3036: used up")) } as unknown as Ai };
		const hits = await search(failing, { query: "SBAR", kinds: ["passage"], wards: "all", limit: 1 });
		expect(hits[0]).toMatchObject({ parent: "handover", similarity: null });
		expect(String(warned.mock.calls[0]?.[0])).toContain("3036");
		warned.mockRestore();
	});

	it("indexes nothing more of a patient who is being erased, whoever had read of them before", async () => {
		const patient = "P-00000000CCCC";
		await project({ wardId: "ward-gone", patient });
		const ask = () => search(env, { query: "saturation", kinds: ["episode"], wards: ["ward-gone"], limit: 5 });
		expect(await ask()).toHaveLength(1);
		expect(await forgetPatient(env, patient, Date.now())).toEqual({ done: false, documents: 1 });
		expect(await forgetPatient(env, patient, Date.now())).toEqual({ done: true, documents: 0 });
		await project({ wardId: "ward-gone", patient });
		expect(await ask()).toEqual([]);
	});
});

describe("an uploaded document", () => {
	const admin = (method: string, path: string, body?: unknown) =>
		call(method, path, { role: "admin", ...(body === undefined ? {} : { body }) });
	const body = {
		title: "Wombat policy",
		source: "Ward council, 2026",
		format: "markdown",
		text: "# Nights\n\nThe wombat lamp stays on.\n\n# Days\n\nThe wombat lamp is off.\n",
	};

	it("is split at its headings, found, read at its passages' addresses, replaced by version, and gone when deleted", async () => {
		const added = await admin("POST", "/api/v1/knowledge", body);
		expect(added.status).toBe(201);
		const { id, passages } = (await added.json()) as KnowledgeDocumentAnswer;
		expect(passages.map((passage) => passage.id)).toEqual([`${id}.nights`, `${id}.days`]);
		expect((await passagesFor("wombat lamp")).map(({ parent }) => parent)).toContain(id);
		const read = (await (
			await call("GET", `/api/v1/passages/${id}.nights`, { role: "viewer" })
		).json()) as PassageAnswer;
		expect(read).toMatchObject({ text: "The wombat lamp stays on.", document: { version: 1, built_in: false } });

		const next = { ...body, version: 1, format: "text", text: "The numbat bell rings." };
		expect((await admin("PUT", `/api/v1/knowledge/${id}`, { ...next, version: 9 })).status).toBe(409);
		expect((await admin("PUT", `/api/v1/knowledge/${id}`, next)).status).toBe(200);
		expect(
			(await passagesFor("wombat lamp")).filter(({ bm25, parent }) => bm25 !== null && parent === id),
		).toHaveLength(1);
		expect((await passagesFor("numbat bell"))[0]?.parent).toBe(id);

		expect((await admin("DELETE", `/api/v1/knowledge/${id}`)).status).toBe(204);
		expect((await passagesFor("numbat bell")).map(({ parent }) => parent)).not.toContain(id);
		expect((await admin("GET", `/api/v1/knowledge/${id}`)).status).toBe(404);
	});

	it.each([
		["text", { text: "" }],
		["text", { text: "#\n\n***\n" }],
		["text", { text: "a\u0000b" }],
		["text", { text: "x".repeat(131_073) }],
		["format", { format: "html" }],
		["title", { title: "two\nlines" }],
	])("is refused naming %s where that is not acceptable", async (field, wrong) => {
		const response = await admin("POST", "/api/v1/knowledge", { ...body, ...wrong });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field }] });
	});

	it("is an admin's, and ours are nobody's to change", async () => {
		expect((await call("POST", "/api/v1/knowledge", { role: "clinician", body })).status).toBe(403);
		expect((await admin("DELETE", "/api/v1/knowledge/news2")).status).toBe(409);
		expect((await call("GET", "/api/v1/knowledge/news2", { role: "engineer" })).status).toBe(200);
	});

	it("is in an index that is made anew as it was", async () => {
		await passagesFor("anything");
		const before = (await (await admin("GET", "/api/v1/search/status")).json()) as SearchStatus;
		const after = (await (await admin("POST", "/api/v1/search/rebuild", {})).json()) as SearchStatus;
		expect(after).toMatchObject({ passages: before.passages, waiting: 0, without_vector: 0 });
		expect(after.spaces).toEqual(["@cf/baai/bge-m3 hashed-2"]);
	});
});
