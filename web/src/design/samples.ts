/** Beds and episodes in every state that there is; invented. */
import type { Episode } from "../../../vitals/episode.ts";
import { LIVE_PROTOCOL_VERSION, type LiveBed, type LiveReading } from "../../../vitals/live.ts";
import { noVitals, type RiskLevel, type VitalValues } from "../../../vitals/reading.ts";
import { TrendBuffer } from "../state/trend.ts";
import { applyEpisode, applyFrame, emptyWard, type WardState } from "../state/ward-state.ts";

interface Sample {
	readonly name: string;
	/** Seconds since its last reading; `null` for none ever. */
	readonly age: number | null;
	readonly vitals?: Partial<VitalValues>;
	readonly risk?: RiskLevel;
	readonly battery?: number;
	readonly bed?: Partial<LiveBed>;
	readonly reading?: Partial<LiveReading>;
	readonly episode?: Partial<Episode>;
}

const CALM: Partial<VitalValues> = {
	heart_rate: 74,
	spo2: 97,
	respiratory_rate: 15,
	temperature: 36.8,
	systolic_pressure: 121,
	diastolic_pressure: 76,
	mean_pressure: 91,
};
const ILL: Partial<VitalValues> = { ...CALM, heart_rate: 132, spo2: 84, respiratory_rate: 31 };

const SAMPLES: readonly Sample[] = [
	{ name: "Calm", age: 1, vitals: CALM },
	{ name: "Watching", age: 1, vitals: { ...CALM, heart_rate: 108 }, risk: "MEDIUM" },
	{ name: "High", age: 1, vitals: ILL, risk: "HIGH", episode: {} },
	{ name: "High, acknowledged", age: 1, vitals: ILL, risk: "HIGH", episode: { acknowledgedBy: "M-NURSE" } },
	{ name: "High, over", age: 1, vitals: CALM, episode: { status: "closed" } },
	{ name: "Medium", age: 1, vitals: { ...CALM, spo2: 90 }, risk: "MEDIUM", episode: { risk: "MEDIUM" } },
	{
		name: "Technical",
		age: 1,
		vitals: { ...CALM, spo2: null },
		episode: { channel: "technical", rule: "sensors-absent", risk: "LOW", leadingVital: null, contributions: [] },
	},
	{ name: "Old values", age: 24, vitals: CALM },
	{ name: "Lost", age: 190, vitals: CALM },
	{ name: "Silent", age: 190, vitals: CALM, episode: { channel: "technical", rule: "silence", risk: "LOW" } },
	{ name: "Never heard", age: null },
	{ name: "Simulated", age: 1, vitals: CALM, bed: { simulated: true, clockRate: 20 } },
	{ name: "Nobody in it", age: 1, vitals: CALM, bed: { patient: null } },
	{ name: "Low battery", age: 1, vitals: CALM, battery: 11 },
	{ name: "Learning", age: 1, vitals: CALM, reading: { confidence: 0.4 } },
	{ name: "Not validated", age: 1, vitals: CALM, bed: { limitsValidated: false } },
];

/** A ward with a bed in each state, at `now`. @param side - makes ids of its own, where the page shows two */
export function sampleWard(side: string, now: number): { readonly ward: WardState; readonly trend: TrendBuffer } {
	const idOf = (i: number) => `${side}-${i + 1}`;
	const patientOf = (i: number) => `P-${String(i + 1).padStart(12, "0")}`;
	const beds = SAMPLES.map(({ name, bed }, i): LiveBed => ({
		deviceId: idOf(i),
		bedId: idOf(i),
		label: name,
		patient: patientOf(i),
		simulated: false,
		clockRate: 1,
		limitsValidated: true,
		...bed,
	}));
	const readings = SAMPLES.flatMap(({ age, vitals, risk, battery, reading }, i): LiveReading[] => {
		if (age === null) return [];
		const at = now - age * 1000;
		return [
			{
				deviceId: idOf(i),
				timestamp: at,
				receivedAt: at,
				vitals: { ...noVitals(), ...vitals },
				battery: battery ?? 82,
				score: 0.42,
				risk: risk ?? "LOW",
				news2: { score: 2, partial: 2, known: 7, of: 7, band: "low", applicable: true, trend: null },
				confidence: 1,
				...reading,
			},
		];
	});
	const episodes = SAMPLES.flatMap(({ episode }, i) =>
		episode ? [episodeOf(idOf(i), now, { patient: patientOf(i), ...episode })] : [],
	);
	const ward = emptyWard();
	applyFrame(ward, {
		type: "snapshot",
		version: LIVE_PROTOCOL_VERSION,
		wardId: side,
		at: now,
		beds,
		readings,
		episodes,
	});
	for (const episode of episodes) if (episode.status === "closed") applyEpisode(ward, { ...episode, closedAt: now });
	// In the order above, which tells a story; by label it would not.
	ward.order = beds.map(({ deviceId }) => deviceId);
	const trend = new TrendBuffer();
	for (let s = 120; s >= 0; s--) trend.push(now - s * 1000, 74 + 6 * Math.sin(s / 9) + (s % 3));
	return { ward, trend };
}

function episodeOf(deviceId: string, now: number, more: Partial<Episode>): Episode {
	const openedAt = now - 95_000;
	return {
		id: `episode-${deviceId}`,
		version: 1,
		deviceId,
		wardId: "design",
		patient: "P-000000000003",
		channel: "physiological",
		rule: "forest",
		status: "open",
		risk: "HIGH",
		peakScore: 0.71,
		leadingVital: "spo2",
		openedAt,
		updatedAt: openedAt,
		closedAt: null,
		vitalsAtOnset: { spo2: 84, heart_rate: 132 },
		contributions: [
			{ vital: "spo2", share: 0.58, actual: 84, usual: 97, usualOf: "patient", delta: -13 },
			{ vital: "heart_rate", share: 0.3, actual: 132, usual: 74, usualOf: "population", delta: 58 },
			{ vital: "respiratory_rate", share: 0.12, actual: 31, usual: 15, usualOf: "patient", delta: 16 },
		],
		sentence: "SpO₂ fell from 97 to 84 within two minutes, heart rate and breathing rose.",
		acknowledgedAt: more.acknowledgedBy ? now - 30_000 : null,
		acknowledgedBy: null,
		...more,
	};
}
