/** Single-key shortcuts, and the bed that has the focus. */

export interface KeyActions {
	search(): void;
	next(): void;
	previous(): void;
	acknowledge(): void;
	ask(): void;
	/** The page of the patient in the bed. */
	open(): void;
	help(): void;
	/** The alarm sound, for a while. */
	pause(): void;
}

/**
 * Listens on the document. Keys typed into a field, and keys with a modifier, are left alone.
 *
 * @param wanted - asked at each key: false while shortcuts are off or a dialog is open
 * @returns what stops listening
 */
export function listenToKeys(actions: Partial<KeyActions>, wanted: () => boolean): () => void {
	const onKey = (event: KeyboardEvent) => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !wanted()) return;
		if (event.target instanceof Element && event.target.closest("input, select, textarea, [contenteditable]")) return;
		const action = actionOf(event.key, actions);
		if (!action) return;
		event.preventDefault();
		action();
	};
	document.addEventListener("keydown", onKey);
	return () => document.removeEventListener("keydown", onKey);
}

function actionOf(key: string, actions: Partial<KeyActions>): (() => void) | undefined {
	switch (key) {
		case "/":
			return actions.search;
		case "j":
			return actions.next;
		case "k":
			return actions.previous;
		case "a":
			return actions.acknowledge;
		case "q":
			return actions.ask;
		case "o":
			return actions.open;
		case "p":
			return actions.pause;
		case "?":
			return actions.help;
		default:
			return undefined;
	}
}

/** Id of the sector element of a device. */
export function bedElementId(deviceId: string): string {
	return `bed-${deviceId}`;
}

/** The sector element of a device, where it is shown. */
export function bedElement(deviceId: string): HTMLElement | null {
	return document.getElementById(bedElementId(deviceId));
}

/** The episode whose entry in the queue has the focus. */
export function focusedEpisode(): string | null {
	return document.activeElement?.closest<HTMLElement>("[data-episode]")?.dataset["episode"] ?? null;
}

/** The device whose sector has the focus. */
export function focusedDevice(): string | null {
	return document.activeElement?.closest<HTMLElement>("[data-device]")?.dataset["device"] ?? null;
}
