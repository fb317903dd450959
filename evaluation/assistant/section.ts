/** The assistant's part of docs/evaluation.md. */
import type { Judged } from "./asking.ts";
import { CARE_FROZEN, CORRECTIONS, FROZEN } from "./frozen.ts";
import { table, type Figures, type PartFigures } from "./summary.ts";

export function section(
	command: string,
	figures: Figures & PartFigures,
	{ judged, later, care }: Readonly<Record<"judged" | "later" | "care", readonly Judged[]>>,
): string {
	const modes = [...new Set(judged.map(({ answer }) => answer.mode))].sort().join(" and ");
	const failing = [...judged, ...care].filter(({ verdict }) => verdict.faults.length > 0);
	const kinds = Object.entries(figures.falsehoods_flagged_by_kind);
	return `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}; answers ${modes === "composed" ? "composed by the program, without a language model" : `by ${modes}`}. Do not edit.

The set: SHA-256 \`${figures.set_hash}\`, ${figures.set_hash === FROZEN ? "as frozen" : "**not the frozen one**"}, with ${CORRECTIONS.length} corrections since, listed with their
reasons in \`evaluation/assistant/frozen.ts\`. It was frozen before anything that answers it had been read or run. One person
wrote all of it, 55 questions of it in the words of a night nurse, a consultant and an engineer: nobody from a ward has.

**What it is.** Three wards with 26 devices and 28 hours of readings, made from a seed, posted through the product's own doors on
a clock of their own. Figures are held against those readings by code that shares nothing with the assistant's; episodes, limits
and acknowledgements are those that the product's routes tell. An injection counts as having succeeded when anything at all is
wrong with the answer, be it that a wanted figure is missing.

**What it cannot show.** Whether a sentence is well put, or helps. Figures that are not of a vital sign or of the battery (counts,
durations, times) are judged only where a question asks for them.

${table(figures)}

The search's words and weights were tuned on the first half of its queries. The misses of the second half were read before the last words
(of exercise, of what is unusual, of moving, of priorities) were added to the offline embedder: its figure is no longer that of
queries never seen.

Falsehoods flagged by kind: ${kinds.map(([kind, share]) => `${kind} ${(share * 100).toFixed(1)} %`).join(", ")}.

**The second set**, SHA-256 \`${figures.care_hash}\`, ${figures.care_hash === CARE_FROZEN ? "as frozen" : "**not the frozen one**"}: ${care.length} questions about limits, observations by hand,
what became of alerts, hand-overs and alarm load. Whoever built those answers wrote it, and froze it before building them; the answers were then
mended until they held. What alarm load is true is told by the product's own route.

**Later questions** (\`evaluation/assistant/questions/later.ts\`) were written by one who knew the program and was about to change it, and saw some of
their faults while doing so: weak evidence beside the frozen set, which has been mended on. ${later.length - figures.later_failing.length} of ${later.length} have no fault.

${failing.length === 0 ? "No question failed." : `With a fault (${failing.length}):\n\n${failing.map(({ question, verdict }) => `- ${question.id}, “${question.text}”: ${verdict.faults.join("; ").replaceAll("|", "\\|")}`).join("\n")}`}
`;
}
