/** What does a month of a thousand devices cost? From counted operations, at list prices. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../scripts/bootstrap.mjs";
import { bill, type Bill } from "../workers/cost/bill.ts";
import type { Logging } from "./cost/counts.ts";
import { costDocument, costTable, type CostReport } from "./cost/document.ts";
import { calmOf, monthly, RISK_MINUTES_PER_DAY, rowsPer60, type Basis } from "./cost/month.ts";
import { runCost } from "./cost/run.ts";
import { TRANSPORTS, type Transport } from "./load/fleet.ts";
import { probeUs } from "./probe.ts";
import { positiveNumber, UsageError, wholeNumber, type Question, type Values } from "./question.ts";
import { CONFIG_PATH } from "./runtime/bundle.ts";

/** A whole number of calm commits, 120 s, and of a ward's beats, 72 s: as many of each fall into it, whenever they began. */
const MINUTES = 6;
const BEDS = 50;
const AT_RISK = 10;
const ARCHIVED = 3;
/** Longer than a ward waits for what it heard first, 78 s: the questions of a beginning are none of a month. */
const WARM_UP_S = 90;
const DOCUMENT = join(ROOT, "docs", "cost.md");

/** Production's `[observability]`: Wrangler's defaults are everything, where it is enabled. */
export function logging(): Logging {
	const { observability } = unstable_readConfig({ config: CONFIG_PATH, env: "production" });
	const enabled = observability?.enabled === true;
	const sampling = observability?.logs?.head_sampling_rate ?? observability?.head_sampling_rate ?? 1;
	return { sampling: enabled ? sampling : 0, invocations: observability?.logs?.invocation_logs ?? true };
}

/** One of production's `[vars]`. */
function setting(name: string): number {
	return Number(unstable_readConfig({ config: CONFIG_PATH, env: "production" }).vars[name]);
}

function chosen(values: Values): Transport[] {
	const names = String(values["transports"] ?? Object.keys(TRANSPORTS).join(",")).split(",");
	for (const name of names) {
		if (!Object.hasOwn(TRANSPORTS, name)) {
			throw new UsageError(`--transports takes ${Object.keys(TRANSPORTS).join(", ")}; got "${name}"`);
		}
	}
	return names as Transport[];
}

async function cpu(): Promise<Basis["cpuMs"]> {
	const us = await probeUs(["post_1", "post_10", "post_60"]);
	const ms = (step: string, readings: number) => ((us[step] ?? 0) * readings) / 1000;
	return {
		stream_1: 0,
		stream_5: 0,
		http_1s: ms("post_1", 1),
		http_10s: ms("post_10", 10),
		http_60s: ms("post_60", 60),
	};
}

function dollars(bills: ReadonlyMap<Transport, Bill>): Record<string, number | null> {
	return Object.fromEntries(
		Object.keys(TRANSPORTS).map((name) => {
			const found = bills.get(name as Transport);
			return [name, found === undefined ? null : Math.round(found.usd * 100) / 100];
		}),
	);
}

export const cost: Question = {
	summary: "dollars a month for 1,000 devices at 1 Hz from counted operations; --write writes docs/cost.md",
	options: {
		minutes: { type: "string" },
		beds: { type: "string" },
		"warm-up": { type: "string" },
		transports: { type: "string" },
		"risk-minutes": { type: "string" },
		write: { type: "boolean" },
	},
	usage: `[--minutes ${MINUTES}] [--beds ${BEDS}] [--transports stream_1,http_60s,…] [--risk-minutes ${RISK_MINUTES_PER_DAY}] [--write]`,
	answer: async (progress, values) => {
		const transports = chosen(values);
		const beds = wholeNumber(values, "beds", BEDS);
		const seconds = 60 * positiveNumber(values, "minutes", MINUTES);
		const warmUpS = positiveNumber(values, "warm-up", WARM_UP_S);
		progress("The Worker's own part of a request");
		const riskMinutes = wholeNumber(values, "risk-minutes", RISK_MINUTES_PER_DAY, 0);
		const basis: Basis = { logging: logging(), cpuMs: await cpu(), riskMinutes };
		const plan = { transports, beds, atRisk: Math.min(beds, AT_RISK), archived: ARCHIVED, warmUpS, seconds };
		const run = await runCost(plan, progress);
		if (run.troubles.length > 0) throw new Error(`the fleet met trouble: ${run.troubles.slice(0, 5).join("; ")}`);
		const bills = (part: "calm" | "watched", risk = riskMinutes) =>
			new Map(
				transports.map((transport) => [
					transport,
					bill(monthly(run, transport, part, { ...basis, riskMinutes: risk })),
				]),
			);
		const quiet = run.groups.filter(({ part }) => part !== "risk");
		const calmDevices = quiet.reduce((sum, { devices }) => sum + devices, 0);
		const report: CostReport = {
			calmDevices,
			restless: calmDevices - quiet.reduce((sum, group) => sum + calmOf(group).length, 0),
			calm: bills("calm"),
			watched: bills("watched"),
			rowsPer60: rowsPer60(run, transports[0] as Transport),
			basis,
			plan,
			withoutRisk: bills("calm", 0),
			pace: Math.min(...run.groups.map((group) => group.readings / (group.devices * group.seconds))),
			liveCadenceMs: setting("LIVE_CADENCE_MS"),
			commitS: setting("STREAM_COMMIT_SECONDS"),
		};
		if (values["write"] === true) await writeFile(DOCUMENT, costDocument(report));
		return {
			lines: costTable(report),
			figures: {
				usd_month: dollars(report.calm),
				usd_month_watched: dollars(report.watched),
				rows_written_per_60: report.rowsPer60,
				usd_month_without_risk: dollars(report.withoutRisk),
				restless_devices: report.restless,
				pace: report.pace,
				log_sampling: basis.logging.sampling,
			},
		};
	},
};
