import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Role } from "../../vitals/api.ts";
import type { Route } from "../../workers/app.ts";
import { ROUTES } from "../../workers/index.ts";
import { nameOf, PAYLOADS, type Payload, type PayloadKind } from "../support/payloads.ts";
import { placesIn, slotsOf, withValue, type Slots } from "./injection-slots.ts";
import { streaming } from "./stream-support.ts";
// What makes a report is loaded with the first one. Here many begin at once, and the test runner's loader answers one of them only.
import "../../workers/reports/compose.ts";
import { call, cookieFor, enrol, eventually, monitorOf, ORIGIN } from "./support.ts";

/** A slot gets every so manieth payload, the next slot the ones beside them: a route of that many slots meets all. */
const STRIDE = 12;
/** What is made of these is an id or a number, and may be taken where one is asked for. */
const HARMLESS = /^[\w.:|@+-]+$/;
/** Headers that are read somewhere, but those that say who asks. */
const HEADERS = ["x-correlation-id", "content-type", "content-encoding", "range", "if-range", "cf-connecting-ip"];
/** Requests at a time. */
const AT_ONCE = 16;

const device = await enrol({ ward: "ward-inject", simulated: true, patient_id: "PATIENT-0", bed: "Bed 0" });
const episode = crypto.randomUUID();
await env.DB.prepare(
	`INSERT INTO episodes (id, version, device_id, ward_id, channel, rule, status, risk, peak_score, opened_at, updated_at,
		vitals_at_onset, contributions, sentence) VALUES (?, 1, ?, ?, 'technical', 'battery', 'open', 'MEDIUM', 0, 1, 1, '{}', '[]', '')`,
)
	.bind(episode, device.id, device.ward)
	.run();
const SLOTS = slotsOf(device, Date.now());
const cookies = new Map<Role, string>();

const nameOfRoute = (route: Route) => `${route.method} ${route.path}`;

const addressOf = (path: string) =>
	path
		.replace("/wards/:id", `/wards/${device.ward}`)
		.replace("/episodes/:id", `/episodes/${episode}`)
		.replace("/members/:id", "/members/M-TARGET")
		.replace(/(DetectedIssue|RiskAssessment)\/:id/, `$1/${episode}`)
		.replace(":vital", "heart_rate")
		.replace(":observation", "00000000-0000-4000-8000-000000000000")
		.replace(":id", device.id);

interface Attempt {
	readonly what: string;
	readonly path: string;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	/** The field that a refusal must name; `null` where any will do. */
	readonly field: string | null;
	/** The payload may be taken. */
	readonly free: boolean;
}

/** All that is tried on a route. */
function attemptsOn(route: Route, slots: Slots): Attempt[] {
	const attempts: Attempt[] = [];
	let slot = 0;
	const stride = STRIDE * (slots.fewer ?? 1);
	const each = (make: (payload: Payload) => Attempt, always?: PayloadKind) => {
		const turn = slot++;
		for (const [i, one] of PAYLOADS.entries())
			if ((i + turn) % stride === 0 || (one.kind === always && slots.fewer === undefined)) attempts.push(make(one));
	};
	const path = addressOf(route.path);
	const asked = (query: Record<string, string>) => {
		const text = new URLSearchParams(query).toString();
		return text === "" ? path : `${path}?${text}`;
	};
	const { query = {}, body, free = [] } = slots;
	// Of a stretch of time either the readings are asked for or their sums: what is common to both.
	const ranged = Object.hasOwn(query, "resolution");
	const single: Record<string, string> = ranged ? { from: query["from"] ?? "", to: query["to"] ?? "" } : {};
	const taken = ranged ? single : query;
	for (const name of Object.keys(query)) {
		each(
			({ text }) => ({
				what: `${name}=`,
				path: asked({ ...taken, [name]: text }),
				...(body === undefined ? {} : { body }),
				field: name,
				free: true,
			}),
			"number",
		);
	}
	each(({ text }) => ({
		what: "an unknown parameter",
		path: asked({ ...single, [text]: text }),
		body,
		field: null,
		free: true,
	}));
	if (route.path.includes(":id")) {
		each(({ text }) => ({
			what: "the address",
			path: asked(taken).replace(path, addressOf(route.path.replace(":id", encodeURIComponent(text.toWellFormed())))),
			body,
			field: "id",
			free: true,
		}));
	}
	if (body !== undefined) {
		for (const place of placesIn(body)) {
			each(({ text }) => ({
				what: place.join("."),
				path: asked({}),
				body: withValue(body, place, text),
				field: place[0] ?? null,
				free: HARMLESS.test(text) || free.includes(place.join(".")),
			}));
		}
		each(({ text }) => ({
			what: "a name in the body",
			path,
			body: { [text]: text, ...body },
			field: null,
			free: true,
		}));
		each(({ text }) => ({ what: "the body", path, body: text.toWellFormed(), field: null, free: true }));
		each(({ text }) => ({ what: "the body, as a string", path, body: JSON.stringify(text), field: null, free: true }));
		each(({ text }) => ({ what: "a list as body", path, body: [text, { [text]: [text] }], field: null, free: true }));
	}
	const sendable = PAYLOADS.filter(({ text }) => /^[\x20-\x7e]*$/.test(text));
	for (const [k, header] of HEADERS.entries()) {
		for (const [i, { text }] of sendable.entries()) {
			if ((i + k + path.length) % (stride * 4) !== 0) continue;
			attempts.push({ what: header, path, body, headers: { [header]: text }, field: null, free: true });
		}
	}
	return attempts;
}

/** What is wrong with the answer, `null` when nothing is. */
function faultOf(slots: Slots, attempt: Attempt, { status, headers }: Response, text: string): string | null {
	if (status >= 500) return `${status}: ${text}`;
	if (status === 429) return "was not looked at: too many";
	if (status === 101 || status === 204 || status === 303) return null;
	if (headers.get("x-content-type-options") !== "nosniff") return "without nosniff";
	if ((headers.get("content-security-policy") ?? "").includes("unsafe")) return "with an unsafe policy";
	if (headers.has("set-cookie")) return "sets a cookie";
	const type = headers.get("content-type") ?? "";
	if (status < 400) {
		const expected =
			slots.answers === undefined ? /^application\/(json|x-ndjson)\b/.test(type) : type.startsWith(slots.answers);
		if (!expected) return `answered as ${type}`;
		return attempt.free || attempt.field === null ? null : `was taken: ${status}`;
	}
	// FHIR's own form of a problem, which is held against its definitions in a test of its own.
	if (slots.answers === "application/fhir+json")
		return type === slots.answers && text.includes("OperationOutcome") ? null : `${status} answered as ${type}`;
	if (!type.startsWith("application/problem+json")) return `${status} answered as ${type}`;
	const problem = JSON.parse(text) as { status: number; errors?: { field: string }[]; items?: unknown };
	if (problem.status !== status) return "the problem has another status than the answer";
	if (status !== 422 || problem.items !== undefined) return null;
	const fields = problem.errors?.map(({ field }) => field) ?? [];
	if (fields.length === 0) return "422 without a field";
	if (attempt.field === null) return null;
	const about = attempt.field === "from" ? ["from", "to"] : [attempt.field];
	return fields.some((field) => about.some((name) => field.startsWith(name))) ? null : `422 names ${fields.join(", ")}`;
}

let tries = 0;

/** Whoever the route lets in; one after the other, where each may ask only so often. */
async function cookieOf({ as, perPerson }: Slots): Promise<string | undefined> {
	if (as === "device" || as === "nobody") return undefined;
	if (perPerson === undefined) return cookies.get(as);
	return cookieFor(as, [device.ward, `ward-${Math.floor(tries++ / perPerson)}`]);
}

async function run(route: Route, slots: Slots, attempt: Attempt): Promise<string | null> {
	const cookie = await cookieOf(slots);
	const batch = route.path.endsWith("/batch") && typeof attempt.body === "object" && !Array.isArray(attempt.body);
	const response = await call(route.method, attempt.path, {
		...(cookie === undefined ? {} : { cookie }),
		...(slots.as === "device" ? { key: device.key } : {}),
		headers: { ...(slots.socket ? { upgrade: "websocket", origin: ORIGIN } : {}), ...attempt.headers },
		...(route.method === "GET" ? {} : { body: batch ? [attempt.body] : (attempt.body ?? {}) }),
	});
	response.webSocket?.accept();
	response.webSocket?.close(1000);
	const text = response.webSocket === null ? await response.text() : "";
	return faultOf(slots, attempt, response, text);
}

const count = async (table: string) =>
	(await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? -1;

const TABLES = ["wards", "beds", "devices", "patients", "members", "episodes", "lake_objects", "settings"];

describe("hostile text", () => {
	const failures = vi.spyOn(console, "error");
	beforeAll(async () => {
		for (const role of ["viewer", "clinician", "engineer", "admin"] as const) cookies.set(role, await cookieFor(role));
		const columns = "id, subject, name, role, wards, status, created_at";
		await env.DB.prepare(
			`INSERT INTO members (${columns}) VALUES ('M-TARGET', 's', 'x', 'viewer', '["ward-t"]', 'active', 1)`,
		).run();
	});
	afterAll(() => failures.mockRestore());

	it("comes in 200 kinds and more, each once", () => {
		expect(new Set(PAYLOADS.map(({ text }) => text)).size).toBe(PAYLOADS.length);
		expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
	});

	it("is tried on every route of the table", () => {
		expect(Object.keys(SLOTS).toSorted()).toEqual(ROUTES.map(nameOfRoute).toSorted());
	});

	it.each(ROUTES.map((route) => [nameOfRoute(route), route] as const))(
		"breaks nothing at %s, and a refusal names its field",
		{ timeout: 120_000 },
		async (name, route) => {
			const slots = SLOTS[name] as Slots;
			const attempts = attemptsOn(route, slots);
			const faults: string[] = [];
			for (let i = 0; i < attempts.length; i += AT_ONCE) {
				const some = attempts.slice(i, i + AT_ONCE);
				const found = await Promise.all(some.map((attempt) => run(route, slots, attempt)));
				for (const [k, fault] of found.entries()) {
					const { what, path, body } = some[k] as Attempt;
					if (fault !== null) faults.push(`${what}: ${nameOf(path)} ${nameOf(JSON.stringify(body) ?? "")}: ${fault}`);
				}
			}
			expect(faults.slice(0, 20), `${faults.length} of ${attempts.length}`).toEqual([]);
			expect(attempts.length).toBeGreaterThan(PAYLOADS.length / STRIDE / (slots.fewer ?? 1));
		},
	);

	it.each([
		["99999999999999999999", "a number that no date can be"],
		["8640000000000000", "the last moment there is, to which eight days cannot be added"],
		["x;y 1", "a text in which a lenient parser finds a year"],
	])("is no moment to read from: %s, %s", async (from) => {
		const cookie = cookies.get("viewer") as string;
		const response = await call("GET", `/api/v1/devices/${device.id}/readings?from=${encodeURIComponent(from)}`, {
			cookie,
		});
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ errors: [{ field: "from" }] });
	});

	it("is no key of the lake, though our spelling of it would be longer than a key may be", async () => {
		const key = `readings/date=2026-03-01/ward=${"!".repeat(400)}/device=x/seq=000000000001-000000000002.parquet`;
		const cookie = cookies.get("admin") as string;
		const response = await call("GET", `/api/v1/lake/object?key=${encodeURIComponent(key)}`, { cookie });
		expect(response.status).toBe(404);
	});

	it("leaves every table and its rows where they are", async () => {
		for (const table of TABLES) expect(await count(table), table).toBeGreaterThanOrEqual(0);
		expect(
			await env.DB.prepare("SELECT id, role FROM members WHERE id IN ('viewer', 'admin') ORDER BY id").all(),
		).toMatchObject({
			results: [
				{ id: "admin", role: "admin" },
				{ id: "viewer", role: "viewer" },
			],
		});
		expect(Object.hasOwn(Object.prototype, "role")).toBe(false);
		expect(failures, "nothing failed inside").not.toHaveBeenCalled();
	});
});

describe("hostile text in a device's stream", () => {
	const now = Date.now();

	it("is refused reading by reading, naming the field and never quoting it, and the next good one is taken", async () => {
		const { wire, id } = await streaming();
		const fields = ["timestamp", "heart_rate", "battery_level"];
		const readings = PAYLOADS.flatMap(({ text }) =>
			fields.map((field) => ({ timestamp: now, heart_rate: 70, [field]: text })),
		).filter(({ timestamp }) => Number.isNaN(Date.parse(String(timestamp))) || timestamp === now);
		for (let i = 0; i < readings.length; i += 500) {
			wire.send({ type: "readings", first: i + 1, readings: readings.slice(i, i + 500) });
			await wire.frame(
				"refused",
				({ readings: refused }) => refused.at(-1)?.seq === Math.min(i + 500, readings.length),
			);
		}
		const refused = wire.frames.flatMap((frame) => (frame.type === "refused" ? frame.readings : []));
		expect(refused.length).toBe(readings.length);
		for (const { errors } of refused) expect(fields).toContain(errors[0]?.field);
		expect(wire.texts.join("")).not.toMatch(/boom|evil|DROP|__proto__|<script/);
		wire.send({ type: "readings", first: readings.length + 1, readings: [{ timestamp: now, heart_rate: 70 }] });
		wire.send({ type: "flush", through: readings.length + 1 });
		await wire.frame("ack", ({ through }) => through === readings.length + 1);
		expect((await monitorOf(id).status()).lastSeq).toBe(1);
	});

	it("names a patient by nothing but a hash, whatever the identifier is", async () => {
		const { wire, id } = await streaming();
		const named = PAYLOADS.filter(({ text }) => text.length >= 3 && text.length <= 50 && text.isWellFormed());
		const readings = named.map(({ text }, i) => ({ timestamp: now - i * 1000, heart_rate: 70, patient_id: text }));
		wire.send({ type: "readings", first: 1, readings });
		wire.send({ type: "flush", through: readings.length });
		await wire.frame("ack", ({ through }) => through === readings.length);
		expect(wire.count("refused")).toBe(0);
		expect((await monitorOf(id).status()).lastSeq).toBe(readings.length);
	});

	it("takes half a surrogate pair for nobody: all halves would be one patient", async () => {
		const { wire } = await streaming();
		wire.send({ type: "readings", first: 1, readings: [{ timestamp: now, heart_rate: 70, patient_id: "P-\ud83d1" }] });
		const { readings } = await wire.frame("refused");
		expect(readings).toMatchObject([{ seq: 1, errors: [{ field: "patient_id" }] }]);
	});

	it("as a frame is an error or nothing; the third closes that connection alone", async () => {
		const other = await streaming();
		for (let i = 0; i < PAYLOADS.length; i += 40) {
			const { wire } = await streaming();
			const some = PAYLOADS.slice(i, i + 40).map(({ text }) => text.toWellFormed());
			for (const text of some) wire.raw(text);
			await eventually(async () => wire.closed());
			expect(wire.closed()).toBe(4400);
			expect(wire.count("error")).toBe(3);
		}
		other.wire.send({ type: "readings", first: 1, readings: [{ timestamp: now, heart_rate: 70 }] });
		other.wire.send({ type: "flush", through: 1 });
		await other.wire.frame("ack", ({ through }) => through === 1);
	});
});
