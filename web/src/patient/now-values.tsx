/** The patient's present values, large enough for the other side of the room, and what is wrong with them. */
import { createMemo, For, Show } from "solid-js";
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { Episode } from "../../../vitals/episode.ts";
import { PriorityShape } from "../components/icons.tsx";
import { Pressure, Vital } from "../components/numerics.tsx";
import { isAcknowledged } from "../state/bedside.ts";
import { episodeHeadline, priorityMarks, priorityOf } from "../state/format.ts";
import { ageText, signalLossReason, staleness } from "../state/staleness.ts";
import { leadingValue } from "../state/vital-view.ts";
import type { BedState } from "../state/ward-state.ts";
import type { Station } from "../station.ts";
import { texts } from "../texts.ts";

const ALONE: readonly VitalKey[] = ["temperature", "etco2"];

export function NowValues(props: { bed: BedState; episodes: readonly Episode[]; station: Station }) {
	const state = createMemo(() => staleness(props.bed.receivedAt, props.station.now()));
	const loss = createMemo(() =>
		signalLossReason(
			props.bed.receivedAt,
			[...props.episodes],
			props.station.status().kind === "open",
			props.station.now(),
		),
	);
	const has = (key: VitalKey) => props.bed.vitals[key].value !== null;
	const hasPressure = () => has("systolic_pressure") || has("diastolic_pressure") || has("mean_pressure");
	return (
		<>
			<For each={props.episodes}>
				{(episode) => (
					<p
						class="bed-alarm alarm-fill"
						data-priority={priorityOf(episode)}
						data-acknowledged={isAcknowledged(episode)}
						title={episode.sentence}
					>
						<PriorityShape priority={priorityOf(episode)} />
						<span class="marks">{priorityMarks(priorityOf(episode))}</span>
						<span class="bed-alarm-text">
							{episodeHeadline(episode, leadingValue(episode, props.bed, props.station.now()))}
						</span>
						<span class="unseen">{texts.queue.riskLabel(texts.risks[episode.risk])}</span>
					</p>
				)}
			</For>
			<dl class="vitals vitals-large patient-vitals">
				<Vital name="heart_rate" bed={props.bed} station={props.station} device={state()} />
				<Vital name="spo2" bed={props.bed} station={props.station} device={state()} />
				<Vital name="respiratory_rate" bed={props.bed} station={props.station} device={state()} />
				<Show when={hasPressure()}>
					<Pressure bed={props.bed} station={props.station} device={state()} />
				</Show>
				<For each={ALONE.filter(has)}>
					{(key) => <Vital name={key} bed={props.bed} station={props.station} device={state()} />}
				</For>
			</dl>
			<p class="signal-age" data-staleness={state()} title={texts.bed.signalAge}>
				<span class="signal-mark" aria-hidden="true" />
				{loss() || ageText(props.bed.receivedAt, props.station.now())}
			</p>
		</>
	);
}
