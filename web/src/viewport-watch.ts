/** One observer for all sectors: which of them are in or near the viewport. */

/** How far outside the viewport counts as near: one flick of the wheel. */
const MARGIN = "600px 0px";

export interface ViewportWatch {
	/** Tells `onChange` now and whenever `element` comes near or leaves; call the result to stop. */
	observe(element: Element, onChange: (near: boolean) => void): () => void;
	dispose(): void;
}

export function createViewportWatch(): ViewportWatch {
	const listeners = new Map<Element, (near: boolean) => void>();
	const observer = new IntersectionObserver(
		(entries) => {
			for (const entry of entries) listeners.get(entry.target)?.(entry.isIntersecting);
		},
		{ rootMargin: MARGIN },
	);
	return {
		observe(element, onChange) {
			listeners.set(element, onChange);
			observer.observe(element);
			return () => {
				listeners.delete(element);
				observer.unobserve(element);
			};
		},
		dispose: () => observer.disconnect(),
	};
}
