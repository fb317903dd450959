import { scopeCondition, type SearchKind, type SearchScope } from "./documents.ts";

/** Words of a question that are looked up; a longer one is cut, which no question of a person is. */
const MOST_WORDS = 32;
/** A heading's word weighs as much as three of the text. */
const TITLE_WEIGHT = 3;

/** Words that say nothing about what is looked for. */
const STOP_WORDS = new Set(
	`a about after all am an and any are as at be been being but by can could did do does doing for from get got had has have
	he her him his how i if in is it its just me my no not now of on or our out please s she should so t tell than that the
	their them then there they this to up us was we were what when where which who why will with would you your`.split(
		/\s+/,
	),
);

/** Short forms of the ward, as the documents write them; numbers as they write those. */
const SPELT_OUT: ReadonlyMap<string, string> = new Map(
	`sats saturation, sat saturation, spo2 saturation, hr heart, rr respiratory, resps respiratory, bp pressure, temp temperature,
	ack acknowledge, ews news2, news news2, ekg ecg, obs observations, pt patient, o2 oxygen, threshold limit, thresholds limit,
	one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10`
		.split(/,\s+/)
		.map((pair) => pair.split(" ") as [string, string]),
);

/** The words of a text, lower case and without what is not a letter or digit. */
export function wordsOf(text: string): string[] {
	return (
		text
			.normalize("NFKC")
			.toLowerCase()
			.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
	);
}

/** The first `most` that say what is looked for; of all, where no other is left. */
export function tellingWords(text: string, most = MOST_WORDS): string[] {
	const words = [...new Set(wordsOf(text))];
	const telling = words.filter((word) => !STOP_WORDS.has(word));
	return (telling.length > 0 ? telling : words).slice(0, most);
}

/**
 * A question as a full-text expression: its words and what they are short for, each quoted, any of them. Of the query language nothing gets through:
 * a quoted word holds letters and digits only.
 *
 * @returns null where the question has no word
 */
function matchExpression(question: string): string | null {
	const words = tellingWords(question);
	const spelt = words.flatMap((word) => wordsOf(SPELT_OUT.get(word) ?? ""));
	return words.length === 0 ? null : [...new Set([...words, ...spelt])].map((word) => `"${word}"`).join(" OR ");
}

export interface TextMatch {
	readonly key: string;
	/** BM25, from 0: the better the match, the higher. */
	readonly score: number;
}

/** The best matches of a question's words within `scope`, by BM25, the best first. All its kinds lie in one index. */
export async function matchText(
	database: D1Database,
	question: string,
	scope: SearchScope,
	limit: number,
): Promise<TextMatch[]> {
	const expression = matchExpression(question);
	if (expression === null) return [];
	const table = scope.kinds.includes("passage" satisfies SearchKind) ? "passages_text" : "records_text";
	const { sql, values } = scopeCondition(scope);
	const query = `SELECT d.key, -bm25(${table}, ${TITLE_WEIGHT}, 1) AS score FROM ${table} JOIN documents d ON d.id = ${table}.rowid
		WHERE ${table} MATCH ? AND ${sql} ORDER BY score DESC, d.key LIMIT ?`;
	const { results } = await database
		.prepare(query)
		.bind(expression, ...values, limit)
		.all<TextMatch & Record<string, unknown>>();
	return results;
}
