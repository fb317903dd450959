/** From what the registry counts to what a month costs. Pure. What it cannot count is estimated from readings, and says so. */
import type { CostAnswer, CostLine } from "../../vitals/api.ts";
import { bill, noUsage, type Usage } from "./bill.ts";
import { BASE_USD, MESSAGES_PER_REQUEST, PRICES, PRICES_DATE, type Item } from "./prices.ts";

/**
 * What one reading does on the way, measured by `npm run bench -- cost` (docs/cost.md: a month of `stream_1` and of `stream_5`,
 * 2.6 billion readings, nobody watching). Devices that post over HTTP, and wards that are watched, cost more.
 */
const PER_READING = {
	/** Requests of objects besides the messages that carry readings: RPC, alarms, sockets. */
	objectRequests: (169.4e6 - 2.592e9 / MESSAGES_PER_REQUEST) / 2.592e9,
	objectRowsWritten: 58.6e6 / 2.592e9,
	objectGbSeconds: 236_336 / 2.592e9,
	d1RowsWritten: 9.8e6 / 2.592e9,
};
/** Of the lake, beside the writes that are counted: reads of hours that are made into days. */
const READS_PER_WRITE = 2;

export interface MonthCounts {
	readonly devices: number;
	readonly readings: number;
	readonly lakeWrites: number;
	readonly lakeBytes: number;
	readonly episodes: number;
}

const COUNTED: ReadonlySet<Item> = new Set<Item>(["r2ClassA", "r2StorageGb"]);
const ESTIMATED: ReadonlySet<Item> = new Set<Item>([
	"objectRequests",
	"objectRowsWritten",
	"objectGbSeconds",
	"d1RowsWritten",
	"r2ClassB",
]);

/** @param readingsPerMessage - how many a calm device sends together */
function usageOf(counts: MonthCounts, readingsPerMessage: number): Usage {
	const { readings, lakeWrites, lakeBytes } = counts;
	return {
		...noUsage(),
		objectRequests: readings * (PER_READING.objectRequests + 1 / readingsPerMessage / MESSAGES_PER_REQUEST),
		objectRowsWritten: readings * PER_READING.objectRowsWritten,
		objectGbSeconds: readings * PER_READING.objectGbSeconds,
		d1RowsWritten: readings * PER_READING.d1RowsWritten,
		r2ClassA: lakeWrites,
		r2ClassB: lakeWrites * READS_PER_WRITE,
		r2StorageGb: lakeBytes / 1e9,
	};
}

/** @param since - when the month began, ms since the epoch @param now - the same clock */
export function monthCost(
	counts: MonthCounts,
	readingsPerMessage: number,
	{ since, now }: { readonly since: number; readonly now: number },
): CostAnswer {
	const begun = new Date(since);
	const length = Date.UTC(begun.getUTCFullYear(), begun.getUTCMonth() + 1) - since;
	const rate = length / Math.max(1, now - since);
	const usage = usageOf(counts, readingsPerMessage);
	const month = Object.fromEntries(
		// What lies in the lake is paid by its size, not by how long the month has been.
		Object.entries(usage).map(([item, units]) => [item, item === "r2StorageGb" ? units : units * rate]),
	) as Usage;
	const [soFar, whole] = [bill(usage), bill(month)];
	const lines = (Object.keys(PRICES) as Item[]).flatMap((item, i): CostLine[] => {
		const [line, later] = [soFar.lines[i], whole.lines[i]];
		if (line === undefined || later === undefined || !(COUNTED.has(item) || ESTIMATED.has(item))) return [];
		const { label, free, units, usd } = line;
		const basis = COUNTED.has(item) ? "counted" : "estimated";
		return [{ label, basis, units, free, usd, month_units: later.units, month_usd: later.usd }];
	});
	return {
		since: begun.toISOString(),
		until: new Date(now).toISOString(),
		prices_of: PRICES_DATE,
		base_usd: BASE_USD,
		usd: soFar.usd,
		month_usd: whole.usd,
		counted: {
			devices: counts.devices,
			readings: counts.readings,
			lake_writes: counts.lakeWrites,
			lake_bytes: counts.lakeBytes,
			episodes: counts.episodes,
		},
		lines,
	};
}
