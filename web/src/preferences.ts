/** What this browser remembers of its reader. Storage may be blocked; everything works without, until the next visit. */

export type Theme = "light" | "dark";

/** The same key is read before the first paint by public/theme.js. */
const THEME_KEY = "biostream.theme";
const SHORTCUTS_KEY = "biostream.shortcuts";
const WARD_KEY = "biostream.ward";
const SOUND_KEY = "biostream.sound";
const VOLUME_KEY = "biostream.volume";
/** Read before the first paint, too. */
const NIGHT_KEY = "biostream.night";

/** Quieter than this nobody hears an alarm over a ward: who wants silence turns the sound off, which the page says. */
export const LEAST_VOLUME = 0.2;
const FIRST_VOLUME = 0.7;

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		// Blocked storage is the same as an empty one.
		return null;
	}
}

function write(key: string, value: string): void {
	try {
		localStorage.setItem(key, value);
	} catch {
		// Blocked or full: the choice lasts as long as the page.
	}
}

/** The theme in effect: the reader's choice, else the system's. */
export function currentTheme(): Theme {
	const chosen = document.documentElement.dataset["theme"];
	if (chosen === "light" || chosen === "dark") return chosen;
	return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Applies and keeps the reader's choice. */
export function chooseTheme(theme: Theme): void {
	document.documentElement.dataset["theme"] = theme;
	write(THEME_KEY, theme);
}

/** Whether single keys act as shortcuts; people who speak to their computer turn them off (WCAG 2.1.4). */
export function shortcutsWanted(): boolean {
	return read(SHORTCUTS_KEY) !== "off";
}

export function keepShortcutsWanted(wanted: boolean): void {
	write(SHORTCUTS_KEY, wanted ? "on" : "off");
}

/** The wards this browser asks for, most wanted first: the address's, then the one its reader chose last. */
export function wantedWards(): (string | null)[] {
	return [new URLSearchParams(location.search).get("ward"), read(WARD_KEY)];
}

/** Keeps the reader's choice for the next visit; a ward that merely opened is no choice. */
export function keepChosenWard(id: string): void {
	write(WARD_KEY, id);
}

/** Shows the ward in the address, so that it can be shared and reloaded. */
export function showWardInAddress(id: string): void {
	const address = new URL(location.href);
	if (address.searchParams.get("ward") === id) return;
	address.searchParams.set("ward", id);
	history.replaceState(history.state, "", address);
}

/** What the reader chose about alarm sound. */
export interface SoundChoice {
	/** `null` until they have. */
	readonly wanted: boolean | null;
	/** `LEAST_VOLUME` to 1. */
	readonly volume: number;
}

export function soundChoice(): SoundChoice {
	const wanted = read(SOUND_KEY);
	const volume = Number(read(VOLUME_KEY));
	return {
		wanted: wanted === null ? null : wanted === "on",
		volume: volume >= LEAST_VOLUME && volume <= 1 ? volume : FIRST_VOLUME,
	};
}

export function keepSound({ wanted, volume }: SoundChoice): void {
	if (wanted !== null) write(SOUND_KEY, wanted ? "on" : "off");
	write(VOLUME_KEY, String(volume));
}

/** When the screen is dimmed. */
export type NightChoice = "off" | "auto" | "on";

export function nightChoice(): NightChoice {
	const chosen = read(NIGHT_KEY);
	return chosen === "auto" || chosen === "on" ? chosen : "off";
}

export function keepNight(choice: NightChoice): void {
	write(NIGHT_KEY, choice);
}
