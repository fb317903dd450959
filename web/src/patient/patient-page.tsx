/** One patient: how they are now, how they came there, and what happened to them. */
import { A, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show, untrack } from "solid-js";
import type { Episode } from "../../../vitals/episode.ts";
import { setTitle } from "../alarm/page-signs.ts";
import { BedMarks } from "../components/bed-marks.tsx";
import { AskShape, ReportShape } from "../components/icons.tsx";
import { LoadFailure } from "../components/notices.tsx";
import { useLiveDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { priorityOf, shortPatient } from "../state/format.ts";
import { staleness } from "../state/staleness.ts";
import { type BedState, deviceTime } from "../state/ward-state.ts";
import { texts as common } from "../texts.ts";
import { Bedside } from "./bedside.tsx";
import { EpisodeList } from "./episode-list.tsx";
import { createHistory } from "./history.ts";
import { NowValues } from "./now-values.tsx";
import { fetchEpisodes, fetchPatient } from "./patient-api.ts";
import "./patient.css";
import "./score.css";
import { ScoreChart } from "./score-chart.tsx";
import { around, HOUR, LENGTHS, lookInto, move, type Span, zoom } from "./span.ts";
import { patientTexts as texts } from "./texts.ts";
import type { Band } from "./trend-chart.tsx";
import { TrendStack, TrendTable } from "./trend-stack.tsx";

/** The list is fetched again as its live episodes change, and after this in any case, ms. */
const EPISODES_EVERY_MS = 60_000;
const PATIENT_EVERY_MS = 5 * 60_000;
/** Below this the axis shows seconds, above that the day; seconds. */
const WITH_SECONDS = 600;
const WITH_DAYS = 26 * HOUR;

export default function PatientPage() {
	const params = useParams<{ surrogate: string }>();
	return (
		<Show when={params.surrogate} keyed>
			{(surrogate) => <Patient surrogate={surrogate} />}
		</Show>
	);
}

function Patient(props: { surrogate: string }) {
	const { station, times, to, toSignIn, actions, keys } = useLiveDesk();
	const { surrogate } = props;
	const bed = createMemo<BedState | undefined>(() =>
		station.ward.order.map((id) => station.ward.beds[id]).find((state) => state?.bed.patient === surrogate),
	);
	/** The device's time, ms. */
	const now = () => {
		const state = bed();
		return state === undefined ? station.now() : deviceTime(state, station.now());
	};
	const seconds = () => now() / 1000;
	const patient = createRefreshed(
		() => fetchPatient(surrogate),
		() => PATIENT_EVERY_MS,
		toSignIn,
	);
	const episodes = createRefreshed(
		() => fetchEpisodes(surrogate),
		() => EPISODES_EVERY_MS,
		toSignIn,
	);
	const liveEpisodes = createMemo(() =>
		(bed()?.episodeIds ?? [])
			.map((id) => station.ward.episodes[id])
			.filter((episode): episode is Episode => episode !== undefined),
	);
	// What the live connection tells is in the registry a moment later.
	const versions = () =>
		liveEpisodes()
			.map(({ id, version }) => `${id} ${version}`)
			.join();
	let settle: ReturnType<typeof setTimeout> | undefined;
	createEffect(
		on(
			versions,
			() => {
				clearTimeout(settle);
				settle = setTimeout(episodes.again, 1500);
			},
			{ defer: true },
		),
	);
	onCleanup(() => clearTimeout(settle));

	const [span, setSpan] = createSignal<Span>({ kind: "live", length: HOUR });
	const history = createHistory(surrogate, span, bed, seconds, toSignIn);
	const look = (part: { from: number; to: number }) => setSpan(lookInto(part, seconds()));
	const bands = createMemo<Band[]>(() =>
		(episodes.value() ?? []).map((episode) => ({
			priority: priorityOf({ channel: episode.channel, risk: episode.risk_level }),
			from: Date.parse(episode.detected_at) / 1000,
			to: episode.closed_at === null ? null : Date.parse(episode.closed_at) / 1000,
		})),
	);
	// The episode that a notification led to: in the charts and in the list, once, as soon as it is there.
	const [search] = useSearchParams<{ episode?: string }>();
	let led: string | undefined;
	createEffect(() => {
		const wanted = episodes.value()?.find(({ episode_id: id }) => id === search.episode);
		if (wanted === undefined || wanted.episode_id === led) return;
		led = wanted.episode_id;
		const closedAt = wanted.closed_at === null ? null : Date.parse(wanted.closed_at) / 1000;
		setSpan(around(Date.parse(wanted.detected_at) / 1000, closedAt, untrack(seconds)));
		requestAnimationFrame(() => {
			const entry = document.querySelector<HTMLElement>(`.entry[data-episode="${wanted.episode_id}"]`);
			entry?.classList.add("is-located");
			entry?.scrollIntoView({ block: "center" });
			entry?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
		});
	});
	const tick = (at: number) => {
		const { from, to: end } = history.stretch();
		const length = end - from;
		if (length < WITH_SECONDS) return times.axisSeconds(at * 1000);
		return length > WITH_DAYS ? times.axisDay(at * 1000) : times.axis(at * 1000);
	};
	const name = () => bed()?.bed.label ?? patient.value()?.label ?? shortPatient(surrogate);
	createEffect(() => {
		setTitle(`${name()} · ${common.product}`);
	});
	keys({
		acknowledge: () => document.querySelector<HTMLButtonElement>(".history-list .entry-acknowledge")?.click(),
	});

	return (
		<main class="page patient" id="content" tabindex="-1" data-device={bed()?.bed.deviceId}>
			<header class="patient-head">
				<A class="button patient-back" href={to("/")}>
					<span aria-hidden="true">‹</span> {texts.back}
				</A>
				<h2 class="patient-name">{name()}</h2>
				<p class="patient-who">
					<Show when={patient.value()?.label}>{(label) => <strong>{label()} </strong>}</Show>
					<span title={common.bed.patient(surrogate)}>{common.bed.patient(shortPatient(surrogate))}</span>
					<Show when={bed()?.bed.simulated}>
						<span class="simulated">{common.bed.simulated}</span>
					</Show>
				</p>
				<Show when={bed()}>
					{(state) => (
						<span class="patient-actions">
							<button type="button" class="button" onClick={() => actions.ask(state().bed.deviceId)}>
								<AskShape /> {common.ask.open}
							</button>
							<Show when={actions.report}>
								{(report) => (
									<button type="button" class="button" onClick={() => report()(state().bed.deviceId)}>
										<ReportShape /> {common.ask.reportShort}
									</button>
								)}
							</Show>
						</span>
					)}
				</Show>
			</header>
			<Show when={patient.value() === null && patient.error()} keyed>
				{(error) => <LoadFailure error={error} retry={patient.again} />}
			</Show>
			<Show
				when={bed()}
				fallback={
					<Show when={station.ward.synced}>
						<p class="notice-quiet">
							{texts.nowhere}. {texts.elsewhere}
						</p>
					</Show>
				}
			>
				{(state) => (
					<section
						class="patient-now"
						aria-label={common.bed.live}
						data-priority={liveEpisodes()[0] && priorityOf(liveEpisodes()[0] as Episode)}
					>
						<NowValues bed={state()} episodes={liveEpisodes()} station={station} />
						<BedMarks bed={state()} state={staleness(state().receivedAt, station.now())} />
					</section>
				)}
			</Show>
			<div class="patient-columns">
				<section class="trends" aria-labelledby="trends-title">
					<div class="trends-head">
						<h3 id="trends-title">{texts.trends}</h3>
						<div class="trends-lengths" role="group" aria-label={texts.lengthsLabel}>
							<For each={LENGTHS}>
								{(length) => (
									<button
										type="button"
										class="button"
										aria-pressed={isLive(span(), length)}
										onClick={() => setSpan({ kind: "live", length })}
									>
										{texts.lengths[length]}
									</button>
								)}
							</For>
						</div>
						<div class="trends-tools" role="group" aria-label={texts.lengthsLabel}>
							<Tool label={texts.earlier} sign="‹" onClick={() => setSpan(move(span(), -1, seconds()))} />
							<Tool
								label={texts.later}
								sign="›"
								disabled={span().kind === "live"}
								onClick={() => setSpan(move(span(), 1, seconds()))}
							/>
							<Tool label={texts.zoomOut} sign="−" onClick={() => setSpan(zoom(span(), 2, seconds()))} />
							<Tool label={texts.zoomIn} sign="+" onClick={() => setSpan(zoom(span(), 0.5, seconds()))} />
						</div>
						<p class="trends-state" role="status">
							<Show
								when={span().kind === "fixed"}
								fallback={<span class="trends-live">{history.loading() ? texts.loading : texts.live}</span>}
							>
								{history.loading()
									? texts.loading
									: texts.standing(
											times.full(history.stretch().from * 1000),
											times.full(history.stretch().to * 1000),
										)}{" "}
								<button type="button" class="button" onClick={() => setSpan({ kind: "live", length: HOUR })}>
									{texts.backToLive}
								</button>
							</Show>
						</p>
					</div>
					<Show when={history.error()}>
						<p class="trends-failed" role="alert">
							{texts.failed}{" "}
							<button type="button" class="button" onClick={history.again}>
								{texts.again}
							</button>
						</p>
					</Show>
					<TrendStack
						grid={history.grid()}
						stretch={history.stretch()}
						bands={bands()}
						now={seconds()}
						times={times}
						tick={tick}
						onSelect={look}
					/>
					<ScoreChart episodes={episodes.value() ?? []} bed={bed()} stretch={history.stretch()} time={times.full} />
					<p class="notice-quiet trend-hint">{texts.zoomHint}</p>
					<TrendTable grid={history.grid()} stretch={history.stretch()} />
				</section>
				<section class="queue patient-episodes" aria-labelledby="history-title">
					<h3 id="history-title">
						{texts.episodes} <span class="queue-count">{episodes.value()?.length ?? ""}</span>
					</h3>
					<Show when={episodes.value() === null && episodes.error()} keyed>
						{(error) => <LoadFailure error={error} retry={episodes.again} />}
					</Show>
					<Show when={episodes.value()}>
						{(listed) => (
							<EpisodeList
								episodes={listed()}
								bed={name()}
								now={now()}
								look={(openedAt, closedAt) =>
									setSpan(around(openedAt / 1000, closedAt === null ? null : closedAt / 1000, seconds()))
								}
							/>
						)}
					</Show>
				</section>
			</div>
			<Show when={bed()?.bed.deviceId} keyed>
				<Show when={bed()}>{(state) => <Bedside bed={state()} />}</Show>
			</Show>
		</main>
	);
}

const isLive = (span: Span, length: number) => span.kind === "live" && span.length === length;

function Tool(props: { label: string; sign: string; disabled?: boolean; onClick: () => void }) {
	return (
		<button
			type="button"
			class="icon-button"
			aria-label={props.label}
			title={props.label}
			disabled={props.disabled ?? false}
			onClick={() => props.onClick()}
		>
			{props.sign}
		</button>
	);
}
