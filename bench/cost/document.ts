/** The bill as people read it: on the terminal and in `docs/cost.md`. */
import type { Transport } from "../load/fleet.ts";
import { BASE_USD, PRICES_DATE } from "../../workers/cost/prices.ts";
import type { Bill } from "../../workers/cost/bill.ts";
import type { Basis } from "./month.ts";
import type { CostPlan } from "./run.ts";

export interface CostReport {
	/** By transport: nobody watching, and a wall display on every ward day and night. */
	readonly calm: ReadonlyMap<Transport, Bill>;
	readonly watched: ReadonlyMap<Transport, Bill>;
	/** As `calm`, if nobody were ever at risk. */
	readonly withoutRisk: ReadonlyMap<Transport, Bill>;
	readonly rowsPer60: number;
	/** Devices counted as calm or watched, and those of them that were not calm. */
	readonly calmDevices: number;
	readonly restless: number;
	/** Readings sent for each device and second while it was counted, of the slowest group: 1 where the machine kept up. */
	readonly pace: number;
	readonly basis: Basis;
	readonly plan: CostPlan;
	/** Milliseconds between two live values of a watched device, production's setting. */
	readonly liveCadenceMs: number;
	/** Seconds of calm readings in a commit of a stream, production's setting. */
	readonly commitS: number;
}

/** `1,234`, `12.3 M` or `2.6 G`. */
function units(value: number): string {
	if (value >= 1e9) return `${(value / 1e9).toFixed(1)} G`;
	if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
	if (value >= 100) return Math.round(value).toLocaleString("en");
	return value.toFixed(value === 0 ? 0 : 1);
}

const usd = (value: number): string => `$${value.toFixed(2)}`;

interface Row {
	readonly label: string;
	readonly cells: readonly string[];
}

function rows(bills: ReadonlyMap<Transport, Bill>): Row[] {
	const columns = [...bills.values()];
	const items = columns[0]?.lines ?? [];
	return [
		{ label: "Workers Paid plan", cells: columns.map(() => usd(BASE_USD)) },
		...items.map(({ label }, item) => ({
			label,
			cells: columns.map(({ lines }) => {
				const line = lines[item];
				return line === undefined ? "" : `${usd(line.usd)} (${units(line.units)})`;
			}),
		})),
		{ label: "A month", cells: columns.map((one) => usd(one.usd)) },
	];
}

const TITLES = {
	calm: () => "Nobody watching",
	watched: ({ plan, liveCadenceMs }: CostReport) =>
		`One wall display for each ward of ${plan.beds} beds, day and night, a value each ${liveCadenceMs / 1000} s`,
} as const;

function withoutRisk({ withoutRisk }: CostReport): string {
	return [...withoutRisk].map(([name, one]) => `${name} ${usd(one.usd)}`).join(", ");
}

/** What a minute at risk of each patient and day adds to the first transport's month. */
function riskMinuteUsd({ calm, withoutRisk, basis, plan }: CostReport): string {
	const first = plan.transports[0] as Transport;
	const added = (calm.get(first)?.usd ?? 0) - (withoutRisk.get(first)?.usd ?? 0);
	return usd(basis.riskMinutes === 0 ? 0 : added / basis.riskMinutes);
}

export function costTable(report: CostReport): string[] {
	const section = (title: string, bills: ReadonlyMap<Transport, Bill>) => [
		title,
		`  ${"".padEnd(42)}${[...bills.keys()].map((name) => name.padStart(22)).join("")}`,
		...rows(bills).map(({ label, cells }) => `  ${label.padEnd(42)}${cells.map((cell) => cell.padStart(22)).join("")}`),
		"",
	];
	return [
		`1,000 devices at 1 Hz for 30 days, prices of ${PRICES_DATE}; in brackets the month's units before allowances`,
		"",
		...section(TITLES.calm(), report.calm),
		...section(TITLES.watched(report), report.watched),
		`Rows written for 60 calm readings: ${report.rowsPer60.toFixed(2)}`,
		`Nobody watching and nobody ever at risk: ${withoutRisk(report)}`,
		`${report.restless} of ${report.calmDevices} calm devices raised alerts of themselves and are left out`,
		`The slowest group sent ${report.pace.toFixed(2)} readings a device and second`,
	];
}

export function costDocument(report: CostReport): string {
	const { plan, basis } = report;
	const table = (bills: ReadonlyMap<Transport, Bill>) =>
		[
			`| | ${[...bills.keys()].join(" | ")} |`,
			`|---|${[...bills.keys()].map(() => "---:|").join("")}`,
			...rows(bills).map(({ label, cells }) => {
				const strong = label === "A month" ? "**" : "";
				return `| ${strong}${label}${strong} | ${cells.map((cell) => `${strong}${cell}${strong}`).join(" | ")} |`;
			}),
		].join("\n");
	return `# What it costs

1,000 devices at one reading a second (2.6 billion readings) and their wards of ${plan.beds} beds, for 30 days, on Cloudflare's
Workers Paid plan. Every figure comes from operations that were **counted** while the product ran, not from a spreadsheet:
\`npm run bench -- cost --write\` runs it again and writes this page. Prices are those of ${PRICES_DATE}, in \`workers/cost/prices.ts\`.
In brackets: the month's units, before what the plan includes is taken off.

\`stream_1\` and \`stream_5\` send one and five readings a WebSocket message (four where somebody looks, one by one where the patient is at
risk, as the edge asks for it), \`http_1s\`, \`http_10s\` and \`http_60s\` post each so
many seconds.

## ${TITLES.calm()}

${table(report.calm)}

## ${TITLES.watched(report)}

${table(report.watched)}

Rows written for 60 calm readings over \`${plan.transports[0] ?? ""}\`: ${report.rowsPer60.toFixed(2)}.

## How it was counted

- ${plan.beds} devices for each transport and table sent in real time, and were counted for ${Math.round(plan.seconds)} s after ${plan.warmUpS} s to
  settle, with production's settings. Requests, RPC calls, alarms and incoming WebSocket messages (20 count as one), SQLite rows
  (\`rowsRead\`, \`rowsWritten\`; setting or clearing an alarm counts as a row), D1's \`meta\`, R2 calls and log entries are counted
  by \`bench/workers/counted.ts\` around the product, which does not know. Silence is watched for all the while.
- Active time of an object is wall time while it runs, waits, or holds a timer or a call that keeps it from hibernating, plus
  20 ms for every call to another object, D1 or R2 and 10 ms for every commit, as between machines of the real edge; at most
  all the time there is. The runs were on one machine, whose speed is in it.
- ${plan.atRisk} devices of each transport deteriorated while they were counted. What they used beyond calm ones is charged for
  ${basis.riskMinutes} minutes a patient and day: episodes, their way to ward and D1, and commits every few seconds. The detector says 48
  of scenario \`icu-noisy\`, 69 of ward patients with one event a day, 8 where nothing is wrong. With none at all, nobody watching:
  ${withoutRisk(report)}.
  Of the calm ones ${report.restless} of ${report.calmDevices} raised alerts of themselves, new to their detectors as they were: left out of the
  calm figures, except for what their wards did about it.
  At risk means a row each 6 readings instead of each ${report.commitS}, because at most 5 s of a deterioration may die with its device: each minute
  a patient and day is about ${riskMinuteUsd(report)} a month for the fleet.
- What minutes do not show: an hour's file was made by the alarm of ${plan.archived} devices (one put, its rows, the catalogue's, the next
  alarm) and charged for every hour; a day's files were made into one, and deleted, of one device, and charged for every day. A month's hourly files are
  charged as stored for the whole month.
- The Worker's processor time is that of its own code for one request, measured alone: ${(basis.cpuMs.http_1s * 1000).toFixed(0)} µs with one reading, ${(basis.cpuMs.http_60s * 1000).toFixed(0)} µs
  with sixty. A stream uses the Worker only to connect.
- Workers Logs as production has them set: ${Math.round(basis.logging.sampling * 100)} % of invocations sampled, ${basis.logging.invocations ? "with" : "without"} an entry for each invocation.
- Silence is listened for in both tables: a call of each device in 72 s, which a live value replaces, and an alarm of each ward. The audit
  log's object is counted too; it has nothing to write while nobody asks.
- Not in it: people's requests, reports, the assistant, and data that leaves through the API. A wall display asks for its counts and
  wards six times a minute: of ${Math.round(1000 / plan.beds)} of them 5.2 M requests and log entries a month, within the allowances of a fleet that streams.
  A look at a patient is one request, one log entry and one row of the audit log.

## What each dollar is for

- **Messages**: 2.6 billion readings, one a message, are 129.6 M requests: $19.44. Five a message: $3.89.
- **Silence**: 36 M calls, $5.40.
- **Rows**: a row for ${report.commitS} readings is ${(2592 / report.commitS).toFixed(1)} M; why ${report.commitS}: [decision 12](decisions/0012-calm-streams-commit-each-two-minutes.md). A ward's alarms
  are 1.4 M, an hour's file is some eight rows, 5.8 M. All else is patients at risk. 50 M are included.
- **Watching**: a call for each value, each ${report.liveCadenceMs / 1000} s, is ${((2592 * 1000) / report.liveCadenceMs).toFixed(0)} M, and the time both sides are awake for it. Why ${report.liveCadenceMs / 1000} s:
  [decision 11](decisions/0011-live-values-every-eight-seconds.md).
- **Logs**: errors and people's requests. An entry for each invocation would be $1,550 more.
`;
}
