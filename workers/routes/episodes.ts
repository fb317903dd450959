/** What people do to an episode. Its device is its only writer: these routes find it and pass the word on. */
import type { EpisodeAction, EpisodeResult } from "../../durable-objects/device/clinical.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findEpisodeDevice } from "../../registry/episodes.ts";
import type { EpisodeAnswer } from "../../vitals/api.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { readObject } from "../body.ts";
import type { Env } from "../env.ts";
import type { Handler } from "../context.ts";
import { refuse, textField } from "../params.ts";
import { enrolledPatient } from "./devices.ts";
import { Problem, validationProblem } from "../problem.ts";

const EPISODE_ID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Characters of a comment, at most. */
const MAX_COMMENT = 500;

/** `POST /api/v1/episodes/:id/acknowledge`: somebody knows of it. */
export const acknowledgeEpisode: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const version = versionField(body["version"]);
	const given = body["comment"];
	const comment = given === undefined || given === null ? undefined : textField(given, "comment", MAX_COMMENT);
	return act(context, { kind: "acknowledge", version, ...(comment === undefined ? {} : { comment }) });
};

/** `POST /api/v1/episodes/:id/close`: somebody closes it, such as one whose signal is lost for good. */
export const closeEpisode: Handler = async (context) => {
	const version = versionField((await readObject(context.req.raw))["version"]);
	return act(context, { kind: "close", version });
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
	return context.json(answerOf(await monitor.resolveMismatch(decided)));
};

async function act(context: Parameters<Handler>[0], action: Omit<EpisodeAction, "episodeId" | "by">) {
	const { id, monitor } = await holderOf(context.env, context.req.param("id"));
	const signed = { ...action, episodeId: id, by: context.get("person").id };
	return context.json(answerOf(await monitor.actOnEpisode(signed)));
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
	if (id === undefined || deviceId === null) throw new Problem("not_found", "No episode of that id is known");
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
		case "unavailable":
			throw new Problem("unavailable", "Nothing was stored; ask again shortly", { retryAfter: result.retryAfter });
		default:
			return result satisfies never;
	}
}
