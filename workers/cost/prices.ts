/** What Cloudflare charges on the Workers Paid plan, as its pricing pages had it in November 2026. US dollars. */

export const PRICES_DATE = "2026-11";

export interface Price {
	/** What is counted, for the bill. */
	readonly label: string;
	/** Units that a month includes. */
	readonly free: number;
	/** Dollars for `per` units beyond. */
	readonly usd: number;
	readonly per: number;
}

/** Minimum charge a month, which brings the free allowances. */
export const BASE_USD = 5;

export const PRICES = {
	workerRequests: { label: "Worker requests", free: 10e6, usd: 0.3, per: 1e6 },
	workerCpuMs: { label: "Worker processor time, ms", free: 30e6, usd: 0.02, per: 1e6 },
	/** HTTP, RPC and alarms; twenty incoming WebSocket messages count as one. Outgoing ones are free. */
	objectRequests: { label: "Durable Object requests (messages 20:1)", free: 1e6, usd: 0.15, per: 1e6 },
	/** While an object runs or may not hibernate, at 128 MB whatever it uses. */
	objectGbSeconds: { label: "Durable Object duration, GB-s", free: 400e3, usd: 12.5, per: 1e6 },
	objectRowsWritten: { label: "SQLite rows written", free: 50e6, usd: 1, per: 1e6 },
	objectRowsRead: { label: "SQLite rows read", free: 25e9, usd: 0.001, per: 1e6 },
	objectStorageGb: { label: "SQLite storage, GB-month", free: 5, usd: 0.2, per: 1 },
	d1RowsWritten: { label: "D1 rows written", free: 50e6, usd: 1, per: 1e6 },
	d1RowsRead: { label: "D1 rows read", free: 25e9, usd: 0.001, per: 1e6 },
	r2ClassA: { label: "R2 class A (put, list)", free: 1e6, usd: 4.5, per: 1e6 },
	r2ClassB: { label: "R2 class B (get, head)", free: 10e6, usd: 0.36, per: 1e6 },
	r2StorageGb: { label: "R2 storage, GB-month", free: 10, usd: 0.015, per: 1 },
	/** Each invocation's own entry and each line that the code logs, as far as they are sampled. */
	logEvents: { label: "Workers Logs events", free: 20e6, usd: 0.6, per: 1e6 },
} as const satisfies Record<string, Price>;

export type Item = keyof typeof PRICES;

/** Memory that an object is billed for, GB. */
export const OBJECT_GB = 0.128;
/** Incoming WebSocket messages that count as one request. */
export const MESSAGES_PER_REQUEST = 20;
