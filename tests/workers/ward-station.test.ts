import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { LIVE_PROTOCOL_VERSION, type LiveFrame, type LiveSnapshotFrame } from "../../vitals/live.ts";
import { call, enrol, eventually, monitorOf, ORIGIN, payload, stationOf, stretch } from "./support.ts";

/** A viewer's socket through the Worker, with every frame it got. */
async function watch(ward: string) {
	const response = await call("GET", `/api/v1/wards/${ward}/live`, {
		role: "viewer",
		headers: { upgrade: "websocket", origin: ORIGIN },
	});
	expect(response.status).toBe(101);
	const socket = response.webSocket as WebSocket;
	const frames: LiveFrame[] = [];
	const texts: string[] = [];
	socket.accept();
	socket.addEventListener("message", ({ data }) => {
		texts.push(String(data));
		if (String(data).startsWith("{")) frames.push(JSON.parse(String(data)) as LiveFrame);
	});
	const first = <T extends LiveFrame["type"]>(type: T) =>
		eventually(async () => frames.find((frame): frame is Extract<LiveFrame, { type: T }> => frame.type === type));
	return { socket, frames, texts, first };
}

const send = (key: string, body: unknown) => call("POST", "/api/v1/telemetry", { key, body });

describe("a ward's station", () => {
	it("greets a viewer with every bed, its newest values and its open episodes", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-greet", bed: "Bed 7", patient_id: "PATIENT-G" });
		await call("POST", "/api/v1/telemetry/batch", {
			key,
			body: [...stretch(id, 60), ...stretch(id, 40, { heart_rate: 185 }, Date.now())],
		});
		const { first } = await watch(ward);
		const snapshot: LiveSnapshotFrame = await first("snapshot");
		expect(snapshot).toMatchObject({
			version: LIVE_PROTOCOL_VERSION,
			wardId: ward,
			beds: [{ deviceId: id, label: "Bed 7", simulated: false, clockRate: 1 }],
		});
		expect(snapshot.readings).toMatchObject([{ deviceId: id, vitals: { heart_rate: 185 } }]);
		expect(snapshot.episodes.filter((episode) => episode.channel === "physiological")).toMatchObject([
			{ deviceId: id, status: "open" },
		]);
	});

	it("sends live values while somebody watches, many readings as one frame a second", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-live" });
		const { first, frames } = await watch(ward);
		await first("snapshot");
		for (let i = 0; i < 20; i++) await send(key, payload(id, { timestamp: Date.now() + i, heart_rate: 60 + i }));
		const frame = await first("readings");
		expect(frame.readings).toHaveLength(1);
		expect(frame.readings[0]?.deviceId).toBe(id);
		expect(frames.filter(({ type }) => type === "readings").length).toBeLessThanOrEqual(2);
	});

	it("is sent live values by its devices only while somebody watches", async () => {
		const { id, key } = await enrol({ ward: "ward-alone" });
		let calls = 0;
		await runInDurableObject(monitorOf(id), (monitor) => {
			const object = monitor as unknown as { env: object };
			const station = { live: async () => (calls++, 0), hear: async () => {} };
			object.env = Object.assign(Object.create(object.env), { WARD_STATION: { getByName: () => station } });
		});
		for (let i = 0; i < 5; i++) await send(key, payload(id, { timestamp: Date.now() + i }));
		await eventually(async () => calls === 1);
		await scheduler.wait(100);
		expect(calls, "asked once whether somebody watches, and was told that nobody does").toBe(1);
		await monitorOf(id).watch(Date.now() + 60_000);
		await send(key, payload(id, { timestamp: Date.now() + 10 }));
		await eventually(async () => calls === 2);
	});

	it("shows the values of a device that was evicted between two readings", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-slow" });
		await send(key, payload(id));
		const { first, frames } = await watch(ward);
		await first("snapshot");
		await evictDurableObject(monitorOf(id));
		await send(key, payload(id, { timestamp: Date.now() + 5, heart_rate: 99 }));
		await eventually(async () =>
			frames.some((frame) => frame.type === "readings" && frame.readings[0]?.vitals.heart_rate === 99),
		);
	});

	it("shows the last of several readings that came within one cadence", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-trailing" });
		const { first, frames } = await watch(ward);
		await first("snapshot");
		for (const heartRate of [61, 62, 63]) {
			await send(key, payload(id, { timestamp: Date.now() + heartRate, heart_rate: heartRate }));
		}
		await eventually(async () =>
			frames.some((frame) => frame.type === "readings" && frame.readings[0]?.vitals.heart_rate === 63),
		);
	});

	it("tells of an episode at once, to every viewer", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-alarm" });
		await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 120, {}, Date.now() - 120_000) });
		const viewers = [await watch(ward), await watch(ward)];
		for (const viewer of viewers) await viewer.first("snapshot");
		await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 30, { heart_rate: 182 }, Date.now()) });
		for (const viewer of viewers) {
			expect((await viewer.first("episode")).event).toMatchObject({
				kind: "opened",
				episode: { deviceId: id, risk: "HIGH", version: 1 },
			});
		}
	});

	it("keeps its viewers through an eviction: frames still arrive, and nobody has to reconnect", async () => {
		const { id, key, ward } = await enrol({ ward: "ward-evicted" });
		const { first, frames, socket, texts } = await watch(ward);
		await first("snapshot");
		await evictDurableObject(stationOf(ward));
		socket.send("ping");
		await eventually(async () => texts.includes("pong"));
		await send(key, payload(id, { heart_rate: 91 }));
		await eventually(async () =>
			frames.find((frame) => frame.type === "readings" && frame.readings[0]?.vitals.heart_rate === 91),
		);
	});

	it("tells its viewers when a bed joins, and when a device moves away", async () => {
		const { ward } = await enrol({ ward: "ward-roster" });
		const { first, frames } = await watch(ward);
		await first("snapshot");
		const joined = await enrol({ ward, bed: "Bed 2" });
		await eventually(async () =>
			frames.find((frame) => frame.type === "roster" && frame.beds.some((bed) => bed.label === "Bed 2")),
		);
		await call("PUT", "/api/v1/wards/ward-elsewhere", { role: "engineer", body: { name: "Elsewhere" } });
		await call("PUT", `/api/v1/devices/${joined.id}`, { role: "engineer", body: { ward_id: "ward-elsewhere" } });
		await eventually(async () => {
			const last = frames.findLast((frame) => frame.type === "roster");
			return last?.type === "roster" && last.beds.every((bed) => bed.deviceId !== joined.id);
		});
	});

	it("shows a new bed's values at once, not with the next round", async () => {
		const { ward } = await enrol({ ward: "ward-newcomer" });
		const { first, frames } = await watch(ward);
		await first("snapshot");
		const { id, key } = await enrol({ ward, bed: "Bed 9" });
		await send(key, payload(id, { heart_rate: 88 }));
		await eventually(async () =>
			frames.some((frame) => frame.type === "readings" && frame.readings.some((reading) => reading.deviceId === id)),
		);
	});

	it("closes an episode on the screen of the ward to which its device moved", async () => {
		const { id, key } = await enrol({ ward: "ward-before" });
		const from = Date.now() - 300_000;
		await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 60, { heart_rate: 180 }, from) });
		await call("PUT", "/api/v1/wards/ward-after", { role: "engineer", body: { name: "After" } });
		await call("PUT", `/api/v1/devices/${id}`, { role: "engineer", body: { ward_id: "ward-after" } });
		const { first, frames } = await watch("ward-after");
		expect((await first("snapshot")).episodes).toMatchObject([{ deviceId: id, status: "open" }]);
		await call("POST", "/api/v1/telemetry/batch", { key, body: stretch(id, 230, {}, from + 60_000) });
		await eventually(async () =>
			frames.some((frame) => frame.type === "episode" && frame.event.episode.status === "closed"),
		);
	});

	it("takes nothing from its viewers but `ping`", async () => {
		const { ward } = await enrol({ ward: "ward-quiet" });
		const { socket, first, texts } = await watch(ward);
		await first("snapshot");
		socket.send('{"type":"episode"}');
		socket.send("x".repeat(100_000));
		socket.send("ping");
		await eventually(async () => texts.includes("pong"));
	});
});
