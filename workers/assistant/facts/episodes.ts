/** Episodes with their explanation, and what people did about them. */
import { connectRegistry } from "../../../registry/connect.ts";
import { episodeActions, listAnomalies } from "../../../registry/episodes.ts";
import type { Brief } from "../../../durable-objects/device/answers.ts";
import { anomalyOf } from "../../../vitals/anomaly.ts";
import type { Anomaly } from "../../../vitals/api.ts";
import type { Fact, State } from "../../../vitals/assistant.ts";
import { nameOf, type KnownDevice, type TimeRange } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import { actLine, actOf, careStates } from "./acts.ts";
import type { Asking } from "./asking.ts";
import { figure, plainFact, vitalFact, vitalName } from "./figures.ts";
import type { Draft, EpisodeAct, EpisodeFinding } from "./found.ts";

/** Episodes that one answer is shown of one patient. */
const MAX_EPISODES = 12;
/** How far back, where no time is named. */
const DAY_MS = 24 * 3600_000;
const BACK_MS = DAY_MS;
/** An episode so far from the stretch that is asked about is still told of. */
const NEAR_MS = 6 * 3600_000;

export type EpisodeFound = Omit<EpisodeFinding, "source"> & { readonly source: Draft };

/** A device's clock minus ours, milliseconds: that of a simulated one may be elsewhere, others' are taken to be right. */
export function aheadOf({ simulated }: Pick<KnownDevice, "simulated">, brief: Brief | null): number {
	const newest = brief?.chart[0]?.reading;
	return simulated && newest !== undefined ? newest.timestamp - newest.receivedAt : 0;
}

/**
 * The patient's episodes of the stretch, and those that are open whenever they began; worst and newest first.
 *
 * @param range - by the device's clock
 * @param brief - its open episodes are newer than the registry's
 * @returns `nearest` is the nearest of the patient's own where the stretch has none
 */
export async function episodesOf(
	device: KnownDevice,
	patient: string | null,
	range: TimeRange | null,
	brief: Brief | null,
	asking: Asking,
): Promise<{ readonly found: EpisodeFound[]; readonly nearest: EpisodeFound | null }> {
	const registry = connectRegistry(asking.env.DB);
	const whose = patient === null ? { deviceId: device.deviceId } : { patient };
	const present = asking.now + aheadOf(device, brief);
	const since = range?.from ?? present - BACK_MS;
	// One that began before and went on into the stretch belongs to it: a day earlier is looked at.
	const rows = await listAnomalies(registry, { ...whose, since: since - BACK_MS, limit: 50 });
	const listed = rows.filter((episode) => episode.patient === patient);
	const inTime = listed.filter(
		({ detected_at, closed_at }) =>
			(closed_at === null || Date.parse(closed_at) >= since) && Date.parse(detected_at) <= (range?.to ?? Infinity),
	);
	const own = (brief?.episodes ?? []).filter(
		(episode) => episode.patient === patient && (range === null || episode.openedAt <= range.to),
	);
	const merged = new Map(inTime.map((episode) => [episode.episode_id, episode]));
	for (const episode of own) {
		const known = merged.get(episode.id);
		if (known === undefined || known.version <= episode.version) merged.set(episode.id, anomalyOf(episode, device.bed));
	}
	const chosen = [...merged.values()].toSorted(byConcern).slice(0, MAX_EPISODES);
	const others = chosen.some(isOfPatient) || range === null ? [] : nearestTo(range, listed.filter(isOfPatient));
	const found = await withActs([...chosen, ...others], new Map([[device.deviceId, device]]), () => present, asking);
	return { found: found.slice(0, chosen.length), nearest: found[chosen.length] ?? null };
}

const isOfPatient = ({ channel }: Anomaly) => channel === "physiological";

/** The one that is nearest to the stretch, if it is near. */
function nearestTo({ from, to }: TimeRange, episodes: readonly Anomaly[]): Anomaly[] {
	const distance = ({ detected_at, closed_at }: Anomaly) =>
		Math.max(Date.parse(detected_at) - to, from - Date.parse(closed_at ?? detected_at), 0);
	return episodes
		.filter((episode) => distance(episode) <= NEAR_MS)
		.toSorted((a, b) => distance(a) - distance(b))
		.slice(0, 1);
}

/**
 * Findings of episodes, with what people did about each.
 *
 * @param presentOf - the present by a device's clock
 */
export async function withActs(
	episodes: readonly Anomaly[],
	devices: ReadonlyMap<string, KnownDevice>,
	presentOf: (deviceId: string) => number,
	asking: Asking,
): Promise<EpisodeFound[]> {
	const actions = await episodeActions(
		connectRegistry(asking.env.DB),
		episodes.map((episode) => episode.episode_id),
	);
	const byEpisode = Map.groupBy(actions, ({ episodeId }) => episodeId);
	return episodes.map((episode) => {
		const acts = (byEpisode.get(episode.episode_id) ?? []).map((action) => actOf(action, asking.redact));
		const device = devices.get(episode.device_id) ?? { deviceId: episode.device_id, bed: episode.bed };
		const present = presentOf(episode.device_id);
		return { source: draftOf(episode, device, acts, present, asking), episode, acts, present };
	});
}

/** How much an episode concerns somebody now; more is worse. */
export function concernOf({ status, channel, risk_level, acknowledged_at, rule }: Anomaly): number {
	const open = status === "open" ? 100 : 0;
	const kind = channel === "physiological" ? 40 : rule === "silence" || rule === "patient-mismatch" ? 15 : 0;
	const risk = risk_level === "HIGH" ? 20 : risk_level === "MEDIUM" ? 10 : 0;
	return open + kind + risk + (acknowledged_at === null && status === "open" ? 5 : 0);
}

/** Worst first, of those alike the newest. */
function byConcern(a: Anomaly, b: Anomaly): number {
	return concernOf(b) - concernOf(a) || Date.parse(b.detected_at) - Date.parse(a.detected_at);
}

function draftOf(
	episode: Anomaly,
	device: Pick<KnownDevice, "deviceId" | "bed">,
	acts: readonly EpisodeAct[],
	now: number,
	{ zone, redact, ...asking }: Asking,
): Draft {
	const opened = Date.parse(episode.detected_at);
	const closed = episode.closed_at === null ? null : Date.parse(episode.closed_at);
	const whose = { patient: episode.patient, deviceId: episode.device_id };
	const moment = (time: number) => momentWords(time, asking.now, zone);
	const parts = episode.contributions.map(
		({ vital, actual, usual, usualOf, delta, share }) =>
			`${vitalName(vital)} ${figure(vital, actual)} when it opened, ${usualOf === "patient" ? "usually" : "in the population usually"} ${figure(vital, usual)} (${delta > 0 ? "+" : ""}${figure(vital, delta)}), share of the alert ${Math.round(share * 100)} %`,
	);
	const told = acts.map((act) => actLine(act, moment));
	const lines = [
		`${episode.risk_level} ${episode.channel} episode of ${nameOf(device)}, ${episode.status}, opened ${moment(opened)}${closed === null ? "" : `, closed ${moment(closed)}`}.`,
		redact(episode.sentence),
		...parts,
		...told,
		...(episode.status === "open" && episode.acknowledged_at === null ? ["Nobody has acknowledged it."] : []),
		...(episode.news2_at_onset?.score == null ? [] : [`NEWS2 when it opened: ${episode.news2_at_onset.score}.`]),
	];
	return {
		kind: "episode",
		title: `${nameOf(device)} · ${episode.risk_level} episode ${moment(opened)}`,
		patient: episode.patient,
		deviceId: episode.device_id,
		wardId: episode.ward_id,
		from: opened,
		to: closed ?? now,
		text: lines.join("\n"),
		facts: factsOf(episode, opened, closed, whose, now),
		states: statesOf(episode, opened, closed, whose, acts),
		target: { kind: "episode", id: episode.episode_id },
	};
}

function factsOf(
	episode: Anomaly,
	opened: number,
	closed: number | null,
	whose: Pick<Fact, "patient" | "deviceId">,
	now: number,
): Fact[] {
	const onset = { from: opened, to: opened };
	const seen = lastSeenIn(episode, opened);
	const lasted = { from: opened, to: closed ?? now };
	const facts: Fact[] = episode.contributions.flatMap(({ vital, actual, usual, delta, share }) => {
		const direction = delta > 0 ? "rising" : delta < 0 ? "falling" : "steady";
		return [
			vitalFact(whose, vital, "value", actual, onset, direction),
			vitalFact(whose, vital, "usual", usual, onset),
			vitalFact(whose, vital, "delta", delta, onset, direction),
			{ ...plainFact(whose, "share", "value", Math.round(share * 100), onset), vital },
		];
	});
	for (const [key, value] of Object.entries(episode.vitals_at_onset) as [
		keyof typeof episode.vitals_at_onset,
		number,
	][])
		if (!episode.contributions.some(({ vital }) => vital === key))
			facts.push(vitalFact(whose, key, "value", value, seen));
	facts.push(plainFact(whose, "duration", "value", minutes(lasted.to - lasted.from), lasted));
	// What the sentence that was written when it opened says of durations and charge, it says of that moment.
	for (const [, n, unit] of episode.sentence.matchAll(/(\d+) (s|min|h)\b/g))
		facts.push(
			plainFact(whose, "duration", "value", Number(n) * { s: 1 / 60, min: 1, h: 60 }[unit as "s" | "min" | "h"], onset),
		);
	for (const [, limit] of episode.sentence.matchAll(/at or (?:below|above) (-?\d+(?:\.\d+)?) \(safety limit\)/g))
		if (episode.leading_vital !== null)
			facts.push(vitalFact(whose, episode.leading_vital, "limit", Number(limit), onset));
	if (episode.rule === "battery")
		for (const [, charge] of episode.sentence.matchAll(/(\d+(?:\.\d+)?) %/g))
			facts.push(plainFact(whose, "battery", "value", Number(charge), onset));
	if (episode.news2_at_onset?.score != null)
		facts.push(plainFact(whose, "news2", "value", episode.news2_at_onset.score, onset));
	return facts;
}

/** The moment of an episode's values: of a silence the last reading's, which its sentence names; else the onset. */
function lastSeenIn({ rule, sentence }: Anomaly, opened: number): { readonly from: number; readonly to: number } {
	const [, hour, minute, second] = (rule === "silence" && / at (\d\d):(\d\d):(\d\d) UTC/.exec(sentence)) || [];
	if (hour === undefined) return { from: opened, to: opened };
	const day = Math.floor(opened / DAY_MS) * DAY_MS;
	const time = day + (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
	const last = time <= opened ? time : time - DAY_MS;
	return { from: last, to: last };
}

function statesOf(
	episode: Anomaly,
	opened: number,
	closed: number | null,
	whose: Pick<State, "patient" | "deviceId">,
	acts: readonly EpisodeAct[],
): State[] {
	return [
		{ ...whose, state: "opened", holds: true, at: opened },
		{ ...whose, state: "closed", holds: closed !== null, at: closed },
		...careStates(whose, acts, episode.acknowledged_at === null ? null : Date.parse(episode.acknowledged_at)),
		{ ...whose, state: "risk", holds: true, at: opened, value: episode.risk_level },
		...(episode.leading_vital === null
			? []
			: [{ ...whose, state: "leading" as const, holds: true, at: opened, value: episode.leading_vital }]),
		...(episode.rule === "silence" ? [{ ...whose, state: "silent" as const, holds: closed === null, at: opened }] : []),
	];
}

/** Whole minutes, at least one. */
export const minutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));
