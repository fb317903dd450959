/** Acknowledging and closing an episode: one writer, versions, and what everybody sees of it. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Episode } from "../../vitals/episode.ts";
import type { LiveFrame } from "../../vitals/live.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";
import { anomaliesOf, ingest, series } from "./monitor-support.ts";
import { call, enrol, eventually, monitorOf, ORIGIN } from "./support.ts";

/** A device with an open episode that the registry knows. */
async function alarming(patient_id?: string) {
	const device = await enrol({ patient_id: patient_id ?? `ACK-${crypto.randomUUID()}` });
	const stub = monitorOf(device.id);
	const start = Date.now();
	await ingest(
		stub,
		series(20, () => 180, start),
	);
	const [episode] = (await stub.watch(0)).episodes;
	if (episode === undefined) throw new Error("no episode opened");
	await eventually(async () => (await anomaliesOf(device.id)).length > 0);
	return { ...device, stub, start, episode };
}

const act = (episode: string, what: string, body: unknown, role: "clinician" | "admin" = "clinician") =>
	call("POST", `/api/v1/episodes/${episode}/${what}`, { role, body });
const episodeOf = async (response: Response) => ((await response.json()) as { episode: Episode }).episode;
const eventsOf = async (id: string) =>
	(
		await env.DB.prepare(
			"SELECT version, kind, actor, comment FROM episode_events WHERE episode_id = ? ORDER BY version",
		)
			.bind(id)
			.all<{ version: number; kind: string; actor: string | null; comment: string | null }>()
	).results;

describe("acknowledging an episode", () => {
	it("says who and when: in the answer, after an eviction, in D1, and in its history with the comment", async () => {
		const { id, stub, episode } = await alarming();
		expect(episode).toMatchObject({ acknowledgedAt: null, acknowledgedBy: null, version: 1 });
		const response = await act(episode.id, "acknowledge", { version: 1, comment: "Seen, on my way" });
		expect(response.status).toBe(200);
		const acknowledged = await episodeOf(response);
		expect(acknowledged).toMatchObject({ version: 2, status: "open", acknowledgedBy: "clinician" });
		expect(acknowledged.acknowledgedAt).toBeGreaterThanOrEqual(episode.openedAt);
		await evictDurableObject(stub);
		expect((await stub.watch(0)).episodes).toEqual([acknowledged]);
		const listed = await eventually(async () => (await anomaliesOf(id)).find((anomaly) => anomaly.version === 2));
		expect(listed).toMatchObject({ acknowledged_by: "clinician", acknowledged_at: expect.any(String) });
		expect(await eventsOf(episode.id)).toMatchObject([
			{ version: 1, kind: "opened", actor: null },
			{ version: 2, kind: "acknowledged", actor: "clinician", comment: "Seen, on my way" },
		]);
	});

	it("is told to every viewer of the ward at once", async () => {
		const { ward, episode } = await alarming();
		const frames: LiveFrame[] = [];
		const { webSocket } = await call("GET", `/api/v1/wards/${ward}/live`, {
			role: "viewer",
			headers: { upgrade: "websocket", origin: ORIGIN },
		});
		webSocket?.accept();
		webSocket?.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data)) as LiveFrame));
		await eventually(async () => frames.some((frame) => frame.type === "snapshot"));
		await act(episode.id, "acknowledge", { version: 1 });
		const frame = await eventually(async () => frames.find((told) => told.type === "episode"));
		expect(frame).toMatchObject({
			event: {
				kind: "acknowledged",
				announced: false,
				actor: "clinician",
				episode: { id: episode.id, version: 2, acknowledgedBy: "clinician" },
			},
		});
	});

	it("of a version that is not the present one is a conflict that shows the present one, through an eviction", async () => {
		const { stub, episode } = await alarming();
		await act(episode.id, "acknowledge", { version: 1 }, "admin");
		await evictDurableObject(stub);
		for (const [what, version] of [
			["acknowledge", 1],
			["close", 1],
			["acknowledge", 7],
		] as const) {
			const response = await act(episode.id, what, { version });
			expect(response.status).toBe(409);
			const problem = (await response.json()) as ProblemDetails & { episode: Episode };
			expect(problem.type).toBe("urn:biostream:problem:version_conflict");
			expect(problem.episode).toMatchObject({ id: episode.id, version: 2, acknowledgedBy: "admin" });
		}
		expect(await eventsOf(episode.id)).toHaveLength(2);
	});

	it("reaches the detector on the disk in the same transaction, so that an eviction does not forget it", async () => {
		const { stub, episode } = await alarming();
		const stored = () =>
			runInDurableObject(stub, (_, { storage }) => {
				const rows = storage.sql.exec<{ detector: ArrayBuffer }>(
					"SELECT detector FROM reading_groups ORDER BY last_seq",
				);
				return [...new Uint8Array(rows.toArray().at(-1)?.detector as ArrayBuffer)];
			});
		const before = await stored();
		await act(episode.id, "acknowledge", { version: 1 });
		const after = await stored();
		expect(after).toHaveLength(before.length);
		const changed = after.filter((byte, i) => byte !== before[i]);
		expect(changed.length).toBeGreaterThan(0);
		expect(new Set(changed)).toEqual(new Set([1]));
	});

	it("again changes nothing: a request whose answer was lost may be sent again with the new version", async () => {
		const { episode } = await alarming();
		await act(episode.id, "acknowledge", { version: 1 });
		const again = await act(episode.id, "acknowledge", { version: 2 }, "admin");
		expect(again.status).toBe(200);
		expect(await episodeOf(again)).toMatchObject({ version: 2, acknowledgedBy: "clinician" });
	});

	it("lasts until there is news: an escalation is announced and waits for somebody again", async () => {
		const { stub, episode, start } = await alarming();
		await act(episode.id, "acknowledge", { version: 1 });
		await evictDurableObject(stub);
		const worse = series(25, () => 180, start + 20_000).map((reading) => ({
			...reading,
			reading: { ...reading.reading, vitals: { ...reading.reading.vitals, spo2: 70 } },
		}));
		await ingest(stub, worse);
		const [now] = (await stub.watch(0)).episodes;
		expect(now).toMatchObject({ id: episode.id, acknowledgedAt: null, acknowledgedBy: null });
		expect(now?.version).toBeGreaterThan(2);
		expect((await act(episode.id, "acknowledge", { version: 2 })).status).toBe(409);
	});

	it("is kept or not as a whole: what the disk refuses was not acknowledged, and may be tried again", async () => {
		const { stub, episode } = await alarming();
		await eventually(async () => (await stub.status()).outbox === 0);
		const sql = (text: string) => runInDurableObject(stub, (_, state) => state.storage.sql.exec(text).toArray());
		await sql("ALTER TABLE outbox RENAME TO outbox_away");
		const refused = await act(episode.id, "acknowledge", { version: 1 });
		await sql("ALTER TABLE outbox_away RENAME TO outbox");
		expect(refused.status).toBe(503);
		expect(refused.headers.get("retry-after")).toBe("1");
		expect((await stub.watch(0)).episodes).toMatchObject([{ version: 1, acknowledgedAt: null }]);
		expect((await act(episode.id, "acknowledge", { version: 1 })).status).toBe(200);
	});

	it("of an episode that has closed meanwhile needs its last version, and leaves it closed", async () => {
		const { stub, episode } = await alarming();
		const closed = await episodeOf(await act(episode.id, "close", { version: 1 }));
		expect(await episodeOf(await act(episode.id, "acknowledge", { version: closed.version }))).toMatchObject({
			status: "closed",
			acknowledgedBy: "clinician",
		});
		expect((await stub.watch(0)).episodes).toEqual([]);
	});

	it.each([
		["version", {}],
		["version", { version: "1" }],
		["version", { version: 0 }],
		["version", { version: 1.5 }],
		["comment", { version: 1, comment: "" }],
		["comment", { version: 1, comment: 7 }],
		["comment", { version: 1, comment: "x".repeat(501) }],
	])("is refused by the name of the field: %s", async (field, body) => {
		const { episode } = await alarming();
		const response = await act(episode.id, "acknowledge", body);
		expect(response.status).toBe(422);
		expect(((await response.json()) as ProblemDetails).errors).toMatchObject([{ field }]);
	});

	it("finds nothing where there is nothing, whatever the id", async () => {
		for (const id of [crypto.randomUUID(), "x", "%00", "..%2F..", "a".repeat(300)]) {
			for (const what of ["acknowledge", "close"]) expect((await act(id, what, { version: 1 })).status).toBe(404);
		}
	});
});

describe("closing an episode", () => {
	it("ends it for the detector, too: what goes on is told again, in the same record", async () => {
		const { id, stub, episode, start } = await alarming();
		const response = await act(episode.id, "close", { version: 1 });
		const closed = await episodeOf(response);
		expect(closed).toMatchObject({ status: "closed", version: 2, closedAt: expect.any(Number) });
		await evictDurableObject(stub);
		expect((await stub.watch(0)).episodes).toEqual([]);
		await eventually(async () => (await anomaliesOf(id)).find((anomaly) => anomaly.status === "closed"));
		expect((await eventsOf(episode.id)).at(-1)).toMatchObject({ kind: "closed", actor: "clinician" });
		await ingest(
			stub,
			series(25, () => 180, start + 20_000),
		);
		expect((await stub.watch(0)).episodes).toMatchObject([{ id: episode.id, status: "open", closedAt: null }]);
	});

	it("that is closed already is a conflict", async () => {
		const { episode } = await alarming();
		const { version } = await episodeOf(await act(episode.id, "close", { version: 1 }));
		expect((await act(episode.id, "close", { version })).status).toBe(409);
	});
});

describe("an episode's onset", () => {
	it("keeps the NEWS2 of that moment, in D1 and in the list of anomalies", async () => {
		const { id, episode } = await alarming();
		expect(episode.news2).toMatchObject({ score: null, partial: 3, known: 2, of: 7, applicable: true });
		const [anomaly] = await anomaliesOf(id);
		expect(anomaly?.news2_at_onset).toEqual(episode.news2);
	});
});
