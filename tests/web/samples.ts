/** Beds, readings and episodes to build frames from; each test states only what it is about. */
import type { Episode, EpisodeEventKind } from "../../vitals/episode.ts";
import {
	LIVE_PROTOCOL_VERSION,
	type LiveBed,
	type LiveEpisodeFrame,
	type LiveReading,
	type LiveReadingsFrame,
	type LiveSnapshotFrame,
} from "../../vitals/live.ts";
import { noVitals, type VitalValues } from "../../vitals/reading.ts";

/** A wall-clock moment, ms since the epoch. */
export const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);

export function aBed(over: Partial<LiveBed> & { deviceId: string }): LiveBed {
	return {
		bedId: over.deviceId,
		label: over.deviceId,
		patient: "p_1",
		simulated: false,
		clockRate: 1,
		limitsValidated: true,
		...over,
	};
}

export function aReading(
	deviceId: string,
	at: number,
	vitals: Partial<VitalValues> = { heart_rate: 72 },
	over: Partial<LiveReading> = {},
): LiveReading {
	return {
		deviceId,
		timestamp: at,
		receivedAt: at,
		vitals: { ...noVitals(), ...vitals },
		battery: null,
		score: null,
		risk: "LOW",
		news2: null,
		confidence: 1,
		...over,
	};
}

export function anEpisode(over: Partial<Episode> & { id: string }): Episode {
	return {
		version: 1,
		deviceId: "monitor-1",
		wardId: "ward-a",
		patient: "p_1",
		channel: "physiological",
		rule: "forest",
		status: "open",
		risk: "HIGH",
		peakScore: 0.7,
		leadingVital: "spo2",
		openedAt: NOON,
		updatedAt: NOON,
		closedAt: null,
		vitalsAtOnset: {},
		contributions: [],
		sentence: "SpO₂ 86 %, usually 96 %",
		acknowledgedAt: null,
		acknowledgedBy: null,
		...over,
	};
}

export function aSnapshot(over: Partial<LiveSnapshotFrame> = {}): LiveSnapshotFrame {
	return {
		type: "snapshot",
		version: LIVE_PROTOCOL_VERSION,
		wardId: "ward-a",
		at: NOON,
		beds: [],
		readings: [],
		episodes: [],
		...over,
	};
}

export function readingsFrame(...readings: LiveReading[]): LiveReadingsFrame {
	return { type: "readings", at: NOON, readings };
}

export function episodeFrame(kind: EpisodeEventKind, episode: Episode): LiveEpisodeFrame {
	return { type: "episode", at: NOON, event: { kind, at: NOON, announced: kind !== "closed", episode } };
}
