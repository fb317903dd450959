import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { stored } from "./monitor-support.ts";
import { enrol, monitorOf, ORIGIN, payload, stretch } from "./support.ts";

const gzip = async (text: string) =>
	new Uint8Array(
		await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
	);

const post = (path: string, key: string, body: Uint8Array, headers: Record<string, string> = {}) =>
	exports.default.fetch(
		new Request(ORIGIN + path, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-encoding": "gzip", ...headers },
			body: body as unknown as BodyInit,
		}),
	);

describe("a gzip body", () => {
	it("is taken as its text is: one reading, a batch, NDJSON", async () => {
		const { id, key } = await enrol();
		const batch = stretch(id, 200);
		expect((await post("/api/v1/telemetry", key, await gzip(JSON.stringify(payload(id))))).status).toBe(202);
		const packed = await gzip(JSON.stringify(batch));
		expect(packed.byteLength).toBeLessThan(JSON.stringify(batch).length / 8);
		expect(await (await post("/api/v1/telemetry/batch", key, packed)).json()).toMatchObject({ accepted: 200 });
		const lines = await gzip(batch.map((one) => JSON.stringify(one)).join("\n"));
		const ndjson = { "content-type": "application/x-ndjson" };
		expect(await (await post("/api/v1/telemetry/batch", key, lines, ndjson)).json()).toMatchObject({ duplicates: 200 });
		expect(await stored(monitorOf(id))).toHaveLength(201);
	});

	it("that unpacks to more than the limit is refused, however small it is packed", async () => {
		const { key } = await enrol();
		const bomb = await gzip(" ".repeat(20_000_000));
		expect(bomb.byteLength).toBeLessThan(50_000);
		expect((await post("/api/v1/telemetry", key, bomb)).status).toBe(413);
	});

	it("that is broken or cut short, or packed in another way, is a problem and never a failure of ours", async () => {
		const { id, key } = await enrol();
		const good = await gzip(JSON.stringify(payload(id)));
		for (const bad of [good.slice(0, good.length - 9), good.slice(4), new Uint8Array([1, 2, 3])]) {
			const response = await post("/api/v1/telemetry", key, bad);
			expect(response.status).toBe(400);
			expect(response.headers.get("content-type")).toBe("application/problem+json");
		}
		expect((await post("/api/v1/telemetry", key, good, { "content-encoding": "br" })).status).toBe(415);
		expect(await stored(monitorOf(id))).toHaveLength(0);
	});
});
