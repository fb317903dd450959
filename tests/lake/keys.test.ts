import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayObjectKey, objectKey, type ObjectRange, parseObjectKey, READINGS_PREFIX } from "../../lake/keys.ts";

const HOUR: ObjectRange = {
	wardId: "icu",
	deviceId: "monitor-4",
	firstSeq: 1,
	lastSeq: 3600,
	firstTimestamp: Date.UTC(2026, 2, 1, 10),
};
const HOUR_KEY = "readings/date=2026-03-01/ward=icu/device=monitor-4/seq=000000000001-000000003600.parquet";

/** Any range that has a key, ids of any text included. */
const ranges = fc
	.record({
		wardId: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
		deviceId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{2,49}$/),
		firstSeq: fc.integer({ min: 1, max: 1e12 - 1 }),
		rows: fc.integer({ min: 1, max: 4000 }),
		firstTimestamp: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
	})
	.map(({ rows, ...range }) => ({ ...range, lastSeq: Math.min(range.firstSeq + rows - 1, 1e12 - 1) }));

describe("object keys", () => {
	it("name the day, the ward, the device and the range", () => {
		expect(objectKey(HOUR)).toBe(HOUR_KEY);
		expect(parseObjectKey(HOUR_KEY)).toEqual({
			kind: "range",
			wardId: "icu",
			deviceId: "monitor-4",
			firstSeq: 1,
			lastSeq: 3600,
			date: "2026-03-01",
			dayStart: Date.UTC(2026, 2, 1),
		});
	});

	it("name a compacted day by the number of its compaction", () => {
		const day = { wardId: "icu", deviceId: "monitor:4", day: HOUR.firstTimestamp, generation: 12 };
		const key = "readings/date=2026-03-01/ward=icu/device=monitor%3A4/day-000012.parquet";
		expect(dayObjectKey(day)).toBe(key);
		expect(parseObjectKey(key)).toEqual({
			kind: "day",
			wardId: "icu",
			deviceId: "monitor:4",
			generation: 12,
			date: "2026-03-01",
			dayStart: Date.UTC(2026, 2, 1),
		});
		for (const generation of [0, 1.5, 1e6, Number.NaN]) {
			expect(() => dayObjectKey({ ...day, generation })).toThrow(`generation ${generation}`);
		}
		expect(parseObjectKey(key.replace("000012", "000000"))).toBeNull();
		expect(parseObjectKey(key.replace("000012", "12"))).toBeNull();
	});

	it("take the day in UTC, so that 23:59:59.999 and the next millisecond part", () => {
		expect(objectKey({ ...HOUR, firstTimestamp: Date.UTC(2026, 2, 1) - 1 })).toContain("date=2026-02-28/");
		expect(objectKey({ ...HOUR, firstTimestamp: Date.UTC(2026, 2, 1) })).toContain("date=2026-03-01/");
	});

	it("sort as the sequence numbers do", () => {
		const keys = [1, 3601, 36_001, 999_999_999].map((firstSeq) =>
			objectKey({ ...HOUR, firstSeq, lastSeq: firstSeq + 3599 }),
		);
		expect(keys.toSorted()).toEqual(keys);
	});

	it("round trip whatever the ids are", () => {
		fc.assert(
			fc.property(ranges, (range) => {
				const date = new Date(range.firstTimestamp).toISOString().slice(0, 10);
				expect(parseObjectKey(objectKey(range))).toEqual({
					kind: "range",
					wardId: range.wardId,
					deviceId: range.deviceId,
					firstSeq: range.firstSeq,
					lastSeq: range.lastSeq,
					date,
					dayStart: Date.parse(date),
				});
			}),
		);
	});

	it("NEVER leave their folders, whatever the ids are", () => {
		fc.assert(
			fc.property(ranges, fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), (range, wild) => {
				fc.pre(wild.isWellFormed());
				const key = objectKey({ ...range, wardId: wild, deviceId: wild });
				expect(key.startsWith(READINGS_PREFIX)).toBe(true);
				expect(key).toMatch(
					/^readings\/date=[0-9-]{10}\/ward=[A-Za-z0-9._%-]+\/device=[A-Za-z0-9._%-]+\/seq=\d{12}-\d{12}\.parquet$/,
				);
				expect(new URL(key, "https://lake.test/").pathname).toBe(`/${key}`);
			}),
		);
	});

	it.each(["../../etc", "a/b", "a=b", "icu:4", "a b", "a%2Fb", "..", "~!'()*", "Bett Ä"])(
		"keep the id %s apart from every other",
		(id) => {
			const key = objectKey({ ...HOUR, wardId: id, deviceId: id });
			expect(key.split("/")).toHaveLength(5);
			expect(parseObjectKey(key)).toMatchObject({ wardId: id, deviceId: id });
		},
	);

	it.each([
		["an empty ward", { wardId: "" }, "ward id"],
		["an empty device", { deviceId: "" }, "device id"],
		["an ill-formed id", { deviceId: "a\ud800" }, "device id"],
		["a range from 0", { firstSeq: 0 }, "seq 0 to 3600"],
		["a range that ends before it begins", { firstSeq: 10, lastSeq: 9 }, "seq 10 to 9"],
		["a broken range", { lastSeq: Number.NaN }, "seq 1 to NaN"],
		["a range beyond twelve digits", { lastSeq: 1e12 }, "seq 1 to 1000000000000"],
		["a time that is none", { firstTimestamp: Number.NaN }, "timestamp NaN"],
		["a year of five digits", { firstTimestamp: Date.UTC(10_000, 0, 1) }, "timestamp 253402300800000"],
		["ids too long for the store", { wardId: "ü".repeat(200) }, "at most 1024"],
	])("refuse %s and say what was got", (_, change, message) => {
		expect(() => objectKey({ ...HOUR, ...change })).toThrow(message);
	});

	it.each([
		["another folder", "exports/date=2026-03-01/ward=icu/device=m/seq=000000000001-000000000002.parquet"],
		["something before", `x/${HOUR_KEY}`],
		["something behind", `${HOUR_KEY}.tmp`],
		["a folder too many", HOUR_KEY.replace("ward=icu", "ward=icu/x=1")],
		["unpadded numbers", HOUR_KEY.replace("000000000001", "1")],
		["a day that is none", HOUR_KEY.replace("2026-03-01", "2026-02-31")],
		["a month that is none", HOUR_KEY.replace("2026-03-01", "2026-13-01")],
		["a second spelling of an id", HOUR_KEY.replace("ward=icu", "ward=%69cu")],
		["broken percent-encoding", HOUR_KEY.replace("ward=icu", "ward=%E0%A4%A")],
		["a range that ends before it begins", HOUR_KEY.replace("000000003600", "000000000000")],
		["more than a key can have", HOUR_KEY.replace("ward=icu", `ward=${"i".repeat(1024)}`)],
		["ids that our spelling makes too long", HOUR_KEY.replace("ward=icu", `ward=${"!".repeat(400)}`)],
		["half a surrogate pair", HOUR_KEY.replace("ward=icu", "ward=\ud800")],
	])("pass over %s", (_, key) => {
		expect(parseObjectKey(key)).toBeNull();
	});
});
