/** Dims the screen by night, as the reader or the address chose. */
import { createEffect, createSignal, onCleanup } from "solid-js";
import { type NightChoice, nightChoice } from "./preferences.ts";
import { isDimmed, minuteOf, type NightHours, parseHours } from "./state/night.ts";

/** Nobody waits for the dimming: it comes within half a minute. */
const LOOK_EVERY_MS = 30_000;

/**
 * @param asked - what counts before the reader's own choice: `on`, `off`, or hours as `22:00-06:00`; null for nothing
 * @returns looks again at once, after a choice
 */
export function createNight(asked: string | null): () => void {
	const hours: NightHours | undefined = (asked === null ? null : parseHours(asked)) ?? undefined;
	const choice = (): NightChoice => {
		if (asked === "on" || asked === "off") return asked;
		return hours === undefined ? nightChoice() : "auto";
	};
	const look = () => isDimmed(choice(), minuteOf(new Date()), hours);
	const [dimmed, setDimmed] = createSignal(look());
	const again = () => setDimmed(look());
	const timer = setInterval(again, LOOK_EVERY_MS);
	onCleanup(() => clearInterval(timer));
	createEffect(() => {
		if (dimmed()) document.documentElement.dataset["night"] = "";
		else delete document.documentElement.dataset["night"];
	});
	return again;
}
