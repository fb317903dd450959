/** What a page tells of itself: frames, tasks, interactions, layout. Runs in the page, so it refers to nothing outside of itself. */

/** As the page keeps it. */
export interface Probe {
	/** Timestamps of animation frames, ms, while `counting`. */
	frames: number[];
	counting: boolean;
	/** Durations of interactions by what the reader was doing, ms; the event timing's own rounding is 8 ms. */
	interactions: Record<string, number[]>;
	/** What the reader is doing from when on. */
	phases: { readonly at: number; readonly name: string }[];
	lcpMs: number;
	cls: number;
}

declare global {
	// The page's own name for it.
	var benchProbe: Probe;
}

/** Installs the probe; given to the browser as an initial script. */
export function installProbe(): void {
	const probe: Probe = { frames: [], counting: false, interactions: {}, phases: [], lcpMs: 0, cls: 0 };
	globalThis.benchProbe = probe;
	const observe = (type: string, take: (entry: PerformanceEntry) => void, more: object = {}) =>
		new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
	observe("largest-contentful-paint", (entry) => (probe.lcpMs = entry.startTime));
	observe("layout-shift", (entry) => {
		const shift = entry as PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };
		if (!shift.hadRecentInput) probe.cls += shift.value;
	});
	observe(
		"event",
		(entry) => {
			if ((entry as PerformanceEntry & { readonly interactionId: number }).interactionId === 0) return;
			const name = probe.phases.findLast(({ at }) => at <= entry.startTime)?.name;
			if (name !== undefined) (probe.interactions[name] ??= []).push(entry.duration);
		},
		{ durationThreshold: 16 },
	);
	const count = (at: number) => {
		if (probe.counting) probe.frames.push(at);
		requestAnimationFrame(count);
	};
	requestAnimationFrame(count);
}
