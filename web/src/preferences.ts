/** What this browser remembers of its reader. Storage may be blocked; everything works without, until the next visit. */

export type Theme = "light" | "dark";

/** The same key is read before the first paint by public/theme.js. */
const THEME_KEY = "biostream.theme";
const SHORTCUTS_KEY = "biostream.shortcuts";
const WARD_KEY = "biostream.ward";

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
