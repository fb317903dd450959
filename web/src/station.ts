/** The running central station: one ward's live state as signals, the clock, and what is to be read out. */
import { type Accessor, batch, createEffect, createSignal, on, onCleanup } from "solid-js";
import { createStore, produce } from "solid-js/store";
import type { Episode } from "../../vitals/episode.ts";
import type { LiveBed, LiveFrame, LiveReading } from "../../vitals/live.ts";
import { browserEnvironment, connectLive, type LiveConnection, type LiveStatus } from "./live/live.ts";
import { createReadingPace } from "./live/pace.ts";
import { ServerClock } from "./state/server-clock.ts";
import { TrendBuffer } from "./state/trend.ts";
import {
	applyEpisode,
	applyFrame,
	applyResolved,
	type BedState,
	emptyWard,
	type WardState,
} from "./state/ward-state.ts";
import { texts } from "./texts.ts";

export interface Station {
	/** The chosen ward; only what changed notifies. */
	readonly ward: WardState;
	readonly status: Accessor<LiveStatus>;
	/** The edge's clock, ms since the epoch, advancing once a second. */
	readonly now: Accessor<number>;
	/** Text of the newest HIGH alarm, for the assertive live region. */
	readonly announcement: Accessor<string>;
	/** The station's clock when it last said, or may have said unheard, that somebody broke the glass; 0 before. Admins only. */
	readonly glassAt: Accessor<number>;
	/** Heart-rate history of a device, collected since the page opened. */
	trendOf(deviceId: string): TrendBuffer;
	/** Takes an episode as an answer showed it, which may be newer than the last frame. */
	learn(episode: Episode): void;
	/** Takes what the registry has of high alarms that are over and not acknowledged. */
	learnResolved(episodes: readonly Episode[]): void;
	/** Lets go of one that its device no longer holds. */
	forgetResolved(id: string): void;
	retryNow(): void;
}

/**
 * Follows the ward `wardId` for as long as the owner lives, and changes over when it changes.
 *
 * @param onAttemptFailed - called when a connection could not even be opened: the session may have ended
 */
export function createStation(wardId: Accessor<string | null>, onAttemptFailed: () => void): Station {
	const [ward, setWard] = createStore<WardState>(emptyWard());
	const [status, setStatus] = createSignal<LiveStatus>({ kind: "connecting" });
	const [announcement, setAnnouncement] = createSignal("");
	const [glassAt, setGlassAt] = createSignal(0);
	let clock = new ServerClock();
	const [now, setNow] = createSignal(Date.now());
	const trends = new Map<string, TrendBuffer>();
	let connection: LiveConnection | null = null;

	const tick = () => setNow(clock.now(Date.now()));
	const ticker = setInterval(tick, 1000);
	onCleanup(() => clearInterval(ticker));

	const trendOf = (deviceId: string): TrendBuffer => {
		let trend = trends.get(deviceId);
		if (!trend) trends.set(deviceId, (trend = new TrendBuffer()));
		return trend;
	};

	const apply = (frames: readonly LiveFrame[]) =>
		batch(() => {
			for (const frame of frames) {
				if (frame.type === "snapshot" || frame.type === "roster") forgetFormerPatients(frame.beds, ward.beds, trends);
				if (frame.type === "snapshot" || frame.type === "glass") setGlassAt(frame.at);
				if (frame.type === "snapshot" || frame.type === "readings") collectTrends(frame.readings, trendOf);
			}
			let announced: Episode[] = [];
			setWard(
				produce((draft) => {
					announced = frames.flatMap((frame) => applyFrame(draft, frame));
				}),
			);
			if (announced.length > 0) setAnnouncement(announced.map((episode) => announce(episode, ward)).join(" "));
		});
	const surroundings = browserEnvironment();
	const pace = createReadingPace(apply, { now: () => performance.now(), nextFrame: surroundings.nextFrame });
	const onFrames = (frames: readonly LiveFrame[]) => {
		// First, so that no age is shown against a clock older than the reading.
		tick();
		pace.take(frames);
	};

	createEffect(
		on(wardId, (id) => {
			clock = new ServerClock();
			trends.clear();
			pace.clear();
			setWard(emptyWard());
			setAnnouncement("");
			if (id === null) return;
			const live = connectLive(
				id,
				{
					onFrames,
					onStatus: setStatus,
					onClock: (serverAt, localAt) => clock.sample(serverAt, localAt),
					onAttemptFailed,
				},
				surroundings,
			);
			connection = live;
			onCleanup(() => {
				live.close();
				connection = null;
			});
		}),
	);

	const onVisible = () => {
		// Also on the way into the background, where there are no more animation frames.
		connection?.flush();
		if (document.hidden) return;
		connection?.retryNow();
		tick();
	};
	const onOnline = () => connection?.retryNow();
	document.addEventListener("visibilitychange", onVisible);
	addEventListener("online", onOnline);
	onCleanup(() => {
		document.removeEventListener("visibilitychange", onVisible);
		removeEventListener("online", onOnline);
	});

	const learn = (episode: Episode) => setWard(produce((draft) => void applyEpisode(draft, episode)));

	const learnResolved = (episodes: readonly Episode[]) => setWard(produce((draft) => applyResolved(draft, episodes)));
	const forgetResolved = (id: string) => setWard(produce((draft) => void delete draft.resolved[id]));

	return {
		ward,
		status,
		now,
		announcement,
		glassAt,
		trendOf,
		learn,
		learnResolved,
		forgetResolved,
		retryNow: () => connection?.retryNow(),
	};
}

function announce(episode: Episode, ward: WardState): string {
	return texts.episode.announce(ward.beds[episode.deviceId]?.bed.label ?? episode.deviceId, episode.sentence);
}

function collectTrends(readings: readonly LiveReading[], trendOf: (deviceId: string) => TrendBuffer): void {
	for (const reading of readings) {
		if (reading.vitals.heart_rate !== null)
			trendOf(reading.deviceId).push(reading.receivedAt, reading.vitals.heart_rate);
	}
}

/** Another patient in the bed: the former one's curve must not go on as theirs. */
function forgetFormerPatients(
	beds: readonly LiveBed[],
	known: Record<string, BedState>,
	trends: Map<string, TrendBuffer>,
): void {
	for (const bed of beds) {
		const former = known[bed.deviceId];
		if (former && former.bed.patient !== bed.patient) trends.get(bed.deviceId)?.clear();
	}
}
