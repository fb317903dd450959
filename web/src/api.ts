/** The people's HTTP routes, as the dashboard uses them. */
import type { WardSummary } from "../../vitals/api.ts";
import type { Episode, EpisodeVerdict } from "../../vitals/episode.ts";
import type { SummonedEntry } from "../../vitals/escalation.ts";
import { api, failure, given } from "./contract/client.ts";

/** What came of doing something about an episode, with the episode as it is now. */
export interface Acted {
	readonly kind: "done" | "conflict";
	readonly episode: Episode;
}

/** What people do about an episode, as the address has it, and what goes with it. */
export type EpisodeDeed = { readonly comment?: string } & (
	| { readonly action: "acknowledge" }
	| { readonly action: "comment"; readonly comment: string }
	| { readonly action: "snooze"; readonly minutes: number }
	| { readonly action: "summon"; readonly to: SummonedEntry }
	| { readonly action: "judge"; readonly verdict: EpisodeVerdict | null }
);

function send(seen: Pick<Episode, "id" | "version">, deed: EpisodeDeed) {
	const params = { path: { id: seen.id } };
	const { action, ...given } = deed;
	const body = { version: seen.version, ...given };
	switch (action) {
		case "acknowledge":
			return api.POST("/api/v1/episodes/{id}/acknowledge", { params, body });
		case "comment":
			return api.POST("/api/v1/episodes/{id}/comment", { params, body: { ...body, comment: deed.comment } });
		case "snooze":
			return api.POST("/api/v1/episodes/{id}/snooze", { params, body: { ...body, minutes: deed.minutes } });
		case "summon":
			return api.POST("/api/v1/episodes/{id}/summon", { params, body: { ...body, to: deed.to } });
		case "judge":
			return api.POST("/api/v1/episodes/{id}/judge", { params, body: { ...body, verdict: deed.verdict } });
		default:
			return action satisfies never;
	}
}

/**
 * Does something about the episode as the reader saw it.
 *
 * @param seen - where its version is not the present one the outcome is a conflict
 * @throws ApiError as `given`
 */
export async function actOnEpisode(seen: Pick<Episode, "id" | "version">, deed: EpisodeDeed): Promise<Acted> {
	const answer = await send(seen, deed);
	if (answer.data !== undefined) return { kind: "done", episode: answer.data.episode };
	const { episode } = (answer.error ?? {}) as { readonly episode?: Episode };
	if (answer.response.status === 409 && episode !== undefined) return { kind: "conflict", episode };
	throw failure(answer);
}

/** Who is signed in. */
export const fetchMe = () => given(api.GET("/api/v1/me"));

/** What was broken and no admin has seen, newest first. Admins only. */
export async function fetchUnseenGlass() {
	return (await given(api.GET("/api/v1/break-glass", { params: { query: { state: "unseen" } } }))).data;
}

/**
 * Says that the reader knows of it.
 *
 * @throws ApiError as `given`
 */
export async function seeGlass(id: string): Promise<void> {
	await given(api.POST("/api/v1/break-glass/{id}/seen", { params: { path: { id } } }));
}

/** The counts over all wards. */
export const fetchOverview = () => given(api.GET("/api/v1/overview"));

/** The reader's wards. */
export async function fetchWards(): Promise<WardSummary[]> {
	return (await given(api.GET("/api/v1/wards"))).data;
}

/** Where people sign in; a page of the server's. */
export const SIGN_IN_PATH = "/sign-in";

/** The sign-in page that leads back to where the reader is. */
export function signInAddress(here: { pathname: string; search: string }): string {
	return `${SIGN_IN_PATH}?next=${encodeURIComponent(here.pathname + here.search)}`;
}
