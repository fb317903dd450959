/** A stand-in push service and browser: they verify who sends, decrypt what is sent, and say when they are gone. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { NotificationMessage, NotificationsAnswer } from "../../vitals/notifications.ts";
import { deliver, episodeOf, internet, logOf, pass, person, subscribe, tell, ward } from "./notification-support.ts";
import { fromBase64Url, TestBrowser, verifySender } from "./push-support.ts";
import { falseClock } from "./silence-support.ts";
import { call } from "./support.ts";

const net = internet();
falseClock();

let host = "";
beforeEach(() => {
	host = `push-${crypto.randomUUID()}.example.net`;
});

async function subscribed(wardId: string, browser: TestBrowser, who?: { id: string; cookie: string }) {
	const owner = who ?? (await person("clinician"));
	const { endpoint, keys } = browser;
	const made = await subscribe(owner.cookie, {
		ward_id: wardId,
		channel: "push",
		browser: { endpoint, keys },
		quiet_hours: false,
	});
	return { ...owner, made };
}

const own = async (cookie: string) =>
	(await (await call("GET", "/api/v1/notifications", { cookie })).json()) as NotificationsAnswer;

describe("the stand-in browser", () => {
	it("reads the example of RFC 8291, so that what it reads of ours counts", async () => {
		const browser = await TestBrowser.known(
			"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
			"q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
			"BTBZMqHH6r4Tts7J_aSIgg",
		);
		const body =
			"DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
		expect(await browser.decrypt(fromBase64Url(body))).toBe("When I grow up, I want to be a watermelon");
	});
});

describe("a browser that subscribed", () => {
	it("is told of an episode: who sends is verified, what is sent decrypts, and says no bed, device or vital sign", async () => {
		const wardId = await ward();
		const browser = await TestBrowser.at(`https://${host}/send/TOKEN-1`);
		const { cookie, made } = await subscribed(wardId, browser);
		expect(made).toMatchObject({ channel: "push", address: host, secret: null });
		const { push_key: key } = await own(cookie);
		expect(key).toBe(env.VAPID_PUBLIC_KEY);
		net().host(host, () => new Response(null, { status: 201 }));
		const episode = episodeOf(wardId);
		await tell(wardId, "opened", episode);
		await deliver(wardId, net());
		const [arrived] = net().at(host);
		if (arrived === undefined) throw new Error("nothing came");
		expect(arrived.url).toBe(browser.endpoint);
		await verifySender(arrived, key ?? "");
		expect(arrived.headers.get("urgency")).toBe("high");
		expect(arrived.headers.get("topic")).toBe(episode.id.replaceAll("-", ""));
		expect(Number(arrived.headers.get("ttl"))).toBe(3600);
		expect(arrived.body.byteLength).toBeLessThanOrEqual(4096);
		const text = await browser.decrypt(new Uint8Array(arrived.body));
		const message = JSON.parse(text) as NotificationMessage;
		expect(message).toMatchObject({
			type: "episode.opened",
			data: { episode_id: episode.id, risk: "HIGH", ward: { id: wardId } },
		});
		expect(text).not.toMatch(/SECRET|P-0123|SpO|71 %/);
		expect(await logOf(cookie, made.id)).toMatchObject([{ state: "delivered", status: 201, attempts: 1 }]);
		// Nobody else reads it.
		const other = await TestBrowser.at(browser.endpoint);
		await expect(other.decrypt(new Uint8Array(arrived.body))).rejects.toThrow(/./);
	});

	it.each([404, 410])("and is gone (%i) is removed with all of its subscriptions", async (status) => {
		const [wardId, second] = [await ward(), await ward()];
		const browser = await TestBrowser.at(`https://${host}/send/TOKEN-2`);
		const owner = await person("clinician");
		await subscribed(wardId, browser, owner);
		await subscribed(second, browser, owner);
		const webhook = await subscribe(owner.cookie, { ward_id: wardId, url: "https://stays.example.org/" });
		net().host(host, () => new Response(null, { status }));
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		expect((await own(owner.cookie)).data.map(({ id }) => id)).toEqual([webhook.id]);
		await tell(wardId, "opened", episodeOf(wardId));
		await tell(second, "opened", episodeOf(second));
		await deliver(wardId, net());
		await deliver(second, net());
		expect(net().at(host)).toHaveLength(1);
	});

	it("is given up after an hour: what happened then is no reason to wake anybody", async () => {
		const wardId = await ward();
		const browser = await TestBrowser.at(`https://${host}/send/TOKEN-3`);
		const { cookie, made } = await subscribed(wardId, browser);
		net().host(host, () => new Response(null, { status: 500 }));
		await tell(wardId, "opened", episodeOf(wardId));
		await pass(wardId, net(), 4200);
		expect(await logOf(cookie, made.id)).toMatchObject([{ state: "dead", error: "not delivered within 1 h" }]);
		const ttls = net()
			.at(host)
			.map(({ headers }) => Number(headers.get("ttl")));
		expect(ttls.length).toBeGreaterThan(5);
		expect(ttls, "never kept for longer than the hour").toEqual(ttls.toSorted((a, b) => b - a));
	});

	it("is the next person's once they subscribe on it, and the same person's only once a ward", async () => {
		const wardId = await ward();
		const browser = await TestBrowser.at(`https://${host}/send/TOKEN-4`);
		const first = await subscribed(wardId, browser);
		const again = await subscribed(wardId, browser, first);
		expect((await own(first.cookie)).data.map(({ id }) => id)).toEqual([again.made.id]);
		const second = await subscribed(wardId, browser);
		expect((await own(first.cookie)).data).toEqual([]);
		expect((await own(second.cookie)).data).toHaveLength(1);
	});

	it("is not told what its owner did", async () => {
		const wardId = await ward();
		const browser = await TestBrowser.at(`https://${host}/send/TOKEN-5`);
		const owner = await person("clinician");
		const { endpoint, keys } = browser;
		const body = {
			ward_id: wardId,
			channel: "push",
			browser: { endpoint, keys },
			events: ["acknowledged"],
			quiet_hours: false,
		};
		await subscribe(owner.cookie, body);
		net().host(host, () => new Response(null, { status: 201 }));
		await tell(wardId, "acknowledged", episodeOf(wardId, { version: 2 }), { actor: owner.id });
		await tell(wardId, "acknowledged", episodeOf(wardId, { version: 2 }), { actor: "somebody" });
		await deliver(wardId, net());
		expect(net().at(host)).toHaveLength(1);
	});
});

describe("a browser's subscription", () => {
	const tried = async (browser: unknown) => {
		const { cookie } = await person("clinician");
		const body = { ward_id: await ward(), channel: "push", name: "x", browser };
		const response = await call("POST", "/api/v1/notifications", { cookie, body });
		const { errors } = (await response.json()) as { errors?: { field: string }[] };
		return [response.status, errors?.[0]?.field];
	};
	const good = async () => {
		const { endpoint, keys } = await TestBrowser.at("https://push.example.net/x");
		return { endpoint, keys };
	};

	it("is refused by the name of the field", async () => {
		const browser = await good();
		const keys = (more: object) => ({ ...browser, keys: { ...browser.keys, ...more } });
		expect(await tried(undefined)).toEqual([422, "browser"]);
		expect(await tried({ ...browser, endpoint: "http://push.example.net/x" })).toEqual([422, "browser.endpoint"]);
		expect(await tried({ ...browser, endpoint: "https://u:p@push.example.net/x" })).toEqual([422, "browser.endpoint"]);
		expect(await tried(keys({ p256dh: "A".repeat(87) }))).toEqual([422, "browser.keys.p256dh"]);
		expect(await tried(keys({ p256dh: "B" }))).toEqual([422, "browser.keys.p256dh"]);
		expect(await tried(keys({ auth: "short" }))).toEqual([422, "browser.keys.auth"]);
		expect(await tried({ endpoint: browser.endpoint })).toEqual([422, "browser.keys.p256dh"]);
	});

	it("with a key that is no point of the curve fails when it is tried, in words, and not inside", async () => {
		const failures = vi.spyOn(console, "error");
		const browser = await good();
		const { cookie } = await person("clinician");
		const p256dh = `B${"A".repeat(86)}`;
		const body = { ward_id: await ward(), channel: "push", browser: { ...browser, keys: { ...browser.keys, p256dh } } };
		const made = await subscribe(cookie, body);
		const tested = await call("POST", `/api/v1/notifications/${made.id}/test`, { cookie, body: {} });
		expect(await tested.json()).toMatchObject({
			delivered: false,
			error: expect.stringContaining("encrypted") as string,
		});
		expect(failures).not.toHaveBeenCalled();
	});
});
