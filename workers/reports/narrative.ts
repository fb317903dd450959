/**
 * Sentences about a report's data, each with its sources: what a reader would say first. Composed from the figures of the
 * report itself, so none can be without a source.
 */
import { vitalSign } from "../../vitals/catalogue.ts";
import type { AnswerSentence } from "../../vitals/assistant.ts";
import type { Narrative, ReportData, VitalReport } from "./data.ts";
import { duration, Clock } from "./times.ts";
import { figure } from "./trend-chart.ts";

/** Episodes told one by one, the gravest first: the report lists all. */
const MOST_EPISODES = 4;
const GRAVITY = { HIGH: 0, MEDIUM: 1, LOW: 2 } as const;
/** A change of the median from the period's first third to its last, as a share of the quartiles' distance, that is worth a word. */
const NOTICEABLE = 1;

type Entry = { readonly title: string; readonly text: string };

/** Null where nothing was measured and nothing happened: there is nothing to say. */
export function narrate(data: ReportData): Narrative | null {
	if (data.readings === 0 && data.episodes.length === 0) return null;
	const clock = new Clock(data.timeZone);
	const sources: (Entry & { readonly id: string })[] = [];
	const sentences: AnswerSentence[] = [];
	const cite = (entry: Entry): string => {
		const id = `S${sources.length + 1}`;
		sources.push({ id, ...entry });
		return id;
	};
	const say = (text: string, ids: readonly string[]) =>
		sentences.push({
			index: sentences.length,
			text: `${text} ${ids.map((id) => `[${id}]`).join(" ")}`,
			citations: ids,
			flags: [],
		});

	const told = data.episodes
		.filter(({ channel }) => channel === "physiological")
		.toSorted((a, b) => GRAVITY[a.risk] - GRAVITY[b.risk] || b.openedAt - a.openedAt)
		.slice(0, MOST_EPISODES)
		.toSorted((a, b) => a.openedAt - b.openedAt);
	for (const { openedAt, closedAt, risk, sentence, steps } of told) {
		const when = closedAt === null ? "and is open" : `and lasted ${duration(closedAt - openedAt)}`;
		const seen = steps.find(({ kind }) => kind === "acknowledged");
		const id = cite({ title: `Episode of ${clock.short(openedAt)}`, text: sentence });
		say(
			`An episode of ${risk === "HIGH" ? "high" : "medium"} risk opened on ${clock.short(openedAt)} ${when}; it was ${seen === undefined ? "not acknowledged" : `acknowledged on ${clock.short(seen.at)}`}: ${sentence}`,
			[id],
		);
	}
	for (const report of data.vitals) {
		const word = courseOf(report);
		if (word === null) continue;
		const { label } = vitalSign(report.vital);
		say(`${label} ${word}`, [cite({ title: `${label}: figures of the period`, text: word })]);
	}
	const last = data.news2.findLast((row) => row.last !== null)?.last;
	if (last?.applicable) {
		const id = cite({ title: "NEWS2 course", text: "" });
		say(
			last.score === null
				? `NEWS2 cannot be given for the end of the period: ${last.of - last.known} of its ${last.of} inputs are missing.`
				: `NEWS2 was ${last.score} at the end of the period.`,
			[id],
		);
	}
	if (sentences.length === 0) {
		const id = cite({ title: "Vital signs: figures of the period", text: "" });
		say("No episode of the patient's, and no vital sign moved away from where it was.", [id]);
	}
	return { mode: "composed", notice: null, sentences, sources };
}

/** What a vital sign did, where it did something. */
function courseOf(report: VitalReport): string | null {
	const { unit, decimals } = vitalSign(report.vital);
	const value = (number: number) => `${figure(number, decimals)} ${unit}`;
	const third = Math.floor(report.trend.length / 3);
	if (third < 3) return null;
	const middle = (points: VitalReport["trend"]) =>
		points.map(({ median }) => median).toSorted((a, b) => a - b)[points.length >> 1] ?? 0;
	const [before, after] = [middle(report.trend.slice(0, third)), middle(report.trend.slice(-third))];
	const spread = Math.max(report.quartiles[1] - report.quartiles[0], 10 ** -decimals);
	const beyond = report.belowMs + report.aboveMs;
	const outside = beyond === 0 ? "" : `, and was at or beyond a limit for ${duration(beyond)}`;
	if (Math.abs(after - before) > NOTICEABLE * spread)
		return `${after > before ? "rose" : "fell"} from a median of ${value(before)} in the first third of the period to ${value(after)} in the last${outside}.`;
	return beyond === 0 ? null : `had a median of ${value(report.median)}${outside}.`;
}
