/** The facts and states of the sources, laid out for the questions that the check asks of them. */
import type { Fact, Quantity, Source, State, Statistic, Subject } from "../../../vitals/assistant.ts";
import type { Direction } from "./terms.ts";
import type { TimeRef } from "./times.ts";

const MINUTE = 60_000;

/** Position in `subjects`; `WARD` where a fact is about no patient and no device, `OTHER` where about somebody else. */
export const WARD = -1;
const OTHER = -2;

export interface Entry {
	readonly fact: Fact;
	readonly who: number;
	/** Which source holds it, position in `sources`. */
	readonly source: number;
}

export interface StateEntry {
	readonly state: State;
	readonly who: number;
	readonly source: number;
}

/** Least change of a vital sign between two readings that may be called one, in its unit: what instruments waver by. */
const WAVER: Partial<Record<Quantity, number>> = {
	heart_rate: 3,
	pulse_rate: 3,
	respiratory_rate: 2,
	spo2: 1,
	temperature: 0.2,
	systolic_pressure: 5,
	diastolic_pressure: 4,
	mean_pressure: 4,
	etco2: 2,
	news2: 1,
	battery: 1,
};

export class Evidence {
	readonly sources: readonly Source[];
	readonly #byQuantity = new Map<Quantity, Entry[]>();
	readonly states: readonly StateEntry[];
	readonly #newest = new Map<string, number>();
	readonly #about: readonly ReadonlySet<number>[];

	constructor(sources: readonly Source[], subjects: readonly Subject[]) {
		this.sources = sources;
		const devices = new Map<string, number>();
		const patients = new Map<string, number>();
		for (const [index, { deviceId, patient }] of subjects.entries()) {
			devices.set(deviceId, index);
			if (patient !== null) patients.set(patient, index);
		}
		const whoOf = (of: { readonly patient: string | null; readonly deviceId: string | null }): number => {
			if (of.patient === null && of.deviceId === null) return WARD;
			// The patient decides: a device may have been somebody else's at the time.
			if (of.patient !== null) return patients.get(of.patient) ?? OTHER;
			return devices.get(of.deviceId as string) ?? OTHER;
		};
		const states: StateEntry[] = [];
		const about: Set<number>[] = [];
		for (const [source, { facts, states: said, patient, deviceId }] of sources.entries()) {
			const whom = new Set<number>([whoOf({ patient, deviceId })]);
			for (const fact of facts) {
				const who = whoOf(fact);
				whom.add(who);
				const entry = { fact, who, source };
				const known = this.#byQuantity.get(fact.quantity);
				if (known === undefined) this.#byQuantity.set(fact.quantity, [entry]);
				else known.push(entry);
				if (fact.statistic === "value" && fact.from === fact.to) {
					const key = `${who} ${fact.quantity}`;
					this.#newest.set(key, Math.max(this.#newest.get(key) ?? 0, fact.to));
				}
			}
			for (const state of said ?? []) states.push({ state, who: whoOf(state), source });
			about.push(whom);
		}
		this.states = states;
		this.#about = about;
	}

	entries(quantity: Quantity): readonly Entry[] {
		return this.#byQuantity.get(quantity) ?? [];
	}

	get quantities(): IterableIterator<Quantity> {
		return this.#byQuantity.keys();
	}

	/** Whom a source is about. */
	about(source: number): ReadonlySet<number> {
		return this.#about[source] as ReadonlySet<number>;
	}

	/** Whether there is any single reading of theirs. */
	posts(who: number): boolean {
		for (const key of this.#newest.keys()) if (key.startsWith(`${who} `)) return true;
		return false;
	}

	/** Time of somebody's newest single value of this, milliseconds; null where there is none. */
	newest(who: number, quantity: Quantity): number | null {
		return this.#newest.get(`${who} ${quantity}`) ?? null;
	}

	/** Which ways one source says that somebody's figure went. `within` leaves out what lies at another time. */
	directions(source: number, who: number, quantity: Quantity, within: TimeRef | null): Set<Direction> {
		const said = new Set<Direction>();
		const values: Fact[] = [];
		let usual: number | null = null;
		let delta: number | null = null;
		let low: number | null = null;
		let high: number | null = null;
		for (const { fact, who: whose, source: of } of this.entries(quantity)) {
			if (of !== source || whose !== who) continue;
			if (fact.statistic === "usual") usual = fact.value;
			if (within !== null && !timeFits(fact, within, "direction")) continue;
			if (fact.direction !== null) said.add(fact.direction);
			if (fact.statistic === "value") values.push(fact);
			if (fact.statistic === "delta") delta = fact.value;
			if (fact.statistic === "min") low = fact.value;
			if (fact.statistic === "max") high = fact.value;
		}
		if (said.size > 0) return said;
		const waver = WAVER[quantity] ?? 0;
		if (delta !== null && delta !== 0) return said.add(delta > 0 ? "rising" : "falling");
		values.sort((a, b) => a.from - b.from);
		const first = values[0];
		const last = values.at(-1);
		if (first !== undefined && last !== undefined && last.from > first.from) {
			const change = last.value - first.value;
			if (change >= waver) said.add("rising");
			else if (change <= -waver) said.add("falling");
			else said.add("steady");
		} else if (usual !== null && last !== undefined && Math.abs(last.value - usual) >= waver)
			said.add(last.value > usual ? "rising" : "falling");
		if (low !== null && high !== null && high - low <= waver) said.add("steady");
		return said;
	}
}

/** Figures of a stretch, which is theirs: "the median since midnight" is not the median of another stretch. */
const OF_A_STRETCH: ReadonlySet<Statistic | "direction"> = new Set([
	"median",
	"mean",
	"min",
	"max",
	"count",
	"direction",
]);

/** Where a change begins or ends: a middle of the first or last part of its stretch is said of that, and of no other part. */
export type End = "first" | "last";

/** Whether a middle is that of the first or last part, up to a half, of the stretch that a sentence names. */
export function endFits({ statistic, from, to }: Fact, time: TimeRef, end: End): boolean {
	if (time.form !== "period" || (statistic !== "median" && statistic !== "mean")) return false;
	return time.ranges.some(([begin, until]) => {
		const slack = Math.max(2 * MINUTE, (until - begin) * 0.05);
		const touches = end === "first" ? Math.abs(from - begin) <= slack : Math.abs(to - until) <= slack;
		return touches && to - from <= (until - begin) / 2 + slack && from >= begin - slack && to <= until + slack;
	});
}

/** Whether a fact is of the time that a sentence names. A patient's usual value and limits hold at any. */
export function timeFits(fact: Fact, time: TimeRef, asked: Statistic | "direction" = fact.statistic): boolean {
	if (fact.statistic === "usual" || fact.statistic === "limit") return true;
	const moment = fact.to - fact.from < MINUTE;
	switch (time.form) {
		case "latest":
		case "offset":
			return true;
		case "moment":
			return time.ranges.some(([from, to]) => {
				const near = (at: number) => at >= from - MINUTE / 2 && at < to + MINUTE / 2;
				if (moment) return near(fact.from);
				return !OF_A_STRETCH.has(asked) && (near(fact.from) || near(fact.to));
			});
		case "loose":
			return time.ranges.some(([from, to]) => fact.from >= from - MINUTE && fact.to <= to + MINUTE);
		case "period":
			return time.ranges.some(([from, to]) => {
				if (moment) return fact.from >= from - MINUTE && fact.to <= to + MINUTE;
				const slack = Math.max(2 * MINUTE, (to - from) * 0.05);
				if (Math.abs(fact.from - from) <= slack && Math.abs(fact.to - to) <= slack) return true;
				return !OF_A_STRETCH.has(asked) && fact.from >= from - slack && fact.to <= to + slack;
			});
	}
}
