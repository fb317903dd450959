/** Guidelines for a question, and past episodes that are like the one asked about. */
import { reachOf } from "../../registry/standing.ts";
import type { Asking } from "./facts/asking.ts";
import type { Draft } from "./facts/found.ts";
import type { Intent, Question } from "./question/question.ts";
import { search } from "./search/search.ts";
import { asSource } from "./search/source.ts";

/** Passages of an answer, at most. */
const MAX_PASSAGES = 5;
const MAX_PAST = 3;
/** Intents that guidelines answer. */
const GUIDED: ReadonlySet<Intent> = new Set(["how-to", "treatment"]);
/** Asks for what was like it. */
const LIKE_IT =
	/\b(?:similar|like (?:this|that|it)|before|ever|previous(?:ly)?|earlier|again|other patients|in the past)\b/i;

export async function findPassages(
	question: Question,
	{ env, standing, redact }: Asking,
): Promise<{ source: Draft }[]> {
	const wards = reachOf(standing);
	const found = GUIDED.has(question.intent)
		? await search(env, { query: question.text, kinds: ["passage"], wards, limit: MAX_PASSAGES })
		: question.intent === "why" && LIKE_IT.test(question.text)
			? await search(env, { query: question.text, kinds: ["episode"], wards, ...patientOf(question), limit: MAX_PAST })
			: [];
	return found.map((hit) => {
		const { id: _, ...source } = asSource(hit, "");
		return { source: { ...source, text: redact(source.text), title: redact(source.title) } };
	});
}

/** Episodes of the patient asked about, unless others' are asked for. */
function patientOf({ about, text }: Question): { patient?: string } {
	const patient = about[0]?.patient ?? null;
	return patient === null || /\bother patients\b/i.test(text) ? {} : { patient };
}
