/** Builds only the rows of a list that are in or near the window, so that five thousand cost what fifty cost. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import { NO_ROWS, rowOffset, type RowWindow, rowWindow, sameWindow } from "./state/row-window.ts";

/** How far outside the viewport rows are built, CSS pixels: half a turn of the wheel. */
const MARGIN = 400;
/** Up to so many items all are built: then the browser's own search and its printer see the whole list. */
const WHOLE_UP_TO = 64;

export interface RowWindowing {
	/** Items in a row, as the style sheet lays them out. */
	readonly columns: Accessor<number>;
	readonly window: Accessor<RowWindow>;
	/** The element that holds the rows. It keeps `window().before` and `after` free. */
	list(element: HTMLElement): void;
	/** An item of the list; its height is its row's. */
	item(element: HTMLElement, index: Accessor<number>): void;
	/** Scrolls so that the item is in the viewport. It is built within the next animation frame. */
	reveal(index: number): void;
}

/**
 * @param all - the items; another list means other heights
 * @param typical - height of a row and the gap below it until one was measured, CSS pixels
 * @param columnsOf - tells the columns of the list's element; one without it
 */
export function createRowWindow(
	all: Accessor<readonly unknown[]>,
	typical: number,
	columnsOf: (list: HTMLElement) => number = () => 1,
): RowWindowing {
	const [columns, setColumns] = createSignal(1);
	const [window, setWindow] = createSignal<RowWindow>(NO_ROWS, { equals: sameWindow });
	const heights = { measured: [] as (number | undefined)[], typical };
	const items = new Map<Element, Accessor<number>>();
	let holder: HTMLElement | undefined;
	let gap = 0;
	let learned = false;
	// First what is seen, then what may soon be: less stands between the reader and the first sight.
	let margin = 0;
	let frame = 0;

	const look = () => {
		frame = 0;
		if (holder === undefined) return;
		const count = all().length;
		const rows = Math.ceil(count / columns());
		if (count <= WHOLE_UP_TO) return void setWindow({ from: 0, to: rows, before: 0, after: 0 });
		const top = -holder.getBoundingClientRect().top;
		setWindow(rowWindow(heights, rows, top - margin, top + innerHeight + margin));
		if (margin === MARGIN) return;
		margin = MARGIN;
		lookSoon();
	};
	const lookSoon = () => {
		if (frame === 0) frame = requestAnimationFrame(look);
	};
	const measure = (element: Element, index: number) => {
		if (index % columns() !== 0) return;
		const height = (element as HTMLElement).offsetHeight + gap;
		// Once, so that rows that were never seen do not change their room while one reads.
		if (!learned) heights.typical = height;
		learned = true;
		heights.measured[index / columns()] = height;
	};
	const measureAll = () => {
		heights.measured.length = 0;
		for (const [element, index] of items) measure(element, index());
		look();
	};
	const sizes = new ResizeObserver((entries) => {
		for (const { target } of entries) {
			if (target === holder) {
				const style = getComputedStyle(target);
				gap = Number.parseFloat(style.rowGap) || 0;
				const now = columnsOf(target as HTMLElement);
				if (now === columns()) continue;
				learned = false;
				setColumns(now);
				measureAll();
			} else {
				const index = items.get(target);
				if (index !== undefined) measure(target, index());
			}
		}
		lookSoon();
	});
	addEventListener("scroll", lookSoon, { passive: true });
	addEventListener("resize", lookSoon);
	// Other items, or their order: what was measured belonged to others.
	createEffect(on(all, measureAll, { defer: true }));
	onCleanup(() => {
		cancelAnimationFrame(frame);
		removeEventListener("scroll", lookSoon);
		removeEventListener("resize", lookSoon);
		sizes.disconnect();
	});

	return {
		columns,
		window,
		list(element) {
			holder = element;
			sizes.observe(element);
			// The element is not in the document yet.
			queueMicrotask(() => {
				setColumns(columnsOf(element));
				look();
			});
			onCleanup(() => {
				if (holder === element) holder = undefined;
				sizes.unobserve(element);
			});
		},
		item(element, index) {
			items.set(element, index);
			sizes.observe(element);
			onCleanup(() => {
				items.delete(element);
				sizes.unobserve(element);
			});
		},
		reveal(index) {
			if (holder === undefined) return;
			// Somebody may come here before anything was measured.
			setColumns(columnsOf(holder));
			const row = Math.floor(index / columns());
			const top = holder.getBoundingClientRect().top + scrollY + rowOffset(heights, row);
			scrollTo({ top: Math.max(0, top - innerHeight / 3), behavior: "instant" });
			look();
		},
	};
}
