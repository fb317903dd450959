import { exports } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { BatchAccepted, TelemetryAccepted } from "../../vitals/api.ts";
import { storedTimes } from "./lake-support.ts";
import { badRequest, fuzzRuns, gzip, type BadRequest } from "./malformed.ts";
import { unhurried } from "./monitor-support.ts";
import { connect, numbered, streaming } from "./stream-support.ts";
import { enrol, monitorOf, ORIGIN, payload } from "./support.ts";

/** Bad requests in all. */
const REQUESTS = fuzzRuns(4_000);
/** Sent at the same time, and between two turns of the good traffic. */
const AT_ONCE = 8;
const BETWEEN_GOOD = 80;
/** Good readings in a turn over HTTP, and over the stream. */
const POSTED = 5;
const STREAMED = 60;
/** Between two good readings, ms: a hundred thousand bad requests fit into a day of them. */
const STEP_MS = 1000;

/** What a device may be told, whatever it sends. */
const STATUSES = new Set([202, 400, 403, 404, 409, 413, 415, 422]);

type Body = Uint8Array<ArrayBuffer>;

async function send(id: string, key: string, bad: BadRequest): Promise<Response> {
	const bytes = (await bad.body(id)) as Body;
	const body = bad.chunked ? new Blob([bytes]).stream() : bytes;
	return exports.default.fetch(
		new Request(`${ORIGIN}/api/v1${bad.path.replace(":id", id)}`, {
			method: bad.method,
			headers: { ...bad.headers, authorization: `Bearer ${key}` },
			body,
		}),
	);
}

/** The good device's `turn`: one by one, a batch, NDJSON and packed, each in its turn. Throws unless all is stored. */
async function postGood(id: string, key: string, turn: number, from: number): Promise<void> {
	const readings = Array.from({ length: POSTED }, (_, i) =>
		payload(id, { timestamp: from + (turn * POSTED + i + 1) * STEP_MS }),
	);
	const post = (path: string, text: string | Body, headers: Record<string, string> = {}) =>
		exports.default.fetch(
			new Request(`${ORIGIN}/api/v1/telemetry${path}`, {
				method: "POST",
				headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...headers },
				body: text,
			}),
		);
	if (turn % 4 === 0) {
		for (const one of readings) {
			const answer = await post("", JSON.stringify(one));
			expect([answer.status, ((await answer.json()) as TelemetryAccepted).duplicate]).toEqual([202, false]);
		}
		return;
	}
	const ndjson = readings.map((one) => JSON.stringify(one)).join("\n");
	const answer = await (turn % 4 === 1
		? post("/batch", JSON.stringify(readings))
		: turn % 4 === 2
			? post("/batch", ndjson, { "content-type": "application/x-ndjson" })
			: post("/batch", (await gzip(new TextEncoder().encode(JSON.stringify(readings)))) as Body, {
					"content-encoding": "gzip",
				}));
	expect([answer.status, ((await answer.json()) as BatchAccepted).accepted]).toEqual([202, POSTED]);
}

/** Malformed requests of one device: fewer than the edge lets through in its ten seconds. */
const A_DEVICE = 1_000;

describe("bodies of nonsense", () => {
	it(
		"are answered with what is wrong and never a failure of ours, and good devices do not notice",
		{ timeout: 30_000 + 20 * REQUESTS },
		async ({ annotate }) => {
			const failures = vi.spyOn(console, "error");
			// A line a refusal would be all that the machine does.
			const lines = vi.spyOn(console, "log").mockImplementation(() => {});
			const [good, stream] = [await enrol(), await streaming()];
			// Taken in turns: the edge counts what each device asks.
			const victims = [];
			for (let i = 0; i < REQUESTS; i += A_DEVICE) victims.push(await enrol());
			for (const { id } of [...victims, good, stream]) await unhurried(monitorOf(id));
			const turns = Math.floor(REQUESTS / BETWEEN_GOOD);
			const from = Date.now() - (turns + 1) * STREAMED * STEP_MS;
			const statuses: Record<string, number> = {};
			const bad = fc.sample(badRequest, { numRuns: REQUESTS, seed: 20261123 });
			for (let turn = 0; turn < turns; turn++) {
				const victim = victims[turn % victims.length] as (typeof victims)[number];
				const some = bad.slice(turn * BETWEEN_GOOD, (turn + 1) * BETWEEN_GOOD);
				const one = async () => {
					for (let next = some.pop(); next !== undefined; next = some.pop()) {
						const answer = await send(victim.id, victim.key, next);
						statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
						const said = (await answer.json()) as { status?: unknown; correlation_id?: unknown };
						if (!STATUSES.has(answer.status)) throw new Error(`${answer.status} to ${JSON.stringify(next)}`);
						if (answer.status < 400) continue;
						expect(answer.headers.get("content-type")).toBe("application/problem+json");
						expect(said).toMatchObject({ status: answer.status, correlation_id: expect.any(String) });
					}
				};
				stream.wire.send(numbered(turn * STREAMED + 1, (turn + 1) * STREAMED, from));
				await Promise.all([postGood(good.id, good.key, turn, from), ...Array.from({ length: AT_ONCE }, one)]);
				await stream.wire.frame("ack", ({ through }) => through === (turn + 1) * STREAMED);
			}
			expect(failures, "nothing failed inside").not.toHaveBeenCalled();
			lines.mockRestore();
			const times = (count: number) => Array.from({ length: count }, (_, i) => from + (i + 1) * STEP_MS);
			expect(await storedTimes(good.id), "posted, each once").toEqual(times(turns * POSTED));
			expect(await storedTimes(stream.id), "streamed, each once").toEqual(times(turns * STREAMED));
			// And a victim's own good traffic is taken as ever.
			const victim = victims[0] as (typeof victims)[number];
			const wire = await connect(victim.id, victim.key);
			wire.send({ type: "hello", version: 1, session: "after", acknowledged: 0 });
			await wire.frame("welcome");
			await annotate(
				`${REQUESTS} bad requests were answered ${JSON.stringify(statuses)}; beside them ${turns * POSTED} good readings posted and ${turns * STREAMED} streamed`,
			);
		},
	);
});
