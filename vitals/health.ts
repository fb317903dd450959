/** How the system itself is: for engineers. Names no patient. */

export interface PartHealth {
	readonly status: "ok" | "failed";
	/** How long it took to answer, or not to. */
	readonly ms: number;
	/** Why, in the words of what failed; absent while it is well. */
	readonly reason?: string;
}

/** What a device cannot do just now, and since when (wall time, milliseconds). All of it is tried again. */
export interface Trouble {
	/** Letters that it owes: to its ward, the registry, the lake's catalogue. `null` while they arrive. */
	readonly outbox: { readonly owed: number; readonly since: number } | null;
	/** Failures in a row to write to the lake; `null` while it can. */
	readonly lake: { readonly failures: number; readonly since: number } | null;
}

export interface TroubledDevice extends Trouble {
	readonly device_id: string;
}

export interface WardHealth {
	readonly id: string;
	readonly devices: number;
	/** Devices with an open episode of silence. */
	readonly silent: number;
	/** As the ward has heard since it woke; `null` when the ward does not answer. */
	readonly troubled: readonly TroubledDevice[] | null;
}

/** `GET /api/v1/health`. */
export interface SystemHealth {
	readonly status: "ok" | "degraded";
	/** Of the deployed Worker; `null` on a developer's machine. */
	readonly version: string | null;
	/** What somebody should look at, in sentences. */
	readonly alerts: readonly string[];
	readonly parts: Readonly<Record<string, PartHealth>>;
	readonly wards: readonly WardHealth[];
}
