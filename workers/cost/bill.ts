/** From a month's usage to dollars. Pure. */
import { BASE_USD, PRICES, type Item } from "./prices.ts";

/** Units used in a month. */
export type Usage = Record<Item, number>;

export interface BillLine {
	readonly label: string;
	readonly units: number;
	readonly free: number;
	readonly usd: number;
}

export interface Bill {
	/** Every item of the price table, also those within their allowance. */
	readonly lines: readonly BillLine[];
	/** With the plan's base. */
	readonly usd: number;
}

const ITEMS = Object.keys(PRICES) as Item[];

export function noUsage(): Usage {
	return Object.fromEntries(ITEMS.map((item) => [item, 0])) as Usage;
}

/** `a + factor × b`, item by item. */
export function addUsage(a: Usage, b: Usage, factor = 1): Usage {
	return Object.fromEntries(ITEMS.map((item) => [item, a[item] + factor * b[item]])) as Usage;
}

/** The month's bill. Allowances are taken off each item once; nothing is rounded. */
export function bill(usage: Usage): Bill {
	const lines = ITEMS.map((item): BillLine => {
		const { label, free, usd, per } = PRICES[item];
		return { label, units: usage[item], free, usd: (Math.max(0, usage[item] - free) / per) * usd };
	});
	return { lines, usd: BASE_USD + lines.reduce((sum, line) => sum + line.usd, 0) };
}
