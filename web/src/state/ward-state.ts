/**
 * What the central station knows of one ward, and how frames change it.
 *
 * The functions mutate: inside Solid's `produce` that touches only the properties that really changed,
 * and on a plain object it is an ordinary reducer.
 */
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { Episode } from "../../../vitals/episode.ts";
import type {
	LiveBed,
	LiveEpisodeFrame,
	LiveFrame,
	LiveNews2,
	LiveReading,
	LiveSnapshotFrame,
} from "../../../vitals/live.ts";
import type { RiskLevel } from "../../../vitals/reading.ts";
import { compareBeds, compareEpisodes } from "./ordering.ts";

/** One vital sign of one device: the last value it sent, and when. */
export interface VitalState {
	/** `null` until the device sends one: such a vital takes no room on the sector. */
	value: number | null;
	/** Arrival of `value`, ms since the epoch by the edge's clock; 0 until there is one. */
	receivedAt: number;
}

/** One bed sector. */
export interface BedState {
	bed: LiveBed;
	/** Arrival of the newest reading by the edge's clock, `null` until there is one. */
	receivedAt: number | null;
	/** Time of the newest reading by the device's clock, which may run ahead or faster than the wall's. */
	timestamp: number;
	battery: number | null;
	score: number | null;
	risk: RiskLevel;
	/** Of the newest reading, `null` until there is one and where it names another patient. */
	news2: LiveNews2 | null;
	/** How much of the baseline is the patient's own, 0 to 1; `null` until there is a reading. */
	confidence: number | null;
	vitals: Record<VitalKey, VitalState>;
	/** Ids of the device's open episodes, worst first. */
	episodeIds: string[];
}

/** One ward. */
export interface WardState {
	/** True once a snapshot was applied. */
	synced: boolean;
	/** Device ids in the order of the sectors. */
	order: string[];
	beds: Record<string, BedState>;
	/** Open episodes by id. */
	episodes: Record<string, Episode>;
	/** Version in which an episode closed, so that an older message cannot open it again. */
	closedVersions: Record<string, number>;
	/** High alarms that are over and that nobody has acknowledged: they stay until somebody does. */
	resolved: Record<string, Episode>;
}

/** A ward of which nothing is known yet. */
export function emptyWard(): WardState {
	return { synced: false, order: [], beds: byId(), episodes: byId(), closedVersions: byId(), resolved: byId() };
}

/** Without a prototype: a device may be called `constructor`, and must not be taken for one that is known. */
function byId<T>(): Record<string, T> {
	return Object.create(null) as Record<string, T>;
}

/**
 * Applies one frame.
 *
 * @returns the episodes that became HIGH alarms with it, in the frame's order: those to announce.
 *   The first snapshot announces nothing, since what it holds is not new.
 */
export function applyFrame(ward: WardState, frame: LiveFrame): Episode[] {
	switch (frame.type) {
		case "snapshot":
			return applySnapshot(ward, frame);
		case "readings":
			for (const reading of frame.readings) applyReading(ward, reading);
			return [];
		case "episode":
			return applyEpisodeFrame(ward, frame);
		case "roster":
			applyRoster(ward, frame.beds);
			return [];
		case "glass":
			// About a person, not about a bed: the page asks who.
			return [];
		default:
			// A newer station may send kinds of frames this page does not know: they are extras within one version.
			frame satisfies never;
			return [];
	}
}

function applySnapshot(ward: WardState, frame: LiveSnapshotFrame): Episode[] {
	applyRoster(ward, frame.beds);
	for (const reading of frame.readings) applyReading(ward, reading);

	const open = frame.episodes.filter((episode) => episode.status === "open");
	const openIds = new Set(open.map((episode) => episode.id));
	const fresh = ward.synced
		? open.filter((episode) => episode.risk === "HIGH" && ward.episodes[episode.id]?.risk !== "HIGH")
		: [];
	for (const id of Object.keys(ward.episodes)) if (!openIds.has(id)) delete ward.episodes[id];
	for (const episode of open) {
		if (ward.episodes[episode.id]?.version !== episode.version) ward.episodes[episode.id] = episode;
		delete ward.resolved[episode.id];
	}
	// The snapshot is the truth: what closed before it needs no guard any more.
	ward.closedVersions = byId();
	// All at once: a large ward has many beds and many episodes.
	const byDevice = Map.groupBy(Object.values(ward.episodes), (episode) => episode.deviceId);
	for (const deviceId of ward.order) listEpisodes(ward, deviceId, byDevice.get(deviceId) ?? []);
	ward.synced = true;
	return fresh;
}

function applyRoster(ward: WardState, beds: readonly LiveBed[]): void {
	const present = new Set(beds.map((bed) => bed.deviceId));
	for (const deviceId of Object.keys(ward.beds)) if (!present.has(deviceId)) delete ward.beds[deviceId];
	for (const bed of beds) {
		const known = ward.beds[bed.deviceId];
		if (!known) {
			ward.beds[bed.deviceId] = newBed(bed);
			relistEpisodes(ward, bed.deviceId);
		} else if (!sameBed(known.bed, bed)) {
			// Another patient in the bed: the former one's numbers must not be read as theirs.
			if (known.bed.patient !== bed.patient) forgetReadings(known);
			known.bed = bed;
		}
	}
	const order = [...beds].sort(compareBeds).map((bed) => bed.deviceId);
	if (order.length !== ward.order.length || order.some((id, index) => id !== ward.order[index])) ward.order = order;
}

function sameBed(a: LiveBed, b: LiveBed): boolean {
	return (
		a.label === b.label &&
		a.bedId === b.bedId &&
		a.patient === b.patient &&
		a.simulated === b.simulated &&
		a.clockRate === b.clockRate &&
		a.limitsValidated === b.limitsValidated &&
		a.bedside?.version === b.bedside?.version &&
		a.bedside?.template === b.bedside?.template
	);
}

function newBed(bed: LiveBed): BedState {
	return {
		bed,
		receivedAt: null,
		timestamp: 0,
		battery: null,
		score: null,
		risk: "LOW",
		news2: null,
		confidence: null,
		vitals: noVitalStates(),
		episodeIds: [],
	};
}

function noVitalStates(): Record<VitalKey, VitalState> {
	return Object.fromEntries(VITAL_KEYS.map((key) => [key, { value: null, receivedAt: 0 }])) as Record<
		VitalKey,
		VitalState
	>;
}

function forgetReadings(bed: BedState): void {
	bed.receivedAt = null;
	bed.score = null;
	bed.risk = "LOW";
	bed.news2 = null;
	bed.confidence = null;
	bed.vitals = noVitalStates();
}

function applyReading(ward: WardState, reading: LiveReading): void {
	const bed = ward.beds[reading.deviceId];
	// A device that just joined: its roster frame is on the way, and so is its next reading.
	if (!bed) return;
	if (bed.receivedAt !== null && reading.receivedAt < bed.receivedAt) return;
	bed.receivedAt = reading.receivedAt;
	bed.timestamp = reading.timestamp;
	bed.score = reading.score;
	bed.risk = reading.risk;
	bed.news2 = reading.news2;
	bed.confidence = reading.confidence;
	if (reading.battery !== null) bed.battery = reading.battery;
	for (const key of VITAL_KEYS) {
		const value = reading.vitals[key] ?? null;
		if (value === null) continue;
		const vital = bed.vitals[key];
		vital.value = value;
		vital.receivedAt = reading.receivedAt;
	}
}

function applyEpisodeFrame(ward: WardState, frame: LiveEpisodeFrame): Episode[] {
	const { episode, announced } = frame.event;
	const news = applyEpisode(ward, episode) && announced;
	return news && episode.status === "open" && episode.risk === "HIGH" ? [episode] : [];
}

/** Takes an episode's state. Returns false for a version that is known already. */
export function applyEpisode(ward: WardState, episode: Episode): boolean {
	const known = ward.episodes[episode.id];
	const newest = Math.max(known?.version ?? 0, ward.closedVersions[episode.id] ?? 0);
	if (episode.version <= newest) return false;
	if (episode.status === "closed") {
		delete ward.episodes[episode.id];
		ward.closedVersions[episode.id] = episode.version;
	} else {
		ward.episodes[episode.id] = episode;
	}
	if (staysUntilAcknowledged(episode)) ward.resolved[episode.id] = episode;
	else delete ward.resolved[episode.id];
	relistEpisodes(ward, episode.deviceId);
	return true;
}

/** Whether `episode` is a high alarm that is over without anybody having acknowledged it. */
export function staysUntilAcknowledged(
	episode: Pick<Episode, "status" | "channel" | "risk" | "acknowledgedAt">,
): boolean {
	return (
		episode.status === "closed" &&
		episode.channel === "physiological" &&
		episode.risk === "HIGH" &&
		(episode.acknowledgedAt ?? null) === null
	);
}

/**
 * Takes what the registry tells of alarms that are over: those that came and went unseen, without those that others have
 * acknowledged meanwhile. What the page itself has heard since the last snapshot counts for more.
 */
export function applyResolved(ward: WardState, resolved: readonly Episode[]): void {
	const isHeard = (id: string) => ward.closedVersions[id] !== undefined || ward.episodes[id] !== undefined;
	const told = new Set(resolved.map(({ id }) => id));
	for (const id of Object.keys(ward.resolved)) if (!told.has(id) && !isHeard(id)) delete ward.resolved[id];
	for (const episode of resolved) if (!isHeard(episode.id)) ward.resolved[episode.id] = episode;
}

/** Alarms that are over and not acknowledged, of patients who are still in their beds, newest first. */
export function resolvedOf(ward: WardState): Episode[] {
	return Object.values(ward.resolved)
		.filter(({ deviceId, patient }) => ward.beds[deviceId]?.bed.patient === patient)
		.sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
}

function relistEpisodes(ward: WardState, deviceId: string): void {
	const own = Object.values(ward.episodes).filter((episode) => episode.deviceId === deviceId);
	listEpisodes(ward, deviceId, own);
}

function listEpisodes(ward: WardState, deviceId: string, episodes: Episode[]): void {
	const bed = ward.beds[deviceId];
	if (!bed) return;
	const ids = episodes.sort(compareEpisodes).map((episode) => episode.id);
	if (ids.length !== bed.episodeIds.length || ids.some((id, index) => id !== bed.episodeIds[index]))
		bed.episodeIds = ids;
}

/**
 * The device's own time at `now`: simulated devices may run ahead of the wall clock, and faster.
 * Episodes are timed by it.
 *
 * @param now - ms since the epoch, edge clock
 */
export function deviceTime(bed: Pick<BedState, "receivedAt" | "timestamp" | "bed">, now: number): number {
	if (bed.receivedAt === null) return now;
	return bed.timestamp + Math.max(0, now - bed.receivedAt) * bed.bed.clockRate;
}

/** Open episodes counted by how they are shown: technical ones apart, whatever their risk; patients' ones below HIGH as medium. */
export function countEpisodes(episodes: readonly Pick<Episode, "channel" | "risk">[]): {
	high: number;
	medium: number;
	technical: number;
} {
	const counts = { high: 0, medium: 0, technical: 0 };
	for (const episode of episodes) {
		if (episode.channel === "technical") counts.technical++;
		else if (episode.risk === "HIGH") counts.high++;
		else counts.medium++;
	}
	return counts;
}
