/** Everything `evaluate` computes, as one value: the command prints it, the report writes it down. */
import { availableParallelism, cpus } from "node:os";
import { benchmarkHash } from "./benchmark-hash.ts";
import { BENCHMARK_VERSION, type SetName } from "./benchmark.ts";
import type { Options } from "./options.ts";
import { parityOn, SKLEARN_AUC, type Parity, type ReferenceSet } from "./parity.ts";
import { evaluateAlarms, type AlarmResult } from "./real-alarms.ts";
import { evaluateHourly, type HourlyResult } from "./real-hourly.ts";
import { runDays } from "./run-days.ts";
import {
	falseByCause,
	hardness,
	listed,
	missesByCause,
	summariseSet,
	type CauseCount,
	type Hardness,
	type SetSummary,
} from "./summary.ts";

interface Causes {
	readonly false: readonly CauseCount[];
	readonly missed: readonly CauseCount[];
	/** One line each. */
	readonly list: readonly string[];
}

/** One set of the benchmark, evaluated. */
export interface SetResult extends SetSummary {
	readonly patient_days: number;
	readonly hardness: readonly Hardness[];
	/** What the false alerts and misses of ours were; of the tuning set only. */
	readonly causes: Causes | null;
}

export interface Evaluation {
	readonly date: string;
	readonly machine: string;
	readonly seconds: number;
	readonly benchmark_version: number;
	readonly benchmark_hash: string;
	readonly tuning: SetResult | null;
	/** Seeds that nothing was tuned on. */
	readonly report: SetResult | null;
	/** Empty where the data folder was not given or has no reference sets. */
	readonly parity: Partial<Record<ReferenceSet, Parity>>;
	readonly real: { readonly hourly_sepsis: HourlyResult | null; readonly alarms_1hz: AlarmResult | null };
}

/** @param say - told what is going on */
export async function evaluate(options: Options, say: (line: string) => void): Promise<Evaluation> {
	const began = performance.now();
	const tuning = await evaluateSet("tuning", options.tuningDays, options.workers, say);
	const report = await evaluateSet("report", options.reportDays, options.workers, say);
	const parity: Partial<Record<ReferenceSet, Parity>> = {};
	let hourly: HourlyResult | null = null;
	let alarms: AlarmResult | null = null;
	if (options.data !== null) {
		say("Reference sets and real patients");
		for (const set of Object.keys(SKLEARN_AUC) as ReferenceSet[]) {
			const found = parityOn(options.data, set);
			if (found !== null) parity[set] = found;
		}
		hourly = evaluateHourly(options.data);
		alarms = evaluateAlarms(options.data);
	}
	return {
		date: new Date().toISOString().slice(0, 10),
		machine: `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, Node ${process.versions.node}, ${options.workers} threads`,
		seconds: Math.round((performance.now() - began) / 1000),
		benchmark_version: BENCHMARK_VERSION,
		benchmark_hash: benchmarkHash(),
		tuning,
		report,
		parity,
		real: { hourly_sepsis: hourly, alarms_1hz: alarms },
	};
}

async function evaluateSet(
	set: SetName,
	days: number,
	workers: number,
	say: (line: string) => void,
): Promise<SetResult | null> {
	if (days === 0) return null;
	say(`The ${set} set: ${days} patient-days`);
	const results = await runDays(set, days, workers, (done) => {
		if (done % 20 === 0) say(`  ${done} of ${days}`);
	});
	const summary = summariseSet(results);
	return {
		...summary,
		patient_days: days,
		hardness: hardness(summary),
		// Of the report set nobody is to know: what is known is tuned on.
		causes:
			set === "report" ? null : { false: falseByCause(results), missed: missesByCause(results), list: listed(results) },
	};
}

/** The object of `--json`: the documented keys, and everything else that was computed but the list. */
export function toJson(evaluation: Evaluation): Record<string, unknown> {
	const { report, tuning } = evaluation;
	const brief = tuning?.causes == null ? tuning : { ...tuning, causes: { ...tuning.causes, list: undefined } };
	return { ...evaluation, tuning: brief, synthetic: (report ?? tuning)?.detectors ?? {} };
}
