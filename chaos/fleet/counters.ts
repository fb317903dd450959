/** What a fleet counts. */
import type { Tally } from "./messages.ts";

type Counted = Exclude<keyof Tally, "answers" | "waiting">;

export class Counters {
	readonly #counts: Record<Counted, number> = {
		offered: 0,
		acknowledged: 0,
		refused: 0,
		duplicatedMessages: 0,
		reorderedMessages: 0,
		cuts: 0,
		halfOpen: 0,
		clockJumps: 0,
		resent: 0,
		resentAfter1min: 0,
		resentAfter2h: 0,
		resentAfter23h: 0,
		resentReleased: 0,
		takenAgain: 0,
		deaths: 0,
		deathsAtRisk: 0,
	};
	readonly #answers: Record<string, number> = {};

	add(what: Counted, count = 1): void {
		this.#counts[what] += count;
	}

	answer(status: number): void {
		this.#answers[status] = (this.#answers[status] ?? 0) + 1;
	}

	/** @param waiting - readings that are still to be delivered */
	tally(waiting: number): Tally {
		return { ...this.#counts, waiting, answers: { ...this.#answers } };
	}
}

/** Two fleets' counts as one's. */
export function sum(tallies: readonly Tally[]): Tally {
	const total = new Counters().tally(0) as Record<Counted | "waiting", number> & { answers: Record<string, number> };
	for (const { answers, ...counts } of tallies) {
		for (const [what, count] of Object.entries(counts)) total[what as Counted | "waiting"] += count;
		for (const [status, count] of Object.entries(answers)) total.answers[status] = (total.answers[status] ?? 0) + count;
	}
	return total;
}
