/** A process of the fleet: some of its devices. Started by `fleet.ts`, which tells it what to do. */
import { createBooks, type Books, type Summary } from "../accounting.ts";
import { createClient, type Client } from "../client.ts";
import { enrolDevice } from "../enrol.ts";
import { Latencies } from "../latency.ts";
import { createOutbox, type Outbox } from "../outbox.ts";
import { createStreamOutbox } from "../stream-outbox.ts";
import { createConnector } from "../stream-client/undici.ts";
import { booksOf, FleetDevice } from "./device.ts";
import type { Counts, FromProcess, KeyedDevice, Orders, ToProcess } from "./messages.ts";
import { Network } from "./network.ts";

type Summed = "acknowledged" | "duplicates" | "resent" | "requests" | "retries";

/** Fine enough for a latency, coarse enough for thousands of devices. */
const TICK_MS = 10;
const REPORT_MS = 1_000;
/** Requests under way at once, at most. */
const CONNECTIONS = 128;
/** Reasons that are told, at most. */
const TOLD_DEAD = 5;

class Fleet {
	readonly #orders: Orders;
	readonly #client: Client;
	readonly #connector: ReturnType<typeof createConnector>;
	readonly #network: Network;
	/** Of each scenario. */
	readonly #books = new Map<string, Books>();
	readonly #latency = new Latencies();
	readonly #lateness = new Latencies();
	readonly #devices: FleetDevice[];
	readonly #dead: string[] = [];
	/** Those that gave up: what they hold is lost to this run. */
	readonly #gaveUp = new Set<string>();
	#offered = 0;
	#drained = false;
	#stopped = false;
	#stormAt = Infinity;
	/** Where the next round of posts begins, so that no device waits forever for a free connection. */
	#turn = 0;

	constructor(orders: Orders) {
		this.#orders = orders;
		this.#client = createClient({ url: orders.url, policy: orders.policy, connections: CONNECTIONS });
		this.#connector = createConnector(orders.url);
		this.#network = new Network(orders.network);
		if (orders.stormEveryMs !== null) this.#stormAt = orders.startAt + orders.stormEveryMs;
		this.#devices = orders.devices.map((device) => this.#deviceOf(device));
	}

	#deviceOf(device: KeyedDevice): FleetDevice {
		const { rate, startAt } = this.#orders;
		const report = {
			safe: (ms: number) => this.#latency.add(ms),
			late: (ms: number) => this.#lateness.add(ms),
		};
		let all = this.#books.get(device.scenario);
		if (all === undefined) this.#books.set(device.scenario, (all = createBooks()));
		const { books, due } = booksOf(all, report, Date.now);
		const outbox = this.#outboxOf(device, books);
		return new FleetDevice(device, { startAt, periodMs: 1000 / rate, report }, due, outbox);
	}

	#outboxOf(device: KeyedDevice, books: Books): Outbox {
		const { transport, policy, batch, rate } = this.#orders;
		const common = {
			deviceId: device.spec.id,
			key: device.key,
			books,
			policy,
			now: Date.now,
			random: Math.random,
			enrol: async () => (await enrolDevice(this.#client, device.spec)).key,
			// Of thousands of devices nobody reads each one's troubles: they are counted.
			onTrouble: () => {},
			onDead: (error: Error) => {
				this.#gaveUp.add(device.spec.id);
				if (this.#dead.length < TOLD_DEAD) this.#dead.push(error.message);
			},
		};
		if (transport !== "stream") {
			const size = transport === "http" ? 1 : batch;
			const client = this.#network.posts(this.#client);
			return createOutbox({ ...common, client, batch: size, maxWaitMs: (size / rate) * 1000 });
		}
		const { device: open } = this.#connector;
		const connector = {
			...this.#connector,
			device: (id: string, key: string) => this.#network.socket(open(id, key)),
		};
		return whenItBegins(device.spec.id, () => createStreamOutbox({ ...common, connector }));
	}

	/** Does what is due. @returns whether all is over */
	tick(now: number): boolean {
		const { startAt, durationMs, stormEveryMs } = this.#orders;
		const endAt = this.#stopped ? 0 : startAt + durationMs;
		if (stormEveryMs !== null && now >= this.#stormAt && now < endAt) {
			this.#stormAt += stormEveryMs;
			this.#network.storm();
		}
		for (const device of this.#devices) this.#offered += device.measure(now, endAt);
		if (!this.#drained && now >= endAt) {
			this.#drained = true;
			for (const { outbox } of this.#devices) outbox.drain();
		}
		if (this.#orders.transport !== "stream") this.#poke();
		return (
			this.#drained && this.#devices.every(({ outbox }) => outbox.waiting() === 0 || this.#gaveUp.has(outbox.deviceId))
		);
	}

	#poke(): void {
		let room = CONNECTIONS;
		for (const { outbox } of this.#devices) if (outbox.busy()) room--;
		const n = this.#devices.length;
		for (let i = 0; i < n && room > 0; i++) {
			const { outbox } = this.#devices[(this.#turn + i) % n] as FleetDevice;
			if (outbox.busy() || outbox.waiting() === 0) continue;
			outbox.poke();
			if (outbox.busy()) room--;
		}
		this.#turn = (this.#turn + 1) % Math.max(1, n);
	}

	/** No more is measured; what is under way is delivered. */
	stop(): void {
		this.#stopped = true;
	}

	report(done: boolean): FromProcess {
		const { user, system } = process.cpuUsage();
		return {
			counts: this.#counts(),
			latency: this.#latency.encoded(),
			lateness: this.#lateness.encoded(),
			cpuS: (user + system) / 1e6,
			rssMb: process.memoryUsage.rss() / 1e6,
			done,
		};
	}

	#counts(): Counts {
		const waiting = new Map<string, number>();
		let all = 0;
		for (const { scenario, outbox } of this.#devices) {
			const own = outbox.waiting();
			all += own;
			waiting.set(scenario, (waiting.get(scenario) ?? 0) + own);
		}
		const summaries = [...this.#books].map(([scenario, books]) => ({ scenario, ...books.summary(0, 0) }));
		return {
			...sumOf(summaries),
			offered: this.#offered,
			brokenOff: this.#network.brokenOff,
			waiting: all,
			gaveUp: this.#gaveUp.size,
			dead: this.#dead,
			byScenario: Object.fromEntries(
				summaries.map(({ scenario, acknowledged }) => [
					scenario,
					{ acknowledged, waiting: waiting.get(scenario) ?? 0 },
				]),
			),
		};
	}

	async close(): Promise<void> {
		for (const { outbox } of this.#devices) outbox.close?.();
		await Promise.all([this.#client.close(), this.#connector.close()]);
	}
}

function sumOf(summaries: readonly Summary[]): Pick<Counts, Summed> & Pick<Counts, "refused"> {
	const sum = (of: Summed) => summaries.reduce((total, summary) => total + summary[of], 0);
	const refused: Record<string, number> = {};
	for (const summary of summaries)
		for (const [reason, count] of Object.entries(summary.refused)) refused[reason] = (refused[reason] ?? 0) + count;
	return {
		acknowledged: sum("acknowledged"),
		duplicates: sum("duplicates"),
		resent: sum("resent"),
		requests: sum("requests"),
		retries: sum("retries"),
		refused,
	};
}

/** An outbox that is made when its device measures for the first time: a fleet's sockets do not all open at once. */
function whenItBegins(deviceId: string, make: () => Outbox): Outbox {
	let made: Outbox | null = null;
	return {
		deviceId,
		offer: (payload) => (made ??= make()).offer(payload),
		poke: () => made?.poke(),
		drain: () => made?.drain(),
		waiting: () => made?.waiting() ?? 0,
		busy: () => made?.busy() ?? false,
		close: () => made?.close?.(),
	};
}

let fleet: Fleet | null = null;

process.on("message", (message: ToProcess) => {
	if (message.kind === "stop") return fleet?.stop();
	if (fleet === null) void run((fleet = new Fleet(message.orders)));
});
// The parent is gone: nobody would hear.
process.on("disconnect", () => process.exit(1));
// Ctrl-C is for the parent, which says what to do.
process.on("SIGINT", () => {});

async function run(running: Fleet): Promise<void> {
	let done = false;
	let reportAt = 0;
	while (!done) {
		const now = Date.now();
		done = running.tick(now);
		if (done || now >= reportAt) {
			reportAt = now + REPORT_MS;
			process.send?.(running.report(done));
		}
		await new Promise((resolve) => setTimeout(resolve, TICK_MS));
	}
	await running.close();
	process.exit(0);
}
