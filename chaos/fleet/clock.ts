/** A simulated device's clock, as the edge was told of it. */
import type { Wire } from "./wire.ts";
import type { FleetDevice } from "./messages.ts";

const AGAIN_MS = 300;

export class DeviceClock {
	readonly #device: FleetDevice;
	readonly #wire: Wire;
	readonly #rate: number;
	#shown = 0;
	#at = 0;

	constructor(device: FleetDevice, wire: Wire, rate: number) {
		this.#device = device;
		this.#wire = wire;
		this.#rate = rate;
	}

	/** What it shows: never ahead of what the edge believes, because the edge began to count before its answer was here. */
	get now(): number {
		return this.#shown + (Date.now() - this.#at) * this.#rate;
	}

	/** Sets it, as often as it takes until the edge has heard. */
	async set(shown: number): Promise<void> {
		const path = `/api/v1/devices/${encodeURIComponent(this.#device.id)}/clock`;
		for (;;) {
			const { status } = await this.#wire.ask("PUT", path, this.#device.key, { now: shown, rate: this.#rate });
			if (status === 200) break;
			await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
		}
		this.#shown = shown;
		this.#at = Date.now();
	}
}
