/** A ward at this moment: who is open, who scores highest, which devices are silent, and how many alerts there were. */
import { connectRegistry } from "../../../registry/connect.ts";
import { listAnomalies } from "../../../registry/episodes.ts";
import type { Brief } from "../../../durable-objects/device/answers.ts";
import type { Anomaly } from "../../../vitals/api.ts";
import type { Fact, State } from "../../../vitals/assistant.ts";
import { VITAL_KEYS } from "../../../vitals/catalogue.ts";
import { asksForRates } from "../question/intent.ts";
import type { KnownDevice, KnownWard, Question, TimeRange } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import type { Asking } from "./asking.ts";
import { aheadOf, concernOf, withActs, type EpisodeFound } from "./episodes.ts";
import { figure, plainFact, vitalFact, vitalName } from "./figures.ts";
import type { AlarmLoad, Draft, WardBed, WardFound } from "./found.ts";
import { askBriefs, inTime } from "./briefs.ts";
import { handoverFound, type HandoverDraft } from "./handover.ts";
import { loadFound, type LoadDraft } from "./load.ts";

/** Devices of a ward that are asked for one answer; a larger ward is answered from its episodes, and says so. */
const MAX_ASKED = 64;
/** Episodes of a period that are counted at most, the newest first. */
const MAX_COUNTED = 500;
/** Episodes shown besides those that are open. */
const MAX_PAST = 6;
const DAY_MS = 24 * 3600_000;

export interface WardDraft extends Omit<WardFound, "source" | "beds" | "past" | "days" | "handover"> {
	readonly source: Draft;
	readonly beds: readonly (Omit<WardBed, "open"> & { readonly open: readonly EpisodeFound[] })[];
	readonly past: readonly EpisodeFound[];
	readonly days: LoadDraft | null;
	readonly handover: HandoverDraft | null;
}

/** @param devices - of the ward, as far as the reader may see them */
export async function wardOf(
	ward: KnownWard,
	devices: readonly KnownDevice[],
	{ range, intent, text }: Pick<Question, "range" | "intent" | "text">,
	asking: Asking,
): Promise<WardDraft> {
	const { now, env } = asking;
	const registry = connectRegistry(env.DB);
	const failed: string[] = [];
	const fallback =
		<T>(what: string, value: T) =>
		() => (failed.push(what), value);
	const period: TimeRange = range ?? { from: now - DAY_MS, to: now, words: "the last 24 hours" };
	const [briefs, openRows, listed] = await Promise.all([
		askBriefs(devices.slice(0, MAX_ASKED), 1, asking),
		listAnomalies(registry, { wardId: ward.id, status: "open", limit: 200 }).catch(fallback("its open episodes", [])),
		listAnomalies(registry, { wardId: ward.id, since: period.from, until: period.to, limit: MAX_COUNTED }).catch(
			fallback("its alerts of the period", [] as Anomaly[]),
		),
	]);
	const [days, handover] = await Promise.all([
		intent === "alarm-load" && (asksForRates(text) || isLong(range))
			? inTime(loadFound(ward, devices, range, asking)).catch(fallback("its alarm load", null))
			: null,
		intent === "hand-over"
			? inTime(handoverFound(ward, briefs, range, asking)).catch(fallback("what changed", null))
			: null,
	]);
	const byId = new Map(devices.map((device) => [device.deviceId, device]));
	const here = (episode: Anomaly) => byId.has(episode.device_id);
	const worst = openRows
		.filter(here)
		.toSorted((a, b) => concernOf(b) - concernOf(a))
		.slice(0, 30);
	const past = listed.filter((episode) => here(episode) && episode.status !== "open").slice(0, MAX_PAST);
	const presentOf = (deviceId: string) =>
		now + aheadOf(byId.get(deviceId) ?? { simulated: false }, briefs.get(deviceId) ?? null);
	const found = await withActs([...worst, ...past], byId, presentOf, asking).catch(
		fallback("what was done about them", []),
	);
	const openOf = Map.groupBy(
		found.filter(({ episode }) => episode.status === "open"),
		({ episode }) => episode.device_id,
	);
	const beds = devices
		.map((device) => bedOf(device, briefs.get(device.deviceId) ?? null, openOf.get(device.deviceId) ?? []))
		.toSorted(worstFirst);
	const load = loadOf(listed.filter(here), period, byId);
	const unasked = devices.filter(({ deviceId }) => !briefs.has(deviceId)).length;
	const source = draftOf(ward, beds, load, unasked, asking);
	return {
		source,
		ward,
		asked: range !== null,
		beds,
		unasked,
		load,
		past: found.filter(({ episode }) => episode.status !== "open"),
		days,
		handover,
		failed,
	};
}

/** Of a day and a half and more whole days say more than a count. */
const isLong = (range: TimeRange | null) => range !== null && range.to - range.from >= 1.5 * DAY_MS;

type BedDraft = WardDraft["beds"][number];

function bedOf(device: KnownDevice, brief: Brief | null, open: readonly EpisodeFound[]): BedDraft {
	const patient = brief?.record.outcome === "done" ? brief.record.record.patient : null;
	const newest = brief?.chart[0]?.reading;
	// A reading of somebody who has left the device says nothing of whoever is on it now.
	const latest = brief !== null && newest !== undefined && newest.patient === patient ? brief.reading : null;
	const current = open.filter(
		({ episode }) => episode.patient === null || brief === null || episode.patient === patient,
	);
	return { device, latest, open: current, silent: current.some(({ episode }) => episode.rule === "silence") };
}

function worstFirst(a: BedDraft, b: BedDraft): number {
	const concern = ({ open }: BedDraft) => Math.max(0, ...open.map(({ episode }) => concernOf(episode)));
	const score = ({ latest }: BedDraft) => latest?.news2?.score ?? latest?.news2?.partial ?? -1;
	const collate = (bed: BedDraft) => bed.device.bed ?? bed.device.deviceId;
	return (
		concern(b) - concern(a) || score(b) - score(a) || collate(a).localeCompare(collate(b), "en", { numeric: true })
	);
}

function loadOf(episodes: readonly Anomaly[], range: TimeRange, byId: ReadonlyMap<string, KnownDevice>): AlarmLoad {
	const physiological = episodes.filter(({ channel }) => channel === "physiological");
	const perDevice = [...Map.groupBy(episodes, ({ device_id }) => device_id)]
		.flatMap(([id, of]) => {
			const device = byId.get(id);
			return device === undefined ? [] : [{ device, n: of.length }];
		})
		.toSorted((a, b) => b.n - a.n || (a.device.deviceId < b.device.deviceId ? -1 : 1));
	return {
		range,
		total: episodes.length,
		high: physiological.filter(({ risk_level }) => risk_level === "HIGH").length,
		medium: physiological.filter(({ risk_level }) => risk_level !== "HIGH").length,
		technical: episodes.length - physiological.length,
		acknowledged: episodes.filter(({ acknowledged_at }) => acknowledged_at !== null).length,
		byDevice: perDevice,
	};
}

function draftOf(
	ward: KnownWard,
	beds: readonly BedDraft[],
	load: AlarmLoad,
	unasked: number,
	{ now, zone }: Asking,
): Draft {
	const whose = { patient: null, deviceId: null };
	const moment = { from: now, to: now };
	const open = beds.flatMap((bed) => bed.open);
	const counts = [
		beds.length,
		beds.filter((bed) => bed.open.length > 0).length,
		beds.filter((bed) => bed.silent).length,
	];
	const episodeCounts = [
		open.length,
		open.filter(({ episode }) => episode.risk_level === "HIGH" && episode.channel === "physiological").length,
		open.filter(({ episode }) => episode.risk_level !== "HIGH" && episode.channel === "physiological").length,
		open.filter(({ episode }) => episode.channel === "technical").length,
		open.filter(({ episode }) => episode.acknowledged_at === null).length,
	];
	const period = { from: load.range.from, to: load.range.to };
	const facts: Fact[] = [
		...counts.map((n) => plainFact(whose, "beds", "count", n, moment)),
		...episodeCounts.map((n) => plainFact(whose, "episodes", "count", n, moment)),
		...[load.total, load.high, load.medium, load.technical, load.acknowledged, load.high + load.medium].map((n) =>
			plainFact(whose, "episodes", "count", n, period),
		),
		...load.byDevice.map(({ device, n }) =>
			plainFact({ patient: device.patient, deviceId: device.deviceId }, "episodes", "count", n, period),
		),
		...beds.flatMap(({ device, latest }) => latestFacts(device, latest, now)),
	];
	const states: State[] = beds.flatMap(({ device, silent, latest, open: own }): State[] => {
		const its = { patient: device.patient, deviceId: device.deviceId };
		return [
			{ ...its, state: "silent", holds: silent, at: silent ? (latest?.timestamp ?? null) : null },
			...(own.length === 0 ? [{ ...its, state: "closed" as const, holds: true, at: null }] : []),
			...own.flatMap(({ source }) => source.states ?? []),
		];
	});
	const rows = beds.map(({ device, latest, open: own, silent }) => {
		const values =
			latest === null
				? "no reading"
				: VITAL_KEYS.flatMap((key) => {
						const value = latest.vitals[key];
						return value === null ? [] : [`${vitalName(key)} ${figure(key, value)}`];
					}).join(", ");
		const score = latest?.news2?.score == null ? "" : `; NEWS2 ${latest.news2.score}`;
		const episodes =
			own.length === 0 ? "" : `; open: ${own.map(({ episode }) => `${episode.risk_level} ${episode.rule}`).join(", ")}`;
		const bed = device.bed === null ? device.deviceId : `${device.bed} (${device.deviceId})`;
		const when = latest === null ? "" : ` at ${momentWords(latest.timestamp, now, zone)}`;
		return `${bed}${when}: ${values}${score}${episodes}${silent ? "; silent" : ""}`;
	});
	const lines = [
		`${ward.name} at ${momentWords(now, now, zone)}: ${beds.length} beds, ${open.length} open episodes. Worst first.`,
		...rows,
		`Alerts of ${load.range.words}: ${load.total}, of them ${load.high} HIGH, ${load.medium} MEDIUM and ${load.technical} technical; ${load.acknowledged} acknowledged.`,
		...(unasked > 0 ? [`${unasked} devices could not be asked.`] : []),
	];
	return {
		kind: "ward",
		title: `${ward.name} · overview`,
		patient: null,
		deviceId: null,
		wardId: ward.id,
		from: load.range.from,
		to: now,
		text: lines.join("\n"),
		facts,
		states,
		target: { kind: "ward", id: ward.id },
	};
}

function latestFacts(device: KnownDevice, latest: WardBed["latest"], now: number): Fact[] {
	if (latest === null) return [];
	const whose = { patient: device.patient, deviceId: device.deviceId };
	const moment = { from: latest.timestamp, to: latest.timestamp };
	return [
		...VITAL_KEYS.flatMap((key) => {
			const value = latest.vitals[key];
			return value === null ? [] : [vitalFact(whose, key, "value", value, moment)];
		}),
		...(latest.news2?.score == null ? [] : [plainFact(whose, "news2", "value", latest.news2.score, moment)]),
		...(latest.news2 !== null && latest.news2.score === null
			? [plainFact(whose, "news2", "min", latest.news2.partial, moment)]
			: []),
		plainFact(whose, "duration", "value", Math.max(1, Math.round((now - latest.receivedAt) / 60_000)), {
			from: latest.timestamp,
			to: now,
		}),
	];
}
