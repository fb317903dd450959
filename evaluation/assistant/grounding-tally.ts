/** How many false sentences the check of answers flags, and how many true ones, on wards that no rule was looked for in. */
import { checkSentence, startCarry } from "../../workers/assistant/grounding/check.ts";
import { FALSE_KINDS, type Kind } from "./falsehood-teller.ts";
import { randomWorld } from "./falsehood-world.ts";
import { Falsehoods } from "./falsehoods.ts";

/** The check was made with the seeds `dev-…`. */
export const WARDS = 50;
/** Sentences of each false kind a ward, and true ones. */
const FALSE_A_WARD = 3;
const TRUE_A_WARD = 24;
/** Not every throw of the dice gives a sentence that is surely of its kind. */
const TRIES = 60;

interface Tally {
	made: number;
	flagged: number;
	/** False sentences that were not flagged, and true ones that were. */
	readonly examples: string[];
}

/** Of each kind, how many sentences were made and how many flagged. */
export function tallyGrounding(): ReadonlyMap<Kind, Tally> {
	const found = new Map<Kind, Tally>([["true", { made: 0, flagged: 0, examples: [] }]]);
	for (const kind of FALSE_KINDS) found.set(kind, { made: 0, flagged: 0, examples: [] });
	for (let ward = 0; ward < WARDS; ward++) {
		const seed = `held-out-${ward}`;
		const world = randomWorld(seed);
		const falsehoods = new Falsehoods(world, seed);
		const { sources, subjects, now, zone } = world;
		const grounding = { sources, subjects, asked: [], now, timeZone: zone };
		for (const [kind, tally] of found) {
			for (let i = 0; i < (kind === "true" ? TRUE_A_WARD : FALSE_A_WARD); i++) {
				const sample = sampleOf(falsehoods, kind);
				if (sample === null) continue;
				const carry = startCarry();
				if (sample.before !== null) checkSentence(sample.before, grounding, carry);
				tally.made++;
				const flagged = checkSentence(sample.text, grounding, carry).length > 0;
				if (flagged) tally.flagged++;
				if (flagged === (kind === "true")) tally.examples.push(sample.text);
			}
		}
	}
	return found;
}

function sampleOf(falsehoods: Falsehoods, kind: Kind) {
	for (let tries = 0; tries < TRIES; tries++) {
		const sample = falsehoods.next(kind);
		if (sample !== null) return sample;
	}
	return null;
}

/** Shares, 0 to 1. */
export interface GroundingFigures {
	readonly falsehoods: number;
	readonly falsehoods_flagged: number;
	readonly falsehoods_flagged_by_kind: Readonly<Record<string, number>>;
	readonly false_flags: number;
}

export function groundingFigures(): GroundingFigures {
	const tally = tallyGrounding();
	const share = ({ made, flagged }: Pick<Tally, "made" | "flagged">) =>
		Math.round((flagged / Math.max(1, made)) * 10_000) / 10_000;
	const planted = FALSE_KINDS.map((kind) => tally.get(kind) as Tally);
	const all = planted.reduce<Pick<Tally, "made" | "flagged">>(
		(sum, one) => ({ made: sum.made + one.made, flagged: sum.flagged + one.flagged }),
		{ made: 0, flagged: 0 },
	);
	return {
		falsehoods: all.made,
		falsehoods_flagged: share(all),
		falsehoods_flagged_by_kind: Object.fromEntries(FALSE_KINDS.map((kind) => [kind, share(tally.get(kind) as Tally)])),
		false_flags: share(tally.get("true") as Tally),
	};
}
