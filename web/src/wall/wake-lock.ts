/** Keeps the screen lit: a wall that goes dark looks like a calm ward. */

/** Holds the lock until the returned function is called; takes it again after the page was hidden. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | null = null;
	let ended = false;
	const take = async () => {
		if (ended || document.hidden || (lock !== null && !lock.released)) return;
		try {
			lock = await navigator.wakeLock.request("screen");
			if (ended) await lock.release();
		} catch {
			// Not offered, or refused while the battery is low: the display's own settings have to keep it lit.
		}
	};
	document.addEventListener("visibilitychange", take);
	void take();
	return () => {
		ended = true;
		document.removeEventListener("visibilitychange", take);
		void lock?.release();
	};
}
