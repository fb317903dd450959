/** A device that moves: its readings are those of the ward where they were measured, in the lake and in what is exported. */
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { deviceLakeObjects } from "../../registry/lake-catalogue.ts";
import type { ExportPage } from "../../vitals/api.ts";
import { compact, DAY_MS, deviceAt, HOUR_MS, midnight, timesInLake } from "./lake-support.ts";
import { ingest, item } from "./monitor-support.ts";
import { call, ORIGIN } from "./support.ts";

vi.setConfig({ testTimeout: 60_000 });

const minutes = (from: number, n: number) => Array.from({ length: n }, (_, i) => from + i * 60_000);

/** Times of the readings that an export of one ward has. */
async function exportedTimes(ward: string, id: string, day: number): Promise<number[]> {
	const body = { ward_id: ward, devices: [id], from: day, to: day + 2 * DAY_MS, format: "csv" };
	const answer = await call("POST", "/api/v1/exports", { role: "admin", body });
	const { data } = (await answer.json()) as ExportPage;
	const times: number[] = [];
	for (const file of data) {
		const lines = (await (await call("GET", file.url.slice(ORIGIN.length), {})).text()).trim().split("\n");
		const column = (lines[0] ?? "").trim().split(",").indexOf("timestamp");
		times.push(...lines.slice(1).map((line) => Date.parse(line.split(",")[column] ?? "")));
	}
	return times.toSorted((a, b) => a - b);
}

describe("the readings of a device that moved", () => {
	it("are exported with the ward where they were measured, late ones too, before and after their day is compacted", async () => {
		const day = midnight(5);
		const { id, stub, at } = await deviceAt(day);
		const send = async (times: number[]) => {
			await at(Math.max(...times, day));
			await ingest(
				stub,
				times.map((time) => item(time, 70)),
			);
		};
		const before = minutes(day + HOUR_MS, 40);
		await send(before);
		// Not in the lake yet as it moves.
		await at(day + 2 * HOUR_MS);
		await call("PUT", "/api/v1/wards/ward-moved-to", { role: "engineer", body: { name: "To" } });
		const body = { ward_id: "ward-moved-to", simulated: true };
		expect((await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body })).status).toBe(200);
		const after = minutes(day + 2 * HOUR_MS + 1000, 20);
		await send(after);
		const late = minutes(day + HOUR_MS + 30_000, 10);
		await ingest(
			stub,
			late.map((time) => item(time, 71)),
		);
		const more = minutes(day + 3 * HOUR_MS, 20);
		await send(more);
		await stub.flush();

		const inFirst = [...before, ...late].toSorted((a, b) => a - b);
		const inSecond = [...after, ...more];
		const check = async () => {
			expect(await exportedTimes("ward-t", id, day)).toEqual(inFirst);
			expect(await exportedTimes("ward-moved-to", id, day)).toEqual(inSecond);
			expect(await timesInLake(id)).toEqual([...inFirst, ...inSecond].toSorted((a, b) => a - b));
		};
		await check();
		await at(day + DAY_MS + 60_000 + env.LAKE_COMPACT_SECONDS * 1000);
		// A day at a time: what is left is scheduled for at once.
		for (const _ward of ["ward-t", "ward-moved-to"]) await compact(stub);
		const objects = (await deviceLakeObjects(connectRegistry(env.DB), id)).filter(
			({ supersededAt }) => supersededAt === null,
		);
		expect(objects.map(({ wardId, readings }) => [wardId, readings]).toSorted()).toEqual([
			["ward-moved-to", inSecond.length],
			["ward-t", inFirst.length],
		]);
		await check();
	});
});
