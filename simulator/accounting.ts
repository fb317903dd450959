/** The books: what was read, what became of it, and whether that adds up. */

/** What `--json` prints as its last line. */
export interface Summary {
	/** Rows read from the data, or readings generated. */
	readonly rows: number;
	/** Readings handed to the server and not refused by it. */
	readonly sent: number;
	/** Rows without any vital sign: nothing to send. */
	readonly empty: number;
	/** Readings the server refused for good, by `field:code`. */
	readonly refused: Readonly<Record<string, number>>;
	/** Rows that never left, because the run was stopped or given up. */
	readonly unsent: number;
	/** Accepted + duplicates. */
	readonly acknowledged: number;
	/** Acknowledged as stored before: sent again after an answer was lost. */
	readonly duplicates: number;
	/** Readings that were sent once more, because nobody had said that they were stored. */
	readonly resent: number;
	/** Requests that had to be repeated. */
	readonly retries: number;
	/** Requests made in all. */
	readonly requests: number;
	readonly seconds: number;
	readonly devices: number;
}

export interface Books {
	/** A row was read; `empty` when it holds no vital sign. */
	row(empty: boolean, count?: number): void;
	/** `count` readings were handed to the network for the first time. */
	posted(count: number): void;
	/** `count` readings were handed to the network once more. */
	resent(count: number): void;
	acknowledged(accepted: number, duplicates: number): void;
	refused(reason: string): void;
	request(): void;
	retry(): void;
	summary(seconds: number, devices: number): Summary;
}

export function createBooks(): Books {
	let rows = 0;
	let empty = 0;
	let posted = 0;
	let accepted = 0;
	let duplicates = 0;
	let requests = 0;
	let retries = 0;
	let resent = 0;
	let refusals = 0;
	const refused = new Map<string, number>();
	return {
		row(isEmpty, count = 1) {
			rows += count;
			if (isEmpty) empty += count;
		},
		posted: (count) => void (posted += count),
		resent: (count) => void (resent += count),
		acknowledged(stored, known) {
			accepted += stored;
			duplicates += known;
		},
		refused(reason) {
			refusals++;
			refused.set(reason, (refused.get(reason) ?? 0) + 1);
		},
		request: () => void requests++,
		retry: () => void retries++,
		summary: (seconds, devices) => ({
			rows,
			sent: posted - refusals,
			empty,
			refused: Object.fromEntries([...refused].sort(([a], [b]) => (a < b ? -1 : 1))),
			unsent: rows - empty - posted,
			acknowledged: accepted + duplicates,
			duplicates,
			resent,
			retries,
			requests,
			seconds: Math.round(seconds * 10) / 10,
			devices,
		}),
	};
}

/**
 * What does not add up, in sentences; empty when everything does.
 *
 * @param stoppedByHand - a run that somebody stopped may leave rows unsent, one that ended by itself may not
 */
export function discrepancies(summary: Summary, stoppedByHand: boolean): string[] {
	const found: string[] = [];
	const refused = Object.values(summary.refused).reduce((sum, count) => sum + count, 0);
	const accounted = summary.sent + summary.empty + refused + summary.unsent;
	if (accounted !== summary.rows) found.push(`${summary.rows} rows were read but ${accounted} are accounted for`);
	if (summary.acknowledged !== summary.sent)
		found.push(`${summary.sent} readings were sent but ${summary.acknowledged} acknowledged`);
	if (summary.unsent < 0) found.push(`${-summary.unsent} readings were sent that were never read`);
	if (summary.unsent > 0 && !stoppedByHand) found.push(`${summary.unsent} rows were never sent`);
	return found;
}

/** The summary as a table for people. */
export function formatSummary(summary: Summary): string {
	const rate = summary.seconds > 0 ? summary.acknowledged / summary.seconds : 0;
	const lines: [string, number | string][] = [
		["rows", summary.rows],
		["sent", summary.sent],
		["empty", summary.empty],
		...Object.entries(summary.refused).map(([reason, count]): [string, number] => [`refused ${reason}`, count]),
		["unsent", summary.unsent],
		["acknowledged", summary.acknowledged],
		["of them duplicates", summary.duplicates],
		["sent once more", summary.resent],
		["requests", summary.requests],
		["retries", summary.retries],
		["devices", summary.devices],
		["seconds", summary.seconds.toFixed(1)],
		["readings/s", rate.toFixed(1)],
	];
	const width = Math.max(...lines.map(([label]) => label.length));
	return lines
		.map(
			([label, value]) =>
				`  ${label.padEnd(width)}  ${String(typeof value === "number" ? value.toLocaleString("en") : value).padStart(12)}`,
		)
		.join("\n");
}
