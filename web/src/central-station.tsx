import {
	createEffect,
	createMemo,
	createSelector,
	createSignal,
	lazy,
	Match,
	on,
	onCleanup,
	Show,
	Suspense,
	Switch,
} from "solid-js";
import type { Me } from "../../vitals/api.ts";
import { createAcknowledger } from "./acknowledger.ts";
import { createAssistantDoor } from "./assistant/door.ts";
import type { ReportSubject } from "./assistant/report-dialog.tsx";
import { fetchOverview } from "./api.ts";
import { BedGrid } from "./components/bed-grid.tsx";
import type { BedActions } from "./components/bed-sector.tsx";
import { CountStrip, OVERVIEW_EVERY_MS } from "./components/count-strip.tsx";
import { EpisodeQueue } from "./components/episode-queue.tsx";
import { GlassNotice } from "./components/glass-notice.tsx";
import { Header } from "./components/header.tsx";
import { HelpDialog } from "./components/help-dialog.tsx";
import { ConnectionBar, LoadFailure, NoDevices, NoWards, SkeletonBeds } from "./components/notices.tsx";
import { bedElement, focusedDevice, focusedEpisode, listenToKeys } from "./keyboard.ts";
import { keepShortcutsWanted, shortcutsWanted } from "./preferences.ts";
import { createRefreshed } from "./refresh.ts";
import { isAcknowledged } from "./state/bedside.ts";
import { timeFormats } from "./state/format.ts";
import { bedMatches, compareEpisodes, neighbour } from "./state/ordering.ts";
import { deviceTime } from "./state/ward-state.ts";
import { createStation } from "./station.ts";
import { texts } from "./texts.ts";
import { createTrendPainter } from "./trend-painter.ts";
import { createWardChoice } from "./ward-choice.ts";

/** Loaded when they are first opened. */
const AssistantPanel = lazy(() => import("./assistant/panel.tsx"));
const ReportDialog = lazy(() => import("./assistant/report-dialog.tsx"));

/** How long a bed that was jumped to stays marked, in ms. */
const LOCATED_MS = 2500;

/** Everything that flashes does so in step: each at its own moment would add up to more than three flashes a second. */
function alignFlashing(event: AnimationEvent): void {
	if (!event.animationName.startsWith("flash-") || !(event.target instanceof Element)) return;
	// With the subtree, because what flashes are pseudo-elements.
	for (const animation of event.target.getAnimations({ subtree: true })) animation.startTime = 0;
}

export function CentralStation(props: { me: Me; toSignIn: () => boolean; checkSession: () => void }) {
	const times = timeFormats();
	const overview = createRefreshed(fetchOverview, () => OVERVIEW_EVERY_MS, props.toSignIn);
	const { wards, wardId, wardName, choose } = createWardChoice(props.toSignIn);

	const station = createStation(wardId, props.checkSession);
	const acknowledger = createAcknowledger(props.me, station, times, props.toSignIn);
	const painter = createTrendPainter(station.now);
	createEffect(on(station.now, () => painter.invalidate()));
	onCleanup(() => painter.dispose());

	const [query, setQuery] = createSignal("");
	const shownIds = createMemo(() => {
		const text = query();
		return station.ward.order.filter((id) => {
			const bed = station.ward.beds[id]?.bed;
			return bed !== undefined && bedMatches(bed, text);
		});
	});
	const episodes = createMemo(() => Object.values(station.ward.episodes).sort(compareEpisodes));

	const [located, setLocated] = createSignal<string | null>(null);
	let forgetLocated: ReturnType<typeof setTimeout> | undefined;
	const locate = (deviceId: string) => {
		if (!shownIds().includes(deviceId)) setQuery("");
		const element = bedElement(deviceId);
		if (!element) return;
		element.focus({ preventScroll: true });
		const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
		element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
		setLocated(deviceId);
		clearTimeout(forgetLocated);
		forgetLocated = setTimeout(() => setLocated(null), LOCATED_MS);
	};

	const assistant = createAssistantDoor();
	const [reported, setReported] = createSignal<ReportSubject | null>(null);
	const nameOf = (deviceId: string) => {
		const label = station.ward.beds[deviceId]?.bed.label ?? deviceId;
		return label === deviceId ? label : `${label} (${deviceId})`;
	};
	const report = (deviceId: string) => {
		const bed = station.ward.beds[deviceId];
		const now = bed === undefined ? station.now() : deviceTime(bed, station.now());
		setReported({ deviceId, label: bed?.bed.label ?? deviceId, patient: bed?.bed.patient ?? null, now });
	};
	/** What can be done about a bed beside looking at it; null for those who may not. */
	const bedActions: BedActions = {
		ask: (deviceId) => assistant.show(texts.ask.bed(nameOf(deviceId))),
		askWhy: (deviceId) => assistant.show(texts.ask.why(nameOf(deviceId))),
		report: acknowledger.allowed ? report : null,
	};

	// One sector is reachable with Tab, the others with j and k: a thousand beds are not a thousand stops.
	const [focused, setFocused] = createSignal<string | null>(null);
	const isTabStop = createSelector(() => {
		const id = focused();
		return id !== null && shownIds().includes(id) ? id : shownIds()[0];
	});
	const isLocated = createSelector(located);
	document.addEventListener("animationstart", alignFlashing);
	onCleanup(() => document.removeEventListener("animationstart", alignFlashing));

	let search: HTMLInputElement | undefined;
	const [helpOpen, setHelpOpen] = createSignal(false);
	const [shortcuts, setShortcuts] = createSignal(shortcutsWanted());
	createEffect(on(shortcuts, keepShortcutsWanted, { defer: true }));
	const move = (step: 1 | -1) => {
		const next = neighbour(shownIds(), focusedDevice(), step);
		const element = next === undefined ? null : bedElement(next);
		element?.focus({ preventScroll: true });
		element?.scrollIntoView({ block: "nearest" });
	};
	const acknowledge = () => {
		// The worst of the bed that nobody knows of yet.
		const entry = focusedEpisode();
		const device = focusedDevice();
		const meant = episodes().filter((episode) => (entry === null ? episode.deviceId === device : episode.id === entry));
		const worst = meant.find((episode) => !isAcknowledged(episode));
		if (worst !== undefined) acknowledger.acknowledge(worst);
	};
	onCleanup(
		listenToKeys(
			{
				search: () => search?.select(),
				next: () => move(1),
				previous: () => move(-1),
				acknowledge,
				ask: () => {
					const device = focusedDevice();
					if (device === null) assistant.show();
					else if (focusedEpisode() === null) bedActions.ask(device);
					else bedActions.askWhy(device);
				},
				help: () => setHelpOpen(true),
			},
			() => shortcuts() && !helpOpen() && reported() === null,
		),
	);

	return (
		<>
			<a class="skip" href="#beds">
				{texts.skip}
			</a>
			<Header
				me={props.me}
				wards={wards.value() ?? []}
				wardId={wardId()}
				chooseWard={choose}
				status={station.status()}
				now={station.now()}
				times={times}
				onTheme={painter.invalidate}
				onHelp={() => setHelpOpen(true)}
				onAsk={() => assistant.show()}
			/>
			<Show when={props.me.role === "admin"}>
				<GlassNotice station={station} times={times} toSignIn={props.toSignIn} />
			</Show>
			<CountStrip station={station} episodes={episodes()} overview={overview} times={times} />
			<main class="station">
				<Switch fallback={<SkeletonBeds />}>
					<Match when={wards.value() === null && wards.error()} keyed>
						{(error) => <LoadFailure error={error} retry={wards.again} />}
					</Match>
					<Match when={wards.value()?.length === 0}>
						<NoWards />
					</Match>
					<Match when={station.ward.synced}>
						<Show when={station.ward.order.length > 0 || episodes().length > 0}>
							<EpisodeQueue
								station={station}
								episodes={episodes()}
								times={times}
								locate={locate}
								acknowledger={acknowledger}
								askWhy={bedActions.askWhy}
							/>
						</Show>
						<Show when={station.ward.order.length > 0} fallback={<NoDevices ward={wardName()} />}>
							<BedGrid
								station={station}
								painter={painter}
								times={times}
								shownIds={shownIds()}
								query={query()}
								setQuery={setQuery}
								searchRef={(element) => (search = element)}
								isLocated={isLocated}
								isTabStop={isTabStop}
								onFocus={setFocused}
								actions={bedActions}
							/>
						</Show>
					</Match>
				</Switch>
			</main>
			<ConnectionBar station={station} active={wardId() !== null} />
			<HelpDialog
				open={helpOpen()}
				close={() => setHelpOpen(false)}
				shortcuts={shortcuts()}
				setShortcuts={setShortcuts}
			/>
			<Suspense>
				<Show when={assistant.open()}>
					<AssistantPanel
						door={assistant}
						wardName={wardName()}
						times={times}
						doors={{
							bed: (deviceId) => (station.ward.beds[deviceId] === undefined ? null : () => locate(deviceId)),
							report: bedActions.report,
						}}
						toSignIn={props.toSignIn}
					/>
				</Show>
				<Show when={reported()} keyed>
					{(subject) => (
						<ReportDialog subject={subject} times={times} close={() => setReported(null)} toSignIn={props.toSignIn} />
					)}
				</Show>
			</Suspense>
			<div class="unseen" role="alert" aria-live="assertive" aria-atomic="true">
				{station.announcement()}
			</div>
		</>
	);
}
