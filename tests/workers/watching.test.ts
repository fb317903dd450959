/** What a ward that is watched day and night asks of its devices, and they of it: each call is on the bill. */
import { runInDurableObject } from "cloudflare:test";
import type { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { WardStation } from "../../durable-objects/ward-station.ts";
import type { LiveReading } from "../../vitals/live.ts";
import { ingest, item } from "./monitor-support.ts";
import { falseClock, pass, wait } from "./silence-support.ts";
import { numbered, streaming } from "./stream-support.ts";
import { call, enrol, eventually, monitorOf, ORIGIN, stationOf } from "./support.ts";

falseClock();

const CADENCE_S = 8;

/** Gives a device production's cadence and a ward that is always watched; collects what it is sent. */
async function production(id: string): Promise<LiveReading[]> {
	const sent: LiveReading[] = [];
	await runInDurableObject(monitorOf(id), (instance) => {
		const object = instance as unknown as { env: typeof env };
		const real = object.env.WARD_STATION;
		const station = {
			live: async (reading: LiveReading) => (sent.push(reading), Date.now() + 60_000),
			hear: (...news: Parameters<ReturnType<typeof real.getByName>["hear"]>) => real.getByName(news[0]).hear(...news),
		};
		object.env = Object.assign(Object.create(object.env) as object, {
			LIVE_CADENCE_MS: CADENCE_S * 1000,
			STREAM_GROUP: 5,
			WARD_STATION: { getByName: () => station },
		}) as never;
	});
	return sent;
}

async function openSocket(ward: string): Promise<WebSocket> {
	const headers = { upgrade: "websocket", origin: ORIGIN };
	const answer = await call("GET", `/api/v1/wards/${ward}/live`, { role: "viewer", headers });
	const socket = answer.webSocket as WebSocket;
	let greeted = false;
	socket.accept();
	socket.addEventListener("message", () => (greeted = true));
	await eventually(async () => greeted);
	return socket;
}

describe("a watched device", () => {
	it("sends its values once in a cadence, with a reading that comes then, and waits for nothing in between", async () => {
		const { id } = await enrol({ ward: "ward-cadence", patient_id: "PATIENT-CAD" });
		const sent = await production(id);
		await monitorOf(id).watch(Date.now() + 3_600_000);
		for (let i = 0; i < 80; i++) {
			pass(1);
			await ingest(monitorOf(id), [item(Date.now(), 70 + (i % 5))]);
		}
		expect(sent.length).toBeGreaterThanOrEqual(9);
		expect(sent.length).toBeLessThanOrEqual(12);
		const times = sent.map(({ timestamp }) => timestamp);
		// The first two depend on when it was first looked at.
		for (let i = 2; i < times.length; i++) {
			expect((times[i] as number) - (times[i - 1] as number)).toBe(CADENCE_S * 1000);
		}
	});

	it("sends them at once with an episode that opens, whatever the cadence", async () => {
		const { id } = await enrol({ ward: "ward-opening", patient_id: "PATIENT-OPEN" });
		const sent = await production(id);
		await monitorOf(id).watch(Date.now() + 3_600_000);
		for (let i = 0; i < 60; i++) {
			pass(1);
			await ingest(monitorOf(id), [item(Date.now(), 70 + (i % 5))]);
		}
		let opened: number | null = null;
		for (let i = 0; i < 60 && opened === null; i++) {
			pass(1);
			await ingest(monitorOf(id), [item(Date.now(), 185)]);
			if ((await monitorOf(id).watch(0)).episodes.length > 0) opened = Date.now();
		}
		expect(opened).not.toBeNull();
		expect(sent.at(-1)).toMatchObject({ timestamp: opened, committed: true, vitals: { heart_rate: 185 } });
	});

	it("whose stream is calm is told of groups that fill a cadence, and of single readings when at risk", async () => {
		const { id, wire } = await streaming({ ward: "ward-groups", patient_id: "PATIENT-GROUPS" });
		await production(id);
		await monitorOf(id).watch(Date.now() + 3_600_000);
		const group = (n: number) => wire.frame("settings", ({ settings }) => settings.group === n);
		await group(4);
		const from = Date.now() - 540_000;
		for (let seq = 1; seq <= 300; seq += 60) wire.send(numbered(seq, seq + 59, from));
		await wire.settled();
		for (let seq = 301; seq <= 330; seq++) wire.send(numbered(seq, seq, from, { heart_rate: 190, spo2: 79 }));
		await group(1);
		wire.close();
	});
});

describe("a watched ward", () => {
	it("asks the devices that it does not hear, and NOT those that send", async () => {
		const ward = "ward-rounds";
		const [talks, rests] = [
			await enrol({ ward, patient_id: "PATIENT-TALKS" }),
			await enrol({ ward, patient_id: "PATIENT-RESTS" }),
		];
		for (const { id } of [talks, rests]) await ingest(monitorOf(id), [item(Date.now(), 72)]);
		const socket = await openSocket(ward);
		const asked: string[] = [];
		await runInDurableObject(stationOf(ward), (instance: WardStation) => {
			const object = instance as unknown as { env: typeof env };
			const real = object.env.DEVICE_MONITOR;
			const getByName = (name: string) => {
				const stub = real.getByName(name);
				return {
					checkSilence: () => stub.checkSilence(),
					watch: (until: number) => (asked.push(name), stub.watch(until)),
				};
			};
			object.env = Object.assign(Object.create(object.env) as object, { DEVICE_MONITOR: { getByName } }) as never;
		});
		for (let i = 0; i < 20; i++) {
			pass(8);
			await ingest(monitorOf(talks.id), [item(Date.now(), 70 + (i % 5))]);
			await wait(ward, 0.001);
		}
		await eventually(async () => asked.length >= 2);
		expect(new Set(asked)).toEqual(new Set([rests.id]));
		// Nearly three minutes: before each lease of a minute ends, and not with every reading that another sends.
		expect(asked.length).toBeLessThanOrEqual(6);
		socket.close();
	});
});
