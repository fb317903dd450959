/** What else can be done about an open episode than knowing of it, and what has happened to any. */
import { createResource, createSignal, For, Show } from "solid-js";
import { EPISODE_VERDICTS, maxSnoozeMinutes, type Episode } from "../../../vitals/episode.ts";
import { maySummon, type SummonedEntry } from "../../../vitals/escalation.ts";
import { ROLES, type Role } from "../../../vitals/api.ts";
import type { EpisodeHistoryEntry } from "../../../vitals/patients.ts";
import { actOnEpisode, type EpisodeDeed } from "../api.ts";
import { ApiError } from "../contract/client.ts";
import { useLiveDesk } from "../desk.ts";
import { conflictText } from "../state/bedside.ts";
import { texts as common } from "../texts.ts";
import { fetchEpisode } from "./patient-api.ts";
import { patientTexts as texts } from "./texts.ts";

/** Minutes to choose from; those beyond what the episode allows are left out. */
const QUIET_MIN = [5, 15, 30, 60, 240];
/** Characters of a comment. */
const MAX_COMMENT = 500;

type Deed = EpisodeDeed extends infer D ? (D extends EpisodeDeed ? Omit<D, "comment"> : never) : never;

export function EpisodeActions(props: { episode: Episode; bed: string }) {
	const { station, me, times, toSignIn } = useLiveDesk();
	const [comment, setComment] = createSignal("");
	const [busy, setBusy] = createSignal(false);
	const [message, setMessage] = createSignal("");
	const verdict = () => props.episode.care?.verdict?.verdict ?? null;

	const act = async (deed: Deed) => {
		if (busy()) return;
		const text = comment().trim();
		if (deed.action === "comment" && text === "") return setMessage(texts.needsComment);
		setBusy(true);
		setMessage(texts.doing);
		try {
			const said = text === "" ? {} : { comment: text };
			const outcome = await actOnEpisode(
				props.episode,
				deed.action === "comment" ? { action: "comment", comment: text } : { ...deed, ...said },
			);
			station.learn(outcome.episode);
			if (outcome.kind === "conflict") return setMessage(conflictText(props.bed, outcome.episode, me.id, times.time));
			setComment("");
			setMessage(texts.done);
		} catch (error) {
			if (error instanceof ApiError && error.status === 401 && toSignIn()) return undefined;
			const reason = error instanceof ApiError && error.status !== 0 ? error.message : common.error.network;
			setMessage(texts.notDone(reason));
		} finally {
			setBusy(false);
		}
		return undefined;
	};
	const button = (label: string, deed: Deed, pressed?: boolean) => (
		<button type="button" class="button" aria-disabled={busy()} aria-pressed={pressed} onClick={() => void act(deed)}>
			{label}
		</button>
	);
	return (
		<div class="episode-actions">
			<label class="episode-comment">
				<span>{texts.comment}</span>
				<textarea
					rows="2"
					maxlength={MAX_COMMENT}
					value={comment()}
					onInput={(event) => setComment(event.currentTarget.value)}
				/>
			</label>
			<div class="episode-buttons">
				<Show when={props.episode.acknowledgedAt == null}>{button(texts.acknowledge, { action: "acknowledge" })}</Show>
				{button(texts.say, { action: "comment" })}
			</div>
			<Group name={texts.quiet}>
				<For each={QUIET_MIN.filter((minutes) => minutes <= maxSnoozeMinutes(props.episode))}>
					{(minutes) => button(texts.minutes(minutes), { action: "snooze", minutes })}
				</For>
			</Group>
			<Group name={texts.ask}>
				<For each={ROLES.filter((role) => maySummon(role, props.episode.channel))}>
					{(role) => button(common.roles[role], { action: "summon", to: { role } })}
				</For>
			</Group>
			<Group name={texts.judge}>
				<For each={EPISODE_VERDICTS}>
					{(one) => button(texts.verdictButtons[one] ?? one, { action: "judge", verdict: one }, verdict() === one)}
				</For>
				<Show when={verdict() !== null}>{button(texts.takeBack, { action: "judge", verdict: null })}</Show>
			</Group>
			<p class="episode-message" role="status">
				{message()}
			</p>
		</div>
	);
}

function Group(props: { name: string; children: unknown }) {
	return (
		<div class="episode-buttons" role="group" aria-label={props.name}>
			<span class="episode-group">{props.name}</span>
			{props.children as never}
		</div>
	);
}

/** Everything that happened to an episode, oldest first; fetched again when `state` changes. */
export function EpisodeEvents(props: { id: string; state: string }) {
	const { times, me } = useLiveDesk();
	const [record] = createResource(
		() => ({ id: props.id, state: props.state }),
		async ({ id }) => {
			try {
				return (await fetchEpisode(id)).events;
			} catch {
				// The page tells elsewhere that the server does not answer.
				return null;
			}
		},
	);
	return (
		<ol class="episode-events" aria-label={texts.happened}>
			<For each={record.latest ?? []}>
				{(event) => (
					<li>
						<time dateTime={event.at}>{times.time(Date.parse(event.at))}</time> {eventText(event, me.id, times.time)}
						<Show when={event.comment}>{(comment) => <q class="episode-said">{comment()}</q>}</Show>
					</li>
				)}
			</For>
		</ol>
	);
}

const whom = (to: SummonedEntry) => ("role" in to ? common.roles[to.role as Role] : to.member);

function eventText(
	{ kind, actor, to, until, verdict }: EpisodeHistoryEntry,
	me: string,
	time: (at: number) => string,
): string {
	return [
		texts.events[kind] ?? kind,
		to === null ? "" : `(${whom(to)})`,
		until === null ? "" : `(${texts.snoozed(time(Date.parse(until)))})`,
		verdict === null ? "" : `(${texts.verdicts[verdict] ?? verdict})`,
		actor === null ? "" : texts.person(actor === me ? common.queue.you : actor),
	]
		.filter((part) => part !== "")
		.join(" ");
}
