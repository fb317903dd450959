/** The assistant's settings, with what stands where one is absent; each is checked before anything is served. */
import type { Env } from "../env.ts";

export interface AssistantSettings {
	/** Of Workers AI; null where no model is used and answers are composed. */
	readonly model: string | null;
	readonly temperature: number;
	/** Tokens of one answer, at most. */
	readonly maxTokens: number;
	/** Until the first token and between two, milliseconds. */
	readonly patienceMs: number;
	/** For a whole answer of the model, milliseconds. */
	readonly totalMs: number;
	/** Tokens of questions, sources and answers that one person may use in a UTC day; then answers are composed. */
	readonly dailyTokens: number;
	/** Hours that a conversation is remembered after its last turn. */
	readonly memoryHours: number;
	/** When shifts begin, minutes after midnight, ascending. */
	readonly shifts: readonly number[];
}

type SettingsEnv = Pick<
	Env,
	| "AI_MODEL"
	| "AI_TEMPERATURE"
	| "AI_MAX_TOKENS"
	| "AI_PATIENCE_MS"
	| "AI_TOTAL_MS"
	| "AI_DAILY_TOKENS"
	| "CHAT_MEMORY_HOURS"
	| "SHIFT_STARTS"
>;

/** Name, value where it is absent, lowest and highest. */
const NUMBERS = {
	AI_TEMPERATURE: [0.2, 0, 2],
	AI_MAX_TOKENS: [700, 50, 8_000],
	AI_PATIENCE_MS: [8_000, 100, 60_000],
	AI_TOTAL_MS: [30_000, 500, 120_000],
	AI_DAILY_TOKENS: [200_000, 0, 1e9],
	CHAT_MEMORY_HOURS: [24, 1, 24 * 30],
} as const;
const DEFAULT_SHIFTS = "07:00,19:00";
const MODEL_PATTERN = /^[@A-Za-z0-9][A-Za-z0-9@._/:-]{0,119}$/;

/** What is wrong, as sentences that name the setting. */
export function assistantFaults(env: SettingsEnv): string[] {
	const faults = Object.entries(NUMBERS).flatMap(([name, [, min, max]]) => {
		const value = env[name as keyof typeof NUMBERS];
		const sound = value === undefined || (typeof value === "number" && value >= min && value <= max);
		return sound ? [] : [`the setting ${name} must be a number from ${min} to ${max}`];
	});
	const { AI_MODEL = "" } = env;
	if (AI_MODEL !== "" && !MODEL_PATTERN.test(AI_MODEL))
		faults.push("the setting AI_MODEL must be the name of a model, or empty for none");
	if (shiftsOf(env.SHIFT_STARTS ?? DEFAULT_SHIFTS) === null)
		faults.push("the setting SHIFT_STARTS must be times of day in order, such as 07:00,15:00,23:00");
	return faults;
}

/** The settings; `assistantFaults` was asked before. */
export function assistantSettings(env: SettingsEnv): AssistantSettings {
	const number = (name: keyof typeof NUMBERS) => env[name] ?? NUMBERS[name][0];
	return {
		model: (env.AI_MODEL ?? "") === "" ? null : (env.AI_MODEL as string),
		temperature: number("AI_TEMPERATURE"),
		maxTokens: number("AI_MAX_TOKENS"),
		patienceMs: number("AI_PATIENCE_MS"),
		totalMs: number("AI_TOTAL_MS"),
		dailyTokens: number("AI_DAILY_TOKENS"),
		memoryHours: number("CHAT_MEMORY_HOURS"),
		shifts: shiftsOf(env.SHIFT_STARTS ?? DEFAULT_SHIFTS) ?? [],
	};
}

function shiftsOf(text: string): number[] | null {
	const times = text.split(",").map((part) => /^([01]\d|2[0-3]):([0-5]\d)$/.exec(part.trim()));
	if (times.some((time) => time === null)) return null;
	const minutes = times.map((time) => Number(time?.[1]) * 60 + Number(time?.[2]));
	return minutes.every((value, i) => i === 0 || value > (minutes[i - 1] as number)) ? minutes : null;
}
