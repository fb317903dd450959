/** What a broken, confused or hostile device may send: frames of a stream, and HTTP bodies with their headers. Seeded. */
import fc from "fast-check";
import { env } from "cloudflare:workers";
import { numbered } from "./stream-support.ts";
import { payload } from "./support.ts";

/** How many, unless `FUZZ_RUNS` in the environment of the test run says otherwise. */
export const fuzzRuns = (usual: number): number => Number(env.FUZZ_RUNS ?? usual);

const OVER_THE_LIMIT = 1024 * 1024 + 1;

const value: fc.Arbitrary<unknown> = fc.oneof(
	fc.jsonValue(),
	fc.constantFrom(NaN, -1, 0, 1e308, 2 ** 53, "", "\u0000", null, [], {}, true, "2026-11-22T10:00:00Z"),
);
const FIELDS = ["device_id", "timestamp", "heart_rate", "spo2", "patient_id", "battery_level", "__proto__"] as const;
const reading = fc.oneof(value, fc.dictionary(fc.constantFrom(...FIELDS), value));

/** A place in a text or in bytes, as a share of its length. */
const share = fc.double({ min: 0, max: 0.999, noNaN: true });

type Damage = (bytes: Uint8Array) => Uint8Array;

const damage: fc.Arbitrary<Damage> = fc.oneof(
	share.map(
		(at): Damage =>
			(bytes) =>
				bytes.slice(0, Math.floor(at * bytes.length)),
	),
	share.map(
		(at): Damage =>
			(bytes) =>
				bytes.slice(Math.floor(at * bytes.length)),
	),
	fc.array(fc.tuple(share, fc.nat(7)), { minLength: 1, maxLength: 4 }).map((flips): Damage => (bytes) => {
		const copy = bytes.slice();
		for (const [at, bit] of flips) if (copy.length > 0) (copy[Math.floor(at * copy.length)] as number) ^= 1 << bit;
		return copy;
	}),
	fc.tuple(share, fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, extra]): Damage => (bytes) => {
		const place = Math.floor(at * bytes.length);
		return Uint8Array.from([...bytes.subarray(0, place), ...extra, ...bytes.subarray(place)]);
	}),
	fc.constant<Damage>((bytes) => Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])),
	fc.constant<Damage>((bytes) => Uint8Array.from([0xff, 0xfe, ...[...bytes].flatMap((byte) => [byte, 0])])),
);

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Texts of a stream's frames. */
export const frame: fc.Arbitrary<string> = fc.oneof(
	{ weight: 2500, arbitrary: fc.string({ unit: "binary" }) },
	{ weight: 2500, arbitrary: fc.jsonValue().map((any) => JSON.stringify(any)) },
	{
		weight: 2500,
		arbitrary: fc
			.record(
				{
					type: fc.oneof(fc.constantFrom("hello", "readings", "flush", "ack", "__proto__"), value),
					version: value,
					session: fc.oneof(fc.constantFrom("fuzz", "s1"), value),
					acknowledged: value,
					first: fc.oneof(fc.integer({ min: -2, max: 3 }), value),
					through: value,
					now: value,
					readings: fc.oneof(fc.array(reading, { maxLength: 5 }), value),
				},
				{ requiredKeys: [] },
			)
			.map((any) => JSON.stringify(any)),
	},
	{
		weight: 2500,
		arbitrary: damage.map((spoil) => decode(spoil(encode(JSON.stringify(numbered(1, 2, 0)))))),
	},
	{ weight: 2, arbitrary: fc.constantFrom("[", " ", "a", '{"type":').map((one) => one.repeat(OVER_THE_LIMIT)) },
	{ weight: 20, arbitrary: fc.constantFrom("[", '{"a":').map((one) => one.repeat(20_000)) },
);

/** One request that should not be. Bodies are made late: they name the device. */
export interface BadRequest {
	readonly method: "POST" | "PUT";
	/** Below `/api/v1`; `:id` is the device's. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: (deviceId: string) => Promise<Uint8Array>;
	/** Sent piece by piece, without a declared length. */
	readonly chunked: boolean;
}

type Text = (deviceId: string) => string;

const good = (id: string, count: number) =>
	Array.from({ length: count }, (_, i) => payload(id, { timestamp: Date.now() - (count - i) * 1000 }));

const text: fc.Arbitrary<Text> = fc.oneof(
	{ weight: 2000, arbitrary: fc.constant<Text>((id) => JSON.stringify(payload(id))) },
	{
		weight: 2000,
		arbitrary: fc.integer({ min: 1, max: 20 }).map(
			(n): Text =>
				(id) =>
					JSON.stringify(good(id, n)),
		),
	},
	{
		weight: 2000,
		arbitrary: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom("\n", "\r\n", "\n\n", "\r", ",\n")).map(
			([n, between]): Text =>
				(id) =>
					good(id, n)
						.map((one) => JSON.stringify(one))
						.join(between),
		),
	},
	{
		weight: 1500,
		arbitrary: fc.array(reading, { maxLength: 6 }).map(
			(any): Text =>
				() =>
					JSON.stringify(any),
		),
	},
	{
		weight: 1500,
		arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), value).map(
			(fields): Text =>
				(id) =>
					JSON.stringify(payload(id, fields)),
		),
	},
	{
		weight: 500,
		arbitrary: fc.string({ unit: "binary" }).map(
			(any): Text =>
				() =>
					any,
		),
	},
	{
		weight: 200,
		arbitrary: fc.constantFrom("", " ", "null", "[]", "{}", "NaN", "[NaN]", '"').map(
			(any): Text =>
				() =>
					any,
		),
	},
	{
		weight: 100,
		arbitrary: fc.constantFrom("[", '{"a":', "\n", "0").map(
			(one): Text =>
				() =>
					one.repeat(20_000),
		),
	},
	{
		weight: 30,
		arbitrary: fc.constantFrom("[", " ", "0", "{}\n").map(
			(one): Text =>
				() =>
					one.repeat(OVER_THE_LIMIT),
		),
	},
	{ weight: 30, arbitrary: fc.constant<Text>((id) => JSON.stringify(good(id, 1001))) },
);

export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
	const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

const CONTENT_TYPES = [
	"application/json",
	"application/json; charset=utf-16",
	"application/x-ndjson",
	"application/ndjson",
	"application/jsonl; charset=utf-8",
	"text/plain",
	"application/octet-stream",
	"application/x-www-form-urlencoded",
	"multipart/form-data; boundary=x",
	"application/gzip",
	"application/json, text/html",
	"nonsense",
	"",
] as const;
const ENCODINGS = ["gzip", "x-gzip", "GZIP ", "identity", "br", "deflate", "gzip, gzip", "nonsense", ""] as const;

/** Requests to what takes readings, and to a device's clock. */
export const badRequest: fc.Arbitrary<BadRequest> = fc
	.record({
		path: fc.constantFrom("/telemetry", "/telemetry/batch", "/telemetry/batch", "/devices/:id/clock"),
		text,
		type: fc.constantFrom(...CONTENT_TYPES),
		before: fc.option(damage, { freq: 2 }),
		packed: fc.constantFrom(0, 0, 0, 1, 1, 2),
		after: fc.option(damage, { freq: 3 }),
		encoding: fc.oneof(
			{ weight: 4, arbitrary: fc.constant(null) },
			{ weight: 1, arbitrary: fc.constantFrom(...ENCODINGS) },
		),
		chunked: fc.boolean(),
		correlation: fc.option(fc.constantFrom("abc", "a b", "a/b", "x".repeat(200), "a\tb"), { freq: 2 }),
	})
	.map(({ path, text: textOf, type, before, packed, after, encoding, chunked, correlation }) => ({
		method: path.endsWith("clock") ? ("PUT" as const) : ("POST" as const),
		path,
		headers: {
			"content-type": type,
			...(packed > 0 && encoding === null ? { "content-encoding": "gzip" } : {}),
			...(encoding === null ? {} : { "content-encoding": encoding }),
			...(correlation === null ? {} : { "x-correlation-id": correlation }),
		},
		chunked,
		body: async (deviceId: string) => {
			let bytes: Uint8Array = encode(textOf(deviceId));
			if (before !== null) bytes = before(bytes);
			for (let i = 0; i < packed; i++) bytes = await gzip(bytes);
			return after === null || packed === 0 ? bytes : after(bytes);
		},
	}));
