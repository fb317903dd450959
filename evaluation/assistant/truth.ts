/** What is true of the ward world, computed from its readings and told by its routes: nothing here is the assistant's. */
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { Anomaly } from "../../vitals/api.ts";
import type { Measure, WantedCount, WantedFigure } from "./expectation.ts";
import { readingsOf } from "./world.ts";

/** A stretch of time, milliseconds since the epoch, both ends included. */
export type Span = readonly [from: number, to: number];

export interface Truth {
	readonly episodes: readonly Anomaly[];
	/** Limits in force, and what else a clinician set, of each device with a patient. */
	readonly contexts: ReadonlyMap<string, ContextAnswer>;
}

/** Values of `measure` in `[from, to]`, oldest first. */
export function valuesOf(device: string, measure: Measure, [from, to]: Span): number[] {
	return readingsOf(device).flatMap(({ time, vitals, battery }) => {
		const value = measure === "battery" ? battery : vitals[measure];
		return time < from || time > to || value === undefined ? [] : [value];
	});
}

/** Each statistic of `values`, which are not empty. */
export function statisticsOf(values: readonly number[]): Record<WantedFigure["of"][number], number> {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return {
		last: values.at(-1) as number,
		min: sorted[0] as number,
		max: sorted.at(-1) as number,
		median: ((sorted[Math.floor(middle - 0.5)] as number) + (sorted[Math.floor(middle)] as number)) / 2,
		mean: values.reduce((sum, value) => sum + value, 0) / values.length,
	};
}

/** The values any one of which is right. */
export function wantedValues({ device, measure, of, from, to }: WantedFigure): number[] {
	const statistics = statisticsOf(valuesOf(device, measure, [from, to]));
	return of.map((name) => statistics[name]);
}

/** How many episodes it is. */
export function countOf({ episodes }: Truth, { ward, status, risk, since }: WantedCount): number {
	return episodes.filter(
		(episode) =>
			(ward === null || episode.ward_id === ward) &&
			(status === undefined || episode.status === status) &&
			(risk === undefined || episode.risk_level === risk) &&
			(since === undefined || Date.parse(episode.detected_at) >= since),
	).length;
}

/** The device's newest episode, one of its patient before one of its battery or sensors. */
export function newestEpisode({ episodes }: Truth, device: string): Anomaly {
	const [found] = episodes
		.filter(({ device_id }) => device_id === device)
		.sort(
			(a, b) =>
				Number(b.channel === "physiological") - Number(a.channel === "physiological") ||
				Date.parse(b.detected_at) - Date.parse(a.detected_at),
		);
	if (found === undefined) throw new Error(`${device} has had no episode: the ward world did not come about`);
	return found;
}
