/**
 * The steps of a reading's way, each alone and many times over, inside the runtime. The clock is the caller's: a
 * runtime at the edge does not let a Worker time itself.
 */
import { DurableObject } from "cloudflare:workers";
import { Detector } from "../../detection/detector.ts";
import { encodeGroup } from "../../durable-objects/device/group-codec.ts";
import { Journal } from "../../durable-objects/device/journal.ts";
import { noVitals, type Reading, type StoredReading } from "../../vitals/reading.ts";
import { checkTelemetry } from "../../vitals/telemetry.ts";
import app from "../../workers/local.ts";
import { deriveDeviceKey } from "../../workers/access/device-key.ts";
import { authenticateWriter } from "../../workers/access/writer.ts";
import type { Env } from "../../workers/env.ts";

/** Readings in a full group, which is what a calm device commits at once. */
const GROUP = 60;

interface ProbeEnv extends Env {
	readonly FLOOR: DurableObjectNamespace<Floor>;
}

/** No device sends as fast as a step is repeated, and the local stand-in of the platform's counter is an object of its own. */
const UNLIMITED = { limit: () => Promise.resolve({ success: true }) };

const payload = (i: number) => ({
	device_id: "bench.1",
	timestamp: 1_780_000_000_000 + i * 1000,
	heart_rate: 70 + (i % 9),
	spo2: 97 - (i % 3),
	respiratory_rate: 14 + (i % 4),
	temperature: 36.6 + (i % 5) / 10,
	systolic_pressure: 118 + (i % 7),
	diastolic_pressure: 76 + (i % 5),
	mean_pressure: 90 + (i % 5),
	etco2: 36 + (i % 3),
	battery_level: 85,
});

function readingOf(i: number): Reading {
	const check = checkTelemetry(payload(i), 0);
	if (!check.ok) throw new Error(JSON.stringify(check.errors));
	return check.value.reading;
}

const storedReading = (i: number): StoredReading => ({
	...readingOf(i),
	seq: i + 1,
	receivedAt: 1_780_000_000_000 + i * 1000,
	patient: "P-000000000001",
	score: 0.5,
	risk: "LOW",
	flags: 0,
});

/** The Worker's own part of a request: everything but the object, which here takes whatever comes. */
async function posts(requests: number, readings: number, env: ProbeEnv): Promise<number> {
	const key = await deriveDeviceKey(env, "bench.1", 1);
	const texts = Array.from({ length: readings }, (_, i) => JSON.stringify(payload(i)));
	const [path, body] = readings === 1 ? ["", texts[0]] : ["/batch", `[${texts.join(",")}]`];
	const results = texts.map(() => ({ kind: "stored", risk: "LOW", flags: 0 }));
	const taken = JSON.stringify({ outcome: "taken", stored: readings, results });
	const monitor = { ingestJson: () => Promise.resolve(taken) };
	const faked = { ...env, DEVICE_LIMIT: UNLIMITED, DEVICE_MONITOR: { getByName: () => monitor } } as unknown as Env;
	const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;
	for (let i = 0; i < requests; i++) {
		const request = new Request(`https://bench.test/api/v1/telemetry${path}`, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body,
		});
		const answer = await app.fetch(request, faked, context);
		if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
	}
	return requests * readings;
}

/** Does a step for at least `n` readings and says for how many; what comes of it is looked at, so that it is not left out. */
const STEPS: Record<string, (n: number, env: ProbeEnv) => Promise<number> | number> = {
	idle: (n) => n,
	key: async (n, env) => {
		const key = await deriveDeviceKey(env, "bench.1", 1);
		const request = new Request("https://bench.test/", { headers: { authorization: `Bearer ${key}` } });
		const uncounted = { ...env, DEVICE_LIMIT: UNLIMITED };
		for (let i = 0; i < n; i++) await authenticateWriter(uncounted, request);
		return n;
	},
	parse: (n) => {
		const text = JSON.stringify(payload(1));
		let sum = 0;
		for (let i = 0; i < n; i++) sum += (JSON.parse(text) as { heart_rate: number }).heart_rate;
		return sum > 0 ? n : 0;
	},
	check: (n) => {
		const bodies = Array.from({ length: GROUP }, (_, i) => payload(i));
		let good = 0;
		for (let i = 0; i < n; i++) if (checkTelemetry(bodies[i % GROUP], 0).ok) good++;
		return good;
	},
	score: (n) => {
		const detector = new Detector({ seed: 1 });
		const readings = Array.from({ length: 600 }, (_, i) => readingOf(i));
		let last = 0;
		for (let i = 0; i < n; i++) {
			const reading = readings[i % readings.length] ?? { timestamp: 0, vitals: noVitals(), battery: null };
			last = detector.push({ ...reading, timestamp: 1_780_000_000_000 + i * 1000 }).score ?? last;
		}
		return last >= 0 ? n : 0;
	},
	state: (n) => {
		const detector = new Detector({ seed: 1 });
		for (let i = 0; i < 600; i++) detector.push(readingOf(i));
		let bytes = 0;
		// Once a commit: a full group's share of a reading is a sixtieth.
		const commits = Math.ceil(n / GROUP);
		for (let i = 0; i < commits; i++) bytes += detector.serialise().length;
		return bytes > 0 ? commits * GROUP : 0;
	},
	encode: (n) => {
		const group = Array.from({ length: GROUP }, (_, i) => storedReading(i));
		let bytes = 0;
		const groups = Math.ceil(n / GROUP);
		for (let i = 0; i < groups; i++) bytes += encodeGroup(group).length;
		return bytes > 0 ? groups * GROUP : 0;
	},
	post_1: (n, env) => posts(n, 1, env),
	post_10: (n, env) => posts(Math.ceil(n / 10), 10, env),
	post_60: (n, env) => posts(Math.ceil(n / 60), 60, env),
	commit: (n, env) => env.FLOOR.getByName(crypto.randomUUID()).commit(Math.ceil(n / GROUP), GROUP),
	commit_each: (n, env) => env.FLOOR.getByName(crypto.randomUUID()).commit(n, 1),
};

export class Floor extends DurableObject<ProbeEnv> {
	/** Commits `times` groups of `size` readings, each durable before the next. Returns how many readings those were. */
	async commit(times: number, size: number): Promise<number> {
		const journal = new Journal(this.ctx.storage);
		const state = new Detector({ seed: 1 }).serialise();
		for (let i = 0; i < times; i++) {
			const readings = Array.from({ length: size }, (_, k) => storedReading(i * size + k));
			const newest = readings.at(-1) as StoredReading;
			journal.transaction(() => journal.append(readings, () => state, { newest, subject: newest.patient }, false));
			await this.ctx.storage.sync();
		}
		return times * size;
	}
}

export default {
	async fetch(request: Request, env: ProbeEnv): Promise<Response> {
		const { searchParams } = new URL(request.url);
		const step = STEPS[searchParams.get("step") ?? ""];
		if (step === undefined) return new Response(Object.keys(STEPS).join(" "), { status: 404 });
		const handled = await step(Number(searchParams.get("n")), env);
		return Response.json({ handled });
	},
} satisfies ExportedHandler<ProbeEnv>;
