/** Sockets that send as fast as they are acknowledged: the product's stream, or the floor that answers each message. */
import { WebSocket } from "undici";
import { Latencies, type LatencyReport } from "../../simulator/latency.ts";
import { readingSource } from "./readings.ts";
import { openStream } from "./stream-socket.ts";

export interface StreamTarget {
	/** Names the target: its readings go on where the last round ended. */
	readonly name: string;
	readonly url: string;
	readonly kind: "product" | "floor";
	readonly devices: readonly { readonly id: string; readonly key: string }[];
	/** Readings in a message. */
	readonly size: number;
	/** Readings on their way without acknowledgement, for each socket. */
	readonly window: number;
}

export interface StreamReport {
	/** Acknowledged while it was counted. */
	readonly readings: number;
	readonly seconds: number;
	/** From sending a message to the acknowledgement that covers it; of all rounds of this target so far. */
	readonly latency: LatencyReport;
	readonly troubles: readonly string[];
}

/** Simulated devices start in the past, a second between readings: at full speed they are a long way from now. */
const STARTS_BEFORE_MS = 20 * 3600_000;

interface Sender {
	/** Sends messages until the window is full. */
	fill(): void;
}

interface Running {
	readonly senders: Sender[];
	latencies: Latencies;
	readonly troubles: string[];
	sending: boolean;
	/** Readings acknowledged so far. */
	acknowledged: number;
	/** Readings sent so far. */
	sent: number;
}

const running = new Map<string, Running>();

async function sender(target: StreamTarget, index: number, state: Running): Promise<Sender> {
	const device = target.devices[index] as StreamTarget["devices"][number];
	const source = readingSource(index);
	let at = Date.now() - STARTS_BEFORE_MS;
	/** Messages on their way, oldest first: the last reading of each and when it was sent. */
	const flying: { through: number; sentAt: number }[] = [];
	let [sent, done] = [0, 0];
	const onAck = (through: number) => {
		const now = performance.now();
		while (flying[0] !== undefined && flying[0].through <= through) {
			state.latencies.add(now - flying[0].sentAt);
			flying.shift();
		}
		state.acknowledged += through - done;
		done = through;
		if (state.sending) self.fill();
	};
	const send =
		target.kind === "product"
			? await openProduct(target, device, onAck, state)
			: await openFloor(target, device, () => onAck(flying[0]?.through ?? done), state);
	const self: Sender = {
		fill: () => {
			while (sent - done + target.size <= target.window) {
				const texts = Array.from({ length: target.size }, () => source.next((at += 1000)));
				sent += target.size;
				state.sent += target.size;
				flying.push({ through: sent, sentAt: performance.now() });
				send(texts, sent);
			}
		},
	};
	return self;
}

type Send = (texts: readonly string[], through: number) => void;

async function openProduct(
	target: StreamTarget,
	device: StreamTarget["devices"][number],
	onAck: (through: number) => void,
	state: Running,
): Promise<Send> {
	const onTrouble = (what: string) => void state.troubles.push(`${device.id}: ${what}`);
	const stream = await openStream(target.url, device, { onAck, onTrouble });
	return (texts) => stream.send(texts);
}

function openFloor(
	target: StreamTarget,
	device: StreamTarget["devices"][number],
	onAnswer: () => void,
	state: Running,
): Promise<Send> {
	const socket = new WebSocket(`${target.url.replace(/^http/, "ws")}/api/v1/devices/${device.id}/stream`);
	socket.addEventListener("message", onAnswer);
	socket.addEventListener("close", ({ code }) => void state.troubles.push(`floor ${device.id}: closed ${code}`));
	return new Promise((resolve, reject) => {
		socket.addEventListener("error", () => reject(new Error("no socket to the floor")));
		// Byte for byte what the product is sent.
		socket.addEventListener("open", () =>
			resolve((texts, through) =>
				socket.send(`{"type":"readings","first":${through - texts.length + 1},"readings":[${texts.join(",")}]}`),
			),
		);
	});
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** After a round all that was sent is answered, so that rounds do not run into each other; at most this long. */
const DRAIN_MS = 5_000;

/** @param counted - false for a round that only warms up: its latencies are forgotten */
export async function streams(target: StreamTarget, seconds: number, counted: boolean): Promise<StreamReport> {
	let state = running.get(target.name);
	if (state === undefined) {
		state = { senders: [], latencies: new Latencies(), troubles: [], sending: false, acknowledged: 0, sent: 0 };
		running.set(target.name, state);
		for (const index of target.devices.keys()) state.senders.push(await sender(target, index, state));
	}
	const before = state.acknowledged;
	const began = performance.now();
	state.sending = true;
	for (const one of state.senders) one.fill();
	await pause(seconds * 1000);
	const readings = state.acknowledged - before;
	const took = (performance.now() - began) / 1000;
	state.sending = false;
	// The product acknowledges by the group: what waits for company is left to the next round.
	for (let waited = 0, last = -1; waited < DRAIN_MS && state.acknowledged !== last; waited += 250) {
		last = state.acknowledged;
		await pause(250);
	}
	const latency = state.latencies.report();
	if (!counted) state.latencies = new Latencies();
	return { readings, seconds: took, latency, troubles: state.troubles };
}
