/** What people do to an episode. Its device is its only writer: these routes find it and pass the word on. */
import type { EpisodeDeed, EpisodeResult } from "../../durable-objects/device/episode-actions.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findEpisodeDevice, findEpisodeRecord } from "../../registry/episodes.ts";
import { findMember } from "../../registry/members.ts";
import type { EpisodeAnswer, EpisodeRecord } from "../../vitals/api.ts";
import { EPISODE_VERDICTS, MAX_SNOOZE_MIN, type EpisodeVerdict, type Summoned } from "../../vitals/episode.ts";
import { checkSummoned, maySummon } from "../../vitals/escalation.ts";
import { inScope } from "../../vitals/members.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { readObject } from "../body.ts";
import type { Env } from "../env.ts";
import { loggableCorrelation, type Handler } from "../context.ts";
import { refuse, textField } from "../params.ts";
import { enrolledPatient } from "./devices.ts";
import { Problem, validationProblem } from "../problem.ts";

const EPISODE_ID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Characters of a comment, at most. */
const MAX_COMMENT = 500;
const NO_EPISODE = () => new Problem("not_found", "No episode of that id is known");

/** `GET /api/v1/episodes/:id`: the episode and everything that happened to it. */
export const getEpisode: Handler = async (context) => {
	const id = context.req.param("id") ?? "";
	const found = EPISODE_ID_PATTERN.test(id) ? await findEpisodeRecord(connectRegistry(context.env.DB), id) : null;
	if (found === null) throw NO_EPISODE();
	return context.json(found satisfies EpisodeRecord);
};

/** `POST /api/v1/episodes/:id/acknowledge` `{version, comment?}`: somebody knows of it. */
export const acknowledgeEpisode: Handler = async (context) =>
	act(context, await readObject(context.req.raw), { kind: "acknowledge" });

/** `POST /api/v1/episodes/:id/close` `{version, comment?}`: somebody closes it, such as one whose signal is lost for good. */
export const closeEpisode: Handler = async (context) =>
	act(context, await readObject(context.req.raw), { kind: "close" });

/** `POST /api/v1/episodes/:id/comment` `{version, comment}`: somebody says something about it, open or not. */
export const commentEpisode: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	textField(body["comment"], "comment", MAX_COMMENT);
	return act(context, body, { kind: "comment" });
};

/** `POST /api/v1/episodes/:id/snooze` `{version, minutes, comment?}`: quiet for a while; it is told again if it is open then, or grows. */
export const snoozeEpisode: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const minutes = body["minutes"];
	const most = MAX_SNOOZE_MIN.technical;
	if (typeof minutes !== "number" || !Number.isInteger(minutes) || minutes < 1 || minutes > most) {
		const code = minutes === undefined ? "missing" : typeof minutes === "number" ? "out_of_range" : "wrong_type";
		refuse("minutes", `minutes must be a whole number from 1 to ${most}`, code);
	}
	return act(context, body, { kind: "snooze", minutes });
};

/** `POST /api/v1/episodes/:id/summon` `{version, to, comment?}`: somebody else is asked to come, and acknowledges anew. */
export const summonToEpisode: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const errors: FieldError[] = [];
	const to = checkSummoned(body["to"], "to", errors);
	if (to === null) throw validationProblem(errors);
	const { id } = await holderOf(context.env, context.req.param("id"));
	await requireSummonable(context.env, id, to);
	return act(context, body, { kind: "summon", to });
};

/** `POST /api/v1/episodes/:id/judge` `{version, verdict, comment?}`: whether the alarm was right; `null` takes a judgement back. */
export const judgeEpisode: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const verdict = body["verdict"];
	if (verdict !== null && !EPISODE_VERDICTS.includes(verdict as EpisodeVerdict)) {
		const message = `verdict must be one of ${EPISODE_VERDICTS.join(", ")}, or null`;
		refuse("verdict", message, verdict === undefined ? "missing" : "bad_format");
	}
	return act(context, body, { kind: "judge", verdict: verdict as EpisodeVerdict | null });
};

/**
 * `POST /api/v1/episodes/:id/resolve` `{version, decision}`: a device names another patient than the one assigned to it, and
 * somebody knows who is right. `reassign`: the device is on the patient it names, from now on. `dismiss`: what it names is wrong.
 */
export const resolveEpisode: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const version = versionField(body["version"]);
	const decision = body["decision"];
	if (decision !== "reassign" && decision !== "dismiss") {
		const code = decision === undefined ? "missing" : "bad_format";
		refuse("decision", "decision must be reassign or dismiss", code);
	}
	const { id, monitor } = await holderOf(context.env, context.req.param("id"));
	const tags = await monitor.namedPatient(id);
	if (tags === null) throw new Problem("conflict", "Nothing is in doubt there: look at the episode again");
	const patient = decision === "reassign" ? await enrolledPatient(context.env, tags) : null;
	const decided = { episodeId: id, version, by: context.get("person").id, patient };
	return context.json(answerOf(await monitor.resolveMismatch(decided, loggableCorrelation(context))));
};

async function act(context: Parameters<Handler>[0], body: Readonly<Record<string, unknown>>, deed: EpisodeDeed) {
	const version = versionField(body["version"]);
	const given = body["comment"];
	const comment = given === undefined || given === null ? undefined : textField(given, "comment", MAX_COMMENT);
	const { id, monitor } = await holderOf(context.env, context.req.param("id"));
	const signed = {
		episodeId: id,
		version,
		by: context.get("person").id,
		...(comment === undefined ? {} : { comment }),
	};
	return context.json(answerOf(await monitor.actOnEpisode({ ...signed, ...deed }, loggableCorrelation(context))));
}

/** @throws Problem 422 where whoever is meant could not look at the episode */
async function requireSummonable(env: Env, episodeId: string, to: Summoned): Promise<void> {
	const registry = connectRegistry(env.DB);
	const record = await findEpisodeRecord(registry, episodeId);
	if (record === null) throw NO_EPISODE();
	const { channel, ward_id } = record.episode;
	if (to.kind === "role") {
		if (!maySummon(to.role, channel)) refuse("to.role", `Nobody of role ${to.role} acts on ${channel} episodes`);
		return;
	}
	const member = await findMember(registry, to.id);
	const comes =
		member !== null &&
		member.status === "active" &&
		maySummon(member.role, channel) &&
		(member.role === "admin" || inScope(member.wards, ward_id));
	// The same words for somebody unknown: who works where is not told here.
	if (!comes) refuse("to.member", "Nobody of that id acts on this episode's ward");
}

function versionField(value: unknown): number {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
	const code: FieldError["code"] = value === undefined ? "missing" : "wrong_type";
	const message = "version must be the whole number of the episode as you saw it";
	throw validationProblem([{ field: "version", code, message }]);
}

async function holderOf(env: Env, id: string | undefined) {
	const known = id !== undefined && EPISODE_ID_PATTERN.test(id);
	const deviceId = known ? await findEpisodeDevice(connectRegistry(env.DB), id) : null;
	if (id === undefined || deviceId === null) throw NO_EPISODE();
	return { id, monitor: env.DEVICE_MONITOR.getByName(deviceId) };
}

function answerOf(result: EpisodeResult): EpisodeAnswer {
	switch (result.outcome) {
		case "done":
			return { episode: result.episode };
		case "conflict": {
			const { episode } = result;
			const detail = `The episode is at version ${episode.version} now: look at it again`;
			throw new Problem("version_conflict", detail, { extra: { episode } });
		}
		case "unknown_episode":
			throw new Problem("not_found", "The episode closed so long ago that its device no longer holds it");
		case "refused":
			throw validationProblem(result.errors);
		case "unavailable":
			throw new Problem("unavailable", "Nothing was stored; ask again shortly", { retryAfter: result.retryAfter });
		default:
			return result satisfies never;
	}
}
