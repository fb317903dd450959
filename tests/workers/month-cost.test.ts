import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { catalogueLakeObject } from "../../registry/lake-catalogue.ts";
import type { CostAnswer, LakeDay, Page } from "../../vitals/api.ts";
import { monthCost } from "../../workers/cost/month.ts";
import { call } from "./support.ts";

const NOVEMBER = { since: Date.UTC(2026, 10, 1), now: Date.UTC(2026, 10, 16) };
const line = (answer: CostAnswer, label: RegExp) => answer.lines.find((one) => label.test(one.label));

describe("the month's cost", () => {
	it("is, for a thousand devices at one reading a second, what was measured for them", () => {
		const month = 2.592e9;
		const counts = { devices: 1000, readings: month / 2, lakeWrites: 400_000, lakeBytes: 8.8e9, episodes: 10 };
		const answer = monthCost(counts, 1, NOVEMBER);
		expect(answer.month_usd).toBeCloseTo(38.9, 0);
		expect(line(answer, /messages/)).toMatchObject({ basis: "estimated" });
		expect(line(answer, /R2 class A/)).toMatchObject({ basis: "counted", units: 400_000, month_units: 800_000 });
		// What lies there is not twice as much when the month is over.
		expect(line(answer, /R2 storage/)).toMatchObject({ basis: "counted", units: 8.8, month_units: 8.8 });
	});

	it("is the plan's base charge where nothing was sent", () => {
		const nothing = { devices: 0, readings: 0, lakeWrites: 0, lakeBytes: 0, episodes: 0 };
		expect(monthCost(nothing, 5, { ...NOVEMBER, now: NOVEMBER.since })).toMatchObject({ usd: 5, month_usd: 5 });
	});

	it("and the days of the lake are told to engineers by what the catalogue has", async () => {
		const registry = connectRegistry(env.DB);
		const at = Date.now();
		const day = new Date(at).toISOString().slice(0, 10);
		const before = (await (await call("GET", "/api/v1/cost", { role: "engineer" })).json()) as CostAnswer;
		for (const device of ["COST-1", "COST-1", "COST-2"]) {
			await catalogueLakeObject(registry, {
				key: `readings/${crypto.randomUUID()}`,
				deviceId: device,
				wardId: "ward-cost",
				firstSeq: 1,
				lastSeq: 100,
				readings: 100,
				bytes: 700,
				md5: "0".repeat(32),
				firstTimestamp: at,
				lastTimestamp: at + 1000,
			});
		}
		const after = (await (await call("GET", "/api/v1/cost", { role: "engineer" })).json()) as CostAnswer;
		expect(after.counted.lake_writes - before.counted.lake_writes).toBe(3);
		expect(after.counted.readings - before.counted.readings).toBe(300);
		const days = (await (await call("GET", "/api/v1/lake/days", { role: "engineer" })).json()) as Page<LakeDay>;
		const today = days.data.find(({ date }) => date === day);
		expect(today?.objects).toBeGreaterThanOrEqual(3);
		expect(today?.devices).toBeLessThan(today?.objects ?? 0);
		const refused = await call("GET", "/api/v1/lake/days?cursor=yesterday", { role: "engineer" });
		expect(refused.status).toBe(422);
	});
});
