/** Whether one source supports a figure on all its parts, and which part fails where none does. */
import type { Fact, Quantity, Statistic } from "../../../vitals/assistant.ts";
import { VITAL_KEYS } from "../../../vitals/catalogue.ts";
import { endFits, timeFits, WARD, type End, type Entry, type Evidence } from "./evidence.ts";
import type { Direction } from "./terms.ts";
import type { TimeRef } from "./times.ts";
import { UNIT_OF } from "./terms.ts";
import type { Figure } from "./tokens.ts";

export interface Bound {
	readonly side: "above" | "below";
	/** False where the border itself counts: "at least". */
	readonly open: boolean;
	/** Of all values of the time, or of one of them. */
	readonly all: boolean;
}

/** A figure and what the sentence says it is. */
export interface FigureClaim {
	readonly figure: Figure;
	/** What it may be of. */
	readonly quantities: readonly Quantity[];
	/** Whether the sentence names the vital sign; otherwise the unit or an earlier sentence does. */
	readonly named: boolean;
	readonly statistics: ReadonlySet<Statistic>;
	/** Positions in `subjects`; null where the sentence is about nobody in particular. */
	readonly who: readonly number[] | null;
	readonly time: TimeRef | null;
	/** "From 94 to 88": which end of its stretch it is; null where it is none. */
	readonly end: End | null;
	/** Said of now, so that the newest value is meant; only listed without a verb, a median of late will do. Null: of any time. */
	readonly newest: "said" | "listed" | null;
	readonly about: boolean;
	readonly bound: Bound | null;
	/** Of a share: whose part. */
	readonly shareOf: readonly Quantity[] | null;
	/** Of a difference: which way it must go. */
	readonly sign: 1 | -1 | null;
	readonly direction: Direction | null;
	/** Called the lowest or the highest: a single value must be so among those of its source. */
	readonly extreme: "min" | "max" | null;
	/** The source's positions that may support it. */
	readonly allowed: ReadonlySet<number>;
}

export type Part = "who" | "quantity" | "statistic" | "time" | "value" | "direction" | "allowed";

/** How far "about" may be off, in the unit; a value that ends in 0 is a round one. */
const ABOUT: Partial<Record<Quantity, number>> = {
	heart_rate: 3,
	pulse_rate: 3,
	respiratory_rate: 1,
	spo2: 1,
	temperature: 0.2,
	systolic_pressure: 4,
	diastolic_pressure: 3,
	mean_pressure: 3,
	etco2: 2,
	share: 3,
	battery: 2,
	score: 0.03,
};

/** Millimetres of mercury in a kilopascal. */
const MMHG_PER_KPA = 7.50062;

/** The fact's value in the figure's unit; NaN where the figure's unit is not one of the fact's. */
export function inUnit(value: number, quantity: Quantity, figure: Figure, unit: string): number {
	if (figure.unit === null) return quantity === "share" && unit === "" && figure.low > 1 ? value * 100 : value;
	if (quantity === "duration") {
		if (figure.unit !== "time") return Number.NaN;
		const seconds = unit.startsWith("s") ? 1 : unit.startsWith("h") ? 3600 : 60;
		return (value * seconds) / figure.seconds;
	}
	if (!UNIT_OF[figure.unit].includes(quantity)) {
		return Number.NaN;
	}
	if (figure.unit === "fahrenheit") return (value * 9) / 5 + 32;
	if (figure.unit === "degrees" && figure.low > 60) return (value * 9) / 5 + 32;
	if (figure.unit === "kpa") return value / MMHG_PER_KPA;
	if (quantity === "share" && unit === "") return value * 100;
	return value;
}

/** Half of the last decimal that was written, and a little for the arithmetic. */
export function tolerance(claim: Pick<FigureClaim, "figure" | "about">, quantity: Quantity): number {
	const { figure } = claim;
	let half = 0.5 * 10 ** -figure.decimals + 1e-9;
	if (quantity === "duration")
		half = figure.unit === "time" && figure.seconds === 60 && figure.low >= 10 ? 1 + 1e-9 : half;
	if (figure.unit === "fahrenheit") half = Math.max(half, 0.1);
	if (!claim.about) return half;
	const round = figure.decimals === 0 && figure.low >= 50 && figure.low % 10 === 0 ? 4 : 0;
	const wide = quantity === "duration" ? figure.low * 0.08 : (ABOUT[quantity] ?? 0);
	return Math.max(
		half,
		wide,
		quantity === "spo2" || quantity === "temperature" ? 0 : Math.min(round, figure.low * 0.04),
	);
}

function boundFits(value: number, border: number, { side, open }: Bound): boolean {
	if (side === "above") return open ? value > border : value >= border;
	return open ? value < border : value <= border;
}

function valueFits(fact: Fact, claim: FigureClaim): boolean {
	const { figure, bound } = claim;
	const value = inUnit(fact.value, fact.quantity, figure, fact.unit);
	if (Number.isNaN(value)) return false;
	if (fact.statistic === "delta" && claim.sign !== null) {
		return Math.sign(value) === claim.sign && Math.abs(Math.abs(value) - figure.low) <= tolerance(claim, fact.quantity);
	}
	if (bound !== null) return boundFits(value, figure.low, bound);
	const within = tolerance(claim, fact.quantity);
	if (fact.statistic === "delta") return Math.abs(Math.abs(value) - figure.low) <= within;
	return Math.abs(value - figure.low) <= within;
}

function partsFit(entry: Entry, claim: FigureClaim, evidence: Evidence, who: number | null, but: Part | null): boolean {
	const { fact } = entry;
	if (but !== "allowed" && !claim.allowed.has(entry.source)) return false;
	if (but !== "who" && who !== null && entry.who !== who) return false;
	if (but !== "statistic" && !claim.statistics.has(fact.statistic)) return false;
	if (claim.shareOf !== null && but !== "quantity" && (fact.vital === undefined || !claim.shareOf.includes(fact.vital)))
		return false;
	if (but !== "value" && !valueFits(fact, claim)) return false;
	if (but !== "time") {
		if (!isOfTime(fact, claim)) return false;
		const latest = claim.newest !== null || claim.time?.form === "latest";
		if (latest && fact.statistic !== "usual" && fact.statistic !== "limit" && fact.statistic !== "delta") {
			const newest = evidence.newest(entry.who, fact.quantity);
			// Two minutes: the newest few readings of a device are all "now". What covers a stretch is of no moment.
			if (
				newest !== null &&
				claim.statistics.has("value") &&
				(fact.statistic !== "value" ? claim.newest !== "listed" : fact.to < newest - 120_000)
			)
				return false;
		}
	}
	if (claim.extreme !== null && fact.statistic === "value" && but !== "statistic" && !isExtreme(entry, claim, evidence))
		return false;
	if (but !== "direction" && claim.direction !== null) {
		const said = evidence.directions(entry.source, entry.who, fact.quantity, claim.time);
		if (!said.has(claim.direction)) return false;
	}
	return true;
}

/** Whether a fact is of the time that is claimed. */
export function isOfTime(fact: Fact, { time, end }: FigureClaim): boolean {
	return time === null || timeFits(fact, time) || (end !== null && endFits(fact, time, end));
}

function isExtreme({ fact, who }: Entry, claim: FigureClaim, evidence: Evidence): boolean {
	return evidence.entries(fact.quantity).every((other) => {
		if (other.who !== who || !claim.allowed.has(other.source) || !RANGED.has(other.fact.statistic)) return true;
		if (claim.time !== null && !timeFits(other.fact, claim.time)) return true;
		return claim.extreme === "min" ? other.fact.value >= fact.value : other.fact.value <= fact.value;
	});
}

const QUANTITIES: readonly Quantity[] = [
	...VITAL_KEYS,
	"news2",
	"battery",
	"score",
	"episodes",
	"alarms",
	"per_bed_day",
	"per_hour",
	"beds",
	"duration",
	"share",
];

function single(claim: FigureClaim, evidence: Evidence, who: number | null, but: Part | null): Entry | null {
	for (const quantity of but === "quantity" ? QUANTITIES : claim.quantities)
		for (const entry of evidence.entries(quantity)) if (partsFit(entry, claim, evidence, who, but)) return entry;
	return null;
}

/** Both ends of a range in one source: its smallest and largest figure of the time. */
function range(claim: FigureClaim, evidence: Evidence, who: number | null, but: Part | null): Entry | null {
	const { figure } = claim;
	const free: FigureClaim = { ...claim, statistics: RANGED };
	for (const quantity of but === "quantity" ? QUANTITIES : claim.quantities) {
		const bySource = new Map<string, { low: Entry; high: Entry }>();
		for (const entry of evidence.entries(quantity)) {
			if (
				!partsFit(
					entry,
					{ ...free, bound: { side: "above", open: false, all: false }, figure: { ...figure, low: -Infinity } },
					evidence,
					who,
					but,
				)
			)
				continue;
			const key = `${entry.source} ${entry.who}`;
			const known = bySource.get(key);
			if (known === undefined) bySource.set(key, { low: entry, high: entry });
			else {
				if (entry.fact.value < known.low.fact.value) known.low = entry;
				if (entry.fact.value > known.high.fact.value) known.high = entry;
			}
		}
		const within = tolerance(claim, quantity);
		for (const { low, high } of bySource.values()) {
			if (but === "value") return low;
			const from = inUnit(low.fact.value, quantity, figure, low.fact.unit);
			const to = inUnit(high.fact.value, quantity, figure, high.fact.unit);
			if (Math.abs(from - figure.low) <= within && Math.abs(to - figure.high) <= within) return low;
		}
	}
	return null;
}
const RANGED: ReadonlySet<Statistic> = new Set(["value", "min", "max", "median", "mean"]);

/** "Never below 93": the extreme of one source's time decides; single values do where there are several and no extreme. */
function throughout(claim: FigureClaim, evidence: Evidence, who: number | null, but: Part | null): Entry | null {
	const bound = claim.bound as Bound;
	const extreme: Statistic = bound.side === "above" ? "min" : "max";
	const found = single({ ...claim, statistics: new Set<Statistic>([extreme]) }, evidence, who, but);
	if (found !== null) return violated(claim, evidence, found, bound) ? null : found;
	for (const quantity of claim.quantities) {
		const bySource = new Map<number, { entry: Entry; count: number; all: boolean }>();
		for (const entry of evidence.entries(quantity)) {
			if (entry.fact.statistic !== "value") continue;
			if (!partsFit(entry, { ...claim, statistics: new Set<Statistic>(["value"]) }, evidence, who, "value")) continue;
			const value = inUnit(entry.fact.value, quantity, claim.figure, entry.fact.unit);
			const known = bySource.get(entry.source) ?? { entry, count: 0, all: true };
			known.count++;
			known.all &&= boundFits(value, claim.figure.low, bound);
			bySource.set(entry.source, known);
		}
		for (const { entry, count, all } of bySource.values())
			if (count > 1 && all && !violated(claim, evidence, entry, bound)) return entry;
	}
	return null;
}

/** Whether any allowed source has a value of that time beyond the border. */
function violated(claim: FigureClaim, evidence: Evidence, support: Entry, bound: Bound): boolean {
	return evidence.entries(support.fact.quantity).some(({ fact, who, source }) => {
		if (who !== support.who || !claim.allowed.has(source)) return false;
		if (fact.statistic !== "value" && fact.statistic !== "min" && fact.statistic !== "max") return false;
		if (claim.time !== null && !timeFits(fact, claim.time)) return false;
		return !boundFits(inUnit(fact.value, fact.quantity, claim.figure, fact.unit), claim.figure.low, bound);
	});
}

/** The entry that supports the claim, leaving one part of it out of account where `but` names one. */
export function supported(claim: FigureClaim, evidence: Evidence, but: Part | null = null): Entry | null {
	if (claim.quantities.includes("duration")) {
		const span = spanOf(claim, evidence, but);
		if (span !== null) return span;
	}
	const of = (who: number | null) =>
		claim.figure.high > claim.figure.low
			? range(claim, evidence, who, but)
			: claim.bound?.all === true
				? throughout(claim, evidence, who, but)
				: single(claim, evidence, who, but);
	if (claim.who === null || claim.who.length === 0) return of(null);
	let last: Entry | null = null;
	for (const who of claim.who) {
		last = of(who);
		if (last === null) return null;
	}
	return last;
}

/** A length that a source's figures span: an episode of 78 minutes, statistics over six hours. */
function spanOf(claim: FigureClaim, evidence: Evidence, but: Part | null): Entry | null {
	for (const quantity of QUANTITIES)
		for (const entry of evidence.entries(quantity)) {
			const { fact } = entry;
			if (fact.to <= fact.from || fact.quantity === "duration") continue;
			if (but !== "allowed" && !claim.allowed.has(entry.source)) continue;
			if (but !== "who" && claim.who !== null && !claim.who.includes(entry.who) && entry.who !== WARD) continue;
			if (but === "value") return entry;
			const length = (fact.to - fact.from) / 1000 / (claim.figure.seconds || 60);
			if (
				claim.bound !== null
					? boundFits(length, claim.figure.low, claim.bound)
					: Math.abs(length - claim.figure.low) <= tolerance(claim, "duration")
			)
				return entry;
		}
	return null;
}
