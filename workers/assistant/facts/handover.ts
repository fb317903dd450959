/** What changed on a ward since a time, patient by patient, and who handed it over: what the hand-over's page tells, to be cited. */
import type { Brief } from "../../../durable-objects/device/answers.ts";
import { connectRegistry } from "../../../registry/connect.ts";
import { listHandovers, readWardSince } from "../../../registry/handovers.ts";
import type { Fact, State } from "../../../vitals/assistant.ts";
import { MAX_HANDOVER_MS, type Concern, type HandoverPatient } from "../../../vitals/handover.ts";
import { openNote } from "../../access/handover-note.ts";
import { MAY_SEE_LABELS } from "../../access/label.ts";
import { tellWard, usualBegin, type ToldWard } from "../../handover.ts";
import { nameOf, type KnownWard, type TimeRange } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import type { Asking } from "./asking.ts";
import { plainFact } from "./figures.ts";
import type { Draft, HandoverFinding } from "./found.ts";

export type HandoverDraft = Omit<HandoverFinding, "source"> & { readonly source: Draft };

/** Why a patient is told of where they are, in words without figures. */
export const CONCERN_WORDS: Readonly<Record<Concern, string>> = {
	high_unacknowledged: "a HIGH episode that nobody has acknowledged",
	high_open: "a HIGH episode",
	news2_high: "a high early warning score",
	medium_open: "a MEDIUM episode",
	news2_medium: "a medium early warning score",
	not_watched: "nobody can see how the patient is",
	technical_open: "a technical episode",
	news2_rising: "the early warning score rises",
	high_since: "a HIGH episode that is over",
	episode_since: "an episode that is over",
	arrived: "new on the ward",
};

/** @param briefs - answers of the ward's devices */
export async function handoverFound(
	ward: KnownWard,
	briefs: ReadonlyMap<string, Brief>,
	range: TimeRange | null,
	asking: Asking,
): Promise<HandoverDraft | null> {
	const { env, now, standing, redact } = asking;
	const registry = connectRegistry(env.DB);
	const [last] = await listHandovers(registry, ward.id, 1);
	const since = Math.max(range?.from ?? usualBegin(last, now).since, now - MAX_HANDOVER_MS);
	const until = range?.to ?? now;
	const found = await readWardSince(registry, ward.id, since);
	if (found === null) return null;
	// Names stay out of sources: nobody is asked for what patients are called.
	const told = tellWard(found, briefs, new Map(), since);
	const events = found.events.filter(({ event }) => event.at < endOf(until, now));
	const count = (kind: string) => events.filter(({ event }) => event.kind === kind).length;
	const note = last === undefined || !MAY_SEE_LABELS.has(standing.role) ? null : await openNote(env, last.row);
	const given =
		last === undefined
			? null
			: {
					at: last.row.givenAt,
					by: last.byName,
					to: last.toName,
					note: note === null ? null : redact(note),
				};
	const parts = { since, until, told, opened: count("opened"), closed: count("closed"), last: given };
	return { ...parts, source: draftOf(ward, parts, asking) };
}

/** "Bed 4 (WEARABLE-007)". */
export const placeOf = ({ devices: [first] }: Pick<HandoverPatient, "devices">): string =>
	first === undefined ? "" : nameOf({ bed: first.bed, deviceId: first.device_id });

function draftOf(
	ward: KnownWard,
	{ since, until, told, opened, closed, last }: Omit<HandoverFinding, "source">,
	{ now, zone }: Asking,
): Draft {
	const whose = { patient: null, deviceId: null };
	const period = { from: since, to: until };
	const moment = (time: number) => momentWords(time, now, zone);
	const facts: Fact[] = [
		plainFact(whose, "episodes", "count", opened, period),
		plainFact(whose, "episodes", "count", closed, period),
		plainFact(whose, "beds", "count", told.patients.filter(isOfConcern).length, period),
		plainFact(whose, "beds", "count", told.patients.length, { from: now, to: now }),
		plainFact(whose, "beds", "count", arrivals(told).length, period),
		plainFact(whose, "beds", "count", told.departed.length, period),
		...told.patients.map((patient) =>
			plainFact(subjectOf(patient), "episodes", "count", openedOf(patient, endOf(until, now)), period),
		),
	];
	const states: State[] = [
		...told.patients.flatMap((patient): State[] => {
			const its = subjectOf(patient);
			const came = patient.arrived_at === null ? null : Date.parse(patient.arrived_at);
			return [
				...(came === null ? [] : [{ ...its, state: "arrived" as const, holds: true, at: came }]),
				...patient.open.flatMap(({ opened_at, acknowledged_at, risk }): State[] => [
					{ ...its, state: "opened", holds: true, at: Date.parse(opened_at) },
					{ ...its, state: "closed", holds: false, at: null },
					{ ...its, state: "risk", holds: true, at: Date.parse(opened_at), value: risk },
					{
						...its,
						state: "acknowledged",
						holds: acknowledged_at !== null,
						at: acknowledged_at === null ? null : Date.parse(acknowledged_at),
					},
				]),
			];
		}),
		// By the device: who left is nobody's here any more.
		...told.departed.map(({ device_id, left_at }): State => ({
			patient: null,
			deviceId: device_id,
			state: "left",
			holds: true,
			at: Date.parse(left_at),
		})),
		...(last === null
			? [{ ...whose, state: "handed-over" as const, holds: false, at: null }]
			: [{ ...whose, state: "handed-over" as const, holds: true, at: last.at }]),
	];
	const lines = [
		`${ward.name}, what changed since ${moment(since)}: ${opened} episodes opened, ${closed} closed. By concern:`,
		...told.patients.filter(isOfConcern).map((patient) => {
			const concerns = patient.concerns.map((concern) => CONCERN_WORDS[concern]).join("; ");
			const came = patient.arrived_at === null ? "" : `; arrived ${moment(Date.parse(patient.arrived_at))}`;
			return `${placeOf(patient)}: ${concerns}${came}.`;
		}),
		...told.departed.map(
			({ device_id, left_at }) => `The patient of ${device_id} left ${moment(Date.parse(left_at))}.`,
		),
		last === null
			? "Nobody has handed the ward over yet."
			: `It was last handed over ${moment(last.at)}${last.note === null ? "" : `, with the note: "${last.note}"`}.`,
	];
	return {
		kind: "handover",
		title: `${ward.name} · changes since ${moment(since)}`,
		patient: null,
		deviceId: null,
		wardId: ward.id,
		from: since,
		to: until,
		text: lines.join("\n"),
		facts,
		states,
		target: { kind: "handover", id: ward.id },
	};
}

const isOfConcern = ({ concerns }: HandoverPatient) => concerns.length > 0;
const arrivals = ({ patients }: ToldWard) => patients.filter(({ arrived_at }) => arrived_at !== null);
const subjectOf = ({ patient, devices }: HandoverPatient) => ({ patient, deviceId: devices[0]?.device_id ?? null });
/** A device's clock may be ahead of ours: of a stretch that reaches to now, what has happened has happened. */
const endOf = (until: number, now: number): number => (until >= now ? Infinity : until);

const openedOf = ({ events }: HandoverPatient, until: number) =>
	events.filter(({ kind, at }) => kind === "opened" && Date.parse(at) < until).length;
