import { createMemo, For, onCleanup, Show } from "solid-js";
import type { Station } from "../station.ts";
import type { TimeFormats } from "../state/format.ts";
import type { BedState } from "../state/ward-state.ts";
import { texts } from "../texts.ts";
import type { TrendPainter } from "../trend-painter.ts";
import { createViewportWatch } from "../viewport-watch.ts";
import { type BedActions, BedSector } from "./bed-sector.tsx";

/** The sectors, in an order that no alarm changes, and the search above them. */
export function BedGrid(props: {
	station: Station;
	painter: TrendPainter;
	times: TimeFormats;
	shownIds: readonly string[];
	query: string;
	setQuery: (query: string) => void;
	searchRef: (element: HTMLInputElement) => void;
	isLocated: (deviceId: string) => boolean;
	isTabStop: (deviceId: string) => boolean;
	onFocus: (deviceId: string) => void;
	actions: BedActions;
}) {
	const viewport = createViewportWatch();
	onCleanup(() => viewport.dispose());
	// By object, which stays the same for as long as the bed is in the ward: rows are kept, and die with their bed.
	const beds = createMemo(() =>
		props.shownIds.map((id) => props.station.ward.beds[id]).filter((bed): bed is BedState => bed !== undefined),
	);
	const onSearchKey = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
		if (event.key !== "Escape") return;
		event.preventDefault();
		props.setQuery("");
		event.currentTarget.blur();
	};
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
			<Show when={beds().length > 0} fallback={<p class="no-match">{texts.beds.noMatch(props.query)}</p>}>
				<ul class="bed-grid">
					<For each={beds()}>
						{(bed) => (
							<BedSector
								bed={bed}
								station={props.station}
								painter={props.painter}
								viewport={viewport}
								times={props.times}
								located={props.isLocated(bed.bed.deviceId)}
								tabStop={props.isTabStop(bed.bed.deviceId)}
								onFocus={props.onFocus}
								actions={props.actions}
							/>
						)}
					</For>
				</ul>
			</Show>
		</section>
	);
}
