import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { actOnEpisode, fetchMe, seeGlass } from "../../web/src/api.ts";
import { askAssistant } from "../../web/src/assistant/events.ts";
import { makeReport } from "../../web/src/assistant/report-api.ts";
import { ApiError } from "../../web/src/contract/client.ts";
import { fetchFleetOf } from "../../web/src/manage/manage-api.ts";
import { fetchTrend } from "../../web/src/patient/patient-api.ts";

const ORIGIN = vi.hoisted(() => {
	const page = "https://sentinel.test";
	// As in a browser: an address is read from the page's. Before the client is made, which keeps it.
	vi.stubGlobal(
		"Request",
		class extends Request {
			constructor(address: string, init?: RequestInit) {
				super(new URL(address, page), init);
			}
		},
	);
	return page;
});
const asked: Request[] = [];
let answers: (() => Response)[] = [];

beforeEach(() => {
	asked.length = 0;
	vi.stubGlobal("fetch", async (request: Request) => {
		asked.push(request);
		const answer = answers.shift();
		if (answer === undefined) throw new TypeError("Failed to fetch");
		return answer();
	});
});
afterAll(() => vi.unstubAllGlobals());

const json =
	(body: unknown, status = 200) =>
	() =>
		new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const problem = {
	type: "urn:biostream:problem:conflict",
	title: "t",
	status: 409,
	detail: "Why",
	correlation_id: "c-1",
};

describe("a request of the dashboard", () => {
	it("names path and query as the document has them, and turns pages", async () => {
		answers = [
			json({ data: [{ id: "A" }], next_cursor: "A" }),
			json({ data: [{ id: "B" }], next_cursor: null }),
			json({ data: [], resolution: 60, next_cursor: null }),
		];
		expect(await fetchFleetOf("ward a")).toHaveLength(2);
		await fetchTrend("P-000000000001", { from: 1_772_359_200, to: 1_772_362_800 });
		expect(asked.map(({ url }) => url.slice(ORIGIN.length).replace(/&resolution=\d+/, ""))).toEqual([
			"/api/v1/devices?ward=ward%20a&limit=500",
			"/api/v1/devices?ward=ward%20a&limit=500&cursor=A",
			"/api/v1/patients/P-000000000001/readings?from=1772359200000&to=1772362800000",
		]);
	});

	it("sends what is done about an episode, and learns who was faster", async () => {
		const episode = { id: "e/1", version: 3 };
		answers = [json({ episode }), json({ ...problem, episode }, 409)];
		const deed = { action: "snooze", minutes: 5, comment: "Moved" } as const;
		expect(await actOnEpisode({ id: "e/1", version: 2 }, deed)).toEqual({ kind: "done", episode });
		expect((await actOnEpisode({ id: "e/1", version: 2 }, deed)).kind).toBe("conflict");
		const [first] = asked;
		expect([first?.method, first?.url]).toEqual(["POST", `${ORIGIN}/api/v1/episodes/e%2F1/snooze`]);
		expect(await first?.json()).toEqual({ version: 2, minutes: 5, comment: "Moved" });
	});

	it("that is refused says why, and one that no answer came to has status 0", async () => {
		answers = [json(problem, 409), () => new Response("<h1>Proxy</h1>", { status: 502 })];
		const failed = (ask: () => Promise<unknown>) => ask().catch((error: unknown) => error);
		expect(await failed(() => seeGlass("B-1"))).toMatchObject({ status: 409, message: "Why", correlationId: "c-1" });
		expect(await failed(fetchMe)).toMatchObject({ status: 502, message: "", correlationId: null });
		const lost = await failed(fetchMe);
		expect(lost).toBeInstanceOf(ApiError);
		expect(lost).toMatchObject({ status: 0 });
	});

	it("for events reads them as they come, and a report's address from its answer", async () => {
		const headers = { "content-type": "text/event-stream" };
		answers = [
			() => new Response('event: choices\ndata: {"type":"choices","choices":["Bed 4"]}\n\n', { headers }),
			() => new Response("%PDF", { headers: { location: "/api/v1/reports/R-00AA" } }),
		];
		const events = [];
		for await (const event of askAssistant({ message: "Who?" }, new AbortController().signal)) events.push(event);
		expect(events).toEqual([{ type: "choices", choices: ["Bed 4"] }]);
		expect(asked[0]?.headers.get("accept")).toBe("text/event-stream");
		expect(await makeReport({ device_id: "D-1" })).toBe("R-00AA");
	});

	it("that its reader gave up ends as one, not as a network that failed", async () => {
		const gone = new AbortController();
		gone.abort();
		const ask = askAssistant({ message: "Who?" }, gone.signal).next();
		await expect(ask).rejects.not.toBeInstanceOf(ApiError);
	});
});
