/** Why: each vital's share of the score's rise, by exact Shapley values against the personal median. */
import type { Contribution } from "../vitals/episode.ts";
import type { Baseline } from "./baseline.ts";
import { keyAt, MISSING, positions, SPO2, STEPS } from "./features.ts";

/** Vitals attributed exactly, 2^6 = 64 evaluations; further ones, the least departed, keep their usual values. */
const MOST_PLAYERS = 6;

/** A contribution in the arrays' terms: position in the catalogue, hundredths. */
export interface Attribution {
	readonly index: number;
	readonly share: number;
	readonly actual: number;
	readonly usual: number;
	/** `usual` is the patient's own median. */
	readonly own: boolean;
}

/** Named and in the vital's unit. */
export function contributionOf({ index, share, actual, usual, own }: Attribution): Contribution {
	return {
		vital: keyAt(index),
		share,
		actual: actual / STEPS,
		usual: usual / STEPS,
		delta: (actual - usual) / STEPS,
		usualOf: own ? "patient" : "population",
	};
}

/**
 * Shares of the vitals in the score of `values`, largest first, adding up to 1; empty where nothing departs.
 *
 * @param values - hundredths
 * @param measured - bits of the features that were measured; others have no part
 * @param departs - departures in deadbands, to rank by where the forest tells none apart
 */
export function attribute(
	baseline: Baseline,
	values: Uint16Array,
	measured: number,
	departs: Float64Array,
	noticeable: Float64Array,
): Attribution[] {
	const players = positions(measured)
		.filter(
			(f) => values[f] !== MISSING && hasPart(f, (values[f] as number) - (baseline.usual[f] as number), noticeable),
		)
		.sort((a, b) => Math.abs(departs[b] as number) - Math.abs(departs[a] as number) || a - b)
		.slice(0, MOST_PLAYERS);
	const worth = shapley(players, (mask) => baseline.score(values, mask));
	let total = 0;
	for (let i = 0; i < worth.length; i++) total += worth[i] = Math.max(0, worth[i] as number);
	if (total <= 0) {
		// Constant or saturated scores: the forest does not tell the vitals apart, the departures do.
		for (let i = 0; i < players.length; i++)
			total += worth[i] = Math.abs(departs[players[i] as number] as number) + 1e-9;
	}
	return players
		.map((index, i) => ({
			index,
			share: (worth[i] as number) / total,
			actual: values[index] as number,
			usual: baseline.usual[index] as number,
			own: (baseline.known & (1 << index)) !== 0,
		}))
		.sort((a, b) => b.share - a.share || a.index - b.index);
}

/** Small departures explain nothing, and a saturation above the usual is no trouble. */
function hasPart(feature: number, delta: number, noticeable: Float64Array): boolean {
	return Math.abs(delta) >= (noticeable[feature] as number) && !(feature === SPO2 && delta > 0);
}

/** Shapley values of `players`, whose coalitions `value` rates by their bit mask: they add up to what all are worth above none. */
export function shapley(players: readonly number[], value: (mask: number) => number): number[] {
	const n = players.length;
	const ratings = new Float64Array(1 << n);
	for (let coalition = 0; coalition < ratings.length; coalition++) {
		let mask = 0;
		for (let i = 0; i < n; i++) if ((coalition & (1 << i)) !== 0) mask |= 1 << (players[i] as number);
		ratings[coalition] = value(mask);
	}
	// |S|! (n - |S| - 1)! / n!, by the size of the coalition before the player joins.
	const weights = new Float64Array(n);
	for (let size = 0; size < n; size++) {
		let weight = 1 / n;
		for (let k = 1; k <= size; k++) weight *= k / (n - k);
		weights[size] = weight;
	}
	return players.map((_, i) => {
		let sum = 0;
		for (let coalition = 0; coalition < ratings.length; coalition++) {
			if ((coalition & (1 << i)) !== 0) continue;
			const gain = (ratings[coalition | (1 << i)] as number) - (ratings[coalition] as number);
			sum += (weights[bits(coalition)] as number) * gain;
		}
		return sum;
	});
}

function bits(mask: number): number {
	let count = 0;
	for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
	return count;
}
