import { describe, expect, it } from "vitest";
import type { EpisodeNotice, NotificationMessage, NotifiedEvent } from "../../vitals/notifications.ts";
import { noticeOf } from "../../web/src/background/notice.ts";

const ward = { id: "ward-a", name: "Ward A" };
const TIME = "2026-03-01T10:00:16.021Z";

function message(event: NotifiedEvent, over: Partial<EpisodeNotice> = {}): string {
	const data: EpisodeNotice = {
		ward,
		episode_id: "37ae062e-1f84-41c7-b5e4-ed1a2f0c9b11",
		version: 1,
		at: TIME,
		channel: "physiological",
		rule: "safety-net",
		risk: "HIGH",
		status: "open",
		acknowledged: false,
		summoned: null,
		device_alias: "K7Q2M",
		simulated: false,
		...over,
	};
	return JSON.stringify({ type: `episode.${event}`, timestamp: TIME, data } satisfies NotificationMessage);
}

describe("a pushed message", () => {
	it("names no bed where the ward lets none leave, and leads to the episode", () => {
		expect(noticeOf(message("opened"))).toEqual({
			title: "*** High · Ward A",
			body: "New alarm: Beyond a safety limit (device K7Q2M)",
			tag: "episode 37ae062e-1f84-41c7-b5e4-ed1a2f0c9b11",
			renotify: true,
			requireInteraction: true,
			path: "/episodes/37ae062e-1f84-41c7-b5e4-ed1a2f0c9b11?ward=ward-a",
		});
	});

	it("says bed and sentence where the ward lets them leave", () => {
		const identity = { device_id: "WEARABLE-007", bed: "Bed 4", sentence: "SpO₂ 71 % for 15 s" };
		const notice = noticeOf(message("escalated", { identity }));
		expect(notice.title).toBe("*** High · Bed 4, Ward A");
		expect(notice.body).toBe("Grown worse: SpO₂ 71 % for 15 s");
	});

	it("about what somebody has acknowledged takes the alarm's place quietly", () => {
		const notice = noticeOf(message("acknowledged", { acknowledged: true }));
		expect(notice).toMatchObject({ renotify: false, requireInteraction: false });
		expect(notice.tag).toBe(noticeOf(message("opened")).tag);
	});

	it("says that it is technical, and that it is simulated", () => {
		const notice = noticeOf(message("opened", { channel: "technical", rule: "silence", simulated: true }));
		expect(notice.title).toBe("* Technical · Ward A");
		expect(notice.body).toBe("Simulated. New alarm: Device silent (device K7Q2M)");
	});

	it("that is a summary or a test leads to the ward", () => {
		const digest = { type: "digest", timestamp: TIME, data: { ward, held: 3, high: 1, since: TIME } } as const;
		expect(noticeOf(JSON.stringify(digest))).toMatchObject({
			title: "While it was quiet · Ward A",
			body: "3 messages were held back, 1 of high risk.",
			path: "/?ward=ward-a",
		});
		expect(noticeOf(JSON.stringify({ type: "test", timestamp: TIME, data: { ward } })).path).toBe("/?ward=ward-a");
	});

	it.each(["", "{", "null", "[]", '{"type":"episode.unheard","data":{"ward":{"id":"w"}}}', '{"type":"test"}'])(
		"that nobody can read is shown in general words: %j",
		(text) => {
			expect(noticeOf(text)).toMatchObject({ title: "BioStream Sentinel", path: "/" });
		},
	);

	it("never leads out of the dashboard, whatever its ids are", () => {
		const notice = noticeOf(message("opened", { episode_id: "../../evil", ward: { id: "a&b=//c", name: "W" } }));
		const address = new URL(notice.path, "https://sentinel.example");
		expect(address.origin).toBe("https://sentinel.example");
		expect(address.pathname).toBe("/episodes/..%2F..%2Fevil");
		expect(address.searchParams.get("ward")).toBe("a&b=//c");
	});
});
