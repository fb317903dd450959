/** Random wards for `falsehoods.ts`: who lies there, what was measured, and what their sources say of it. */
import { createRandom, type Random } from "../../scenarios/random.ts";
import { vitalSign, type VitalKey } from "../../vitals/catalogue.ts";
import type { Fact, Source, State, Subject } from "../../vitals/assistant.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Vitals {
	readonly key: VitalKey;
	readonly usual: number;
	/** Of the night's statistics. */
	readonly median: number;
	readonly min: number;
	readonly max: number;
	readonly direction: "rising" | "falling" | "steady";
	/** Three readings, oldest first. */
	readonly readings: readonly { readonly at: number; readonly value: number }[];
}

export interface Episode {
	readonly source: string;
	readonly vital: VitalKey;
	readonly value: number;
	readonly usual: number;
	readonly opened: number;
	readonly closed: number | null;
	readonly acknowledged: number | null;
	readonly risk: "LOW" | "MEDIUM" | "HIGH";
	readonly minutes: number;
	readonly share: number;
}

export interface Patient {
	readonly subject: Subject;
	readonly bed: string;
	readonly vitals: readonly Vitals[];
	readonly episode: Episode | null;
	readonly episodes: number;
	readonly news2: { readonly before: number; readonly now: number; readonly beforeAt: number };
	readonly battery: number;
	/** Ids of the sources. */
	readonly readingsId: string;
	readonly statisticsId: string;
	readonly scoreId: string;
	readonly deviceId: string;
}

export interface World {
	readonly patients: readonly Patient[];
	readonly sources: readonly Source[];
	readonly subjects: readonly Subject[];
	/** Start of the night's statistics: local midnight. */
	readonly since: number;
	readonly now: number;
	readonly zone: string;
	readonly wardEpisodes: number;
	readonly wardBeds: number;
	readonly wardId: string;
}

/** Usual value, and the spread of it between people. */
const USUAL: readonly (readonly [VitalKey, number, number])[] = [
	["heart_rate", 76, 9],
	["spo2", 96, 1],
	["respiratory_rate", 16, 2],
	["temperature", 36.8, 0.2],
	["systolic_pressure", 122, 9],
	["diastolic_pressure", 70, 6],
	["mean_pressure", 87, 6],
];
/** What a sick night moves each by, most and least. */
const MOVES: Partial<Record<VitalKey, readonly [number, number]>> = {
	heart_rate: [22, 55],
	spo2: [-14, -5],
	respiratory_rate: [6, 14],
	temperature: [0.9, 2.4],
	systolic_pressure: [-45, -20],
	diastolic_pressure: [-22, -10],
	mean_pressure: [-30, -14],
};

const ZONES = ["UTC", "Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"];

function shown(key: VitalKey, value: number): number {
	const scale = 10 ** vitalSign(key).decimals;
	return Math.round(value * scale) / scale;
}

function offsetOf(time: number, zone: string): number {
	const text = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).format(time);
	const match = /GMT([+-])(\d\d):(\d\d)/.exec(text);
	if (match === null) return 0;
	return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3]) * MINUTE);
}

export function randomWorld(seed: string): World {
	const random = createRandom(`${seed}/world`);
	const zone = ZONES[Math.floor(random.between(0, ZONES.length))] as string;
	const day = Date.UTC(2026, 10, 2 + Math.floor(random.between(0, 25)));
	const since = day - offsetOf(day, zone);
	const now = since + 6 * HOUR + Math.floor(random.between(0, 90)) * MINUTE;
	const sources: Source[] = [];
	const patients: Patient[] = [];
	const beds = new Set<number>();
	const count = 2 + Math.floor(random.between(0, 3));
	while (beds.size < count) beds.add(1 + Math.floor(random.between(0, 24)));
	for (const bed of beds) patients.push(patientOf(bed, random, since, now, sources));
	const wardEpisodes = 6 + Math.floor(random.between(0, 9));
	const wardBeds = 20 + Math.floor(random.between(0, 12));
	const ward = { patient: null, deviceId: null };
	const whole = { from: since, to: now };
	const fact = (quantity: Fact["quantity"], value: number): Fact => ({
		...ward,
		quantity,
		statistic: "count",
		value,
		unit: "",
		...whole,
		direction: null,
	});
	const id = `S${sources.length + 1}`;
	sources.push({ ...blank(id, "ward", "Ward"), facts: [fact("episodes", wardEpisodes), fact("beds", wardBeds)] });
	return {
		patients,
		sources,
		subjects: patients.map(({ subject }) => subject),
		since,
		now,
		zone,
		wardEpisodes,
		wardBeds,
		wardId: id,
	};
}

function blank(id: string, kind: Source["kind"], title: string): Source {
	return {
		id,
		kind,
		title,
		patient: null,
		deviceId: null,
		wardId: "w",
		from: null,
		to: null,
		text: "",
		facts: [],
		target: null,
	};
}

function patientOf(bed: number, random: Random, since: number, now: number, sources: Source[]): Patient {
	const device = `WEARABLE-${String(bed).padStart(3, "0")}`;
	const whose = { patient: `p${bed}`, deviceId: device };
	const subject: Subject = { ...whose, wardId: "w", names: [`Bed ${bed}`, device] };
	const next = (kind: Source["kind"], facts: readonly Fact[], states: readonly State[] = []): string => {
		const id = `S${sources.length + 1}`;
		sources.push({ ...blank(id, kind, `Bed ${bed} · ${kind}`), ...whose, facts, states });
		return id;
	};
	const sick = random.chance(0.65);
	const last = now - Math.floor(random.between(1, 3)) * MINUTE;
	const times = [
		last - 2 * HOUR - Math.floor(random.between(0, 40)) * MINUTE,
		last - Math.floor(random.between(45, 75)) * MINUTE,
		last,
	];
	const vitals = USUAL.map(([key, mean, spread]): Vitals => {
		const usual = shown(key, mean + random.normal() * spread * 0.6);
		const [low, high] = MOVES[key] ?? [0, 0];
		const moved = sick && random.chance(0.7);
		const move = moved ? random.between(low, high) : 0;
		const end = shown(key, usual + move);
		const step = key === "temperature" ? 0.1 : 1;
		const values = [shown(key, usual + move * 0.3), shown(key, usual + move * 0.65), end];
		const floor = Math.min(usual, ...values);
		const top = Math.max(usual, ...values);
		return {
			key,
			usual,
			min: shown(key, floor - step * Math.ceil(random.between(1, 4))),
			max: key === "spo2" ? Math.min(100, top + 1) : shown(key, top + step * Math.ceil(random.between(1, 4))),
			median: shown(key, usual + move * 0.45),
			direction: moved ? (move > 0 ? "rising" : "falling") : "steady",
			readings: values.map((value, at) => ({ at: times[at] as number, value })),
		};
	});
	const unit = (key: VitalKey) => vitalSign(key).unit;
	const readingsId = next(
		"readings",
		vitals.flatMap(({ key, readings }) =>
			readings.map(({ at, value }): Fact => ({
				...whose,
				quantity: key,
				statistic: "value",
				value,
				unit: unit(key),
				from: at,
				to: at,
				direction: null,
			})),
		),
	);
	const episodes = sick ? 1 + Math.floor(random.between(0, 4)) : 0;
	const whole = { from: since, to: now };
	const statisticsId = next("statistics", [
		...vitals.flatMap(({ key, median, min, max, usual, direction }) =>
			(
				[
					["median", median],
					["min", min],
					["max", max],
					["usual", usual],
				] as const
			).map(([statistic, value]): Fact => ({
				...whose,
				quantity: key,
				statistic,
				value,
				unit: unit(key),
				...whole,
				direction: statistic === "usual" ? null : direction,
			})),
		),
		{ ...whose, quantity: "episodes", statistic: "count", value: episodes, unit: "", ...whole, direction: null },
	]);
	const episode = sick ? episodeOf(vitals, whose, random, since, now, next) : null;
	const before = sick ? 1 + Math.floor(random.between(0, 3)) : 1;
	const news2 = {
		before,
		now: sick ? before + 4 + Math.floor(random.between(0, 3)) : before,
		beforeAt: since + 2 * HOUR + Math.floor(random.between(0, 50)) * MINUTE,
	};
	const scoreId = next("observation", [
		{
			...whose,
			quantity: "news2",
			statistic: "value",
			value: news2.before,
			unit: "points",
			from: news2.beforeAt,
			to: news2.beforeAt,
			direction: null,
		},
		{
			...whose,
			quantity: "news2",
			statistic: "value",
			value: news2.now,
			unit: "points",
			from: last,
			to: last,
			direction: news2.now > news2.before ? "rising" : "steady",
		},
	]);
	const battery = 12 + Math.floor(random.between(0, 70));
	const deviceId = next("device", [
		{
			...whose,
			quantity: "battery",
			statistic: "value",
			value: battery,
			unit: "%",
			from: last,
			to: last,
			direction: "falling",
		},
	]);
	return {
		subject,
		bed: `Bed ${bed}`,
		vitals,
		episode,
		episodes,
		news2,
		battery,
		readingsId,
		statisticsId,
		scoreId,
		deviceId,
	};
}

function episodeOf(
	vitals: readonly Vitals[],
	whose: { patient: string; deviceId: string },
	random: Random,
	since: number,
	now: number,
	next: (kind: Source["kind"], facts: readonly Fact[], states: readonly State[]) => string,
): Episode | null {
	const leading = vitals.find(({ direction }) => direction !== "steady");
	if (leading === undefined) return null;
	const opened = since + HOUR + Math.floor(random.between(0, 200)) * MINUTE;
	const minutes = 12 + Math.floor(random.between(0, 70));
	const closed = random.chance(0.5) ? opened + minutes * MINUTE : null;
	const acknowledged = random.chance(0.5) ? opened + Math.floor(random.between(2, 11)) * MINUTE : null;
	const lasted = Math.round(((closed ?? now) - opened) / MINUTE);
	const risk = random.chance(0.5) ? "HIGH" : "MEDIUM";
	const value = leading.direction === "rising" ? leading.max : leading.min;
	const share = 40 + Math.floor(random.between(0, 45));
	const unit = vitalSign(leading.key).unit;
	const onset = { from: opened, to: opened };
	const source = next(
		"episode",
		[
			{ ...whose, quantity: leading.key, statistic: "value", value, unit, ...onset, direction: leading.direction },
			{ ...whose, quantity: leading.key, statistic: "usual", value: leading.usual, unit, ...onset, direction: null },
			{
				...whose,
				quantity: leading.key,
				statistic: "delta",
				value: shown(leading.key, value - leading.usual),
				unit,
				...onset,
				direction: leading.direction,
			},
			{
				...whose,
				quantity: "share",
				statistic: "value",
				value: share,
				unit: "%",
				...onset,
				direction: null,
				vital: leading.key,
			},
			{
				...whose,
				quantity: "duration",
				statistic: "value",
				value: lasted,
				unit: "min",
				from: opened,
				to: closed ?? now,
				direction: null,
			},
		],
		[
			{ ...whose, state: "opened", holds: true, at: opened },
			{ ...whose, state: "closed", holds: closed !== null, at: closed },
			{ ...whose, state: "acknowledged", holds: acknowledged !== null, at: acknowledged },
			{ ...whose, state: "risk", holds: true, at: opened, value: risk },
			{ ...whose, state: "leading", holds: true, at: opened, value: leading.key },
		],
	);
	return {
		source,
		vital: leading.key,
		value,
		usual: leading.usual,
		opened,
		closed,
		acknowledged,
		risk,
		minutes: lasted,
		share,
	};
}

/** "02:10" of the world's zone. */
export function clockOf(time: number, { zone }: World): string {
	return new Intl.DateTimeFormat("en-GB", {
		timeZone: zone,
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	}).format(time);
}
