import { Show } from "solid-js";
import type { Episode } from "../../../vitals/episode.ts";
import type { Acknowledger } from "../acknowledger.ts";
import { acknowledgedText } from "../state/bedside.ts";
import type { TimeFormats } from "../state/format.ts";
import { texts } from "../texts.ts";

/** The foot of an episode: who knows of it, or the button that says "I do" to those who may. */
export function Acknowledgement(props: {
	episode: Episode;
	label: string;
	acknowledger: Acknowledger;
	times: TimeFormats;
}) {
	const said = () => acknowledgedText(props.episode, props.acknowledger.me, props.times.time);
	const sending = () => props.acknowledger.isSending(props.episode.id);
	return (
		<Show
			when={said()}
			fallback={
				<Show when={props.acknowledger.allowed}>
					<button
						type="button"
						class="button entry-acknowledge"
						aria-label={texts.queue.acknowledgeOf(props.label)}
						aria-disabled={sending()}
						onClick={() => props.acknowledger.acknowledge(props.episode)}
					>
						{sending() ? texts.queue.sending : texts.queue.acknowledge}
					</button>
				</Show>
			}
		>
			<p class="entry-acknowledged">
				<span aria-hidden="true">✓</span> {said()}
			</p>
		</Show>
	);
}
