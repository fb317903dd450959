/** `simulate fleet`: thousands of devices from one machine, and what the server made of them. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Scenario } from "../../scenarios/library.ts";
import { createClient, type Client } from "../client.ts";
import { enrolWard, wardName } from "../enrol.ts";
import type { StopSignal } from "../pace.ts";
import type { RetryPolicy } from "../retry.ts";
import type { FleetTransport, FromProcess, KeyedDevice, Orders, ToProcess } from "./messages.ts";
import type { NetworkFaults } from "./network.ts";
import { planFleet, shareOut } from "./plan.ts";
import { complaints, formatFleet, summarise } from "./summary.ts";
import { createView } from "./view.ts";

export interface FleetOptions {
	readonly devices: number;
	readonly rate: number;
	readonly transport: FleetTransport;
	readonly batch: number;
	readonly processes: number;
	readonly scenarios: readonly Scenario[];
	readonly ward: string;
	readonly seed: string;
	readonly rampSeconds: number;
	readonly durationSeconds: number;
	readonly network: NetworkFaults;
	readonly stormEverySeconds: number | null;
	readonly skewMs: number;
	readonly url: string;
	readonly policy: RetryPolicy;
	readonly json: boolean;
	readonly terminal: boolean;
	readonly stop: StopSignal;
	readonly write: (line: string) => void;
}

/** Until the processes have made their devices. */
const GET_READY_MS = 2_000;
const LOOK_MS = 100;
const ENROL_CONNECTIONS = 16;

/** Runs the command; returns the exit code: 0 when every reading is safe. */
export async function simulateFleet(options: FleetOptions): Promise<number> {
	const { write, stop } = options;
	const client = createClient({
		url: options.url,
		policy: options.policy,
		onTrouble: write,
		connections: ENROL_CONNECTIONS,
		stopped: () => stop.requested > 0,
	});
	let devices: KeyedDevice[];
	try {
		devices = await enrolAll(client, options);
	} finally {
		await client.close();
	}
	if (stop.requested > 0) return 1;
	const startAt = Date.now() + GET_READY_MS;
	const durationMs = (options.rampSeconds + options.durationSeconds) * 1000;
	const orders = shareOut(devices, options.processes).map((some): Orders => ({
		url: options.url,
		devices: some,
		transport: options.transport,
		rate: options.rate,
		batch: options.batch,
		startAt,
		durationMs,
		network: options.network,
		stormEveryMs: options.stormEverySeconds === null ? null : options.stormEverySeconds * 1000,
		policy: options.policy,
	}));
	const processes = orders.map((own) => new FleetProcess(own));
	const view = createView(options.terminal ? process.stderr : null, write);
	const summary = (now: number) => {
		const inAll = Math.max(0, now - startAt);
		const run = {
			devices: options.devices,
			transport: options.transport,
			rate: options.rate,
			seconds: Math.min(inAll, durationMs) / 1000,
			secondsInAll: inAll / 1000,
		};
		return summarise(run, reportsOf(processes));
	};
	let told = 0;
	for (;;) {
		const now = Date.now();
		if (processes.every((one) => one.over)) break;
		if (stop.requested > told) {
			told = stop.requested;
			for (const one of processes) one.tell({ kind: "stop" });
		}
		if (told > 1) break;
		if (reportsOf(processes).length > 0) view.update(summary(now), now);
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
	}
	for (const one of processes) one.end();
	view.stop();
	const found = summary(Date.now());
	const failed = processes.flatMap(({ failure }) => (failure === null ? [] : [failure]));
	const problems = [
		...complaints(
			found,
			reportsOf(processes).flatMap(({ counts }) => counts.dead),
		),
		...failed,
	];
	write(formatFleet(found));
	for (const problem of problems) write(`  PROBLEM  ${problem}`);
	if (options.json) write(JSON.stringify(found));
	return problems.length === 0 ? 0 : 1;
}

/** Ward by ward, so that a server which must make each device's object is not asked for all of them at once. */
async function enrolAll(client: Client, options: FleetOptions): Promise<KeyedDevice[]> {
	const devices: KeyedDevice[] = [];
	const began = Date.now();
	for (const ward of planFleet(options)) {
		if (options.stop.requested > 0) return [];
		const specs = ward.devices.map(({ spec }) => spec);
		const enrolled = await enrolWard(client, { id: ward.id, name: wardName(ward.id) }, specs);
		devices.push(...ward.devices.map((device, index) => ({ ...device, key: enrolled[index]?.key ?? "" })));
	}
	const seconds = ((Date.now() - began) / 1000).toFixed(0);
	options.write(`${devices.length} devices enrolled at ${client.origin} in ${seconds} s`);
	return devices;
}

const reportsOf = (processes: readonly FleetProcess[]): FromProcess[] =>
	processes.flatMap(({ report }) => (report === null ? [] : [report]));

class FleetProcess {
	readonly #child: ChildProcess;
	report: FromProcess | null = null;
	/** Why it ended before it was done; null where it did not. */
	failure: string | null = null;

	constructor(orders: Orders) {
		this.#child = fork(join(import.meta.dirname, "process.ts"));
		this.#child.on("message", (report: FromProcess) => (this.report = report));
		this.#child.on("exit", (code) => {
			if (this.report?.done !== true) this.failure = `a process of the fleet ended with ${String(code)}`;
		});
		this.tell({ kind: "orders", orders });
	}

	get over(): boolean {
		return this.report?.done === true || this.failure !== null;
	}

	tell(message: ToProcess): void {
		if (this.#child.connected) this.#child.send(message);
	}

	end(): void {
		if (this.report?.done !== true) this.#child.kill();
	}
}
