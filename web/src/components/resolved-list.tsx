/** High alarms that are over: they stay in the queue until somebody says that they know. */
import { createMemo, createSignal, For, Show } from "solid-js";
import type { Episode } from "../../../vitals/episode.ts";
import type { Acknowledger } from "../acknowledger.ts";
import { alarmTexts } from "../alarm/texts.ts";
import type { TimeFormats } from "../state/format.ts";
import type { Station } from "../station.ts";
import { texts as common } from "../texts.ts";
import { Acknowledgement } from "./acknowledgement.tsx";
import { PriorityShape } from "./icons.tsx";

const texts = alarmTexts.resolved;
/** Shown until somebody asks for all: what is open now is not to be pushed off the screen by what was. */
const SHOWN = 3;

export function ResolvedList(props: {
	resolved: readonly Episode[];
	station: Station;
	times: TimeFormats;
	acknowledger: Acknowledger;
	locate: (deviceId: string) => void;
}) {
	const [all, setAll] = createSignal(false);
	const shown = createMemo(() => (all() ? props.resolved : props.resolved.slice(0, SHOWN)));
	const label = (episode: Episode) => props.station.ward.beds[episode.deviceId]?.bed.label ?? episode.deviceId;
	return (
		<Show when={props.resolved.length > 0}>
			<h2 class="queue-technical" id="queue-resolved-title">
				{texts.title} <span class="queue-count">{props.resolved.length}</span>
			</h2>
			<ol class="queue-list queue-resolved" aria-labelledby="queue-resolved-title">
				<For each={shown()}>
					{(episode) => (
						<li
							class="entry entry-resolved"
							data-episode={episode.id}
							data-device={episode.deviceId}
							data-priority="high"
							data-status="closed"
						>
							<span class="entry-mark" data-priority="high">
								<PriorityShape priority="high" />
								<span class="marks">***</span>
							</span>
							<div class="entry-body">
								<div class="entry-head">
									<button
										type="button"
										class="entry-go"
										aria-label={common.queue.show(label(episode))}
										onClick={() => props.locate(episode.deviceId)}
									>
										{label(episode)}
									</button>
									<span class="entry-since">
										{texts.lasted(props.times.axis(episode.openedAt), props.times.time(episode.closedAt ?? 0))}
									</span>
								</div>
								<p class="entry-sentence">{episode.sentence}</p>
								<div class="entry-actions">
									<Acknowledgement
										episode={episode}
										label={label(episode)}
										acknowledger={props.acknowledger}
										times={props.times}
									/>
								</div>
							</div>
						</li>
					)}
				</For>
			</ol>
			<Show when={!all() && props.resolved.length > SHOWN}>
				<button type="button" class="button" onClick={() => setAll(true)}>
					{texts.more(props.resolved.length - SHOWN)}
				</button>
			</Show>
		</Show>
	);
}
