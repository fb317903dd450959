/** What people, and the ward's escalation, did about an episode: as sources tell it, and as states that sentences are held to. */
import type { EpisodeAction } from "../../../registry/episodes.ts";
import type { Role } from "../../../vitals/api.ts";
import type { State } from "../../../vitals/assistant.ts";
import type { EpisodeVerdict, Summoned } from "../../../vitals/episode.ts";
import type { Redact } from "../question/redact.ts";
import type { EpisodeAct } from "./found.ts";
import { roleWords } from "./people.ts";

export const VERDICT_WORDS: Readonly<Record<EpisodeVerdict, string>> = {
	"false-alarm": "a false alarm",
	confirmed: "a confirmed alarm",
};

const ROLE_WORDS: Readonly<Record<Role, string>> = {
	viewer: "viewers",
	clinician: "the clinicians of the ward",
	engineer: "the engineers",
	admin: "the administrators",
};

export function actOf(action: EpisodeAction, redact: Redact): EpisodeAct {
	const { kind, at, name, role, to, toName, until, verdict, comment } = action;
	return {
		kind,
		at,
		by: name,
		role: role === null ? null : roleWords(role),
		comment: comment === null ? null : redact(comment),
		summoned: to === null ? null : { name: toName, words: summonedWords(to) },
		until,
		verdict,
	};
}

/** Whom a summons asks; names stay with the composer, as those of staff are for no model. */
const summonedWords = (to: Summoned): string => (to.kind === "role" ? ROLE_WORDS[to.role] : "a colleague");

/** "snoozed 03:10 until 03:25 by a clinician": without names. */
export function actLine({ kind, at, role, comment, summoned, until, verdict }: EpisodeAct, moment: Moment): string {
	const what =
		kind === "judged"
			? `judged ${verdict === null ? "anew: no verdict" : VERDICT_WORDS[verdict]}`
			: kind === "summoned"
				? `${summoned?.words ?? "somebody"} summoned`
				: kind;
	const end = until === null ? "" : ` until ${moment(until)}`;
	const who = role !== null ? ` by ${role}` : kind === "summoned" ? " by the ward's escalation" : "";
	return `${what} ${moment(at)}${end}${who}${comment === null ? "" : `, who said: "${comment}"`}`;
}
type Moment = (time: number) => string;

/** What may be said of the episode's care. */
export function careStates(
	whose: Pick<State, "patient" | "deviceId">,
	acts: readonly EpisodeAct[],
	acknowledgedAt: number | null,
): State[] {
	const of = (kind: string) => acts.filter((act) => act.kind === kind);
	const verdict = acts.findLast(({ kind }) => kind === "judged");
	return [
		{ ...whose, state: "acknowledged", holds: acknowledgedAt !== null, at: acknowledgedAt },
		...of("acknowledged")
			.filter(({ at }) => at !== acknowledgedAt)
			.map(({ at }): State => ({ ...whose, state: "acknowledged", holds: true, at })),
		...(of("snoozed").length === 0 ? [{ ...whose, state: "snoozed" as const, holds: false, at: null }] : []),
		...of("snoozed").flatMap(({ at, until }): State[] =>
			[at, ...(until === null ? [] : [until])].map((time) => ({ ...whose, state: "snoozed", holds: true, at: time })),
		),
		...(of("summoned").length === 0 ? [{ ...whose, state: "summoned" as const, holds: false, at: null }] : []),
		...of("summoned").map(({ at }): State => ({ ...whose, state: "summoned", holds: true, at })),
		...(verdict?.verdict == null
			? []
			: [{ ...whose, state: "judged" as const, holds: true, at: verdict.at, value: verdict.verdict }]),
	];
}
