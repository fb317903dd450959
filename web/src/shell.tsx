/** What stays on a clinician's screen whichever page is open: the ward, its alarms, the assistant and the report. */
import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createSignal, lazy, on, onCleanup, type ParentProps, Show, Suspense } from "solid-js";
import type { Me } from "../../vitals/api.ts";
import { createAcknowledger } from "./acknowledger.ts";
import { fetchOverview } from "./api.ts";
import { SoundBanner, SoundControl } from "./alarm/sound-control.tsx";
import { createAlarms } from "./alarms.ts";
import { createAssistantDoor } from "./assistant/door.ts";
import type { ReportSubject } from "./assistant/report-dialog.tsx";
import type { SourceDoors } from "./assistant/source-card.tsx";
import { Background } from "./background/follow.tsx";
import type { BedActions } from "./components/bed-sector.tsx";
import { CountStrip, OVERVIEW_EVERY_MS } from "./components/count-strip.tsx";
import { GlassNotice } from "./components/glass-notice.tsx";
import { Header } from "./components/header.tsx";
import { HelpDialog } from "./components/help-dialog.tsx";
import type { PageLink } from "./components/navigation.tsx";
import { ConnectionBar, SkeletonPage } from "./components/notices.tsx";
import { type LiveDesk, LiveDeskContext } from "./desk.ts";
import { alignFlashing } from "./flashing.ts";
import { focusedDevice, focusedEpisode, type KeyActions, listenToKeys } from "./keyboard.ts";
import { keepShortcutsWanted, shortcutsWanted } from "./preferences.ts";
import { createNight } from "./night.ts";
import { createRefreshed } from "./refresh.ts";
import { timeFormats } from "./state/format.ts";
import { deviceTime } from "./state/ward-state.ts";
import { createStation } from "./station.ts";
import { texts } from "./texts.ts";
import { createTrendPainter } from "./trend-painter.ts";
import { createWardChoice, inWard } from "./ward-choice.ts";

/** Loaded when they are first opened. */
const AssistantPanel = lazy(() => import("./assistant/panel.tsx"));
const ReportDialog = lazy(() => import("./assistant/report-dialog.tsx"));

export function Shell(
	props: ParentProps<{ me: Me; pages: readonly PageLink[]; toSignIn: () => boolean; checkSession: () => void }>,
) {
	const times = timeFormats();
	const overview = createRefreshed(fetchOverview, () => OVERVIEW_EVERY_MS, props.toSignIn);
	const { wards, wardId, wardName, choose } = createWardChoice(props.toSignIn);

	const station = createStation(wardId, props.checkSession);
	const acknowledger = createAcknowledger(props.me, station, times, props.toSignIn);
	const painter = createTrendPainter(station.now);
	createEffect(on(station.now, () => painter.invalidate()));
	onCleanup(() => painter.dispose());
	const { episodes, resolved, sound } = createAlarms(station, wardId, false);
	const dimAgain = createNight(null);
	const onNight = () => {
		dimAgain();
		painter.invalidate();
	};

	const location = useLocation();
	const navigate = useNavigate();
	const to = (path: string) => inWard(path, wardId());
	const [wanted, setWanted] = createSignal<{ deviceId: string } | null>(null);
	const locate = (deviceId: string) => {
		if (location.pathname !== "/") navigate(to("/"));
		setWanted({ deviceId });
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
	const actions: BedActions = {
		ask: (deviceId) => assistant.show(texts.ask.bed(nameOf(deviceId))),
		askWhy: (deviceId) => assistant.show(texts.ask.why(nameOf(deviceId))),
		report: acknowledger.allowed ? report : null,
		patient: (surrogate) => to(`/patients/${encodeURIComponent(surrogate)}`),
	};
	/** The page of a source, about the ward that the source is of. */
	const pageOf: SourceDoors["page"] = ({ kind, id }) => {
		if (kind === "patient") return () => navigate(actions.patient(id));
		const path = kind === "handover" ? "/hand-over" : kind === "alarm-load" ? "/alarm-load" : null;
		if (path === null || props.pages.every((page) => page.path !== path)) return null;
		return () => {
			choose(id);
			navigate(inWard(path, id));
		};
	};
	document.addEventListener("animationstart", alignFlashing);
	onCleanup(() => document.removeEventListener("animationstart", alignFlashing));

	const [helpOpen, setHelpOpen] = createSignal(false);
	const [shortcuts, setShortcuts] = createSignal(shortcutsWanted());
	createEffect(on(shortcuts, keepShortcutsWanted, { defer: true }));
	const keys = (some: Partial<KeyActions>) =>
		onCleanup(listenToKeys(some, () => shortcuts() && !helpOpen() && reported() === null));
	keys({
		ask: () => {
			const device = focusedDevice();
			if (device === null) assistant.show();
			else if (focusedEpisode() === null) actions.ask(device);
			else actions.askWhy(device);
		},
		open: () => {
			const patient = station.ward.beds[focusedDevice() ?? ""]?.bed.patient;
			if (patient != null) navigate(actions.patient(patient));
		},
		help: () => setHelpOpen(true),
		pause: () => {
			if (sound.state() === "paused") sound.resume();
			else if (sound.state() === "on") sound.pause();
		},
	});

	const desk: LiveDesk = {
		me: props.me,
		times,
		wards,
		wardId,
		wardName,
		toSignIn: props.toSignIn,
		to,
		keys,
		station,
		painter,
		episodes,
		resolved,
		acknowledger,
		assistant,
		actions,
		locate,
		wanted,
		arrived: () => setWanted(null),
	};
	return (
		<LiveDeskContext.Provider value={desk}>
			<a class="skip" href="#content">
				{texts.skip}
			</a>
			<Header
				me={props.me}
				wards={wards.value() ?? []}
				wardId={wardId()}
				chooseWard={choose}
				pages={props.pages}
				to={to}
				status={station.status()}
				now={station.now()}
				times={times}
				onTheme={painter.invalidate}
				onHelp={() => setHelpOpen(true)}
				onAsk={() => assistant.show()}
				sound={<SoundControl sound={sound} wardId={wardId()} onNight={onNight} />}
			/>
			<SoundBanner sound={sound} />
			<Background chooseWard={choose} />
			<Show when={props.me.role === "admin"}>
				<GlassNotice station={station} times={times} toSignIn={props.toSignIn} />
			</Show>
			<CountStrip station={station} episodes={episodes()} overview={overview} times={times} />
			<Suspense fallback={<SkeletonPage />}>{props.children}</Suspense>
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
							page: pageOf,
							report: actions.report,
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
		</LiveDeskContext.Provider>
	);
}
