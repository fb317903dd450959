import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { search } from "../../workers/assistant/search/search.ts";
import { asSource } from "../../workers/assistant/search/source.ts";

describe("a search", () => {
	it("finds the guideline, by words and by meaning, as something that can be cited", async () => {
		const request = {
			query: "what is the emergency response to a NEWS2 of 7 or more?",
			kinds: ["passage"],
			wards: "all",
			limit: 3,
		} as const;
		const [first] = await search(env, request);
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
});
