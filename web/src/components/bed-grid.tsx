import { createEffect, createMemo, For, type JSX, on, Show } from "solid-js";
import { createRowWindow } from "../row-window.ts";
import type { BedState } from "../state/ward-state.ts";
import type { Station } from "../station.ts";
import { texts } from "../texts.ts";
import { BedSector, type BedActions } from "./bed-sector.tsx";
import type { TimeFormats } from "../state/format.ts";
import type { TrendPainter } from "../trend-painter.ts";

/** A row of sectors with the gap below it, CSS pixels, until one was measured. */
const TYPICAL_ROW = 210;

/** As many as the style sheet has put side by side. */
const columnsOf = (list: HTMLElement) => getComputedStyle(list).gridTemplateColumns.split(" ").length;

/** The sectors, in an order that no alarm changes, and the search above them. */
export function BedGrid(props: {
	station: Station;
	painter: TrendPainter;
	times: TimeFormats;
	shownIds: readonly string[];
	query: string;
	setQuery: (query: string) => void;
	searchRef: (element: HTMLInputElement) => void;
	/** Told how to bring a bed into the viewport that may not be built, and which are built. */
	gridRef: (grid: { reveal(deviceId: string): void }) => void;
	onBuilt: (deviceIds: readonly string[]) => void;
	isLocated: (deviceId: string) => boolean;
	isTabStop: (deviceId: string) => boolean;
	onFocus: (deviceId: string) => void;
	actions: BedActions;
}) {
	const rows = createRowWindow(() => props.shownIds, TYPICAL_ROW, columnsOf);
	const builtIds = createMemo(() => {
		const { from, to } = rows.window();
		return props.shownIds.slice(from * rows.columns(), to * rows.columns());
	});
	createEffect(on(builtIds, (ids) => props.onBuilt(ids)));
	props.gridRef({ reveal: (deviceId) => rows.reveal(props.shownIds.indexOf(deviceId)) });
	// By object, which stays the same for as long as the bed is in the ward: rows are kept, and die with their bed.
	const beds = createMemo(() =>
		builtIds()
			.map((id) => props.station.ward.beds[id])
			.filter((bed): bed is BedState => bed !== undefined),
	);
	const first = () => rows.window().from * rows.columns();
	const onSearchKey = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
		if (event.key !== "Escape") return;
		event.preventDefault();
		props.setQuery("");
		event.currentTarget.blur();
	};
	const room = (): JSX.CSSProperties => ({
		"padding-block-start": `${rows.window().before}px`,
		"padding-block-end": `${rows.window().after}px`,
	});
	return (
		<section class="beds" aria-labelledby="beds-title">
			<div class="beds-head">
				<h2 id="beds-title">{texts.beds.title}</h2>
				<span class="beds-count" role="status">
					{texts.beds.shown(props.shownIds.length, props.station.ward.order.length)}
				</span>
				<div class="search" role="search">
					<input
						ref={props.searchRef}
						type="search"
						aria-label={texts.beds.search}
						aria-keyshortcuts="/"
						placeholder={texts.beds.search}
						autocomplete="off"
						spellcheck={false}
						value={props.query}
						onInput={(event) => props.setQuery(event.currentTarget.value)}
						onKeyDown={onSearchKey}
					/>
					<Show
						when={props.query !== ""}
						fallback={
							<kbd class="search-key" aria-hidden="true">
								{texts.beds.searchKey}
							</kbd>
						}
					>
						<button type="button" class="search-clear" onClick={() => props.setQuery("")}>
							{texts.beds.clear}
						</button>
					</Show>
				</div>
			</div>
			<Show when={props.shownIds.length > 0} fallback={<p class="no-match">{texts.beds.noMatch(props.query)}</p>}>
				<ul class="bed-grid" ref={rows.list} style={room()}>
					<For each={beds()}>
						{(bed, index) => (
							<li
								class="bed-slot"
								ref={(slot) => rows.item(slot, () => first() + index())}
								aria-setsize={props.shownIds.length}
								aria-posinset={first() + index() + 1}
							>
								<BedSector
									bed={bed}
									station={props.station}
									painter={props.painter}
									times={props.times}
									located={props.isLocated(bed.bed.deviceId)}
									tabStop={props.isTabStop(bed.bed.deviceId)}
									onFocus={props.onFocus}
									actions={props.actions}
								/>
							</li>
						)}
					</For>
				</ul>
			</Show>
		</section>
	);
}
