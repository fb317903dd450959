/** Readings as a bedside monitor makes them: 1 Hz, whole numbers, a little noise; the same ones on every run. */
import { noVitals, type StoredReading } from "../../vitals/reading.ts";

const START = Date.UTC(2026, 2, 1, 10);

/** `rows` readings, one a second, every vital sign present. */
export function hourOf(rows: number): StoredReading[] {
	// A small linear congruential generator: what matters is that it repeats, not that it is good.
	let state = 20260301;
	const noise = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32 - 0.5;
	const drift = {
		heart_rate: 80,
		spo2: 97,
		respiratory_rate: 16,
		temperature: 36.8,
		systolic_pressure: 120,
		diastolic_pressure: 75,
		mean_pressure: 90,
		etco2: 38,
		pulse_rate: 80,
	};
	const usual = { ...drift };
	return Array.from({ length: rows }, (_, i): StoredReading => {
		const vitals = noVitals();
		for (const key of Object.keys(drift) as (keyof typeof drift)[]) {
			// Pulled back to where it began, so that an hour stays within what a patient does.
			drift[key] += (usual[key] - drift[key]) * 0.02 + noise() * usual[key] * 0.012;
			vitals[key] = key === "temperature" ? Math.round(drift[key] * 10) / 10 : Math.round(drift[key]);
		}
		vitals.spo2 = Math.min(vitals.spo2 ?? 0, 100);
		vitals.pulse_rate = vitals.heart_rate;
		const timestamp = START + i * 1000;
		return {
			seq: 5001 + i,
			timestamp,
			receivedAt: timestamp + 60 + Math.round(noise() * 60),
			patient: "p-6f1d2c9a7b30",
			vitals,
			battery: 93 - Math.floor(i / 600),
			score: 0.44 + noise() * 0.05,
			risk: "LOW",
			flags: 0,
		};
	});
}
