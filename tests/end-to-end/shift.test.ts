/** A shift on two wards, over real HTTP and sockets: what people do about episodes, and whether everybody tells the same of it. */
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Anomaly, EpisodeAnswer, EpisodeRecord, Page } from "../../vitals/api.ts";
import type { AuditEntry } from "../../vitals/audit.ts";
import type { Episode } from "../../vitals/episode.ts";
import type { HandoverAnswer } from "../../vitals/handover.ts";
import type { LiveFrame } from "../../vitals/live.ts";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";

const WARDS = ["ward-a", "ward-b"] as const;
const DEVICES = 40;
const EPISODES = 25;
/** Nurse Ravi works on the first ward only. */
const CLINICIANS = ["nurse", "nurse-a", "admin"] as const;
type Clinician = (typeof CLINICIANS)[number];

const CALM = { heart_rate: 72, spo2: 97, respiratory_rate: 15, temperature: 36.8, systolic_pressure: 121 };

/** The devices' clocks before the wall's. */
const AHEAD_MS = 3600_000;

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

interface Device {
	readonly id: string;
	readonly ward: (typeof WARDS)[number];
	readonly key: string;
	/** Time of its next reading. */
	next: number;
}

/** What a viewer's socket has told so far. */
class Viewer {
	readonly episodes = new Map<string, Episode>();
	/** When each version of an episode was seen. */
	readonly seen = new Map<string, number>();
	readonly #url: string;
	readonly #headers: Record<string, string>;
	#socket: WebSocket | null = null;
	#over = false;

	constructor(url: string, headers: Record<string, string>) {
		this.#url = url;
		this.#headers = headers;
	}

	/** Connects, and again whenever the connection ends, until `close`. */
	async connect(): Promise<void> {
		const first = Promise.withResolvers<void>();
		const open = () => {
			if (this.#over) return;
			const socket = new WebSocket(this.#url, { headers: this.#headers });
			this.#socket = socket;
			socket.addEventListener("message", ({ data }) => {
				this.#take(JSON.parse(String(data)) as LiveFrame);
				first.resolve();
			});
			socket.addEventListener("error", () => undefined);
			socket.addEventListener("close", () => setTimeout(open, 200));
		};
		open();
		await first.promise;
	}

	close(): void {
		this.#over = true;
		this.#socket?.close();
	}

	#take(frame: LiveFrame): void {
		if (frame.type === "snapshot") {
			this.episodes.clear();
			for (const episode of frame.episodes) this.#keep(episode);
		} else if (frame.type === "episode") this.#keep(frame.event.episode);
	}

	#keep(episode: Episode): void {
		const known = this.episodes.get(episode.id);
		if (known !== undefined && known.version > episode.version) return;
		const key = `${episode.id} ${episode.version}`;
		if (!this.seen.has(key)) this.seen.set(key, performance.now());
		this.episodes.set(episode.id, episode);
	}
}

let app: RunningApp;
const people = new Map<Clinician, Ask>();
const viewers: { readonly person: Clinician; readonly ward: string; readonly viewer: Viewer }[] = [];
const devices: Device[] = [];
/** The episodes, in the order of their devices. */
let episodes: readonly Anomaly[] = [];
/** What was done, as the audit log and the episodes' histories must tell it. */
const done: { readonly kind: string; readonly actor: string; readonly episode: string }[] = [];
/** From asking to the last viewer's having seen it, milliseconds. */
const delays: number[] = [];

async function until<T>(what: string, look: () => T | Promise<T>, patience = 60_000): Promise<NonNullable<T>> {
	for (const began = Date.now(); ; await wait(50)) {
		const found = await look();
		if (found) return found as NonNullable<T>;
		if (Date.now() - began > patience) throw new Error(`${what}: not in ${patience / 1000} s`);
	}
}

async function post(device: Device, seconds: number, vitals: (i: number) => Record<string, number>): Promise<void> {
	const readings = Array.from({ length: seconds }, (_, i) => ({
		device_id: device.id,
		timestamp: device.next + i * 1000,
		...vitals(i),
	}));
	device.next += seconds * 1000;
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${device.key}`, "content-type": "application/json" },
		body: JSON.stringify(readings),
	});
	if (response.status !== 202) throw new Error(`${device.id}: ${response.status} ${await response.text()}`);
}

const calm = (i: number) => ({ ...CALM, heart_rate: 70 + (i % 5), respiratory_rate: 14 + (i % 3) });
const desaturating = (i: number) => ({ ...calm(i), spo2: 78 - (i % 2) });

const ask = (person: Clinician): Ask => people.get(person) as Ask;
const watching = (ward: string) => viewers.filter((one) => one.ward === ward);

async function act(person: Clinician, id: string, action: string, body: object = {}): Promise<Response> {
	const present = watching(episodeOf(id).ward_id)[0]?.viewer.episodes.get(id);
	return ask(person)(`/api/v1/episodes/${id}/${action}`, {
		method: "POST",
		body: JSON.stringify({ version: present?.version, ...body }),
	});
}

const isHigh = ({ channel, risk }: Pick<Episode, "channel" | "risk">) => channel === "physiological" && risk === "HIGH";
const listed = async () => ((await (await ask("nurse")("/api/v1/anomalies?limit=200")).json()) as Page<Anomaly>).data;

const episodeOf = (id: string) => episodes.find(({ episode_id }) => episode_id === id) as Anomaly;

/** Does it, and waits until every viewer of the ward shows what came of it. */
async function must(person: Clinician, id: string, action: string, kind: string, body: object = {}): Promise<Episode> {
	const began = performance.now();
	const response = await act(person, id, action, body);
	if (response.status !== 200) throw new Error(`${action}: ${response.status} ${await response.text()}`);
	const { episode } = (await response.json()) as EpisodeAnswer;
	done.push({ kind, actor: person, episode: id });
	const key = `${id} ${episode.version}`;
	const shown = watching(episodeOf(id).ward_id);
	await until(`${action} on every screen`, () => shown.every(({ viewer }) => viewer.seen.has(key)));
	delays.push(...shown.map(({ viewer }) => (viewer.seen.get(key) as number) - began));
	return episode;
}

beforeAll(async () => {
	app = await startApp();
	const engineer = await signIn(app.url, "engineer");
	for (const ward of WARDS)
		await engineer(`/api/v1/wards/${ward}`, { method: "PUT", body: JSON.stringify({ name: ward }) });
	const enrol = async (i: number): Promise<Device> => {
		const id = `SHIFT-${String(i).padStart(3, "0")}`;
		const ward = WARDS[i % 2] as (typeof WARDS)[number];
		const body = { ward_id: ward, bed: `Bed ${i + 1}`, patient_id: `shift-${i}`, simulated: true, cadence_s: 3600 };
		await engineer(`/api/v1/devices/${id}`, { method: "PUT", body: JSON.stringify(body) });
		const issued = await engineer(`/api/v1/devices/${id}/keys`, { method: "POST" });
		const { key } = (await issued.json()) as { key: string };
		// Ahead, so that what was measured two minutes ago is the patient's already.
		await fetch(`${app.url}/api/v1/devices/${id}/clock`, {
			method: "PUT",
			headers: { authorization: `Bearer ${key}` },
			body: JSON.stringify({ now: Date.now() + AHEAD_MS, rate: 1 }),
		});
		return { id, ward, key, next: 0 };
	};
	for (let i = 0; i < DEVICES; i += 8)
		devices.push(...(await Promise.all(Array.from({ length: 8 }, (_, j) => enrol(i + j)))));
	for (const person of CLINICIANS) people.set(person, await signIn(app.url, person));
	// Nobody comes for half a minute: the ward asks an admin.
	await ask("admin")(`/api/v1/wards/ward-b/escalation`, {
		method: "PUT",
		body: JSON.stringify({ steps: [{ after_s: 30, to: { role: "admin" } }] }),
	});
	for (const person of CLINICIANS) {
		const session = await fetch(`${app.url}/sign-in`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ person }),
		});
		const cookie = (session.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
		for (const ward of WARDS.filter((one) => person !== "nurse-a" || one === "ward-a")) {
			const url = `${app.url.replace("http", "ws")}/api/v1/wards/${ward}/live`;
			const viewer = new Viewer(url, { cookie, origin: app.url });
			await viewer.connect();
			viewers.push({ person, ward, viewer });
		}
	}
}, 300_000);

afterAll(async () => {
	for (const { viewer } of viewers) viewer.close();
	await app?.stop();
});

describe("a shift", () => {
	it("begins with twenty-five patients in trouble, on every screen of their ward and on no other", async () => {
		for (const device of devices) device.next = Date.now() + AHEAD_MS - 120_000;
		await Promise.all(devices.map((device) => post(device, 60, calm)));
		await Promise.all(devices.slice(0, EPISODES).map((device) => post(device, 45, desaturating)));
		const ill = new Set(devices.slice(0, EPISODES).map(({ id }) => id));
		for (const { person, ward, viewer } of viewers) {
			const expected = devices.filter((device) => device.ward === ward && ill.has(device.id)).map(({ id }) => id);
			const shown = () => new Set([...viewer.episodes.values()].filter(isHigh).map(({ deviceId }) => deviceId));
			await until(`episodes of ${ward} on ${person}'s screen`, () => expected.every((id) => shown().has(id)));
			expect(shown().size).toBe(expected.length);
			expect([...viewer.episodes.values()].every(({ wardId }) => wardId === ward)).toBe(true);
		}
		episodes = await until("episodes in the registry", async () => {
			const high = (await listed()).filter(({ channel, risk_level: risk }) => isHigh({ channel, risk }));
			return high.length >= EPISODES ? high : null;
		});
		expect(episodes.map(({ device_id }) => device_id).toSorted()).toEqual([...ill].toSorted());
		episodes = episodes.toSorted((a, b) => a.device_id.localeCompare(b.device_id));
	});

	it("goes on: acknowledged, commented, kept quiet, handed to others, judged and closed, each at once on every screen", async () => {
		const ids = episodes.map(({ episode_id }) => episode_id);
		const onA = ids.filter((id) => episodeOf(id).ward_id === "ward-a");
		const onB = ids.filter((id) => episodeOf(id).ward_id === "ward-b");
		for (const [i, id] of onA.slice(0, 6).entries())
			await must(i % 2 === 0 ? "nurse" : "nurse-a", id, "acknowledge", "acknowledged", { comment: `seen ${i}` });
		for (const id of onB.slice(0, 2)) await must("nurse", id, "acknowledge", "acknowledged");
		// The first is told again in a minute, whatever happens to the runtime meanwhile.
		await must("nurse-a", onA[6] as string, "snooze", "snoozed", { minutes: 1 });
		for (const id of onA.slice(7, 10)) await must("nurse", id, "snooze", "snoozed", { minutes: 10, comment: "bath" });
		for (const id of onB.slice(2, 5)) await must("nurse", id, "summon", "summoned", { to: { role: "clinician" } });
		for (const id of onB.slice(5, 7)) await must("admin", id, "comment", "commented", { comment: "on my way" });
		await must("nurse", onB[7] as string, "judge", "judged", { verdict: "false-alarm" });
		for (const id of onA.slice(10, 13)) await must("nurse-a", id, "close", "closed", { comment: "probe off" });
		// Those of another ward are not Ravi's.
		expect([403, 404]).toContain((await act("nurse-a", onB[0] as string, "acknowledge")).status);
	});

	it("shows both of two who act at once what happened", async () => {
		const id = episodes.find(
			({ episode_id, ward_id }) =>
				ward_id === "ward-b" && !done.some((deed) => deed.episode === episode_id && deed.kind === "acknowledged"),
		)?.episode_id as string;
		const both = ["nurse", "admin"] as const;
		const answers = await Promise.all(both.map((person) => act(person, id, "acknowledge")));
		expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
		const first = both[answers.findIndex(({ status }) => status === 200)] as Clinician;
		for (const answer of answers) {
			const { episode } = (await answer.json()) as EpisodeAnswer;
			expect(episode.acknowledgedBy).toBe(first);
		}
		done.push({ kind: "acknowledged", actor: first, episode: id });
	});

	it("keeps its promises over a restart: the quiet ends, and somebody is asked to come where nobody came", async () => {
		await app.kill();
		await app.restart();
		const snoozed = done.find(({ kind }) => kind === "snoozed")?.episode as string;
		const events = async (id: string) => {
			const answer = await ask("nurse")(`/api/v1/episodes/${id}`);
			return answer.ok ? ((await answer.json()) as EpisodeRecord).events : [];
		};
		await until(
			"the end of the quiet",
			async () => (await events(snoozed)).some(({ kind }) => kind === "resumed"),
			120_000,
		);
		const left = episodes.filter(
			({ episode_id, ward_id }) => ward_id === "ward-b" && !done.some(({ episode }) => episode === episode_id),
		);
		expect(left.length).toBeGreaterThan(1);
		for (const { episode_id: id } of left) {
			await until(`somebody asked to come to ${id}`, async () =>
				(await events(id)).some(
					({ kind, actor, to }) => kind === "summoned" && actor === null && to !== null && "role" in to,
				),
			);
		}
	});

	it("is handed over: whom nobody has seen first, all that was done, and the next shift begins where this one ended", async () => {
		const read = async (person: Clinician) =>
			(await (await ask(person)("/api/v1/wards/ward-a/handover")).json()) as HandoverAnswer;
		const before = await read("nurse");
		const open = before.patients.filter(({ concerns }) => concerns.includes("high_open"));
		expect(open.length).toBeGreaterThan(5);
		const unseen = before.patients.map(({ concerns }) => concerns[0] === "high_unacknowledged");
		expect(unseen.lastIndexOf(true), "whom nobody has seen come first").toBe(unseen.filter(Boolean).length - 1);
		const told = before.patients.flatMap(({ events }) => events).filter(({ by }) => by !== null);
		const onA = done.filter(({ episode }) => episodeOf(episode).ward_id === "ward-a");
		const pairs = (entries: readonly { kind: string; episode: string }[]) =>
			entries.map(({ kind, episode }) => `${episode} ${kind}`).toSorted();
		expect(pairs(told.map(({ kind, episode_id: episode }) => ({ kind, episode })))).toEqual(pairs(onA));
		const given = await ask("nurse")("/api/v1/wards/ward-a/handovers", {
			method: "POST",
			body: JSON.stringify({ to: "nurse-a", note: "Three probes to look at" }),
		});
		expect(given.status, await given.clone().text()).toBeLessThan(300);
		const after = await read("nurse-a");
		expect(after).toMatchObject({
			since_from: "last_handover",
			last: { by: { id: "nurse" }, to: { id: "nurse-a" }, note: "Three probes to look at" },
		});
		expect(after.since).toBe(after.last?.given_at);
		// Who is in trouble still is told of, although nothing has happened since.
		expect(after.patients.filter(({ concerns }) => concerns.includes("high_open"))).toHaveLength(open.length);
	});

	it("ends with patients who are well again, and one story: on every screen, in the registry, in the audit log", async () => {
		for (const device of devices.slice(0, EPISODES)) {
			device.next = Math.max(device.next, Date.now() + AHEAD_MS - 200_000);
			await post(device, 180, calm);
		}
		const last = await until("the end of every episode", async () => {
			const data = await listed();
			return data.every(({ status }) => status === "closed") ? data : null;
		});
		for (const { ward, viewer } of viewers) {
			await until(`the last state on a screen of ${ward}`, () =>
				last
					.filter(({ ward_id }) => ward_id === ward)
					.every(({ episode_id, version }) => {
						const shown = viewer.episodes.get(episode_id);
						// One that connected anew after the restart need not know of what had ended before.
						return shown === undefined || (shown.version === version && shown.status === "closed");
					}),
			);
		}

		const story = (entries: readonly { kind: string; actor: string; episode: string }[]) =>
			entries.map(({ kind, actor, episode }) => `${episode} ${kind} by ${actor}`).toSorted();
		const told: typeof done = [];
		for (const { episode_id: id } of last) {
			const { events } = (await (await ask("nurse")(`/api/v1/episodes/${id}`)).json()) as EpisodeRecord;
			expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1));
			for (const { kind, actor } of events) if (actor !== null) told.push({ kind, actor, episode: id });
		}
		expect(story(told)).toEqual(story(done));

		const audited: typeof done = [];
		const kinds: Readonly<Record<string, string>> = {
			"episode.acknowledge": "acknowledged",
			"episode.comment": "commented",
			"episode.snooze": "snoozed",
			"episode.summon": "summoned",
			"episode.judge": "judged",
			"episode.close": "closed",
		};
		for (const [action, kind] of Object.entries(kinds)) {
			const answer = await ask("admin")(`/api/v1/audit?action=${action}&outcome=done&limit=500`);
			for (const { actor, object } of ((await answer.json()) as Page<AuditEntry>).data)
				audited.push({ kind, actor, episode: (object ?? "").replace("episode:", "") });
		}
		expect(story(audited)).toEqual(story(done));
		console.log(`${done.length} deeds; the last screen showed each ${Math.max(...delays).toFixed(0)} ms later at most`);
	});
});
