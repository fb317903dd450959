/** One that hangs, a device, a ward or a viewer, is waited for so long and holds up nobody else. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { Outbox } from "../../durable-objects/outbox.ts";
import { anomaliesOf, ingest, item, series } from "./monitor-support.ts";
import { falseClock, openAt, pass, post, silences } from "./silence-support.ts";
import { call, enrol, eventually, monitorOf, ORIGIN, stationOf } from "./support.ts";

const never = () => new Promise<never>(() => {});

/** Makes an object see others through `change`. */
const seeing = (stub: DurableObjectStub, change: (real: typeof env) => object) =>
	runInDurableObject(stub as never, (instance: object) => {
		const object = instance as { env: typeof env };
		object.env = Object.assign(Object.create(object.env) as object, change(object.env)) as never;
	});

describe("a device that hangs", () => {
	falseClock();

	it("does not keep its ward from noticing that another is silent, and is asked again itself", async () => {
		const ward = "ward-hanging-device";
		const [hangs, stops] = [
			await enrol({ ward, patient_id: "PATIENT-HANGS" }),
			await enrol({ ward, patient_id: "PATIENT-STOPS" }),
		];
		await post(hangs.id);
		await post(stops.id);
		const asked: string[] = [];
		await seeing(stationOf(ward), (real) => ({
			DEVICE_MONITOR: {
				getByName: (id: string) =>
					id === hangs.id
						? { checkSilence: () => (asked.push(id), never()), watch: never }
						: real.DEVICE_MONITOR.getByName(id),
			},
		}));
		for (let round = 1; round <= 2; round++) {
			pass(120);
			expect(await runDurableObjectAlarm(stationOf(ward))).toBe(true);
			expect(asked.length).toBe(round);
		}
		expect(await openAt(stops.id)).toMatchObject([{ rule: "silence" }]);
		await eventually(async () => (await silences(stops.id)).length === 1);
	});

	it("does not keep a viewer from seeing the other beds", async () => {
		const ward = "ward-hanging-bed";
		const [hangs, well] = [
			await enrol({ ward, patient_id: "PATIENT-H" }),
			await enrol({ ward, patient_id: "PATIENT-W" }),
		];
		await ingest(monitorOf(well.id), [item(Date.now(), 66)]);
		await seeing(stationOf(ward), (real) => ({
			DEVICE_MONITOR: {
				getByName: (id: string) => (id === hangs.id ? { watch: never } : real.DEVICE_MONITOR.getByName(id)),
			},
		}));
		const viewer = await watching(ward);
		await viewer.greeted(200);
		expect(viewer.texts[0]).toContain('"heart_rate":66');
		viewer.socket.close();
	});
});

describe("a ward that hangs", () => {
	it("does not keep the ward to which its device moved, or the registry, from hearing of an alarm", async () => {
		const { id } = await enrol({ ward: "ward-hangs", patient_id: "PATIENT-MOVES-ON" });
		await call("PUT", "/api/v1/wards/ward-hears", { role: "engineer", body: { name: "Hears" } });
		await ingest(monitorOf(id), series(60));
		await seeing(monitorOf(id), (real) => ({
			WARD_STATION: {
				getByName: (name: string) =>
					name === "ward-hangs" ? { hear: never, live: never, alive: never } : real.WARD_STATION.getByName(name),
			},
		}));
		const moved = call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: "ward-hears" } });
		const viewer = await watching("ward-hears");
		await eventually(async () => viewer.texts.some((text) => text.includes(id)));
		await ingest(
			monitorOf(id),
			series(30, () => 190, Date.now()),
		);
		await eventually(async () => viewer.texts.some((text) => text.includes('"type":"episode"')));
		await eventually(async () => (await anomaliesOf(id)).length === 1);
		expect((await moved).status).toBe(200);
		// What the old ward was to learn is kept for it, and nothing else.
		expect((await monitorOf(id).status()).outbox).toBe(1);
		viewer.socket.close();
	});

	it("is told later, in order, what it did not hear", async () => {
		const { id } = await enrol();
		await runInDurableObject(monitorOf(id), async (_, { storage }) => {
			type Body = { to: string; n: number };
			const outbox = new Outbox<"ward">(storage.sql, (_sink, body) => (body as Body).to);
			const told: Body[] = [];
			let hangs = true;
			const deliver = {
				ward: (body: unknown) => {
					if (hangs && (body as Body).to === "old") return never();
					told.push(body as Body);
					return Promise.resolve();
				},
			};
			for (const [to, n] of [
				["old", 1],
				["new", 2],
				["old", 3],
				["new", 4],
			] as const)
				outbox.add("ward", { to, n });
			const failed: string[] = [];
			expect(await outbox.drain(deliver, (queue) => failed.push(queue))).toBe(false);
			expect([failed, told.map(({ n }) => n)]).toEqual([["old"], [2, 4]]);
			hangs = false;
			expect(await outbox.drain(deliver, () => {})).toBe(true);
			expect(told.map(({ n }) => n)).toEqual([2, 4, 1, 3]);
		});
	});
});

describe("a viewer of whom nothing is heard", () => {
	falseClock();

	it("is let go after three minutes, and its ward's devices stop sending live values", async () => {
		const ward = "ward-half-open";
		const { id } = await enrol({ ward, patient_id: "PATIENT-UNSEEN" });
		await ingest(monitorOf(id), [item(Date.now(), 72)]);
		const viewer = await watching(ward);
		await viewer.greeted();
		let live = 0;
		await seeing(monitorOf(id), (real) => ({
			WARD_STATION: {
				getByName: (name: string) => {
					const stub = real.WARD_STATION.getByName(name);
					return {
						hear: (...news: Parameters<typeof stub.hear>) => stub.hear(...news),
						alive: (...told: Parameters<typeof stub.alive>) => stub.alive(...told),
						live: (...told: Parameters<typeof stub.live>) => (live++, stub.live(...told)),
					};
				},
			},
		}));
		const minute = async () => {
			live = 0;
			for (let i = 0; i < 12; i++) {
				pass(5);
				await ingest(monitorOf(id), [item(Date.now(), 70 + i)]);
			}
			await runDurableObjectAlarm(stationOf(ward));
			return live;
		};
		expect(await minute()).toBeGreaterThan(5);
		expect(await minute()).toBeGreaterThan(5);
		expect(viewer.closed()).toBe(null);
		await minute();
		await minute();
		await eventually(async () => viewer.closed() === 1001);
		await minute();
		expect(await minute()).toBe(0);
	});

	it("and one that pings is NOT let go", async () => {
		const ward = "ward-pings";
		await enrol({ ward });
		// The platform notes the time of a ping by its own clock, which no test moves: the connection is made earlier.
		pass(-300);
		const viewer = await watching(ward);
		await viewer.greeted();
		pass(300);
		viewer.socket.send("ping");
		await eventually(async () => viewer.texts.includes("pong"));
		await runDurableObjectAlarm(stationOf(ward));
		await scheduler.wait(200);
		expect(viewer.closed()).toBe(null);
		viewer.socket.close();
	});
});

/** A viewer's socket, what it got, and the code that it was closed with. */
async function watching(ward: string) {
	const headers = { upgrade: "websocket", origin: ORIGIN };
	const answer = await call("GET", `/api/v1/wards/${ward}/live`, { role: "viewer", headers });
	const socket = answer.webSocket as WebSocket;
	const texts: string[] = [];
	let closed: number | null = null;
	socket.accept();
	socket.addEventListener("message", ({ data }) => texts.push(String(data)));
	socket.addEventListener("close", ({ code }) => (closed = code));
	const greeted = async (tries = 100) => {
		for (let i = 0; i < tries && texts.length === 0; i++) await scheduler.wait(50);
		expect(texts.length).toBeGreaterThan(0);
	};
	return { socket, texts, greeted, closed: () => closed };
}
