import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { StreamClient } from "../../simulator/stream-client/client.ts";
import type { StreamClientOptions, StreamSocket } from "../../simulator/stream-client/options.ts";
import { lakeReadings, stored } from "./monitor-support.ts";
import { call, enrol, eventually, monitorOf } from "./support.ts";

/** A socket through the Worker, as the client wants it: there at once, open later. `cut` ends it without a word. */
function socketTo(id: string, key: string): StreamSocket & { cut(): void } {
	const listeners: [string, (event: never) => void][] = [];
	const emit = (type: string, event: unknown = {}) => {
		for (const [name, listener] of listeners) if (name === type) listener(event as never);
	};
	let socket: WebSocket | null = null;
	let cut = false;
	void call("GET", `/api/v1/devices/${id}/stream`, { key, headers: { upgrade: "websocket" } }).then((response) => {
		socket = response.webSocket;
		if (socket === null) return emit("error");
		socket.accept();
		socket.addEventListener("message", (event) => {
			if (!cut) emit("message", event);
		});
		socket.addEventListener("close", () => emit("close"));
		emit("open");
	});
	return {
		send: (text) => {
			if (!cut) socket?.send(text);
		},
		close: (code) => socket?.close(code),
		addEventListener: (type: string, listener: (event: never) => void) => void listeners.push([type, listener]),
		// Half open: what the edge sends goes nowhere, what is sent does not arrive, and at last the device notices.
		cut: () => {
			cut = true;
			emit("error");
		},
	};
}

async function device(more: Partial<StreamClientOptions> = {}) {
	const { id, key } = await enrol();
	const sockets: ReturnType<typeof socketTo>[] = [];
	const told = { acknowledged: 0, refused: 0 };
	const client = new StreamClient({
		connect: () => {
			const socket = socketTo(id, key);
			sockets.push(socket);
			return socket;
		},
		session: crypto.randomUUID(),
		onAcknowledged: (count) => (told.acknowledged += count),
		onRefused: () => told.refused++,
		// Pauses of nothing, for the test's sake.
		clock: {
			now: Date.now,
			random: () => 0.01,
			after: (ms, work) => {
				const timer = setTimeout(work, ms);
				return () => clearTimeout(timer);
			},
		},
		...more,
	});
	client.start();
	const from = Date.now() - 540_000;
	let offered = 0;
	const offer = (count: number, heartRate: (i: number) => number = (i) => 70 + (i % 5)) => {
		for (let i = 0; i < count; i++, offered++)
			client.offer({ timestamp: from + offered * 1000, heart_rate: heartRate(offered), spo2: 97 });
	};
	const settled = async () => {
		client.drain();
		await eventually(async () => client.waiting === 0);
	};
	return { id, client, told, offer, settled, socket: () => sockets.at(-1) as ReturnType<typeof socketTo> };
}

async function expectEach(id: string, count: number): Promise<void> {
	const readings = await stored(monitorOf(id));
	expect(readings.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
	expect(new Set(readings.map(({ timestamp }) => timestamp)).size).toBe(count);
	await monitorOf(id).flush();
	expect(await lakeReadings(id)).toHaveLength(count);
}

describe("the stream client with a real object", { timeout: 30_000 }, () => {
	it("delivers each reading once, through evictions in the middle of everything", async () => {
		const { id, offer, settled, told } = await device();
		for (let round = 0; round < 12; round++) {
			offer(7 + ((round * 13) % 60));
			if (round % 2 === 0) await scheduler.wait(20);
			// What is not running cannot be evicted.
			await monitorOf(id).ping();
			await evictDurableObject(monitorOf(id));
			offer(3);
		}
		await settled();
		const count = told.acknowledged;
		expect(count).toBeGreaterThan(300);
		await expectEach(id, count);
	});

	it("delivers each reading once over connections that break without a word", async () => {
		const { id, offer, settled, socket, told, client } = await device();
		for (let round = 0; round < 8; round++) {
			offer(45);
			await eventually(async () => client.state === "open");
			await scheduler.wait(5 * round);
			socket().cut();
		}
		await settled();
		expect(told.acknowledged).toBe(360);
		await expectEach(id, 360);
	});

	it("delivers each reading once when commits fail on the way, and acknowledges none too early", async () => {
		const { id, offer, settled, told } = await device();
		const sql = (text: string) =>
			runInDurableObject(monitorOf(id), (_, state) => state.storage.sql.exec(text).toArray());
		offer(60);
		await eventually(async () => told.acknowledged === 60);
		await sql("CREATE TRIGGER broken BEFORE INSERT ON reading_groups BEGIN SELECT RAISE(ABORT, 'disk'); END");
		offer(120);
		await scheduler.wait(300);
		expect(told.acknowledged).toBe(60);
		expect((await monitorOf(id).status()).lastSeq).toBe(60);
		await sql("DROP TRIGGER broken");
		await settled();
		expect(told.acknowledged).toBe(180);
		await expectEach(id, 180);
	});

	it("raises one episode for one deterioration, however often the object is evicted in it", async () => {
		const { id, offer, settled, client } = await device();
		offer(120);
		for (let i = 0; i < 30; i++) {
			offer(2, () => 185);
			await eventually(async () => client.state === "open");
			await scheduler.wait(5);
			if (i % 4 !== 0) continue;
			await monitorOf(id).ping();
			await evictDurableObject(monitorOf(id));
		}
		await settled();
		const { episodes } = await monitorOf(id).watch(0);
		expect(episodes.filter(({ channel }) => channel === "physiological")).toMatchObject([
			{ status: "open", risk: "HIGH" },
		]);
		const all = await runInDurableObject(monitorOf(id), (_, { storage }) =>
			storage.sql.exec("SELECT count(*) AS n FROM episodes").one(),
		);
		expect(all).toEqual({ n: 1 });
	});
});
