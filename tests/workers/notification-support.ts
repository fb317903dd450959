/** What tests of notifications share: receivers out on the internet, and episodes to tell of. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, vi } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { addMember } from "../../registry/members.ts";
import type { Page, Role } from "../../vitals/api.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";
import type { WardScope } from "../../vitals/members.ts";
import type { DeliveryEntry, NotificationMessage, SubscriptionMade } from "../../vitals/notifications.ts";
import { sessionCookie } from "../../workers/local/session.ts";
import { call, stationOf } from "./support.ts";

/** One request that came out. */
export interface Arrived {
	readonly url: string;
	readonly headers: Headers;
	readonly body: ArrayBuffer;
	readonly text: string;
	readonly redirect: string;
	readonly at: number;
}

type Answer = (arrived: Arrived) => Response | Promise<Response>;

/** Stands in for the internet: what the Worker and its objects fetch arrives here, as it would go over the wire. */
export class Internet {
	readonly arrived: Arrived[] = [];
	/** Requests without an answer so far. */
	open = 0;
	readonly #hosts = new Map<string, Answer>();

	/** Answers what comes for a host; anything else finds no connection. */
	host(name: string, answer: Answer): void {
		this.#hosts.set(name, answer);
	}

	/** What came for a host, oldest first. */
	at(name: string): Arrived[] {
		return this.arrived.filter(({ url }) => new URL(url).host === name);
	}

	async fetch(request: Request): Promise<Response> {
		const body = await request.arrayBuffer();
		const { url, headers, redirect } = request;
		const arrived = { url, headers, redirect, body, text: new TextDecoder().decode(body), at: Date.now() };
		this.arrived.push(arrived);
		const answer = this.#hosts.get(new URL(url).host);
		if (answer === undefined) throw new TypeError("no route to host");
		this.open++;
		try {
			return await answer(arrived);
		} finally {
			this.open--;
		}
	}
}

/** A fresh internet for each test. */
export function internet(): () => Internet {
	let present = new Internet();
	beforeEach(() => {
		present = new Internet();
		vi.spyOn(globalThis, "fetch").mockImplementation((input, init) =>
			present.fetch(new Request(input as RequestInfo, init as RequestInit)),
		);
	});
	// Never taken back: what a ward of an earlier test still owes must not reach the real one.
	return () => present;
}

let people = 0;

/** Somebody new. */
export async function person(role: Role, wards: WardScope = "all"): Promise<{ id: string; cookie: string }> {
	const id = `P${++people}-${crypto.randomUUID().slice(0, 8)}`;
	// Their session began later than the member did.
	await addMember(connectRegistry(env.DB), { id, subject: null, name: role, role, wards }, Date.now() - 1000);
	return { id, cookie: (await sessionCookie(env, id)).split(";")[0] as string };
}

/** A ward of that id, new unless it is given. */
export async function ward(id = `ward-n-${crypto.randomUUID().slice(0, 8)}`): Promise<string> {
	await call("PUT", `/api/v1/wards/${id}`, { role: "engineer", body: { name: `Name of ${id}` } });
	return id;
}

export async function subscribe(cookie: string, body: Record<string, unknown>): Promise<SubscriptionMade> {
	const whole = { channel: "webhook", name: "mine", min_risk: "LOW", ...body };
	const response = await call("POST", "/api/v1/notifications", { cookie, body: whole });
	if (response.status !== 201) throw new Error(await response.text());
	return (await response.json()) as SubscriptionMade;
}

/** An episode as its device tells of it. */
export function episodeOf(wardId: string, more: Partial<Episode> = {}): Episode {
	const now = Date.now();
	return {
		id: crypto.randomUUID(),
		version: 1,
		deviceId: "DEV-SECRET-1",
		wardId,
		patient: "P-0123456789AB",
		channel: "physiological",
		rule: "safety-net",
		status: "open",
		risk: "HIGH",
		peakScore: 0.9,
		leadingVital: "spo2",
		openedAt: now,
		updatedAt: now,
		closedAt: null,
		vitalsAtOnset: { spo2: 71 },
		contributions: [],
		sentence: "SpO₂ 71 % for 15 s",
		acknowledgedAt: null,
		acknowledgedBy: null,
		...more,
	};
}

/** A device tells its ward. */
export const tell = (wardId: string, kind: EpisodeEvent["kind"], episode: Episode, more: Partial<EpisodeEvent> = {}) =>
	stationOf(wardId).hear(wardId, {
		kind: "episode",
		event: { kind, at: Date.now(), announced: true, episode, ...more },
	});

/** Everything that may go now has gone, and has an answer. */
export async function settled(wardId: string, net: Internet): Promise<void> {
	for (let calm = 0, i = 0; calm < 3; i++) {
		if (i > 400) throw new Error("it does not come to rest");
		const busy = await runInDurableObject(stationOf(wardId), (_, { storage: { sql } }) => {
			const due = sql.exec(
				`SELECT 1 FROM deliveries AS d LEFT JOIN endpoints AS e ON e.subscription = d.subscription
					WHERE d.state IN ('waiting', 'held') AND max(d.due, coalesce(e.retry_at, 0)) <= ?1
					AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.lane = d.lane AND o.subscription = d.subscription
						AND o.state = 'waiting' AND o.id < d.id)
				UNION ALL SELECT 1 FROM notices`,
				Date.now(),
			);
			return due.toArray().length > 0;
		});
		calm = busy || net.open > 0 ? 0 : calm + 1;
		await scheduler.wait(5);
	}
}

/** Runs the ward's alarm and waits until what it began has ended. */
export async function deliver(wardId: string, net: Internet): Promise<void> {
	await runDurableObjectAlarm(stationOf(wardId));
	await settled(wardId, net);
}

/** Lets `seconds` pass by the clock that the test holds, with the ward's alarms at their times. */
export async function pass(wardId: string, net: Internet, seconds: number): Promise<void> {
	const until = Date.now() + seconds * 1000;
	for (;;) {
		const due = await runInDurableObject(stationOf(wardId), (_, { storage }) => storage.getAlarm());
		if (due === null || due > until) break;
		vi.setSystemTime(Math.max(due, Date.now()));
		await deliver(wardId, net);
	}
	vi.setSystemTime(until);
}

/** What a subscription was sent, oldest first. */
export async function logOf(cookie: string, id: string): Promise<readonly DeliveryEntry[]> {
	const response = await call("GET", `/api/v1/notifications/${id}/deliveries?limit=200`, { cookie });
	if (response.status !== 200) throw new Error(await response.text());
	return ((await response.json()) as Page<DeliveryEntry>).data.toReversed();
}

export const messageOf = ({ text }: Arrived) => JSON.parse(text) as NotificationMessage;
export const typesOf = (arrived: readonly Arrived[]) => arrived.map((one) => messageOf(one).type);
export const ok = () => new Response("ignored");

export const EVERY_EVENT = ["opened", "escalated", "summoned", "acknowledged", "resolved"];

/** A clinician of a new ward with a webhook for everything. */
export async function listeningAt(url: string, more: Record<string, unknown> = {}) {
	const wardId = await ward();
	const { id, cookie } = await person("clinician", [wardId]);
	const made = await subscribe(cookie, { ward_id: wardId, url, events: EVERY_EVENT, ...more });
	return { wardId, member: id, cookie, made };
}

/** An episode from its beginning to its end. */
export async function wholeStory(wardId: string, more = {}) {
	const episode = episodeOf(wardId, more);
	const at = (version: number, change = {}) => ({ ...episode, version, ...change });
	await tell(wardId, "opened", episode);
	await tell(wardId, "escalated", at(2));
	await tell(wardId, "commented", at(3), { comment: "a word about Mr. Somebody" });
	await tell(wardId, "acknowledged", at(4, { acknowledgedAt: Date.now() }), { actor: "somebody" });
	await tell(wardId, "closed", at(5, { status: "closed", closedAt: Date.now() }));
	return episode;
}
