/** The line of a sector that says what stands beside the numbers: NEWS2, a young baseline, limits that nobody has validated. */
import { createMemo, Show } from "solid-js";
import { learningText, scoreView } from "../state/bedside.ts";
import type { Staleness } from "../state/staleness.ts";
import type { BedState } from "../state/ward-state.ts";
import { texts } from "../texts.ts";

export function BedMarks(props: { bed: BedState; state: Staleness }) {
	const score = createMemo(() => scoreView(props.bed.news2, props.state));
	const learning = () => learningText(props.bed.confidence);
	return (
		<p class="bed-marks">
			<Show when={score()}>
				{(view) => (
					<span class="score" data-tone={view().tone} data-staleness={props.state} title={view().title}>
						<span class="score-name" aria-hidden="true">
							{texts.bed.news2.name}
						</span>
						<span aria-hidden="true"> {view().text}</span>
						<span class="unseen">{view().title}</span>
					</span>
				)}
			</Show>
			<Show when={learning()}>
				<span class="mark" data-mark="learning" title={texts.bed.learningTitle}>
					{learning()}
				</span>
			</Show>
			<Show when={!props.bed.bed.limitsValidated}>
				<span class="mark" data-mark="limits" title={texts.bed.limitsTitle}>
					{texts.bed.limits}
				</span>
			</Show>
		</p>
	);
}
