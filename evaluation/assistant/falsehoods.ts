/**
 * Sentences whose truth is known: from the facts of a random ward, true ones, and false ones with one part made wrong. It knows
 * the vocabulary and the facts, not the check: whether a sentence is false is decided here, by the facts alone.
 */
import { count, course, score, trend } from "./falsehood-courses.ts";
import { change, latest, moment, night, ranged, two, usual } from "./falsehood-figures.ts";
import { Teller, type Kind } from "./falsehood-teller.ts";
import { DRUGGED, DRUGS, LEADS, PLAIN } from "./falsehood-templates.ts";
import type { Patient, World } from "./falsehood-world.ts";

export interface Sample {
	readonly kind: Kind;
	readonly text: string;
	/** Whom the sentence before was about, where this one names nobody. */
	readonly before: string | null;
}

/** Episodes have the most to say: they come twice. */
const SCENES = [moment, latest, two, night, usual, ranged, change, trend, course, course, count, score] as const;

function scene(teller: Teller, patient: Patient, kind: Kind): string | null {
	return teller.pick(SCENES)(teller, patient, kind);
}

/** A world's sentences, one after another. */
export class Falsehoods {
	readonly #teller: Teller;

	constructor(world: World, seed: string) {
		this.#teller = new Teller(world, seed);
	}

	/** A sentence of this kind, or null where this throw of the dice gave none that is surely so. */
	next(kind: Kind): Sample | null {
		const patient = this.#teller.pick(this.#teller.world.patients);
		if (kind === "true" && this.#teller.random.chance(0.08))
			return { kind, text: this.#teller.pick(PLAIN), before: null };
		if (kind === "drug") {
			const sound = scene(this.#teller, patient, "true");
			return sound === null
				? null
				: { kind, text: this.#teller.pick(DRUGGED)(sound, this.#teller.pick(DRUGS), patient.bed), before: null };
		}
		const text = scene(this.#teller, patient, kind);
		if (text === null) return null;
		// One in six is about whom the sentence before named.
		const unnamed =
			kind !== "patient" && this.#teller.random.chance(0.16) && text.split(patient.bed).length === 2
				? unname(text, patient.bed)
				: null;
		const said = unnamed ?? text;
		const lead =
			this.#teller.random.chance(0.15) && /^[A-Z]/.test(said) && !said.startsWith("-") ? this.#teller.pick(LEADS) : "";
		return { kind, text: lead + said, before: unnamed === null ? null : `Here is ${patient.bed}.` };
	}
}

/** The sentence without the name, where it still reads as one. */
function unname(text: string, bed: string): string | null {
	if (text.includes(`${bed}'s `))
		return text.startsWith(`${bed}'s `) ? text.replace(`${bed}'s `, "The ") : text.replace(`${bed}'s `, "the ");
	if (text.startsWith(`${bed}: `)) return text.slice(bed.length + 2);
	const behind = new RegExp(` (?:for|in|of|on) ${bed}(?=[ ,:.])`);
	return behind.test(text) ? text.replace(behind, "") : null;
}
