/**
 * What the devices know, in a file that is only ever added to. One line a fact, comma-separated:
 *
 *   o,device,time,values     a reading was measured
 *   a,device,time,values     it was acknowledged: from now on the edge answers for it
 *   r,device,time,values     it was refused for good
 *   u,device,time,sent at    it was sent and not acknowledged when its device died
 *   e,device,time,sent at    it was the last that its device sent before it died, the patient at risk
 *   c,device,time,sent at    the same with all calm
 */
import { appendFileSync } from "node:fs";
import { BATTERY, STORED_STEPS_PER_UNIT, VITAL_KEYS } from "../../vitals/catalogue.ts";
import type { Reading } from "../../vitals/reading.ts";

export type Fact = "o" | "a" | "r" | "u" | "e" | "c";

export interface Ledger {
	/** @param rest - the reading's values, or when it was sent */
	note(fact: Fact, device: string, timestamp: number, rest: string | number): void;
	flush(): void;
}

/** Lines gathered before they are written. */
const LINES = 500;

export function openLedger(path: string): Ledger {
	let lines: string[] = [];
	const flush = () => {
		if (lines.length > 0) appendFileSync(path, lines.join(""));
		lines = [];
	};
	return {
		note(fact, device, timestamp, rest) {
			lines.push(`${fact},${device},${timestamp},${rest}\n`);
			if (lines.length >= LINES) flush();
		},
		flush,
	};
}

/** The values in the order of the lake's columns. */
export const LEDGER_COLUMNS: readonly string[] = [...VITAL_KEYS, BATTERY.key];

/** Every value of a reading as text, in hundredths: two readings with the same text are the same. */
export function valuesOf({ vitals, battery }: Pick<Reading, "vitals" | "battery">): string {
	return [...VITAL_KEYS.map((key) => vitals[key]), battery]
		.map((value) => (value === null ? "" : Math.round(value * STORED_STEPS_PER_UNIT)))
		.join("|");
}
