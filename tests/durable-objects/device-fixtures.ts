/**
 * What the stored fixtures hold. Run as a script (`node tests/durable-objects/device-fixtures.ts`) it writes
 * the fixtures of versions that have none yet, and never overwrites one: later code must read what earlier code wrote.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeGroup, GROUP_FORMAT_VERSION, quantiseScore } from "../../durable-objects/device/group-codec.ts";
import { PROFILE_VERSION, type DeviceProfile } from "../../durable-objects/device/profile.ts";
import { RUNS_FORMAT_VERSION, TimestampRuns } from "../../durable-objects/device/timestamp-runs.ts";
import { noVitals, READING_FLAGS, type StoredReading } from "../../vitals/reading.ts";

const START = Date.UTC(2026, 10, 22, 10);

export const FIXTURE_READINGS: StoredReading[] = [
	{
		seq: 100,
		timestamp: START,
		receivedAt: START + 350,
		vitals: {
			heart_rate: 72,
			spo2: 98.5,
			respiratory_rate: 14,
			temperature: 36.67,
			systolic_pressure: 121,
			diastolic_pressure: 71,
			mean_pressure: 88,
			etco2: 38,
			pulse_rate: 72,
		},
		battery: 85.5,
		score: quantiseScore(0.4375),
		risk: "LOW",
		patient: "P-8B021AD1B95A",
		flags: 0,
	},
	{
		seq: 101,
		timestamp: START + 1000,
		receivedAt: START + 1200,
		vitals: { ...noVitals(), heart_rate: 0, diastolic_pressure: -21 },
		battery: null,
		score: null,
		risk: "HIGH",
		patient: null,
		flags: READING_FLAGS.extreme | READING_FLAGS.unscored,
	},
];

/** An hour at 1 Hz with a gap, a jittered stretch and a late straggler. */
export const FIXTURE_TIMES: number[] = [
	...Array.from({ length: 3000 }, (_, i) => START + i * 1000),
	...Array.from({ length: 600 }, (_, i) => START + 3_100_000 + i * 1000),
	START + 4_000_137,
	START + 4_001_102,
	START + 3_050_500,
];

/** Of a patient of whom nobody has said anything. */
export const UNTOLD = {
	context: { ageBand: "adult", pregnant: false, spo2Scale: 1, overrides: [] },
	changed: null,
	observations: [],
	baseline: null,
} as const;

export const FIXTURE_PROFILE: DeviceProfile = {
	version: 3,
	deviceId: "WEARABLE-001",
	wardId: "ward-a",
	bedId: "5b0ad5b1-7b86-4c37-8a0e-0c5a3dd4a8c4",
	bedLabel: "Bed 4",
	simulated: true,
	assignments: [
		{ tag: "dGFnLWE", surrogate: "P-AAAAAAAAAAAA", from: START - 5000, to: START + 500, ...UNTOLD },
		{
			tag: "dGFnLWI",
			surrogate: "P-BBBBBBBBBBBB",
			from: START + 500,
			to: null,
			context: {
				ageBand: "6-8-years",
				pregnant: false,
				spo2Scale: 1,
				told: { at: START + 800, by: "nurse" },
				overrides: [
					{ vital: "heart_rate", high: 140, reason: "fever", at: START + 900, by: "nurse", until: START + 86_400_000 },
				],
				revision: 2,
			},
			changed: { at: START + 900, by: "nurse" },
			observations: [
				{ consciousness: "A", time: START + 1000 },
				{
					oxygen: true,
					oxygenFlow: 2,
					temperature: 38.2,
					systolic: 104,
					diastolic: 61,
					time: START + 2000,
					id: "5b0ad5b1-7b86-4c37-8a0e-0c5a3dd4a8c5",
					by: "nurse",
					recordedAt: START + 2100,
				},
			],
			said: 4,
			baseline: { at: START + 3000, by: "admin" },
		},
	],
	template: "6-8-years",
	generation: 3,
	minGeneration: 2,
	clock: { anchorWall: START, anchorDevice: START + 1000, rate: 20 },
};

if (import.meta.main) {
	const folder = join(import.meta.dirname, "../fixtures/device");
	mkdirSync(folder, { recursive: true });
	const runs = new TimestampRuns();
	runs.prune(START - 1000);
	for (const time of FIXTURE_TIMES) runs.add(time);
	const files: [string, Uint8Array | string][] = [
		[`reading-group-v${GROUP_FORMAT_VERSION}.bin`, encodeGroup(FIXTURE_READINGS)],
		[`timestamp-runs-v${RUNS_FORMAT_VERSION}.bin`, runs.serialise()],
		[`profile-v${PROFILE_VERSION}.json`, JSON.stringify(FIXTURE_PROFILE)],
	];
	for (const [name, content] of files) {
		const file = join(folder, name);
		if (existsSync(file)) console.log(`${name}: kept`);
		else {
			writeFileSync(file, content);
			console.log(`${name}: written`);
		}
	}
}
