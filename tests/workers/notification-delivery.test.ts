/** Episodes reach those who subscribed: each event at least once, in order, through outages, evictions and restarts. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EpisodeNotice } from "../../vitals/notifications.ts";
import { sessionCookie } from "../../workers/local/session.ts";
import {
	deliver,
	episodeOf,
	EVERY_EVENT,
	internet,
	listeningAt,
	logOf,
	messageOf,
	ok,
	pass,
	person,
	subscribe,
	tell,
	typesOf,
	ward,
	wholeStory,
	type Arrived,
} from "./notification-support.ts";
import { falseClock } from "./silence-support.ts";
import { call, stationOf } from "./support.ts";

const net = internet();
falseClock();

/** Another one for each test: what the wards of others still owe does not come here. */
let HOST = "";
beforeEach(() => {
	HOST = `h-${crypto.randomUUID()}.example.org`;
});
const thereAt = () => `https://${HOST}/in?token=SECRET-TOKEN`;
const keyOf = ({ headers }: Arrived) => headers.get("idempotency-key") ?? "";
const dataOf = (arrived: Arrived) => messageOf(arrived).data as EpisodeNotice;

const listening = (more: Record<string, unknown> = {}) => listeningAt(thereAt(), more);

const STORY = ["episode.opened", "episode.escalated", "episode.acknowledged", "episode.resolved"];

describe("an episode", () => {
	it("is told from its beginning to its end, signed, in order, once each, by a receiver's own account", async () => {
		const { wardId, made, cookie } = await listening();
		net().host(HOST, ok);
		const episode = await wholeStory(wardId);
		await deliver(wardId, net());
		const arrived = net().at(HOST);
		expect(typesOf(arrived)).toEqual(STORY);
		expect(arrived.map((one) => dataOf(one).version)).toEqual([1, 2, 4, 5]);
		expect(new Set(arrived.map(keyOf)).size).toBe(4);
		for (const one of arrived) {
			expect(new Webhook(made.secret ?? "").verify(one.text, Object.fromEntries(one.headers))).toBeTruthy();
			expect(keyOf(one)).toBe(one.headers.get("webhook-id"));
			expect(one.redirect).toBe("manual");
			expect(dataOf(one)).toMatchObject({ episode_id: episode.id, ward: { id: wardId } });
		}
		expect(
			(await logOf(cookie, made.id)).map(({ event, state, attempts, status }) => [event, state, attempts, status]),
		).toEqual(["opened", "escalated", "acknowledged", "resolved"].map((event) => [event, "delivered", 1, 200]));
	});

	it("that its device tells of twice is told once", async () => {
		const { wardId } = await listening();
		net().host(HOST, ok);
		const episode = episodeOf(wardId);
		await tell(wardId, "opened", episode);
		await tell(wardId, "opened", episode);
		await deliver(wardId, net());
		await evictDurableObject(stationOf(wardId));
		await tell(wardId, "opened", episode);
		await deliver(wardId, net());
		expect(net().at(HOST)).toHaveLength(1);
	});

	it("is told to those who asked for such: by event, by risk, by ward", async () => {
		const wardId = await ward();
		const { cookie } = await person("clinician");
		const hosts = { "a.example.org": { events: ["resolved"] }, "b.example.org": { min_risk: "HIGH" } };
		for (const [host, more] of Object.entries(hosts))
			await subscribe(cookie, { ward_id: wardId, url: `https://${host}/`, events: EVERY_EVENT, ...more });
		await subscribe(cookie, { ward_id: await ward(), url: "https://c.example.org/", events: EVERY_EVENT });
		for (const host of ["a", "b", "c"]) net().host(`${host}.example.org`, ok);
		await wholeStory(wardId, { risk: "MEDIUM" });
		await deliver(wardId, net());
		expect(typesOf(net().at("a.example.org"))).toEqual(["episode.resolved"]);
		expect(net().at("b.example.org")).toEqual([]);
		expect(net().at("c.example.org")).toEqual([]);
	});

	it("on a patient is not told to an engineer, and a device's fault is", async () => {
		const wardId = await ward();
		const { cookie } = await person("engineer");
		await subscribe(cookie, { ward_id: wardId, url: thereAt(), events: EVERY_EVENT });
		net().host(HOST, ok);
		await tell(wardId, "opened", episodeOf(wardId));
		await tell(wardId, "opened", episodeOf(wardId, { channel: "technical", rule: "battery", risk: "MEDIUM" }));
		await deliver(wardId, net());
		expect(
			net()
				.at(HOST)
				.map((one) => dataOf(one).rule),
		).toEqual(["battery"]);
	});

	it("says no bed, device, surrogate, sentence or comment, unless its ward lets the bed leave", async () => {
		const { wardId } = await listening();
		net().host(HOST, ok);
		const bed = {
			deviceId: "DEV-SECRET-1",
			bedId: "b",
			label: "Bed Nightingale",
			patient: "P-0123456789AB",
			simulated: true,
			clockRate: 1,
			limitsValidated: true,
		};
		await stationOf(wardId).hear(wardId, { kind: "bed", bed });
		await wholeStory(wardId);
		await deliver(wardId, net());
		for (const { text } of net().at(HOST)) expect(text).not.toMatch(/SECRET|Nightingale|P-0123|SpO|71 %|Somebody/);
		const [first, second] = net().at(HOST) as [Arrived, Arrived];
		expect(dataOf(first).device_alias).toMatch(/^[0-9A-Z]{5}$/);
		expect(dataOf(second).device_alias, "the same device").toBe(dataOf(first).device_alias);
		expect(dataOf(first).simulated).toBe(true);

		const asked = await call("PUT", `/api/v1/wards/${wardId}/notifications`, {
			role: "admin",
			body: { identity: true },
		});
		expect(await asked.json()).toEqual({ ward_id: wardId, identity: true });
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		const last = net().at(HOST).at(-1) as Arrived;
		const identity = { device_id: "DEV-SECRET-1", bed: "Bed Nightingale", sentence: "SpO₂ 71 % for 15 s" };
		expect(dataOf(last).identity).toEqual(identity);
		expect(last.text, "never the surrogate").not.toContain("P-0123");
	});
});

describe("a receiver that is down for an hour", () => {
	it("gets each event at least once with a stable key, in order per episode, so that a deduplicating receiver sees each once", async () => {
		const { wardId, made, cookie } = await listening();
		const start = Date.now();
		let lostAnswers = 0;
		const taken = new Map<string, Arrived>();
		net().host(HOST, (arrived) => {
			const minutes = (Date.now() - start) / 60_000;
			// Three ways to be down, in turn.
			if (minutes < 20) throw new TypeError("connection refused");
			if (minutes < 40) return new Response("busy", { status: 500 });
			if (minutes < 60) return new Response(null, { status: 503, headers: { "retry-after": "120" } });
			if (!taken.has(keyOf(arrived))) taken.set(keyOf(arrived), arrived);
			// Taken, and the answer is lost on its way back: once in three.
			if (lostAnswers < 4 && taken.size % 3 === 0) {
				lostAnswers++;
				throw new TypeError("connection reset");
			}
			return ok();
		});
		const episodes = [];
		for (let i = 0; i < 6; i++) {
			episodes.push(await wholeStory(wardId));
			await pass(wardId, net(), 500);
			// It need not have been awake all the while.
			if (i % 2 === 0) await evictDurableObject(stationOf(wardId));
		}
		expect(taken.size).toBe(0);
		await pass(wardId, net(), 3600);
		expect(lostAnswers, "some came twice").toBe(4);
		expect(taken.size).toBe(6 * STORY.length);
		for (const { id } of episodes) {
			const seen = [...taken.values()].filter((one) => dataOf(one).episode_id === id);
			expect(typesOf(seen), "in order, each once").toEqual(STORY);
		}
		// Every attempt of one event had the same key and body, and a signature of its own time.
		const attempts = Map.groupBy(net().at(HOST), keyOf);
		expect(attempts.size).toBe(6 * STORY.length);
		for (const same of attempts.values()) {
			expect(new Set(same.map(({ text }) => text)).size).toBe(1);
			for (const { headers, at } of same) expect(headers.get("webhook-timestamp")).toBe(String(Math.floor(at / 1000)));
		}
		expect([...attempts.values()].some((same) => same.length > 1)).toBe(true);
		// A receiver that is down is asked now and then, not for each event.
		expect(
			net()
				.at(HOST)
				.filter(({ at }) => at < start + 3_600_000).length,
		).toBeLessThan(60);
		const lines = await logOf(cookie, made.id);
		expect(lines.every(({ state, error }) => state === "delivered" && error === null)).toBe(true);
		expect(lines).toHaveLength(6 * STORY.length);
		expect(Math.max(...lines.map((line) => line.attempts))).toBeGreaterThan(1);
	});

	it("and stays down has what it was owed given up after a day, with the reason in the log", async () => {
		const { wardId, made, member } = await listening();
		const down = () => new Response(null, { status: 503, headers: { "retry-after": "3600" } });
		net().host(HOST, down);
		await tell(wardId, "opened", episodeOf(wardId));
		await pass(wardId, net(), 26 * 3600);
		// The session did not last so long.
		const again = (await sessionCookie(env, member)).split(";")[0] as string;
		const [line] = await logOf(again, made.id);
		expect(line).toMatchObject({
			state: "dead",
			status: 503,
			error: "not delivered within 24 h",
			next_attempt_at: null,
		});
		const tries = net().at(HOST).length;
		expect(tries).toBe(line?.attempts);
		await pass(wardId, net(), 3600);
		expect(net().at(HOST)).toHaveLength(tries);
		expect(await runInDurableObject(stationOf(wardId), (_, { storage }) => storage.getAlarm())).toBeNull();
	});

	it("holds up nobody else, and one poisoned event no other episode", async () => {
		const { wardId, cookie } = await listening();
		await subscribe(cookie, { ward_id: wardId, url: "https://well.example.org/", events: EVERY_EVENT });
		const poison = episodeOf(wardId);
		net().host("well.example.org", ok);
		net().host(HOST, (one) => new Response(null, { status: dataOf(one).episode_id === poison.id ? 400 : 204 }));
		await tell(wardId, "opened", poison);
		await wholeStory(wardId);
		await deliver(wardId, net());
		expect(net().at("well.example.org")).toHaveLength(5);
		await pass(wardId, net(), 60);
		const others = net()
			.at(HOST)
			.filter((one) => dataOf(one).episode_id !== poison.id);
		expect(typesOf(others)).toEqual(STORY);
	});

	it("is owed no more than 500 messages: the oldest go", async () => {
		const { wardId, made } = await listening();
		for (let i = 0; i < 520; i++) await tell(wardId, "opened", episodeOf(wardId, { openedAt: i }));
		await deliver(wardId, net());
		const states = await runInDurableObject(stationOf(wardId), (_, { storage: { sql } }) =>
			sql
				.exec<{ state: string; n: number; first: number }>(
					"SELECT state, count(*) AS n, min(id) AS first FROM deliveries GROUP BY state ORDER BY state",
				)
				.toArray(),
		);
		expect(states).toMatchObject([
			{ state: "dead", n: 20, first: 1 },
			{ state: "waiting", n: 500, first: 21 },
		]);
		expect(made.status).toBe("active");
	});
});

describe("a receiver's answer", () => {
	const answered = async (answer: () => Response) => {
		const one = await listening();
		net().host(HOST, answer);
		net().host("elsewhere.example.org", ok);
		await tell(one.wardId, "opened", episodeOf(one.wardId));
		await deliver(one.wardId, net());
		return { ...one, lines: await logOf(one.cookie, one.made.id) };
	};

	it("410 ends the subscription: nothing more is sent until its owner mends it", async () => {
		const { wardId, cookie, made, lines } = await answered(() => new Response(null, { status: 410 }));
		expect(lines).toMatchObject([{ state: "dead", status: 410 }]);
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		expect(net().at(HOST)).toHaveLength(1);
		const mended = await call("PATCH", `/api/v1/notifications/${made.id}`, {
			cookie,
			body: { url: `https://${HOST}/new` },
		});
		expect(await mended.json()).toMatchObject({ status: "active", address: `https://${HOST}/new` });
		net().host(HOST, ok);
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		expect(net().at(HOST)).toHaveLength(2);
	});

	it.each([429, 503])("%i is heeded: nothing is sent before the time that it names", async (status) => {
		const busy = () => new Response(null, { status, headers: { "retry-after": "900" } });
		const { wardId, lines } = await answered(busy);
		expect(lines).toMatchObject([{ state: "waiting", attempts: 1, status }]);
		await tell(wardId, "opened", episodeOf(wardId));
		await pass(wardId, net(), 895);
		expect(net().at(HOST)).toHaveLength(1);
		net().host(HOST, ok);
		await pass(wardId, net(), 10);
		expect(net().at(HOST)).toHaveLength(3);
	});

	it.each([301, 302, 307, 308])("%i is not followed", async (status) => {
		const elsewhere = { location: "https://elsewhere.example.org/" };
		const { lines } = await answered(() => new Response(null, { status, headers: elsewhere }));
		expect(lines).toMatchObject([{ state: "waiting", status, error: "redirects are not followed" }]);
		expect(net().at("elsewhere.example.org")).toEqual([]);
	});

	it("is not read, and no log line or error quotes the address", async () => {
		const said = vi.spyOn(console, "info");
		const body = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) });
		const { lines } = await answered(() => new Response(body, { status: 500 }));
		expect(lines).toMatchObject([{ state: "waiting", status: 500, error: "answered 500" }]);
		expect(JSON.stringify([lines, said.mock.calls])).not.toContain("SECRET-TOKEN");
	});
});
