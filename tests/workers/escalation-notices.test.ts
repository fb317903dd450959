/** Whom a ward's escalation summons hears of it, through evictions; quiet hours hold back what may wait. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { EpisodeNotice, QuietHours } from "../../vitals/notifications.ts";
import { ingest, series } from "./monitor-support.ts";
import {
	deliver,
	episodeOf,
	internet,
	logOf,
	messageOf,
	ok,
	pass,
	person,
	subscribe,
	tell,
	typesOf,
	ward,
} from "./notification-support.ts";
import { falseClock } from "./silence-support.ts";
import { call, enrol, monitorOf, stationOf } from "./support.ts";

const net = internet();
falseClock();

let hosts = 0;
const freshHost = () => `e-${++hosts}-${crypto.randomUUID()}.example.org`;

/** Somebody of the ward who listens for summons only, at a host of their own. */
async function onCall(wardId: string, role: "clinician" | "admin", more: Record<string, unknown> = {}) {
	const who = await person(role, role === "admin" ? "all" : [wardId]);
	const host = freshHost();
	net().host(host, ok);
	const url = `https://${host}/`;
	const made = await subscribe(who.cookie, { ward_id: wardId, url, events: ["summoned"], min_risk: "HIGH", ...more });
	return { ...who, host, made };
}

/** A device whose readings have just raised an episode of high risk. */
async function alarming(wardId: string) {
	const device = await enrol({ ward: wardId, simulated: true, patient_id: `ESC-${crypto.randomUUID()}` });
	const stub = monitorOf(device.id);
	const clock = { now: Date.now(), rate: 1 };
	await call("PUT", `/api/v1/devices/${device.id}/clock`, { key: device.key, body: clock });
	await ingest(
		stub,
		series(20, () => 180, Date.now() - 20_000),
	);
	const [episode] = (await stub.watch(0)).episodes;
	if (episode === undefined) throw new Error("no episode opened");
	return { ...device, stub, episode };
}

/** Time passes for the device, its ward and those who listen; both objects are gone from memory in between. */
async function later(wardId: string, stub: ReturnType<typeof monitorOf>, seconds: number) {
	vi.setSystemTime(Date.now() + seconds * 1000);
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
	await vi.waitFor(async () => expect(await stub.status()).toBeTruthy());
	await evictDurableObject(stationOf(wardId));
	await deliver(wardId, net());
}

describe("a ward's escalation", () => {
	it("reaches the role and then the person that it names, on time, after evictions of device and ward", async () => {
		const wardId = await ward();
		const [nurse, admin] = [await onCall(wardId, "clinician"), await onCall(wardId, "admin")];
		const named = await onCall(wardId, "clinician");
		const steps = [
			{ after_s: 60, to: { role: "admin" } },
			{ after_s: 120, to: { member: named.id } },
		];
		const saved = await call("PUT", `/api/v1/wards/${wardId}/escalation`, { role: "admin", body: { steps } });
		expect(saved.status).toBe(200);
		const { stub, episode } = await alarming(wardId);
		await deliver(wardId, net());
		expect(net().arrived).toHaveLength(0);
		await later(wardId, stub, 35);
		expect(net().arrived).toHaveLength(0);
		await later(wardId, stub, 30);
		expect(typesOf(net().at(admin.host))).toEqual(["episode.summoned"]);
		expect(messageOf(net().at(admin.host)[0]!).data).toMatchObject({
			episode_id: episode.id,
			summoned: { role: "admin" },
		});
		expect(net().at(named.host)).toHaveLength(0);
		await later(wardId, stub, 60);
		expect(
			net()
				.at(named.host)
				.map((one) => (messageOf(one).data as EpisodeNotice).summoned),
		).toEqual([{ member: named.id }]);
		expect(net().at(admin.host)).toHaveLength(1);
		expect(net().at(nurse.host), "nobody asked for them").toHaveLength(0);
	});

	it("summons nobody once somebody knows, and the end of a snooze is told again, on time, after evictions", async () => {
		const wardId = await ward();
		const { cookie, host } = await onCall(wardId, "clinician", { events: ["escalated", "summoned", "acknowledged"] });
		const { stub, episode } = await alarming(wardId);
		const body = { version: episode.version, minutes: 10 };
		await vi.waitFor(async () => {
			const snoozed = await call("POST", `/api/v1/episodes/${episode.id}/snooze`, { cookie, body });
			expect(snoozed.status).toBe(200);
		});
		await deliver(wardId, net());
		expect(typesOf(net().at(host))).toEqual(["episode.acknowledged"]);
		await later(wardId, stub, 580);
		expect(net().at(host)).toHaveLength(1);
		await later(wardId, stub, 25);
		expect(typesOf(net().at(host))).toEqual(["episode.acknowledged", "episode.escalated"]);
		// The default of the ward: its clinicians three minutes later.
		await later(wardId, stub, 185);
		expect(typesOf(net().at(host)).at(-1)).toBe("episode.summoned");
	});

	it("summons past what a person chose of risks: a colleague asks for them by name", async () => {
		const wardId = await ward();
		const { id, host } = await onCall(wardId, "clinician");
		await tell(wardId, "summoned", episodeOf(wardId, { risk: "MEDIUM" }), { to: { kind: "member", id }, actor: "x" });
		await tell(wardId, "summoned", episodeOf(wardId), { to: { kind: "member", id: "another" }, actor: "x" });
		await deliver(wardId, net());
		expect(typesOf(net().at(host))).toEqual(["episode.summoned"]);
	});
});

describe("quiet hours", () => {
	const night = (more: Partial<QuietHours> = {}): QuietHours => ({
		from: "22:00",
		to: "07:00",
		time_zone: "Europe/Amsterdam",
		held: "digest",
		let_through: { high: true, summoned: true },
		...more,
	});
	const EVERYTHING = { events: ["opened", "escalated", "summoned", "acknowledged", "resolved"], min_risk: "LOW" };

	async function sleeper(hours: QuietHours, more: Record<string, unknown> = {}) {
		const wardId = await ward();
		vi.setSystemTime(Date.parse("2027-01-15T22:30:00Z"));
		const who = await onCall(wardId, "clinician", { ...EVERYTHING, quiet_hours: true, ...more });
		const saved = await call("PUT", "/api/v1/notifications/quiet-hours", {
			cookie: who.cookie,
			body: { quiet_hours: hours },
		});
		expect(await saved.json()).toEqual({ quiet_hours: hours });
		return { ...who, wardId };
	}
	const opened = (wardId: string, risk: "HIGH" | "MEDIUM") => tell(wardId, "opened", episodeOf(wardId, { risk }));

	it("hold back what may wait, and tell of it in one message when they end, after an eviction", async () => {
		const { wardId, host, cookie, made } = await sleeper(night());
		for (let i = 0; i < 3; i++) await opened(wardId, "MEDIUM");
		await opened(wardId, "HIGH");
		await tell(wardId, "summoned", episodeOf(wardId, { risk: "MEDIUM" }), { to: { kind: "role", role: "clinician" } });
		await deliver(wardId, net());
		expect(typesOf(net().at(host)).toSorted()).toEqual(["episode.opened", "episode.summoned"]);
		await evictDurableObject(stationOf(wardId));
		await pass(wardId, net(), 7.4 * 3600);
		expect(net().at(host)).toHaveLength(2);
		await pass(wardId, net(), 0.2 * 3600);
		const last = messageOf(net().at(host).at(-1)!);
		expect(last).toMatchObject({ type: "digest", data: { held: 3, high: 0, since: "2027-01-15T22:30:00.000Z" } });
		expect(net().at(host)).toHaveLength(3);
		expect((await logOf(cookie, made.id)).map(({ state }) => state).toSorted()).toEqual([
			"delivered",
			"delivered",
			"delivered",
			"digested",
			"digested",
			"digested",
		]);
	});

	it("hold back high risk and summons too, where the person chose so", async () => {
		const { wardId, host } = await sleeper(night({ let_through: { high: false, summoned: false } }));
		await opened(wardId, "HIGH");
		await deliver(wardId, net());
		expect(net().at(host)).toHaveLength(0);
		await pass(wardId, net(), 8 * 3600);
		expect(
			net()
				.at(host)
				.map((one) => messageOf(one).data),
		).toMatchObject([{ held: 1, high: 1 }]);
	});

	it("drop it, where the person chose so, and the log says why", async () => {
		const { wardId, host, cookie, made } = await sleeper(night({ held: "drop" }));
		await opened(wardId, "MEDIUM");
		await deliver(wardId, net());
		await pass(wardId, net(), 9 * 3600);
		expect(net().at(host)).toHaveLength(0);
		expect(await logOf(cookie, made.id)).toMatchObject([{ state: "dropped", error: "quiet hours", attempts: 0 }]);
	});

	it("do not count where the subscription is a system's, which does not sleep", async () => {
		const { wardId, host } = await sleeper(night(), { quiet_hours: false });
		await opened(wardId, "MEDIUM");
		await deliver(wardId, net());
		expect(net().at(host)).toHaveLength(1);
	});
});
