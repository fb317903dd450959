/** What a run found, as a table and as figures. Pure. */
import type { EpisodesAudit } from "./audit/episodes.ts";
import type { Death, ReadingsAudit } from "./audit/readings.ts";
import type { Sabotage } from "./faults.ts";
import type { Tally } from "./fleet/messages.ts";
import type { StrikeKind } from "./schedule.ts";

export interface Findings {
	readonly seed: string;
	readonly minutes: number;
	readonly sabotage: Sabotage | null;
	/** From each SIGKILL until the devices' side answered again, milliseconds. */
	readonly restarts: readonly number[];
	readonly strikes: Partial<Readonly<Record<StrikeKind, number>>>;
	/** Longest time for which D1 was down altogether. */
	readonly registryDownMs: number;
	/** Readings that their devices could not deliver although all was well again. */
	readonly undelivered: number;
	readonly tally: Tally;
	readonly viewers: { readonly frames: number; readonly episodes: number; readonly slow: number };
	readonly readings: ReadingsAudit;
	/** The same count after every day was compacted. */
	readonly compacted: ReadingsAudit;
	readonly deaths: readonly Death[];
	readonly episodes: EpisodesAudit;
	/** Answers of 500, by the reason that the Worker wrote down. */
	readonly failures: Readonly<Record<string, number>>;
}

/** So much may die with a device that does not close its connection, by what the edge knew of the patient: the product's promise. */
const MOST_LOST_MS = { atRisk: 5_000, calm: 60_000 };

/** What is wrong, a sentence each; empty when the run has passed. */
export function faultsFound({ readings, compacted, episodes, deaths, undelivered }: Findings): string[] {
	const faults: string[] = [];
	if (undelivered > 0) faults.push(`${undelivered} readings could not be delivered`);
	for (const [when, audit] of [
		["", readings],
		[" after compaction", compacted],
	] as const) {
		const wrong = (count: number, what: string) => count > 0 && faults.push(`${count} ${what}${when}`);
		wrong(audit.lost, "acknowledged readings are lost");
		wrong(audit.doubled, "readings are doubled");
		wrong(audit.altered, "readings have other values");
		wrong(audit.invented, "readings were never measured");
		wrong(audit.refusedStored, "refused readings are stored");
		wrong(audit.brokenSequences, "devices have gaps in their sequence");
		for (const example of audit.examples) faults.push(`  ${example}`);
	}
	const wrong = (count: number, what: string) => count > 0 && faults.push(`${count} episodes ${what}`);
	wrong(episodes.missing, "are missing in the registry");
	wrong(episodes.different, "are otherwise in the registry than in their object");
	wrong(episodes.doubled, "are doubled in the registry");
	wrong(episodes.stuckOpen, "are open in the registry and not in their object");
	wrong(episodes.incompleteHistory, "have an incomplete history");
	for (const example of episodes.examples) faults.push(`  ${example}`);
	for (const { device, lostMs, lostReadings, atRisk } of deaths)
		if (lostMs > (atRisk ? MOST_LOST_MS.atRisk : MOST_LOST_MS.calm))
			faults.push(`${device} took ${lostReadings} readings of ${lostMs} ms with it`);
	return faults;
}

/** The figures of the JSON line. */
export function figures(findings: Findings): Record<string, unknown> {
	const { seed, minutes, sabotage, restarts, strikes, tally, readings, compacted, deaths, episodes } = findings;
	const sorted = restarts.toSorted((a, b) => a - b);
	const { waiting: _, offered, acknowledged: __, refused: ___, answers, ...faults } = tally;
	return {
		seed,
		minutes,
		sabotage,
		kills: restarts.length,
		acknowledged: readings.acknowledged,
		lost: Math.max(readings.lost, compacted.lost),
		doubled: Math.max(readings.doubled, compacted.doubled),
		altered: Math.max(readings.altered, compacted.altered),
		invented: Math.max(readings.invented, compacted.invented),
		refused_stored: Math.max(readings.refusedStored, compacted.refusedStored),
		undelivered: findings.undelivered,
		offered,
		stored: readings.stored,
		refused: readings.refused,
		restart_ms: Math.round(mean(sorted)),
		restart_p50_ms: Math.round(quantile(sorted, 0.5)),
		restart_p95_ms: Math.round(quantile(sorted, 0.95)),
		episodes: { ...episodes, examples: undefined },
		deaths: {
			n: deaths.length,
			at_risk: deaths.filter((death) => death.atRisk).length,
			lost_readings: deaths.reduce((total, death) => total + death.lostReadings, 0),
			worst_lost_ms: Math.max(0, ...deaths.filter((death) => death.atRisk).map((death) => death.lostMs)),
			worst_lost_calm_ms: Math.max(0, ...deaths.filter((death) => !death.atRisk).map((death) => death.lostMs)),
		},
		registry_down_ms: findings.registryDownMs,
		viewers: findings.viewers,
		strikes,
		faults,
		answers,
		failures: findings.failures,
		passed: faultsFound(findings).length === 0,
	};
}

/** The figures as a table. */
export function table(findings: Findings): string[] {
	const lines: string[] = [];
	const add = (name: string, value: unknown) => {
		if (value !== null && typeof value === "object")
			for (const [inner, what] of Object.entries(value)) add(`${name}.${inner}`, what);
		else if (value !== undefined) lines.push(`${name.padEnd(34)}${String(value)}`);
	};
	for (const [name, value] of Object.entries(figures(findings))) add(name, value);
	return lines;
}

const mean = (values: readonly number[]) =>
	values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;

const quantile = (sorted: readonly number[], q: number) =>
	sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
