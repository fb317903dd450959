import type { KeyRing } from "./key-ring.ts";

/** What is left after a revocation. */
export interface KeysLeft {
	/** Highest generation issued. */
	readonly generation: number;
	/** Lowest that counts; above `generation` none is left. */
	readonly minGeneration: number;
}

/** Changes what keys a device's object takes. Each change is on disk when it returns. */
export class Keys {
	readonly #ring: () => KeyRing | null;
	readonly #save: (change: Partial<KeyRing>) => void;

	/** @param save - writes the change down, and closes what no longer counts */
	constructor(ring: () => KeyRing | null, save: (change: Partial<KeyRing>) => void) {
		this.#ring = ring;
		this.#save = save;
	}

	issue(): number | null {
		const ring = this.#ring();
		if (ring === null) return null;
		const generation = ring.generation + 1;
		this.#save({ generation });
		return generation;
	}

	/** What was revoked stays so. "too_high" beyond the next generation. */
	revokeBelow(below: number): KeysLeft | "too_high" | null {
		const ring = this.#ring();
		if (ring === null) return null;
		const { generation } = ring;
		if (below > generation + 1) return "too_high";
		const minGeneration = Math.max(below, ring.minGeneration);
		if (minGeneration > ring.minGeneration) this.#save({ minGeneration });
		return { generation, minGeneration };
	}

	raiseFleetFloor(id: string, minGeneration: number): "raised" | "not_here" {
		const fleet = this.#ring()?.fleet;
		if (fleet?.id !== id) return "not_here";
		if (minGeneration > fleet.minGeneration) this.#save({ fleet: { id, minGeneration } });
		return "raised";
	}
}
