/**
 * Whom and which time a message is about: devices and beds in the author's reach, surrogates, and plain stretches of time.
 * A name is a whole word: WEARABLE-1000 is not WEARABLE-100.
 */
import { connectRegistry } from "../../registry/connect.ts";
import { listDevices } from "../../registry/devices.ts";
import { reachOf, type Standing } from "../../registry/standing.ts";
import type { Env } from "../env.ts";
import type { Span } from "./data.ts";

export interface Named {
	/** What is called that in the message, each once. */
	readonly devices: readonly { readonly id: string; readonly as: string }[];
	readonly patients: readonly string[];
	readonly period: Span | null;
}

/** Devices that are looked through, at most: a message names one of the author's wards'. */
const MAX_DEVICES = 2000;
/** Names are looked for in the beginning of a note that is longer. */
const MAX_READ = 4000;

export async function readMessage(env: Env, standing: Standing, message: string, now: number): Promise<Named> {
	const text = message.slice(0, MAX_READ);
	const wards = reachOf(standing);
	const listed = await listDevices(connectRegistry(env.DB), { wards, after: "", limit: MAX_DEVICES });
	const devices = listed.flatMap(({ id, bed }) => {
		if (says(text, id)) return [{ id, as: id }];
		return bed !== null && says(text, bed) ? [{ id, as: bed }] : [];
	});
	const patients = [...new Set(text.match(/(?<![\w-])P-[0-9A-F]{12}(?![\w-])/g))];
	return { devices, patients, period: periodIn(text, now) };
}

/** Whether the words stand in the text, with nothing of a name on either side. */
function says(text: string, words: string): boolean {
	const literal = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`);
	return new RegExp(String.raw`(?<![\p{L}\p{N}_-])${literal}(?![\p{L}\p{N}_]|[.:-][\p{L}\p{N}])`, "iu").test(text);
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3600_000, day: 24 * 3600_000 };

function periodIn(text: string, now: number): Span | null {
	const iso = [...text.matchAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})/g)].map(([at]) =>
		Date.parse(at),
	);
	const [from, to] = iso;
	if (from !== undefined && from < (to ?? now)) return { from, to: to ?? now };
	const [, count = "1", unit] = /\b(?:last|past)\s+(\d{1,3})?\s*(minute|hour|day)s?\b/i.exec(text) ?? [];
	if (unit === undefined) return null;
	return { from: now - Number(count) * (UNITS[unit.toLowerCase()] as number), to: now };
}
