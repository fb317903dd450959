/**
 * What moves vital signs when nothing is wrong: the time of day, the breath, getting up and walking,
 * and slow wandering.
 */
import { VITAL_KEYS } from "../vitals/catalogue.ts";
import type { Patient } from "./patient.ts";
import { sineOfTurns, type Random } from "./random.ts";

const SECONDS_PER_DAY = 86_400;
/** Body temperature and heart rate peak late in the afternoon. */
const PEAK_SECOND_OF_DAY = 17 * 3600;
/** Vital signs wander with a memory of minutes. */
const WANDER_SECONDS = 150;
/** The heart follows exertion within about half a minute. */
const ACTIVITY_LAG_SECONDS = 25;
/** Nobody walks the corridor at night. */
const AWAKE_FROM = 7 * 3600;
const AWAKE_UNTIL = 22 * 3600;

/** The undisturbed patient, one step at a time. */
export interface Rhythm {
	/**
	 * Advances to `seconds` and writes every vital's undisturbed value, unrounded, into `values` (catalogue order).
	 *
	 * @param seconds - time of the reading since the epoch, UTC; the ward is taken to live by that clock
	 * @param restless - false keeps the patient in bed: during an acute event nobody starts to walk
	 */
	step(seconds: number, restless: boolean, values: Float64Array): void;
	/** Activity now, 0 at rest to 1. */
	activity(): number;
}

/**
 * @param patient - whose rhythm
 * @param cadenceSeconds - distance between steps, > 0
 * @param random - consumed a fixed number of times per step while at rest
 */
export function createRhythm(patient: Patient, cadenceSeconds: number, random: Random): Rhythm {
	const profiles = VITAL_KEYS.map((key) => patient.vitals[key]);
	const count = profiles.length;
	const baseline = Float64Array.from(profiles, (profile) => profile.baseline);
	const circadian = Float64Array.from(profiles, (profile) => profile.circadian);
	const exertion = Float64Array.from(profiles, (profile) => profile.activity);
	const noise = Float64Array.from(profiles, (profile) => profile.noise);
	const wandering = new Float64Array(count);

	// Implicit Euler's decay, tau / (tau + dt), in place of exp(-dt / tau): exact arithmetic on every platform.
	const memory = WANDER_SECONDS / (WANDER_SECONDS + cadenceSeconds);
	const kick = Float64Array.from(profiles, (profile) => profile.wander * Math.sqrt(1 - memory * memory));
	const lag = cadenceSeconds / (ACTIVITY_LAG_SECONDS + cadenceSeconds);
	const boutChance = Math.min(1, (patient.boutsPerHour * cadenceSeconds) / 3600);
	for (let i = 0; i < count; i++) wandering[i] = (profiles[i]?.wander ?? 0) * random.normal();

	let breath = random.uniform();
	let level = 0;
	let target = 0;
	let boutEnds = Number.NEGATIVE_INFINITY;
	const heart = VITAL_KEYS.indexOf("heart_rate");
	const respiration = VITAL_KEYS.indexOf("respiratory_rate");

	return {
		activity: () => level,
		step(seconds, restless, values) {
			const secondOfDay = seconds % SECONDS_PER_DAY;
			const daytime = sineOfTurns((secondOfDay - PEAK_SECOND_OF_DAY) / SECONDS_PER_DAY + 0.25);

			if (seconds >= boutEnds || !restless) target = 0;
			const awake = secondOfDay >= AWAKE_FROM && secondOfDay < AWAKE_UNTIL;
			if (random.chance(boutChance) && restless && awake && target === 0) {
				target = random.between(0.4, 1);
				boutEnds = seconds + random.between(90, 360);
			}
			level += (target - level) * lag;

			for (let i = 0; i < count; i++) {
				const wander = (wandering[i] as number) * memory + (kick[i] as number) * random.normal();
				wandering[i] = wander;
				values[i] =
					(baseline[i] as number) +
					(circadian[i] as number) * daytime +
					(exertion[i] as number) * level +
					wander +
					(noise[i] as number) * random.normal();
			}
			breath += ((values[respiration] as number) / 60) * cadenceSeconds;
			breath -= Math.floor(breath);
			values[heart] = (values[heart] as number) + patient.sinusArrhythmia * sineOfTurns(breath);
		},
	};
}
