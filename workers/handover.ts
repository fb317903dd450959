/** Makes the hand-over of a ward of what the registry knows and what its devices answer. Pure. */
import type { Brief } from "../durable-objects/device/answers.ts";
import { MAX_EVENTS, type NamedHandover, type WardSince } from "../registry/handovers.ts";
import { isoOrNull } from "../vitals/anomaly.ts";
import { VITAL_KEYS } from "../vitals/catalogue.ts";
import type { Episode } from "../vitals/episode.ts";
import { summonedEntry } from "../vitals/escalation.ts";
import {
	compareConcern,
	concernsOf,
	DEFAULT_HANDOVER_MS,
	MAX_HANDOVER_MS,
	type HandoverAnswer,
	type HandoverDeparted,
	type HandoverEvent,
	type HandoverOpen,
	type HandoverPatient,
	type ScorePoint,
	type VitalNow,
} from "../vitals/handover.ts";

/** Where a hand-over begins if nobody says: with the last one that was given, or some hours ago. Milliseconds since the epoch. */
export function usualBegin(
	last: NamedHandover | undefined,
	now: number,
): { readonly since: number; readonly from: Exclude<HandoverAnswer["since_from"], "query"> } {
	const given = last?.row.givenAt ?? 0;
	if (now - given <= MAX_HANDOVER_MS) return { since: given, from: "last_handover" };
	return { since: now - DEFAULT_HANDOVER_MS, from: "default" };
}

const iso = (time: number): string => new Date(time).toISOString();

type EventRow = WardSince["events"][number];

export interface ToldWard {
	readonly patients: HandoverPatient[];
	readonly departed: HandoverDeparted[];
	readonly more_events: boolean;
}

/**
 * @param briefs - answers of the ward's devices; those that gave none are missing
 * @param labels - what patients are called at the bed, as far as the reader may know
 */
export function tellWard(
	found: WardSince,
	briefs: ReadonlyMap<string, Brief>,
	labels: ReadonlyMap<string, string>,
	since: number,
): ToldWard {
	const present = found.assignments.filter(({ endedAt }) => endedAt === null);
	const here = new Set(present.map(({ patient }) => patient));
	const assigned = new Set(present.map(({ deviceId }) => deviceId));
	const events = found.events.slice(0, MAX_EVENTS);
	const bedOf = new Map(found.devices.map(({ deviceId, bed }) => [deviceId, bed]));
	const groups = [
		...[...here].map((patient) => ({
			patient,
			devices: present.filter((worn) => worn.patient === patient).map(({ deviceId }) => deviceId),
		})),
		// A device without a patient is told of where something is wrong with it.
		...found.devices
			.filter(({ deviceId }) => !assigned.has(deviceId))
			.map(({ deviceId }) => ({ patient: null, devices: [deviceId] })),
	];
	const patients = groups
		.map(({ patient, devices }) => {
			const worn = found.assignments.filter((one) => one.patient === patient);
			const arrivedAt = Math.min(...worn.map(({ startedAt }) => startedAt));
			return patientOf({
				patient,
				label: patient === null ? null : (labels.get(patient) ?? null),
				devices: devices.map((deviceId) => ({ deviceId, bed: bedOf.get(deviceId) ?? null })),
				briefs,
				events: events.filter(({ episode }) =>
					patient === null || episode.patient === null
						? episode.patient === null && devices.includes(episode.deviceId)
						: episode.patient === patient,
				),
				arrivedAt: patient !== null && arrivedAt >= since ? arrivedAt : null,
			});
		})
		.filter(({ patient, concerns, incomplete }) => patient !== null || concerns.length > 0 || incomplete)
		.toSorted(compareConcern);
	const left = new Map(
		found.assignments
			.filter(({ patient, endedAt }) => endedAt !== null && endedAt >= since && !here.has(patient))
			.map((one) => [one.patient, one]),
	);
	const departed = [...left.values()].map(({ patient, deviceId, endedAt }) => ({
		patient,
		label: labels.get(patient) ?? null,
		device_id: deviceId,
		left_at: iso(endedAt as number),
	}));
	return {
		patients,
		departed: departed.toSorted((a, b) => (a.left_at < b.left_at ? -1 : 1)),
		more_events: found.events.length > MAX_EVENTS,
	};
}

interface Gathered {
	readonly patient: string | null;
	readonly label: string | null;
	readonly devices: readonly { readonly deviceId: string; readonly bed: string | null }[];
	readonly briefs: ReadonlyMap<string, Brief>;
	readonly events: readonly EventRow[];
	readonly arrivedAt: number | null;
}

function patientOf({ patient, label, devices, briefs, events, arrivedAt }: Gathered): HandoverPatient {
	const answered = devices.flatMap(({ deviceId }) => {
		const brief = briefs.get(deviceId);
		return brief === undefined ? [] : [brief];
	});
	// Of several devices the one that was heard last knows best how the patient is.
	const newest = answered
		.filter(({ reading }) => reading !== null)
		.toSorted((a, b) => (b.reading?.timestamp ?? 0) - (a.reading?.timestamp ?? 0))[0];
	const open = answered
		.flatMap(({ episodes }) => episodes)
		.filter((episode) => episode.patient === null || episode.patient === patient)
		.map(openOf)
		.toSorted((a, b) => (a.opened_at < b.opened_at ? -1 : 1));
	const told = events.map(eventOf);
	const scored = newest?.reading?.news2 ?? null;
	const news2 = scored && { score: scored.score, partial: scored.partial, band: scored.band, trend: scored.trend };
	return {
		patient,
		label,
		devices: devices.map(({ deviceId, bed }) => ({
			device_id: deviceId,
			bed,
			last_seen: isoOrNull(briefs.get(deviceId)?.reading?.receivedAt ?? null),
		})),
		concerns: concernsOf({ open, events: told, news2, arrived: arrivedAt !== null }),
		news2,
		news2_course: courseOf(events, newest),
		vitals: newest === undefined ? [] : vitalsOf(newest),
		open,
		events: told,
		arrived_at: isoOrNull(arrivedAt),
		incomplete: answered.length < devices.length,
	};
}

function openOf(episode: Episode): HandoverOpen {
	return {
		episode_id: episode.id,
		device_id: episode.deviceId,
		channel: episode.channel,
		rule: episode.rule,
		risk: episode.risk,
		leading_vital: episode.leadingVital,
		sentence: episode.sentence,
		opened_at: iso(episode.openedAt),
		acknowledged_at: isoOrNull(episode.acknowledgedAt),
		acknowledged_by: episode.acknowledgedBy,
		snoozed_until: isoOrNull(episode.care?.snooze?.until ?? null),
	};
}

function eventOf({ event, episode, name }: EventRow): HandoverEvent {
	const { detail } = event;
	return {
		episode_id: event.episodeId,
		device_id: episode.deviceId,
		channel: episode.channel,
		rule: episode.rule,
		leading_vital: episode.leadingVital,
		kind: event.kind,
		at: iso(event.at),
		risk: event.risk,
		sentence: event.sentence,
		by: name,
		comment: event.comment,
		to: detail?.to === undefined ? null : summonedEntry(detail.to),
		until: isoOrNull(detail?.until ?? null),
		verdict: detail?.verdict ?? null,
	};
}

/** NEWS2 at the onset of each episode that opened since, and now. */
function courseOf(events: readonly EventRow[], newest: Brief | undefined): ScorePoint[] {
	const onsets = events.flatMap(({ event, episode }): ScorePoint[] => {
		const { news2 } = episode;
		if (event.kind !== "opened" || news2 === null) return [];
		return [{ at: iso(event.at), score: news2.score, partial: news2.partial }];
	});
	const reading = newest?.reading;
	if (reading?.news2 == null) return onsets;
	return [...onsets, { at: iso(reading.timestamp), score: reading.news2.score, partial: reading.news2.partial }];
}

function vitalsOf({ reading, usual, record }: Brief): VitalNow[] {
	const deadbands = record.outcome === "done" ? record.record.deadbands_in_force : {};
	return VITAL_KEYS.flatMap((vital): VitalNow[] => {
		const value = reading?.vitals[vital] ?? null;
		if (value === null) return [];
		const [own, deadband] = [usual[vital] ?? null, deadbands[vital]];
		const direction =
			own === null || deadband === undefined
				? null
				: value > own + deadband.up
					? "above"
					: value < own - deadband.down
						? "below"
						: "usual";
		return [{ vital, value, usual: own, direction }];
	});
}
