import { createMemo, createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import type { Episode } from "../../../vitals/episode.ts";
import type { Acknowledger } from "../acknowledger.ts";
import { isAcknowledged } from "../state/bedside.ts";
import type { Station } from "../station.ts";
import {
	formatElapsed,
	priorityMarks,
	priorityOf,
	shortPatient,
	type TimeFormats,
	topContributions,
} from "../state/format.ts";
import { deviceTime } from "../state/ward-state.ts";
import { texts } from "../texts.ts";
import { Acknowledgement } from "./acknowledgement.tsx";
import { AskShape, PriorityShape } from "./icons.tsx";
import { ResolvedList } from "./resolved-list.tsx";
import { Share } from "./share.tsx";

/** Bars shown per episode. */
const CONTRIBUTIONS_SHOWN = 3;
/** Entries built, and how many more whenever the reader comes to the end of them. */
const FIRST_ENTRIES = 10;
const MORE_ENTRIES = 20;

/** Who needs somebody now, worst first; what concerns devices only stands apart. */
export function EpisodeQueue(props: {
	station: Station;
	episodes: readonly Episode[];
	times: TimeFormats;
	locate: (deviceId: string) => void;
	acknowledger: Acknowledger;
	askWhy: (deviceId: string) => void;
	resolved: readonly Episode[];
}) {
	const ids = (channel: Episode["channel"]) =>
		props.episodes.filter((episode) => episode.channel === channel).map((episode) => episode.id);
	const patients = createMemo(() => ids("physiological"));
	const devices = createMemo(() => ids("technical"));
	const entry = (id: string) => (
		<QueueEntry
			id={id}
			station={props.station}
			times={props.times}
			locate={props.locate}
			acknowledger={props.acknowledger}
			askWhy={props.askWhy}
		/>
	);
	return (
		<section class="queue" aria-labelledby="queue-title">
			<h2 id="queue-title">
				{texts.queue.title} <span class="queue-count">{patients().length}</span>
			</h2>
			<p class="queue-message" role="status">
				{props.acknowledger.message()}
			</p>
			<Show
				when={patients().length > 0}
				fallback={
					<div class="queue-none">
						<strong>{texts.queue.none}</strong>
						<span>{texts.queue.noneHint}</span>
					</div>
				}
			>
				<QueueList ids={patients()} entry={entry} labelledBy="queue-title" />
			</Show>
			<ResolvedList
				resolved={props.resolved}
				station={props.station}
				times={props.times}
				acknowledger={props.acknowledger}
				locate={props.locate}
			/>
			<h2 class="queue-technical" id="queue-technical-title">
				{texts.queue.technical} <span class="queue-count">{devices().length}</span>
			</h2>
			<Show when={devices().length > 0} fallback={<div class="queue-none">{texts.queue.noTechnical}</div>}>
				<QueueList ids={devices()} entry={entry} labelledBy="queue-technical-title" />
			</Show>
		</section>
	);
}

/** The worst, and the others as the reader comes to them: a bad day on a thousand beds has hundreds. */
function QueueList(props: { ids: readonly string[]; entry: (id: string) => JSX.Element; labelledBy: string }) {
	const [room, setRoom] = createSignal(FIRST_ENTRIES);
	const shown = createMemo(() => props.ids.slice(0, room()));
	const more = () => setRoom((before) => before + MORE_ENTRIES);
	const watch = (button: HTMLButtonElement) => {
		const observer = new IntersectionObserver((sights) => sights.some((sight) => sight.isIntersecting) && more());
		observer.observe(button);
		onCleanup(() => observer.disconnect());
	};
	return (
		<>
			<ol class="queue-list" aria-labelledby={props.labelledBy}>
				<For each={shown()}>{props.entry}</For>
			</ol>
			<Show when={props.ids.length > room()}>
				<button type="button" class="button" ref={watch} onClick={more}>
					{texts.queue.more(props.ids.length - room())}
				</button>
			</Show>
		</>
	);
}

function QueueEntry(props: {
	id: string;
	station: Station;
	times: TimeFormats;
	locate: (deviceId: string) => void;
	acknowledger: Acknowledger;
	askWhy: (deviceId: string) => void;
}) {
	// The row outlives its episode by the moment in which the list takes it out: it then keeps what it had.
	const episode = createMemo<Episode>((before) => props.station.ward.episodes[props.id] ?? (before as Episode));
	const bed = () => props.station.ward.beds[episode().deviceId];
	const label = () => bed()?.bed.label ?? episode().deviceId;
	const priority = () => priorityOf(episode());
	const since = createMemo(() => {
		const now = props.station.now();
		const state = bed();
		return formatElapsed((state ? deviceTime(state, now) : now) - episode().openedAt);
	});
	return (
		<li
			class="entry"
			data-episode={props.id}
			data-device={episode().deviceId}
			data-priority={priority()}
			data-acknowledged={isAcknowledged(episode())}
		>
			<span class="entry-mark alarm-fill" data-priority={priority()} data-acknowledged={isAcknowledged(episode())}>
				<PriorityShape priority={priority()} />
				<span class="marks">{priorityMarks(priority())}</span>
			</span>
			<div class="entry-body">
				<div class="entry-head">
					<button
						type="button"
						class="entry-go"
						aria-label={texts.queue.show(label())}
						onClick={() => props.locate(episode().deviceId)}
					>
						{label()}
					</button>
					<span class="entry-patient">{shortPatient(episode().patient)}</span>
					<span class="risk" data-risk={episode().risk}>
						<span class="unseen">{texts.queue.riskLabel(texts.risks[episode().risk])}</span>
						<span aria-hidden="true">{episode().risk}</span>
					</span>
				</div>
				<p class="entry-sentence">{episode().sentence}</p>
				<Show when={episode().contributions.length > 0}>
					<ul class="shares">
						<For each={topContributions(episode().contributions, CONTRIBUTIONS_SHOWN)}>
							{(part) => <Share part={part} />}
						</For>
					</ul>
				</Show>
				<p class="entry-since">
					{texts.queue.since}{" "}
					<time dateTime={new Date(episode().openedAt).toISOString()} title={props.times.full(episode().openedAt)}>
						{props.times.time(episode().openedAt)}
					</time>{" "}
					· <span class="entry-elapsed">{since()}</span>
					<Show when={bed() !== undefined && bed()?.bed.clockRate !== 1}> · {texts.queue.simulatedTime}</Show>
				</p>
				<div class="entry-actions">
					<Acknowledgement episode={episode()} label={label()} acknowledger={props.acknowledger} times={props.times} />
					<button
						type="button"
						class="button entry-ask"
						aria-label={texts.ask.whyOf(label())}
						onClick={() => props.askWhy(episode().deviceId)}
					>
						<AskShape /> {texts.ask.whyShort}
					</button>
				</div>
			</div>
		</li>
	);
}
