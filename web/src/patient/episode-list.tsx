/** A patient's episodes, newest first: what was unusual, who knew, how it ended. */
import { createMemo, createSignal, For, Show, Suspense } from "solid-js";
import type { Anomaly } from "../../../vitals/api.ts";
import type { Episode } from "../../../vitals/episode.ts";
import { Acknowledgement } from "../components/acknowledgement.tsx";
import { PriorityShape } from "../components/icons.tsx";
import { Share } from "../components/share.tsx";
import { useLiveDesk } from "../desk.ts";
import { formatElapsed, priorityMarks, priorityOf, topContributions } from "../state/format.ts";
import { texts as common } from "../texts.ts";
import { EpisodeActions, EpisodeEvents } from "./episode-actions.tsx";
import { patientTexts as texts } from "./texts.ts";

const CONTRIBUTIONS_SHOWN = 4;

export function EpisodeList(props: {
	episodes: readonly Anomaly[];
	/** The bed's name, for who hears the buttons. */
	bed: string;
	/** The device's time, ms. */
	now: number;
	look: (openedAt: number, closedAt: number | null) => void;
}) {
	// By id: an entry that somebody has opened stays open while the list is fetched again.
	const ids = createMemo(() => props.episodes.map(({ episode_id }) => episode_id));
	const byId = createMemo(() => new Map(props.episodes.map((episode) => [episode.episode_id, episode])));
	return (
		<Show when={props.episodes.length > 0} fallback={<p class="queue-none">{texts.noEpisodes}</p>}>
			<ol class="queue-list history-list">
				<For each={ids()}>
					{(id) => <Entry episode={byId().get(id) as Anomaly} bed={props.bed} now={props.now} look={props.look} />}
				</For>
			</ol>
		</Show>
	);
}

function Entry(props: {
	episode: Anomaly;
	bed: string;
	now: number;
	look: (openedAt: number, closedAt: number | null) => void;
}) {
	const { station, acknowledger, times, me } = useLiveDesk();
	const [more, setMore] = createSignal(false);
	const openedAt = () => Date.parse(props.episode.detected_at);
	const closedAt = () => (props.episode.closed_at === null ? null : Date.parse(props.episode.closed_at));
	/** As the live connection has it, newer than what was fetched. */
	const live = (): Episode | undefined =>
		station.ward.episodes[props.episode.episode_id] ?? station.ward.resolved[props.episode.episode_id];
	const priority = () => priorityOf({ channel: props.episode.channel, risk: props.episode.risk_level });
	const lasted = () => {
		const end = closedAt();
		if (end !== null) return texts.lasted(formatElapsed(end - openedAt()));
		return texts.openSince(formatElapsed(props.now - openedAt()));
	};
	const acknowledged = () => {
		const { acknowledged_at: at, acknowledged_by: by } = props.episode;
		if (at === null) return "";
		return texts.acknowledged(
			by === me.id ? common.queue.you : (by ?? common.queue.somebody),
			times.time(Date.parse(at)),
		);
	};
	const remarks = () =>
		[
			props.episode.news2_at_onset?.score == null ? "" : texts.news2(props.episode.news2_at_onset.score),
			props.episode.snoozed_until !== null && Date.parse(props.episode.snoozed_until) > props.now
				? texts.snoozed(times.time(Date.parse(props.episode.snoozed_until)))
				: "",
			props.episode.verdict === null ? "" : (texts.verdicts[props.episode.verdict] ?? ""),
		].filter((text) => text !== "");
	return (
		<li
			class="entry"
			data-episode={props.episode.episode_id}
			data-device={props.episode.device_id}
			data-priority={priority()}
			data-acknowledged={props.episode.acknowledged_at !== null}
			data-status={props.episode.status}
		>
			<span
				class="entry-mark alarm-fill"
				data-priority={priority()}
				data-acknowledged={props.episode.status === "closed" || props.episode.acknowledged_at !== null}
			>
				<PriorityShape priority={priority()} />
				<span class="marks">{priorityMarks(priority())}</span>
			</span>
			<div class="entry-body">
				<div class="entry-head">
					<time class="entry-time" dateTime={props.episode.detected_at}>
						{times.full(openedAt())}
					</time>
					<span class="risk" data-risk={props.episode.risk_level}>
						<span class="unseen">{common.queue.riskLabel(common.risks[props.episode.risk_level])}</span>
						<span aria-hidden="true">{props.episode.risk_level}</span>
					</span>
				</div>
				<p class="entry-sentence">{live()?.sentence ?? props.episode.sentence}</p>
				<Show when={props.episode.contributions.length > 0}>
					<ul class="shares" aria-label={texts.peak}>
						<For each={topContributions(props.episode.contributions, CONTRIBUTIONS_SHOWN)}>
							{(part) => <Share part={part} />}
						</For>
					</ul>
				</Show>
				<p class="entry-since">
					{lasted()}
					<For each={remarks()}>{(remark) => <> · {remark}</>}</For>
				</p>
				<div class="entry-actions">
					<Show
						when={live()}
						fallback={
							<Show when={acknowledged()}>
								<p class="entry-acknowledged">
									<span aria-hidden="true">✓</span> {acknowledged()}
								</p>
							</Show>
						}
					>
						{(episode) => (
							<Acknowledgement episode={episode()} label={props.bed} acknowledger={acknowledger} times={times} />
						)}
					</Show>
					<button
						type="button"
						class="button entry-ask"
						aria-label={texts.look(times.full(openedAt()))}
						onClick={() => props.look(openedAt(), closedAt())}
					>
						{texts.lookShort}
					</button>
				</div>
				<details class="episode-more" onToggle={(event) => setMore(event.currentTarget.open)}>
					<summary aria-label={texts.moreOf(times.full(openedAt()))}>{texts.more}</summary>
					<Show when={more()}>
						<Suspense>
							<EpisodeEvents id={props.episode.episode_id} state={`${live()?.version} ${props.episode.version}`} />
						</Suspense>
						<Show when={acknowledger.allowed && live()?.status === "open" && live()}>
							{(episode) => <EpisodeActions episode={episode()} bed={props.bed} />}
						</Show>
					</Show>
				</details>
			</div>
		</li>
	);
}
