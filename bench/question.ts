/** What a benchmark is: one question, answered by measuring. */
export interface Answer {
	/** For people: a table. */
	readonly lines: readonly string[];
	/** For scripts: the figures, under keys that do not change. */
	readonly figures: Readonly<Record<string, unknown>>;
}

export interface Question {
	/** One sentence for the help text. */
	readonly summary: string;
	/** @param progress - told what is going on */
	answer(progress: (line: string) => void): Promise<Answer>;
}
