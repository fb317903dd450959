/** Snoozing, summoning, escalating, commenting and judging an episode: on time through evictions, and told to everybody. */
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { addMember } from "../../registry/members.ts";
import type { EpisodeRecord } from "../../vitals/api.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { EscalationAnswer } from "../../vitals/escalation.ts";
import type { LiveFrame } from "../../vitals/live.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { ingest, item, series } from "./monitor-support.ts";
import { call, enrol, eventually, HOURLY, monitorOf, ORIGIN } from "./support.ts";

/** A simulated device, whose clock can be moved, with an open episode of high risk that the registry knows. */
async function alarming(ward = `ward-${crypto.randomUUID().slice(0, 8)}`) {
	const device = await enrol({ ward, simulated: true, patient_id: `CARE-${crypto.randomUUID()}` });
	const stub = monitorOf(device.id);
	const start = Date.now();
	await call("PUT", `/api/v1/devices/${device.id}/clock`, { key: device.key, body: { now: start, rate: 1 } });
	await ingest(
		stub,
		series(20, () => 180, start - 20_000),
	);
	const [episode] = (await stub.watch(0)).episodes;
	if (episode === undefined) throw new Error("no episode opened");
	await eventually(async () => (await recordOf(episode.id)) !== null);
	/** The device's clock shows so many seconds after now. */
	const skipTo = (seconds: number) =>
		call("PUT", `/api/v1/devices/${device.id}/clock`, {
			key: device.key,
			body: { now: start + seconds * 1000, rate: 1 },
		});
	return { ...device, stub, start, episode, skipTo };
}

const act = (episode: string, what: string, body: unknown, role: "clinician" | "admin" | "viewer" = "clinician") =>
	call("POST", `/api/v1/episodes/${episode}/${what}`, { role, body });
const episodeOf = async (response: Response) => {
	if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
	return ((await response.json()) as { episode: Episode }).episode;
};
async function recordOf(id: string): Promise<EpisodeRecord | null> {
	const response = await call("GET", `/api/v1/episodes/${id}`, { role: "clinician" });
	return response.status === 200 ? ((await response.json()) as EpisodeRecord) : null;
}
const told = (id: string, kind: string) =>
	eventually(async () => (await recordOf(id))?.events.find((event) => event.kind === kind));
const fieldOf = async (response: Response) => ((await response.json()) as ProblemDetails).errors?.[0]?.field;

describe("an episode that is kept quiet", () => {
	it("is told again on time after an eviction, with who had kept it quiet in its history", async () => {
		const { stub, episode, skipTo } = await alarming();
		const quiet = await episodeOf(await act(episode.id, "snooze", { version: 1, minutes: 10, comment: "physio" }));
		expect(quiet).toMatchObject({ version: 2, acknowledgedBy: "clinician", care: { snooze: { by: "clinician" } } });
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		expect((await stub.watch(0)).episodes).toMatchObject([{ version: 2 }]);
		await skipTo(11 * 60);
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		const [now] = (await stub.watch(0)).episodes;
		expect(now).toMatchObject({ acknowledgedAt: null, care: { snooze: null } });
		await told(episode.id, "resumed");
		const record = await recordOf(episode.id);
		expect(record?.events.map(({ kind, actor, comment }) => [kind, actor, comment])).toEqual([
			["opened", null, null],
			["snoozed", "clinician", "physio"],
			["resumed", null, null],
		]);
		expect(record?.events[1]?.until).toBe(new Date(quiet.care?.snooze?.until ?? 0).toISOString());
	});

	it("may not be kept so for longer than its risk allows, and the answer says how long", async () => {
		const { episode } = await alarming();
		const response = await act(episode.id, "snooze", { version: 1, minutes: 16 });
		expect(response.status).toBe(422);
		expect(await response.text()).toContain("15 at most");
	});

	it("is not kept so once it has closed", async () => {
		const { episode } = await alarming();
		const { version } = await episodeOf(await act(episode.id, "close", { version: 1 }));
		expect((await act(episode.id, "snooze", { version, minutes: 5 })).status).toBe(409);
		expect((await act(episode.id, "summon", { version, to: { role: "admin" } })).status).toBe(409);
	});
});

describe("an episode that nobody acknowledges", () => {
	it("summons who the ward chose, after an eviction, told to every viewer", async () => {
		const { ward, stub, episode, skipTo } = await alarming();
		const frames: LiveFrame[] = [];
		const { webSocket } = await call("GET", `/api/v1/wards/${ward}/live`, {
			role: "viewer",
			headers: { upgrade: "websocket", origin: ORIGIN },
		});
		webSocket?.accept();
		webSocket?.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data)) as LiveFrame));
		await eventually(async () => frames.some((frame) => frame.type === "snapshot"));
		await skipTo(200);
		await evictDurableObject(stub);
		await runDurableObjectAlarm(stub);
		const event = await told(episode.id, "summoned");
		expect(event).toMatchObject({ actor: null, to: { role: "clinician" }, version: 2 });
		await eventually(async () =>
			frames.some((frame) => frame.type === "episode" && frame.event.kind === "summoned" && frame.event.announced),
		);
		expect((await recordOf(episode.id))?.episode.summons).toMatchObject({ to: { role: "clinician" }, by: null });
	});

	it("goes by what the ward chose last, also for episodes of devices that were enrolled before", async () => {
		const ward = `ward-${crypto.randomUUID().slice(0, 8)}`;
		await enrol({ ward });
		const chosen = await call("PUT", `/api/v1/wards/${ward}/escalation`, {
			role: "admin",
			body: { steps: [{ after_s: 30, to: { role: "admin" } }] },
		});
		expect(((await chosen.json()) as EscalationAnswer).chosen).toBe(true);
		const { stub, episode, skipTo } = await alarming(ward);
		await skipTo(40);
		await runDurableObjectAlarm(stub);
		expect(await told(episode.id, "summoned")).toMatchObject({ to: { role: "admin" } });
	});

	it("is left alone once somebody acknowledged it", async () => {
		const { stub, episode, skipTo } = await alarming();
		await act(episode.id, "acknowledge", { version: 1 });
		await skipTo(3600);
		await runDurableObjectAlarm(stub);
		expect((await stub.watch(0)).episodes).toMatchObject([{ version: 2 }]);
	});
});

describe("a ward's escalation", () => {
	it("is the default until an admin chooses, and again after they let go of it", async () => {
		const { ward } = await enrol({ ward: `ward-${crypto.randomUUID().slice(0, 8)}` });
		const at = `/api/v1/wards/${ward}/escalation`;
		const get = async () => (await (await call("GET", at, { role: "viewer" })).json()) as EscalationAnswer;
		expect(await get()).toEqual({
			ward_id: ward,
			chosen: false,
			steps: [
				{ after_s: 180, to: { role: "clinician" } },
				{ after_s: 600, to: { role: "admin" } },
			],
		});
		await call("PUT", at, { role: "admin", body: { steps: [] } });
		expect(await get()).toMatchObject({ chosen: true, steps: [] });
		await call("PUT", at, { role: "admin", body: { steps: null } });
		expect(await get()).toMatchObject({ chosen: false });
		expect((await call("PUT", at, { role: "clinician", body: { steps: [] } })).status).toBe(403);
	});

	it.each([
		["steps", {}],
		["steps", { steps: "soon" }],
		["steps.0.to", { steps: [{ after_s: 60 }] }],
		["steps.0.to.role", { steps: [{ after_s: 60, to: { role: "viewer" } }] }],
		["steps.0.after_s", { steps: [{ after_s: 5, to: { role: "admin" } }] }],
		[
			"steps.1.after_s",
			{
				steps: [
					{ after_s: 60, to: { role: "admin" } },
					{ after_s: 60, to: { role: "admin" } },
				],
			},
		],
	])("is refused by the name of the field: %s", async (field, body) => {
		const { ward } = await enrol();
		const response = await call("PUT", `/api/v1/wards/${ward}/escalation`, { role: "admin", body });
		expect(response.status).toBe(422);
		expect(await fieldOf(response)).toBe(field);
	});

	it("finds no ward where there is none", async () => {
		for (const method of ["GET", "PUT"]) {
			const body = method === "PUT" ? { steps: null } : undefined;
			expect((await call(method, "/api/v1/wards/nowhere/escalation", { role: "admin", body })).status).toBe(404);
		}
	});
});

describe("asking somebody to come", () => {
	it("names a colleague who works there, and needs their acknowledgement", async () => {
		const { ward, episode } = await alarming();
		const registry = connectRegistry(env.DB);
		const colleague = { subject: null, name: "Dr. K", role: "clinician" as const };
		const here = await addMember(registry, { ...colleague, wards: [ward] }, Date.now());
		const elsewhere = await addMember(registry, { ...colleague, wards: ["ward-other"] }, Date.now());
		const to = (id: string | undefined) => ({ version: 1, to: { member: id }, comment: "please look" });
		for (const id of [elsewhere?.id, "M-NOBODY"]) {
			const refused = await act(episode.id, "summon", to(id));
			expect([refused.status, await fieldOf(refused)]).toEqual([422, "to.member"]);
		}
		const summoned = await episodeOf(await act(episode.id, "summon", to(here?.id)));
		expect(summoned).toMatchObject({ version: 2, acknowledgedAt: null, care: { summons: { by: "clinician" } } });
		expect(await told(episode.id, "summoned")).toMatchObject({ to: { member: here?.id }, comment: "please look" });
	});

	it("does not send an engineer to a patient", async () => {
		const { episode } = await alarming();
		const response = await act(episode.id, "summon", { version: 1, to: { role: "engineer" } });
		expect([response.status, await fieldOf(response)]).toEqual([422, "to.role"]);
	});
});

describe("two clinicians at once", () => {
	it("both learn what happened: the second is shown what the first did", async () => {
		const { episode } = await alarming();
		const both = await Promise.all([
			act(episode.id, "snooze", { version: 1, minutes: 5 }),
			act(episode.id, "judge", { version: 1, verdict: "confirmed" }, "admin"),
		]);
		expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
		const refused = both.find(({ status }) => status === 409) as Response;
		expect(((await refused.json()) as { episode: Episode }).episode.version).toBe(2);
	});
});

describe("a judgement of an alarm", () => {
	const contextOf = async (id: string) =>
		(await (await call("GET", `/api/v1/devices/${id}/context`, { role: "clinician" })).json()) as ContextAnswer;

	/** An episode that the patient's own baseline raised: a heart rate that climbs to where no limit is. */
	async function unusual() {
		const device = await enrol({ simulated: true, cadence_s: HOURLY });
		const stub = monitorOf(device.id);
		const from = Date.now() - 5_400_000;
		// The patient was there before the first reading.
		const clock = { now: from - 1000, rate: 1 };
		await call("PUT", `/api/v1/devices/${device.id}/clock`, { key: device.key, body: clock });
		const body = { ward_id: device.ward, simulated: true, patient_id: `JUDGE-${crypto.randomUUID()}` };
		await call("PUT", `/api/v1/devices/${device.id}`, { role: "engineer", body });
		const present = { now: Date.now(), rate: 1 };
		await call("PUT", `/api/v1/devices/${device.id}/clock`, { key: device.key, body: present });
		const usual = Array.from({ length: 500 }, (_, i) => item(from + i * 10_000, 66 + (i % 5), 97));
		const climbing = Array.from({ length: 40 }, (_, i) =>
			item(from + (500 + i) * 10_000, Math.min(125, 70 + 3 * i), 92),
		);
		await ingest(stub, usual);
		await ingest(stub, climbing);
		const [episode] = (await stub.watch(0)).episodes;
		if (episode === undefined || episode.rule === "safety-net")
			throw new Error(`not what was wanted: ${episode?.rule}`);
		await eventually(async () => (await recordOf(episode.id)) !== null);
		return { ...device, stub, episode };
	}

	it("as false widens the deadband that raised it, visibly, through an eviction, and back when it is taken back", async () => {
		const { id, stub, episode } = await unusual();
		const before = await contextOf(id);
		expect(before.tuning).toEqual([]);
		const judged = await episodeOf(
			await act(episode.id, "judge", { version: episode.version, verdict: "false-alarm" }),
		);
		await evictDurableObject(stub);
		const after = await contextOf(id);
		const [entry] = after.tuning;
		expect(entry).toMatchObject({ episode_id: episode.id, step: 1, by: "clinician" });
		const { vital, side } = entry as NonNullable<typeof entry>;
		expect(after.deadbands_in_force[vital]?.[side]).toBeCloseTo((before.deadbands_in_force[vital]?.[side] ?? 0) * 1.15);
		expect(after.deadbands_in_force[vital]?.[`default_${side}`]).toBe(before.deadbands_in_force[vital]?.[side]);
		expect(after.limits_in_force).toEqual(before.limits_in_force);
		expect((await recordOf(episode.id))?.episode).toMatchObject({ verdict: "false-alarm", verdict_by: "clinician" });
		await act(episode.id, "judge", { version: judged.version, verdict: null });
		expect((await contextOf(id)).deadbands_in_force).toEqual(before.deadbands_in_force);
	});

	it("outlives a new context, and goes with all others where somebody says so", async () => {
		const { id, episode } = await unusual();
		await act(episode.id, "judge", { version: episode.version, verdict: "false-alarm" });
		const body = { age_band: "adult", pregnant: false, spo2_scale: 2 };
		await call("PUT", `/api/v1/devices/${id}/context`, { role: "clinician", body });
		expect((await contextOf(id)).tuning).toHaveLength(1);
		const response = await call("DELETE", `/api/v1/devices/${id}/tuning`, { role: "clinician" });
		expect(await response.json()).toMatchObject({ tuning: [], spo2_scale: 2 });
	});

	it("of a breach of the safety net is kept, and changes nothing", async () => {
		const { id, episode } = await alarming();
		expect(episode.rule).toBe("safety-net");
		await episodeOf(await act(episode.id, "judge", { version: 1, verdict: "false-alarm" }));
		expect((await contextOf(id)).tuning).toEqual([]);
		await told(episode.id, "judged");
		expect((await recordOf(episode.id))?.episode.verdict).toBe("false-alarm");
	});
});

describe("what people do to an episode is refused by the name of the field", () => {
	it.each([
		["snooze", "minutes", { version: 1 }],
		["snooze", "minutes", { version: 1, minutes: 0 }],
		["snooze", "minutes", { version: 1, minutes: "5" }],
		["snooze", "version", { minutes: 5 }],
		["comment", "comment", { version: 1 }],
		["comment", "comment", { version: 1, comment: " " }],
		["summon", "to", { version: 1 }],
		["summon", "to", { version: 1, to: { role: "admin", member: "x" } }],
		["summon", "to.role", { version: 1, to: { role: "king" } }],
		["summon", "to.member", { version: 1, to: { member: "a b" } }],
		["judge", "verdict", { version: 1 }],
		["judge", "verdict", { version: 1, verdict: "maybe" }],
	])("%s: %s", async (what, field, body) => {
		const { episode } = await alarming("ward-fields");
		const response = await act(episode.id, what, body);
		expect(response.status).toBe(422);
		expect(await fieldOf(response)).toBe(field);
	});
});
