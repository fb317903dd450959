/** What needs somebody, worst first, whichever beds the page below shows. */
import { createMemo, For, Show } from "solid-js";
import type { Episode } from "../../../vitals/episode.ts";
import { PriorityShape } from "../components/icons.tsx";
import { isAcknowledged } from "../state/bedside.ts";
import { episodeHeadline, formatElapsed, priorityMarks, priorityOf } from "../state/format.ts";
import { leadingValue } from "../state/vital-view.ts";
import { deviceTime } from "../state/ward-state.ts";
import type { Station } from "../station.ts";
import { wallTexts as texts } from "./texts.ts";

/** As many as are read in a glance, and as many as a narrow screen has room for. */
const [MOST_SHOWN, SHOWN_NARROW] = [4, 2];
const NARROW = "(max-width: 700px)";

export function AlarmStrip(props: {
	station: Station;
	episodes: readonly Episode[];
	resolved: readonly Episode[];
	synced: boolean;
}) {
	// What nobody knows of first; a high alarm that is over comes before what somebody sees to already.
	const all = createMemo(() => [
		...props.episodes.filter((episode) => !isAcknowledged(episode)),
		...props.resolved,
		...props.episodes.filter(isAcknowledged),
	]);
	const room = matchMedia(NARROW).matches ? SHOWN_NARROW : MOST_SHOWN;
	const shown = () => all().slice(0, room);
	const bed = (episode: Episode) => props.station.ward.beds[episode.deviceId];
	const headline = (episode: Episode) => {
		const state = bed(episode);
		return episodeHeadline(episode, state === undefined ? null : leadingValue(episode, state, props.station.now()));
	};
	const since = (episode: Episode) => {
		const state = bed(episode);
		const now = props.station.now();
		return formatElapsed((state === undefined ? now : deviceTime(state, now)) - episode.openedAt);
	};
	return (
		<section class="wall-alarms" aria-label={texts.alarms}>
			<Show when={all().length > 0} fallback={<p class="wall-calm">{props.synced ? texts.calm : ""}</p>}>
				<ol class="wall-alarm-list">
					<For each={shown()}>
						{(episode) => (
							<li
								class="wall-alarm alarm-fill"
								data-priority={priorityOf(episode)}
								data-acknowledged={isAcknowledged(episode) || episode.status === "closed"}
								data-resolved={episode.status === "closed"}
							>
								<PriorityShape priority={priorityOf(episode)} />
								<strong class="wall-alarm-bed">{bed(episode)?.bed.label ?? episode.deviceId}</strong>
								<span class="wall-alarm-what">
									<span class="marks">{priorityMarks(priorityOf(episode))}</span>{" "}
									{episode.status === "closed" ? episode.sentence : headline(episode)}
								</span>
								<span class="wall-alarm-since">
									{episode.status === "closed" ? texts.resolved : since(episode)}
									<Show when={isAcknowledged(episode)}>
										{" "}
										<span aria-hidden="true">✓</span>
										<span class="unseen">{texts.known}</span>
									</Show>
								</span>
							</li>
						)}
					</For>
				</ol>
				<Show when={all().length > room}>
					<span class="wall-more" title={texts.moreTitle(all().length - room)}>
						{texts.more(all().length - room)}
					</span>
				</Show>
			</Show>
		</section>
	);
}
