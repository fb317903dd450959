/** Words of people that a sentence gives back as theirs: they claim nothing. */
import type { Source, SourceKind } from "../../../vitals/assistant.ts";

const QUOTE = /“[^”]{1,4000}”|"[^"]{1,4000}"/g;
/** What introduces somebody's words. Without it a quoted figure is a figure. */
const SPEECH =
	/\b(?:not(?:es?|ing|ed)|sa(?:id|ys|ying)|wr(?:ote|itten|ites?)|remark\w*|comment\w*|words?|quot\w*)\b[^“"]{0,60}$/i;
/** Sources that hold what people wrote. */
const OF_PEOPLE: ReadonlySet<SourceKind> = new Set<SourceKind>([
	"episode",
	"note",
	"observation",
	"limits",
	"handover",
]);

const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** The sentence with blanks for what it quotes word by word from one of the sources; positions stay. */
export function withoutQuotes(text: string, sources: readonly Source[]): string {
	return text.replaceAll(QUOTE, (quote, at: number) => {
		if (!SPEECH.test(text.slice(0, at))) return quote;
		const words = bare(quote);
		const isTheirs = sources.some(({ kind, text: of }) => OF_PEOPLE.has(kind) && bare(of).includes(words));
		return isTheirs ? " ".repeat(quote.length) : quote;
	});
}
