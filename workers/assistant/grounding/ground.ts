/** What every check of a word needs: the evidence, whom it is about, and the verdict. */
import type { FlagKind, Quantity } from "../../../vitals/assistant.ts";
import type { Inherited, Whose } from "./claims.ts";
import type { Evidence } from "./evidence.ts";
import type { Sentence } from "./sentence.ts";
import type { TimeRef } from "./times.ts";
import type { Token } from "./tokens.ts";

/** What came of a claim: nothing wrong, or the kind of flag and why. */
export interface Verdict {
	readonly kind: FlagKind;
	readonly token: Token;
	readonly why: string;
}

export interface Ground {
	readonly evidence: Evidence;
	readonly allowed: ReadonlySet<number>;
	readonly inherited: Inherited;
	/** Times of the sentence that a supported claim was found true at. */
	readonly used: Set<TimeRef>;
	/** Milliseconds since the epoch, UTC. */
	readonly now: number;
	readonly nameOf: (who: readonly number[] | null) => string;
	readonly labelOf: (quantity: Quantity) => string;
	readonly everyone: readonly number[];
}

export type Of<K extends Token["is"]> = Extract<Token, { is: K }>;

/** Whether one of the allowed sources is so. */
export function someSource(ground: Ground, of: (source: number) => boolean): boolean {
	for (const source of ground.allowed) if (of(source)) return true;
	return false;
}

/** Whom a claim must hold of; everyone who was asked about where the sentence does not say. */
function each(whose: Whose, ground: Ground): { readonly who: readonly number[]; readonly any: boolean } {
	return whose.who === null ? { who: ground.everyone, any: true } : { who: whose.who, any: false };
}

/** Whether it holds of all whom the claim is about. */
export function holds(whose: Whose, ground: Ground, of: (who: number) => boolean): boolean {
	const { who, any } = each(whose, ground);
	return any ? who.some(of) : who.length > 0 && who.every(of);
}

/** What the figure next to a word is of, by its unit. */
export function figureQuantities(sentence: Sentence, index: number): readonly Quantity[] | null {
	const own = sentence.tokens[index] as Token;
	const at = sentence.ahead(
		index,
		(token) => token.is === "figure",
		(token) => token.segment === own.segment,
	);
	const vital = at < 0 ? null : sentence.vitalOf(at, new Set());
	return vital?.of ?? null;
}
