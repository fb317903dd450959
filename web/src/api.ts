/** The people's HTTP routes, as the dashboard uses them. */
import type { EpisodeAnswer, Me, Overview, Page, WardSummary } from "../../vitals/api.ts";
import type { Episode, EpisodeVerdict } from "../../vitals/episode.ts";
import type { SummonedEntry } from "../../vitals/escalation.ts";
import type { NamedBreakGlass } from "../../vitals/members.ts";
import type { ProblemDetails } from "../../vitals/problem.ts";

/** A request that brought no usable answer. */
export class ApiError extends Error {
	/** HTTP status, 0 when no answer came at all. */
	readonly status: number;
	/** Ties the answer to the server's log, `null` without an answer. */
	readonly correlationId: string | null;

	constructor(status: number, message: string, correlationId: string | null) {
		super(message);
		this.name = "ApiError";
		this.status = status;
		this.correlationId = correlationId;
	}
}

/**
 * GETs JSON from this origin.
 *
 * @throws ApiError with the problem's detail, or with status 0 when the network gave nothing
 */
export async function getJson<T>(path: string): Promise<T> {
	let response: Response;
	try {
		response = await fetch(path, { headers: { accept: "application/json" } });
	} catch {
		throw new ApiError(0, "", null);
	}
	if (response.ok) return (await response.json()) as T;
	throw await requestError(response);
}

/** What a request that brought no usable answer throws; `null` where nothing came at all. */
export async function requestError(response: Response | null): Promise<ApiError> {
	if (response === null) return new ApiError(0, "", null);
	const problem = await readProblem(response);
	return new ApiError(response.status, problem?.detail ?? problem?.title ?? "", problem?.correlation_id ?? null);
}

async function readProblem(response: Response): Promise<Partial<ProblemDetails> | null> {
	try {
		return (await response.json()) as Partial<ProblemDetails>;
	} catch {
		// A proxy's page, say: the status alone has to do.
		return null;
	}
}

/** What came of doing something about an episode, with the episode as it is now. */
export interface Acted {
	readonly kind: "done" | "conflict";
	readonly episode: Episode;
}

/** What people do about an episode, as the address has it, and what goes with it. */
export type EpisodeDeed = { readonly comment?: string } & (
	| { readonly action: "acknowledge" | "comment" }
	| { readonly action: "snooze"; readonly minutes: number }
	| { readonly action: "summon"; readonly to: SummonedEntry }
	| { readonly action: "judge"; readonly verdict: EpisodeVerdict | null }
);

/**
 * Does something about the episode as the reader saw it.
 *
 * @param seen - where its version is not the present one the outcome is a conflict
 * @throws ApiError as `getJson`
 */
export async function actOnEpisode(seen: Pick<Episode, "id" | "version">, deed: EpisodeDeed): Promise<Acted> {
	const { action, ...body } = deed;
	let response: Response;
	try {
		response = await fetch(`/api/v1/episodes/${encodeURIComponent(seen.id)}/${action}`, {
			method: "POST",
			headers: { accept: "application/json", "content-type": "application/json" },
			body: JSON.stringify({ version: seen.version, ...body }),
		});
	} catch {
		throw new ApiError(0, "", null);
	}
	if (response.ok) return { kind: "done", episode: ((await response.json()) as EpisodeAnswer).episode };
	const problem = (await readProblem(response)) as (Partial<ProblemDetails> & Partial<EpisodeAnswer>) | null;
	if (response.status === 409 && problem?.episode) return { kind: "conflict", episode: problem.episode };
	throw new ApiError(response.status, problem?.detail ?? problem?.title ?? "", problem?.correlation_id ?? null);
}

/** Who is signed in. */
export function fetchMe(): Promise<Me> {
	return getJson<Me>("/api/v1/me");
}

/** What was broken and no admin has seen, newest first. Admins only. */
export async function fetchUnseenGlass(): Promise<readonly NamedBreakGlass[]> {
	return (await getJson<Page<NamedBreakGlass>>("/api/v1/break-glass?state=unseen")).data;
}

/**
 * Says that the reader knows of it.
 *
 * @throws ApiError as `getJson`
 */
export async function seeGlass(id: string): Promise<void> {
	let response: Response;
	try {
		response = await fetch(`/api/v1/break-glass/${encodeURIComponent(id)}/seen`, { method: "POST", body: "{}" });
	} catch {
		throw new ApiError(0, "", null);
	}
	if (response.ok) return;
	const problem = await readProblem(response);
	throw new ApiError(response.status, problem?.detail ?? "", problem?.correlation_id ?? null);
}

/** The counts over all wards. */
export function fetchOverview(): Promise<Overview> {
	return getJson<Overview>("/api/v1/overview");
}

/** Every ward, over all pages. */
export async function fetchWards(): Promise<WardSummary[]> {
	const wards: WardSummary[] = [];
	let cursor: string | null = null;
	do {
		const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
		const page: Page<WardSummary> = await getJson(`/api/v1/wards${query}`);
		wards.push(...page.data);
		cursor = page.next_cursor;
	} while (cursor !== null);
	return wards;
}

/** Where people sign in; a page of the server's. */
export const SIGN_IN_PATH = "/sign-in";

/** The sign-in page that leads back to where the reader is. */
export function signInAddress(here: { pathname: string; search: string }): string {
	return `${SIGN_IN_PATH}?next=${encodeURIComponent(here.pathname + here.search)}`;
}
