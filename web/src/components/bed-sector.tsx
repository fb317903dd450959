import { A } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import type { VitalKey } from "../../../vitals/catalogue.ts";
import type { Episode } from "../../../vitals/episode.ts";
import { bedElementId } from "../keyboard.ts";
import type { Station } from "../station.ts";
import { isAcknowledged } from "../state/bedside.ts";
import { episodeHeadline, priorityMarks, priorityOf, shortPatient, type TimeFormats } from "../state/format.ts";
import { ageText, signalLossReason, type Staleness, staleness } from "../state/staleness.ts";
import { leadingValue } from "../state/vital-view.ts";
import type { BedState } from "../state/ward-state.ts";
import { texts } from "../texts.ts";
import type { TrendPainter } from "../trend-painter.ts";
import { BedMarks } from "./bed-marks.tsx";
import { AskShape, BatteryShape, PriorityShape, ReportShape } from "./icons.tsx";
import { Pressure, Sparkline, Vital } from "./numerics.tsx";

/** Charge in per cent below which the battery is marked. */
const LOW_BATTERY = 20;

/** What can be done about a bed beside looking at it. */
export interface BedActions {
	ask(deviceId: string): void;
	askWhy(deviceId: string): void;
	/** Null for those who make no reports. */
	readonly report: ((deviceId: string) => void) | null;
	/** The address of a patient's page. */
	patient(surrogate: string): string;
}

/** One bed: whose, how they are, what is wrong, and how much of it is still true. */
export function BedSector(props: {
	bed: BedState;
	station: Station;
	painter: TrendPainter;
	times: TimeFormats;
	/** Just jumped to from the queue. */
	located: boolean;
	/** The one sector that Tab reaches. */
	tabStop: boolean;
	onFocus: (deviceId: string) => void;
	actions: BedActions;
}) {
	const deviceId = props.bed.bed.deviceId;
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
	/** A high alarm of this patient is over, and nobody has acknowledged it. */
	const resolved = createMemo(() =>
		Object.values(station.ward.resolved).find(
			(episode) => episode.deviceId === deviceId && episode.patient === props.bed.bed.patient,
		),
	);
	const titleId = `${bedElementId(deviceId)}-title`;

	return (
		<article
			id={bedElementId(deviceId)}
			class="bed"
			classList={{ "is-located": props.located }}
			tabindex={props.tabStop ? 0 : -1}
			onFocusIn={() => props.onFocus(deviceId)}
			aria-labelledby={titleId}
			data-device={deviceId}
			data-risk={props.bed.risk}
			data-priority={priority()}
			data-acknowledged={episodes().length > 0 && episodes().every(isAcknowledged)}
			data-resolved={resolved() !== undefined}
		>
			<header class="bed-head">
				<h3 class="bed-label" id={titleId} title={props.bed.bed.label}>
					<Show when={props.bed.bed.patient} fallback={props.bed.bed.label}>
						{(patient) => (
							<A class="bed-open" href={props.actions.patient(patient())}>
								{props.bed.bed.label}
							</A>
						)}
					</Show>
				</h3>
				<HeadDetails bed={props.bed} station={station} times={props.times} />
			</header>
			<Body
				bed={props.bed}
				episodes={episodes()}
				resolved={resolved()}
				station={station}
				painter={props.painter}
				actions={props.actions}
			/>
		</article>
	);
}

function HeadDetails(props: { bed: BedState; station: Station; times: TimeFormats }) {
	return (
		<>
			<span
				class="bed-patient"
				title={props.bed.bed.patient === null ? undefined : texts.bed.patient(props.bed.bed.patient)}
			>
				{shortPatient(props.bed.bed.patient) || texts.bed.noPatient}
			</span>
			<SignalAge bed={props.bed} station={props.station} times={props.times} />
			<Battery level={props.bed.battery} />
		</>
	);
}

function Actions(props: { bed: BedState; actions: BedActions }) {
	const deviceId = () => props.bed.bed.deviceId;
	const about = () => texts.ask.aboutBed(props.bed.bed.label);
	const report = () => texts.ask.report(props.bed.bed.label);
	return (
		<span class="bed-actions">
			<button
				type="button"
				class="bed-action"
				aria-label={about()}
				title={about()}
				onClick={() => props.actions.ask(deviceId())}
			>
				<AskShape />
			</button>
			<Show when={props.actions.report}>
				{(open) => (
					<button
						type="button"
						class="bed-action"
						aria-label={report()}
						title={report()}
						onClick={() => open()(deviceId())}
					>
						<ReportShape />
					</button>
				)}
			</Show>
		</span>
	);
}

function Body(props: {
	bed: BedState;
	episodes: readonly Episode[];
	resolved: Episode | undefined;
	station: Station;
	painter: TrendPainter;
	actions: BedActions;
}) {
	const state = createMemo(() => staleness(props.bed.receivedAt, props.station.now()));
	const connected = () => props.station.status().kind === "open";
	const loss = createMemo(() =>
		signalLossReason(props.bed.receivedAt, props.episodes, connected(), props.station.now()),
	);
	const has = (key: VitalKey) => props.bed.vitals[key].value !== null;
	const hasPressure = () => has("systolic_pressure") || has("diastolic_pressure") || has("mean_pressure");
	return (
		<>
			<Banner
				episode={props.episodes[0]}
				more={props.episodes.length - 1}
				resolved={props.resolved}
				bed={props.bed}
				station={props.station}
				state={state()}
			/>
			<dl class="vitals vitals-large">
				<Vital name="heart_rate" bed={props.bed} station={props.station} device={state()} />
				<Vital name="spo2" bed={props.bed} station={props.station} device={state()} />
				<Vital name="respiratory_rate" bed={props.bed} station={props.station} device={state()} />
			</dl>
			<Show when={hasPressure() || has("temperature") || has("etco2")} fallback={<div class="vitals-small" />}>
				<dl class="vitals vitals-small">
					<Show when={hasPressure()}>
						<Pressure bed={props.bed} station={props.station} device={state()} />
					</Show>
					<Show when={has("temperature")}>
						<Vital name="temperature" bed={props.bed} station={props.station} device={state()} />
					</Show>
					<Show when={has("etco2")}>
						<Vital name="etco2" bed={props.bed} station={props.station} device={state()} />
					</Show>
				</dl>
			</Show>
			<BedMarks bed={props.bed} state={state()} />
			<footer class="bed-foot">
				<Show
					when={loss()}
					fallback={<Sparkline bed={props.bed} station={props.station} painter={props.painter} state={state()} />}
				>
					<span class="bed-loss">{loss()}</span>
				</Show>
				<Show when={props.bed.bed.simulated}>
					<span class="simulated" title={texts.bed.simulatedTitle(props.bed.bed.clockRate)}>
						{texts.bed.simulated}
						<Show when={props.bed.bed.clockRate !== 1}> ×{props.bed.bed.clockRate}</Show>
					</span>
				</Show>
				<Actions bed={props.bed} actions={props.actions} />
			</footer>
		</>
	);
}

/** The worst open episode as a filled band; without one, the risk in plain words. */
function Banner(props: {
	episode: Episode | undefined;
	more: number;
	resolved: Episode | undefined;
	bed: BedState;
	station: Station;
	state: Staleness;
}) {
	const headline = createMemo(() => {
		const { episode } = props;
		return episode ? episodeHeadline(episode, leadingValue(episode, props.bed, props.station.now())) : "";
	});
	const riskText = () => {
		if (props.state === "never" || props.state === "lost") return "";
		if (props.state === "dim") return texts.bed.lastRisk(texts.risks[props.bed.risk]);
		const risk = texts.bed.risk(texts.risks[props.bed.risk]);
		// A single reading is not an episode: said, but not alarmed.
		return props.bed.risk === "LOW" ? risk : `${risk} · ${texts.bed.watching}`;
	};
	return (
		<Show
			when={props.episode}
			fallback={
				<Show when={props.resolved} fallback={<p class="bed-risk">{riskText()}</p>}>
					{(episode) => (
						<p class="bed-alarm bed-resolved" title={episode().sentence}>
							<PriorityShape priority="high" />
							<span class="marks">{priorityMarks("high")}</span>
							<span class="bed-alarm-text">{texts.bed.resolved}</span>
						</p>
					)}
				</Show>
			}
		>
			{(episode) => (
				<p
					class="bed-alarm alarm-fill"
					data-priority={priorityOf(episode())}
					data-acknowledged={isAcknowledged(episode())}
					title={episode().sentence}
				>
					<PriorityShape priority={priorityOf(episode())} />
					<span class="marks">{priorityMarks(priorityOf(episode()))}</span>
					<span class="bed-alarm-text">{headline()}</span>
					<Show when={isAcknowledged(episode())}>
						<span class="bed-alarm-known" title={texts.bed.acknowledged}>
							<span aria-hidden="true">✓</span>
							<span class="unseen">{texts.bed.acknowledged}</span>
						</span>
					</Show>
					<span class="unseen">{texts.queue.riskLabel(texts.risks[episode().risk])}</span>
					<Show when={props.more > 0}>
						<span class="bed-alarm-more" title={texts.bed.moreTitle(props.more)}>
							{texts.bed.more(props.more)}
						</span>
					</Show>
				</p>
			)}
		</Show>
	);
}

function SignalAge(props: { bed: BedState; station: Station; times: TimeFormats }) {
	const state = createMemo(() => staleness(props.bed.receivedAt, props.station.now()));
	const lastSeen = () => (props.bed.receivedAt === null ? "" : ` · ${props.times.full(props.bed.receivedAt)}`);
	return (
		<span class="signal-age" data-staleness={state()} title={texts.bed.signalAge + lastSeen()}>
			<span class="signal-mark" aria-hidden="true" />
			{ageText(props.bed.receivedAt, props.station.now())}
		</span>
	);
}

function Battery(props: { level: number | null }) {
	const text = () => (props.level === null ? texts.bed.none : `${Math.round(props.level)}%`);
	return (
		<span
			class="battery"
			data-low={props.level !== null && props.level < LOW_BATTERY}
			title={props.level === null ? texts.bed.batteryUnknown : texts.bed.battery(text())}
		>
			<BatteryShape level={props.level} />
			<span class="battery-text">{text()}</span>
		</span>
	);
}
