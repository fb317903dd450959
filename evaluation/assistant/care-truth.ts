/** What is true of the ward world's alarm load, as its own route tells it. */
import type { AlarmLoadAnswer } from "../../vitals/alarm-load.ts";
import type { ChatAnswer } from "../../vitals/assistant.ts";
import { unflagged } from "./figures.ts";

/** A figure of a ward's alarm load of the week, Monday to now. */
export interface LoadFigure {
	readonly ward: "ward-a" | "ward-b" | "ward-c";
	readonly is: "worst_device" | "per_bed_day" | "median_wait" | "unanswered" | "band" | "false_share";
}

export type Loads = ReadonlyMap<string, AlarmLoadAnswer>;

const BANDS = { acceptable: /acceptable/i, manageable: /manageable/i, too_many: /too many/i } as const;

/** What the answer must hold; null where the ward has nothing of the kind, and it must say so. */
function wantedOf({ ward, is }: LoadFigure, loads: Loads): RegExp | null {
	const load = loads.get(ward);
	if (load === undefined) throw new Error(`the alarm load of ${ward} is not known`);
	const figure = (value: number) =>
		new RegExp(`(?<![\\d.])${String(value).replace(".", String.raw`\.`)}(?![\\d.]*\\d)`);
	switch (is) {
		case "worst_device": {
			const [worst] = load.worst.devices;
			return worst === undefined ? null : new RegExp(`${worst.device_id}(?![\\w-])`);
		}
		case "per_bed_day":
			return load.per_bed_day === null ? null : figure(load.per_bed_day);
		case "median_wait":
			return load.median_s === null ? null : figure(Math.max(1, Math.round(load.median_s / 60)));
		case "unanswered":
			return figure(load.unanswered);
		case "band":
			return BANDS[load.band];
		case "false_share":
			return load.false_share === null ? null : figure(Math.round(load.false_share * 100));
	}
}

/** What of the load is missing in an answer; null where nothing is. */
export function loadFault(wanted: LoadFigure, answer: ChatAnswer, loads: Loads): string | null {
	const text = answer.sentences.map(unflagged).join("\n");
	const pattern = wantedOf(wanted, loads) ?? /\b(no|none|nobody|nothing|not)\b/i;
	return pattern.test(text) ? null : `alarm load missing: ${wanted.is} of ${wanted.ward}, ${pattern.source}`;
}
