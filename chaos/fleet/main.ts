/** A fleet in a process of its own: it survives the runtime, and remembers what was acknowledged. */
import { NO_ARTEFACTS, WARD_ARTEFACTS } from "../../scenarios/artefacts.ts";
import { scriptEvent } from "../../scenarios/events.ts";
import { WEARABLE_VITALS, type PatientStreamOptions } from "../../scenarios/generator.ts";
import { createRandom, type Random } from "../../scenarios/random.ts";
import { Counters } from "./counters.ts";
import { DeviceClock } from "./clock.ts";
import { openLedger } from "./ledger.ts";
import type { FleetDevice, FleetOptions, FleetOrder, FleetReport } from "./messages.ts";
import { createMeasurements, type Books } from "./patient.ts";
import { PostingDevice } from "./posting.ts";
import { resend } from "./resending.ts";
import { StreamingDevice } from "./streaming.ts";
import { Wire, type MessageFaults } from "./wire.ts";

const TICK_MS = 50;
const REPORT_MS = 500;
/** Readings measured in one tick, at most: a process that fell asleep does not choke on what it missed. */
const MOST_AT_ONCE = 400;
const UNRELIABLE: MessageFaults = { duplicate: 0.05, reorder: 0.03 };
const RELIABLE: MessageFaults = { duplicate: 0, reorder: 0 };
const HOUR = 3600_000;
/** Twenty minutes before a midnight: days end, and are compacted, while the run goes on. */
const STREAMS_BEGIN = Date.UTC(2026, 2, 1, 23, 40);
/** What a wrong clock shows, milliseconds from the right time. Only the last is refused, and stays refused. */
const WRONG_BY = [0, 30_000, -120_000, -HOUR, -20 * HOUR, HOUR];
const WRONG_FOR_MS = [3_000, 12_000] as const;
const JUMPER_CADENCE_S = 0.1;
const VICTIM_CADENCE_S = 0.5;
/** A victim dies so long after the edge has noticed that something is wrong. */
const AGONY_MS = [1_000, 15_000] as const;
/** And at the latest after this, noticed or not. */
const LIFE_MS = 75_000;

const options = JSON.parse(process.argv[2] ?? "{}") as FleetOptions;
const books: Books = { ledger: openLedger(options.ledger), counters: new Counters() };
const wire = new Wire(options.url, createRandom(`${options.seed}/wire`), books.counters);

interface Runner {
	/** Measures and delivers what is due. */
	tick(now: number): void;
	waiting(): number;
	/** From now on nothing is measured, and nothing waits for company. */
	finish(): void;
}

let finishing = false;
const runners: Runner[] = [];

function planOf(device: FleetDevice, at: Partial<PatientStreamOptions>): PatientStreamOptions {
	return {
		seed: `${options.seed}/${device.id}`,
		archetype: "adult",
		events: [],
		vitals: WEARABLE_VITALS,
		artefacts: WARD_ARTEFACTS,
		// Every episode is an outbox letter, a row in D1 and a ward's news: there should be many.
		randomEvents: { perDay: 300, afterSeconds: 120 },
		startTime: Date.now(),
		cadenceSeconds: 1,
		...at,
	};
}

/** A simulated device that streams or posts a reading for each second of its fast clock. */
async function fast(device: FleetDevice, own: Random): Promise<Runner> {
	const clock = new DeviceClock(device, wire, options.rate);
	const startTime = STREAMS_BEGIN + Math.round(own.between(0, HOUR));
	await clock.set(startTime);
	const events = [scriptEvent("hypoxia", Math.round(own.between(60, 300)), { rampSeconds: 10, plateauSeconds: 60 })];
	const measurements = createMeasurements(device, planOf(device, { startTime, events }), books);
	const sender =
		device.kind === "stream"
			? new StreamingDevice(device, wire, UNRELIABLE, books, `${device.id}-session`)
			: new PostingDevice(device, wire, own, UNRELIABLE, books);
	return {
		tick() {
			if (!finishing) for (const one of measurements.due(clock.now, MOST_AT_ONCE)) sender.offer(one);
			if (sender instanceof PostingDevice) void sender.work();
		},
		waiting: () => sender.waiting,
		finish: () => void (sender instanceof StreamingDevice && sender.drain()),
	};
}

/** A device whose clock is set wrong every few seconds. */
function jumper(device: FleetDevice, own: Random): Runner {
	const sender = new StreamingDevice(device, wire, UNRELIABLE, books, `${device.id}-session`);
	const startTime = Date.now();
	const plan = planOf(device, { startTime, cadenceSeconds: JUMPER_CADENCE_S, artefacts: NO_ARTEFACTS });
	const measurements = createMeasurements(device, plan, { ...books, ledger: { note() {}, flush() {} } });
	const used = new Set<number>();
	let wrongBy = 0;
	let until = startTime;
	return {
		tick(now) {
			if (finishing) return;
			if (now >= until) {
				wrongBy = WRONG_BY[Math.floor(own.uniform() * WRONG_BY.length)] as number;
				until = now + own.between(...WRONG_FOR_MS);
				books.counters.add("clockJumps");
			}
			for (const one of measurements.due(now, MOST_AT_ONCE)) {
				let timestamp = one.timestamp + wrongBy;
				while (used.has(timestamp)) timestamp++;
				used.add(timestamp);
				books.ledger.note("o", device.id, timestamp, one.values);
				sender.offer({ ...one, timestamp, payload: { ...one.payload, timestamp } });
			}
		},
		waiting: () => sender.waiting,
		finish: () => sender.drain(),
	};
}

/** A device that lives for a while, deteriorates, and is gone. */
function victim(device: FleetDevice, own: Random): Runner {
	const bornAt = Date.now() + own.between(0, options.victimsWithinMs);
	const silently = own.chance(0.7);
	let life: { sender: StreamingDevice; due: (now: number) => void } | null = null;
	let diesAt = Infinity;
	let dead = false;
	const begin = (now: number) => {
		const sender = new StreamingDevice(device, wire, RELIABLE, books, `${device.id}-session`);
		const course = { rampSeconds: 5, plateauSeconds: 3600 };
		const plan = planOf(device, {
			startTime: now,
			cadenceSeconds: VICTIM_CADENCE_S,
			events: [scriptEvent("hypoxia", 4, course)],
			artefacts: NO_ARTEFACTS,
			randomEvents: { perDay: 0, afterSeconds: 0 },
		});
		const measurements = createMeasurements(device, plan, books);
		return { sender, due: (at: number) => measurements.due(at, MOST_AT_ONCE).forEach((one) => sender.offer(one)) };
	};
	return {
		tick(now) {
			if (dead || now < bornAt || (finishing && life === null)) return;
			life ??= begin(now);
			const atRisk = life.sender.settings?.group === 1;
			if (atRisk && diesAt === Infinity) diesAt = now + own.between(...AGONY_MS);
			if (now >= diesAt || finishing || now > bornAt + LIFE_MS) {
				life.sender.die(silently, atRisk);
				dead = true;
				books.counters.add("deaths");
				if (atRisk) books.counters.add("deathsAtRisk");
			} else life.due(now);
		},
		waiting: () => 0,
		finish: () => undefined,
	};
}

function resender(device: FleetDevice, own: Random): Runner {
	const posting = new PostingDevice(device, wire, own, UNRELIABLE, books);
	const { startTime: _, cadenceSeconds: __, ...plan } = planOf(device, {});
	let working = true;
	const begins = STREAMS_BEGIN - Math.round(own.between(0, 20 * HOUR));
	void resend(device, wire, posting, plan, begins, own, books, () => finishing).finally(() => (working = false));
	return { tick: () => undefined, waiting: () => (working ? 1 : 0), finish: () => undefined };
}

function start(device: FleetDevice): Promise<Runner> | Runner {
	const own = createRandom(`${options.seed}/${device.id}/chance`);
	switch (device.kind) {
		case "stream":
		case "post":
			return fast(device, own);
		case "jumper":
			return jumper(device, own);
		case "victim":
			return victim(device, own);
		case "resender":
			return resender(device, own);
		default:
			return device.kind satisfies never;
	}
}

const waiting = () => runners.reduce((total, runner) => total + runner.waiting(), 0);
const report = (done: boolean) =>
	process.send?.({ tally: books.counters.tally(waiting()), done } satisfies FleetReport);

process.on("message", (order: FleetOrder) => {
	switch (order.kind) {
		case "cut":
			return wire.cut(order.share);
		case "half-open":
			return wire.halfOpen(order.share);
		case "finish":
			finishing = true;
			for (const runner of runners) runner.finish();
			return undefined;
		default:
			return order satisfies never;
	}
});
process.on("disconnect", () => process.exit(1));

for (const runner of await Promise.all(options.devices.map(start))) runners.push(runner);
const ticking = setInterval(() => {
	const now = Date.now();
	for (const runner of runners) runner.tick(now);
	if (!finishing || waiting() > 0) return;
	clearInterval(ticking);
	books.ledger.flush();
	report(true);
}, TICK_MS);
setInterval(() => {
	books.ledger.flush();
	report(false);
}, REPORT_MS);
