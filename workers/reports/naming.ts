/** Whom and which time a message is about: read as the assistant reads a question, within what its author may see. */
import type { Standing } from "../../registry/standing.ts";
import { loadDirectory } from "../assistant/directory.ts";
import { nameOf } from "../assistant/question/question.ts";
import { understand } from "../assistant/question/understand.ts";
import type { Env } from "../env.ts";
import type { Span } from "./data.ts";

export interface Named {
	/** Each once, with what beds and devices are called. */
	readonly devices: readonly { readonly id: string; readonly as: string }[];
	/** Surrogates. */
	readonly patients: readonly string[];
	readonly period: Span | null;
	/** What has to be asked back; null where nothing has. */
	readonly unclear: string | null;
}

/** Names are looked for in the beginning of a note that is longer. */
const MAX_READ = 2000;
/** When shifts begin, minutes after midnight. */
const SHIFTS = [7 * 60, 19 * 60] as const;
const SURROGATE = /(?<![\w-])P-[0-9A-F]{12}(?![\w-])/g;

export async function readMessage(
	env: Env,
	standing: Standing,
	message: string,
	{ zone, now }: { readonly zone: string; readonly now: number },
): Promise<Named> {
	const text = message.slice(0, MAX_READ);
	const patients = [...new Set(text.match(SURROGATE))];
	const directory = await loadDirectory(env, standing);
	const understood = understand(text.replaceAll(SURROGATE, " "), directory, null, { now, zone, shifts: SHIFTS });
	if (understood.kind === "ask-back") {
		const unclear = [understood.sentence, understood.choices.join(", ")].filter((part) => part !== "").join(" ");
		return { devices: [], patients, period: null, unclear };
	}
	const { about, range } = understood.question;
	const devices = about.map((device) => ({ id: device.deviceId, as: nameOf(device) }));
	return { devices, patients, period: range && { from: range.from, to: range.to }, unclear: null };
}
