/** The home page: open episodes, and a sector for each bed. */
import {
	createEffect,
	createMemo,
	createSelector,
	createSignal,
	Match,
	onCleanup,
	Show,
	Switch,
	untrack,
} from "solid-js";
import { BedGrid } from "./components/bed-grid.tsx";
import { EpisodeQueue } from "./components/episode-queue.tsx";
import { LoadFailure, NoDevices, NoWards, SkeletonBeds } from "./components/notices.tsx";
import { useLiveDesk } from "./desk.ts";
import { bedElement, focusedDevice, focusedEpisode } from "./keyboard.ts";
import { isAcknowledged } from "./state/bedside.ts";
import { bedMatches, neighbour } from "./state/ordering.ts";

/** How long a bed that was jumped to stays marked, in ms. */
const LOCATED_MS = 2500;

export function BedsPage() {
	const {
		station,
		painter,
		times,
		wards,
		wardName,
		acknowledger,
		actions,
		episodes,
		resolved,
		keys,
		wanted,
		arrived,
		locate,
	} = useLiveDesk();
	const [query, setQuery] = createSignal("");
	const shownIds = createMemo(() => {
		const text = query();
		return station.ward.order.filter((id) => {
			const bed = station.ward.beds[id]?.bed;
			return bed !== undefined && bedMatches(bed, text);
		});
	});

	const [located, setLocated] = createSignal<string | null>(null);
	let forgetLocated: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(forgetLocated));
	let grid: { reveal(deviceId: string): void } | undefined;
	/** Hands over the bed's sector: at once where it is built, else with the next frame. The last that was asked for counts. */
	let aimed: string | null = null;
	const reach = (deviceId: string, use: (sector: HTMLElement) => void) => {
		const built = bedElement(deviceId);
		aimed = built === null ? deviceId : null;
		if (built !== null) return use(built);
		grid?.reveal(deviceId);
		requestAnimationFrame(() => {
			if (aimed !== deviceId) return;
			aimed = null;
			const sector = bedElement(deviceId);
			if (sector !== null) use(sector);
		});
	};
	const show = (deviceId: string) => {
		if (!shownIds().includes(deviceId)) setQuery("");
		reach(deviceId, (sector) => {
			sector.focus({ preventScroll: true });
			const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
			sector.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
			setLocated(deviceId);
			clearTimeout(forgetLocated);
			forgetLocated = setTimeout(() => setLocated(null), LOCATED_MS);
		});
	};
	// An effect, so that the page's own elements are there: somebody may come from another page to see a bed.
	createEffect(() => {
		const bed = wanted();
		if (bed === null) return;
		untrack(() => show(bed.deviceId));
		arrived();
	});

	// One sector is reachable with Tab, the others with j and k: a thousand beds are not a thousand stops.
	const [focused, setFocused] = createSignal<string | null>(null);
	const [built, setBuilt] = createSignal<readonly string[]>([]);
	const isTabStop = createSelector(() => {
		const id = focused();
		return id !== null && built().includes(id) ? id : built()[0];
	});
	const isLocated = createSelector(located);

	let search: HTMLInputElement | undefined;
	const move = (step: 1 | -1) => {
		// A sector that was scrolled far away has taken the focus with it: one goes on from where one was.
		const next = neighbour(shownIds(), aimed ?? focusedDevice() ?? focused(), step);
		if (next === undefined) return;
		reach(next, (sector) => {
			sector.focus({ preventScroll: true });
			sector.scrollIntoView({ block: "nearest" });
		});
	};
	keys({
		search: () => search?.select(),
		next: () => move(1),
		previous: () => move(-1),
		acknowledge: () => {
			// The worst of the bed that nobody knows of yet.
			const entry = focusedEpisode();
			const device = focusedDevice();
			const meant = [...episodes(), ...resolved()].filter((episode) =>
				entry === null ? episode.deviceId === device : episode.id === entry,
			);
			const worst = meant.find((episode) => !isAcknowledged(episode));
			if (worst !== undefined) acknowledger.acknowledge(worst);
		},
	});

	return (
		<main class="station" id="content" tabindex="-1">
			<Switch fallback={<SkeletonBeds />}>
				<Match when={wards.value() === null && wards.error()} keyed>
					{(error) => <LoadFailure error={error} retry={wards.again} />}
				</Match>
				<Match when={wards.value()?.length === 0}>
					<NoWards />
				</Match>
				<Match when={station.ward.synced}>
					<Show when={station.ward.order.length > 0 || episodes().length > 0}>
						<EpisodeQueue
							station={station}
							episodes={episodes()}
							times={times}
							locate={locate}
							acknowledger={acknowledger}
							askWhy={actions.askWhy}
							resolved={resolved()}
						/>
					</Show>
					<Show when={station.ward.order.length > 0} fallback={<NoDevices ward={wardName()} />}>
						<BedGrid
							station={station}
							painter={painter}
							times={times}
							shownIds={shownIds()}
							query={query()}
							setQuery={setQuery}
							searchRef={(element) => (search = element)}
							gridRef={(given) => (grid = given)}
							onBuilt={setBuilt}
							isLocated={isLocated}
							isTabStop={isTabStop}
							onFocus={setFocused}
							actions={actions}
						/>
					</Show>
				</Match>
			</Switch>
		</main>
	);
}
