/** Reading frames, and when to try again. */
import { LIVE_PROTOCOL_VERSION, type LiveFrame } from "../../../vitals/live.ts";

/** What a text message from the station turned out to be. */
export type ParsedMessage =
	| { readonly kind: "frame"; readonly frame: LiveFrame }
	| { readonly kind: "pong" }
	/** The station speaks another protocol version: only a reload helps. */
	| { readonly kind: "other-version"; readonly version: unknown }
	| { readonly kind: "malformed" };

/** Reads one text message. Never throws. */
export function parseMessage(text: string): ParsedMessage {
	if (text === "pong") return { kind: "pong" };
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { kind: "malformed" };
	}
	if (
		typeof value !== "object" ||
		value === null ||
		!("type" in value) ||
		!("at" in value) ||
		typeof value.at !== "number"
	) {
		return { kind: "malformed" };
	}
	// Only the snapshot carries the version; it comes first on every connection.
	if (value.type === "snapshot") {
		const version = "version" in value ? value.version : undefined;
		if (version !== LIVE_PROTOCOL_VERSION) return { kind: "other-version", version };
	}
	return { kind: "frame", frame: value as LiveFrame };
}

/** First pause before trying again, in ms; it doubles with every failure. */
const FIRST_DELAY_MS = 500;
/** Longest pause, in ms: a ward that came back is on the screen within a quarter of a minute. */
const LONGEST_DELAY_MS = 15_000;

/**
 * How long to wait before the next attempt, in ms: exponential, with the upper half at random so that the
 * viewers of a restarted station do not all come back at once.
 *
 * @param attempt - failures since the last success, from 1
 * @param random - 0..1
 */
export function reconnectDelay(attempt: number, random: number): number {
	const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempt - 1));
	return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
