/** What a page in the background shows of its alarms: the title, the icon, and the number on an installed app's icon. */
import { alarmTexts } from "./texts.ts";

export interface Waiting {
	/** Alarms that nobody has acknowledged. */
	readonly count: number;
	readonly level: "high" | "medium" | null;
	/** The page shows what was, not what is. */
	readonly isOld: boolean;
}

const MARK = /^\(\d+\) /;

/** Names the page; the number of waiting alarms stays before the name. */
export function setTitle(title: string): void {
	document.title = (MARK.exec(document.title)?.[0] ?? "") + title;
}

/** Shows `waiting` wherever a page can. */
export function showWaiting({ count, level, isOld }: Waiting): void {
	document.title = (count === 0 ? "" : alarmTexts.titleMark(count)) + document.title.replace(MARK, "");
	const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
	const shown = isOld ? "/favicon-old.svg" : level === null ? "/favicon.svg" : `/favicon-${level}.svg`;
	if (icon !== null && icon.getAttribute("href") !== shown) icon.setAttribute("href", shown);
	// Absent where nothing can be installed; refused where it is not.
	const badge = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
	badge?.catch(() => {});
}
