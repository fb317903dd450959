/** One bed on the wall: name and large numbers, and why there are none where there are none. */
import { createMemo, Show } from "solid-js";
import type { Episode } from "../../../vitals/episode.ts";
import { BedMarks } from "../components/bed-marks.tsx";
import { Pressure, Vital } from "../components/numerics.tsx";
import { isAcknowledged } from "../state/bedside.ts";
import { priorityOf } from "../state/format.ts";
import { ageText, signalLossReason, staleness } from "../state/staleness.ts";
import type { BedState } from "../state/ward-state.ts";
import type { Station } from "../station.ts";
import { texts } from "../texts.ts";

export function WallBed(props: { bed: BedState; station: Station; isResolved: boolean }) {
	const { station } = props;
	const episodes = createMemo(() =>
		props.bed.episodeIds
			.map((id) => station.ward.episodes[id])
			.filter((episode): episode is Episode => episode !== undefined),
	);
	const priority = () => {
		const worst = episodes()[0];
		return worst && priorityOf(worst);
	};
	const state = createMemo(() => staleness(props.bed.receivedAt, station.now()));
	const loss = createMemo(() =>
		signalLossReason(props.bed.receivedAt, episodes(), station.status().kind === "open", station.now()),
	);
	const hasPressure = () =>
		props.bed.vitals.systolic_pressure.value !== null || props.bed.vitals.mean_pressure.value !== null;
	return (
		<li
			class="bed wall-bed"
			data-device={props.bed.bed.deviceId}
			data-risk={props.bed.risk}
			data-priority={priority()}
			data-acknowledged={episodes().length > 0 && episodes().every(isAcknowledged)}
			data-resolved={props.isResolved}
			data-staleness={state()}
		>
			<p class="wall-bed-head">
				<strong class="wall-bed-label">{props.bed.bed.label}</strong>
				<Show when={props.bed.bed.simulated}>
					<span class="simulated">{texts.bed.simulated}</span>
				</Show>
				<span class="signal-age" data-staleness={state()}>
					<span class="signal-mark" aria-hidden="true" />
					{ageText(props.bed.receivedAt, station.now())}
				</span>
			</p>
			<dl class="vitals wall-vitals">
				<Vital name="heart_rate" bed={props.bed} station={station} device={state()} />
				<Vital name="spo2" bed={props.bed} station={station} device={state()} />
				<Vital name="respiratory_rate" bed={props.bed} station={station} device={state()} />
			</dl>
			<div class="wall-bed-foot">
				<Show
					when={loss()}
					fallback={
						<>
							<BedMarks bed={props.bed} state={state()} />
							<Show when={hasPressure()}>
								<dl class="vitals wall-pressure">
									<Pressure bed={props.bed} station={station} device={state()} />
								</dl>
							</Show>
						</>
					}
				>
					<span class="bed-loss">{loss()}</span>
				</Show>
			</div>
		</li>
	);
}
