/** Everything that a question needs, at once, each part bounded in number and time. A part that fails is named, and sinks nothing. */
import { log, reason } from "../../../durable-objects/log.ts";
import type { Brief } from "../../../durable-objects/device/answers.ts";
import type { Source } from "../../../vitals/assistant.ts";
import type { Directory, KnownDevice, Question, TimeRange } from "../question/question.ts";
import type { Asking } from "./asking.ts";
import { deviceState, recordOf } from "./bedside.ts";
import { askBriefs, inTime } from "./briefs.ts";
import { aheadOf, episodesOf, type EpisodeFound } from "./episodes.ts";
import type { BedFound, Draft, EpisodeFinding, Found, PassageFinding, WardFound } from "./found.ts";
import { limitsFound } from "./limits.ts";
import { observedFound } from "./observed.ts";
import { plainFact } from "./figures.ts";
import { historyOf, presentSince } from "./history.ts";
import { NEWEST_READINGS, newestReadings } from "./readings.ts";
import { wardOf, type WardDraft } from "./ward.ts";

/** Wards that one answer is about, at most. */
const MAX_WARDS = 6;
/** Intents for which the newest readings alone do not do. */
const LOOKS_BACK: ReadonlySet<Question["intent"]> = new Set(["trend", "compare", "hand-over"]);
/** How far a trend looks back where no time is named. */
const TREND_MS = 4 * 3600_000;

/** Finds passages that may be cited for a question. */
export type FindPassages = (question: Question) => Promise<readonly { readonly source: Draft }[]>;

export async function gather(
	question: Question,
	directory: Directory,
	asking: Asking,
	findPassages: FindPassages,
): Promise<Found> {
	const wards = question.wards.slice(0, MAX_WARDS);
	const [briefs, passages, ofWards] = await Promise.all([
		askBriefs(question.about, NEWEST_READINGS, asking),
		inTime(findPassages(question)).catch((error: unknown) => {
			log("warn", "assistant.search_failed", { reason: reason(error) });
			return [];
		}),
		Promise.all(
			wards.map((ward) =>
				wardOf(
					ward,
					directory.devices.filter(({ wardId }) => wardId === ward.id),
					question,
					asking,
				),
			),
		),
	]);
	const beds = await Promise.all(
		question.about.map((device) => bedDraft(device, briefs.get(device.deviceId) ?? null, question, asking)),
	);
	return numbered(beds, ofWards, passages);
}

type Drafted<T> = T extends { readonly source: Source }
	? Omit<T, "source"> & { readonly source: Draft }
	: T extends readonly (infer U)[]
		? readonly Drafted<U>[]
		: T;
type BedDraft = { readonly [K in keyof BedFound]: Drafted<BedFound[K]> };

async function bedDraft(
	device: KnownDevice,
	brief: Brief | null,
	question: Question,
	asking: Asking,
): Promise<BedDraft> {
	const failed: string[] = [];
	const part = async <T>(what: string, work: Promise<T>, instead: T): Promise<T> => {
		try {
			return await inTime(work);
		} catch (error) {
			log("warn", "assistant.part_failed", { device: device.deviceId, part: what, reason: reason(error) });
			failed.push(what);
			return instead;
		}
	};
	if (brief === null) failed.push("the device's own readings");
	const patient =
		brief?.record.outcome === "done" ? brief.record.record.patient : brief === null ? device.patient : null;
	const present: KnownDevice = { ...device, patient };
	const range = question.range ?? (LOOKS_BACK.has(question.intent) ? lately(asking.now) : null);
	const asked = range === null ? null : shifted(range, device, brief);
	const [since, history, episodes, limits, observed] = await Promise.all([
		part("since when the patient is on the device", presentSince(present, patient, asking), null),
		asked === null || patient === null
			? null
			: part("the readings of that time", historyOf(present, patient, asked, asking), null),
		part("the episodes", episodesOf(present, patient, asked, brief, asking), NO_EPISODES),
		brief !== null && question.intent === "limits"
			? part("the limits", limitsFound(present, brief, asking), null)
			: null,
		brief !== null && (question.intent === "observed" || question.intent === "hand-over")
			? part("what people observed", observedFound(present, brief, asked, asking), null)
			: null,
	]);
	return {
		device: present,
		since,
		readings: brief === null ? null : newestReadings(present, brief, asking),
		history: history === null || failed.includes("the episodes") ? history : withCount(history, episodes.found),
		episodes: episodes.found,
		nearest: episodes.nearest,
		record: brief === null ? null : recordOf(present, brief, asking),
		limits,
		observed,
		state: brief === null ? null : deviceState(present, brief, asking),
		failed,
	};
}

const NO_EPISODES: { readonly found: EpisodeFound[]; readonly nearest: EpisodeFound | null } = {
	found: [],
	nearest: null,
};

/** What happened in the stretch belongs to what is told of it: also that nothing did. */
function withCount(history: HistoryDraft, episodes: readonly EpisodeFound[]): HistoryDraft {
	const { source, range } = history;
	const own = episodes.filter(({ episode }) => episode.channel === "physiological").length;
	const technical = episodes.length - own;
	const of = (n: number) =>
		plainFact({ patient: source.patient, deviceId: source.deviceId }, "episodes", "count", n, range);
	const line = `Alerts in that time: ${own} about the patient, ${technical} technical.`;
	return {
		...history,
		source: { ...source, text: `${source.text}\n${line}`, facts: [...source.facts, of(own), of(technical)] },
	};
}
type HistoryDraft = NonNullable<BedDraft["history"]>;

const lately = (now: number): TimeRange => ({ from: now - TREND_MS, to: now, words: "the last 4 hours" });

/** A simulated device's clock may run elsewhere: "the last hour" is its last hour. */
function shifted(range: TimeRange, device: KnownDevice, brief: Brief | null): TimeRange {
	const ahead = aheadOf(device, brief);
	return { ...range, from: range.from + ahead, to: range.to + ahead };
}

/** Gives every source its number: bed by bed, what matters first. */
function numbered(
	beds: readonly BedDraft[],
	wards: readonly WardDraft[],
	passages: readonly { readonly source: Draft }[],
): Found {
	const sources: Source[] = [];
	const known = new Map<Draft, Source>();
	const number = <T extends { readonly source: Draft }>(found: T): Omit<T, "source"> & { readonly source: Source } => {
		let source = known.get(found.source);
		if (source === undefined) {
			source = { ...found.source, id: `S${sources.length + 1}` };
			sources.push(source);
			known.set(found.source, source);
		}
		return { ...found, source };
	};
	const maybe = <T extends { readonly source: Draft }>(found: T | null) => (found === null ? null : number(found));
	const ofWards = wards.map((ward): WardFound => ({
		...number(ward),
		beds: ward.beds.map((bed) => ({ ...bed, open: bed.open.map((one): EpisodeFinding => number(one)) })),
		past: ward.past.map((one): EpisodeFinding => number(one)),
		days: maybe(ward.days),
		handover: maybe(ward.handover),
	}));
	const ofBeds = beds.map((bed): BedFound => ({
		...bed,
		readings: maybe(bed.readings),
		episodes: bed.episodes.map((one): EpisodeFinding => number(one)),
		nearest: maybe(bed.nearest),
		history: maybe(bed.history),
		record: maybe(bed.record),
		limits: maybe(bed.limits),
		observed: maybe(bed.observed),
		state: maybe(bed.state),
	}));
	const cited = passages.map((passage): PassageFinding => ({ ...number(passage), text: passage.source.text }));
	return { beds: ofBeds, wards: ofWards, passages: cited, sources };
}
