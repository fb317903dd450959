/** The central station for a wall: read from three metres, touched by nobody. */
import { createEffect, createMemo, createSignal, For, onCleanup, onMount, Show, untrack } from "solid-js";
import type { Me } from "../../../vitals/api.ts";
import { createAlarms } from "../alarms.ts";
import { createNight } from "../night.ts";
import { timeFormats } from "../state/format.ts";
import { staleness } from "../state/staleness.ts";
import { resolvedOf } from "../state/ward-state.ts";
import { createStation } from "../station.ts";
import { alignFlashing } from "../flashing.ts";
import { createWardChoice } from "../ward-choice.ts";
import { nightOf } from "./address.ts";
import { AlarmStrip } from "./alarm-strip.tsx";
import { layOut, pageAt } from "./layout.ts";
import { wallTexts as texts } from "./texts.ts";
import { WallBed } from "./wall-bed.tsx";
import "./wall.css";
import { keepAwake } from "./wake-lock.ts";

/** How long a page of beds stays, ms: long enough to find a bed and read it. Alarms are in the strip whichever page is shown. */
const PAGE_MS = 15_000;

export default function WallDisplay(props: { me: Me; toSignIn: () => boolean; checkSession: () => void }) {
	const times = timeFormats();
	const { wardId, wardName } = createWardChoice(props.toSignIn);
	const station = createStation(wardId, props.checkSession);
	const { episodes, resolved, sound } = createAlarms(station, wardId, true);
	createNight(nightOf(location.search));
	onCleanup(keepAwake());
	document.addEventListener("animationstart", alignFlashing);
	onCleanup(() => document.removeEventListener("animationstart", alignFlashing));

	const [room, setRoom] = createSignal({ width: 1, height: 1 });
	let grid: HTMLUListElement | undefined;
	onMount(() => {
		const observer = new ResizeObserver(([entry]) => {
			if (entry !== undefined) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
		});
		if (grid !== undefined) observer.observe(grid);
		onCleanup(() => observer.disconnect());
	});
	const layout = createMemo(() => layOut(station.ward.order.length, room().width, room().height));
	const page = createMemo(() => pageAt(station.now(), layout().pages, PAGE_MS));
	const shown = createMemo(() => {
		const { columns, rows } = layout();
		return station.ward.order.slice(page() * columns * rows, (page() + 1) * columns * rows);
	});
	const resolvedDevices = createMemo(() => new Set(resolvedOf(station.ward).map(({ deviceId }) => deviceId)));

	const isLive = () => station.status().kind === "open";
	const [lostAt, setLostAt] = createSignal<number | null>(null);
	createEffect(() => setLostAt(isLive() ? null : untrack(() => lostAt() ?? station.now())));
	const live = createMemo(() => {
		const now = station.now();
		const { order, beds } = station.ward;
		return untrack(() => order.filter((id) => staleness(beds[id]?.receivedAt ?? null, now) === "live").length);
	});
	const notice = () => {
		if (!isLive()) {
			const at = lostAt();
			return station.ward.synced && at !== null ? texts.notLive(times.time(at)) : texts.connecting;
		}
		if (sound.state() === "blocked") return texts.soundOff;
		return sound.state() === "none" ? texts.noSound : "";
	};

	return (
		<main class="wall" id="content" data-live={isLive()}>
			<header class="wall-head">
				<h1 class="wall-ward">{wardName()}</h1>
				<span class="wall-state">{station.ward.synced ? texts.live(live(), station.ward.order.length) : ""}</span>
				<Show when={layout().pages > 1}>
					<span class="wall-page">{texts.page(page() + 1, layout().pages)}</span>
				</Show>
				<span class="wall-day">{times.day(station.now())}</span>
				<time class="wall-clock" dateTime={new Date(station.now()).toISOString()}>
					{times.axisSeconds(station.now())}
				</time>
			</header>
			<Show when={notice()}>
				<p class="wall-notice" role="status" data-kind={isLive() ? "sound" : "lost"}>
					{notice()}
				</p>
			</Show>
			<AlarmStrip station={station} episodes={episodes()} resolved={resolved()} synced={station.ward.synced} />
			<ul
				ref={(element) => (grid = element)}
				class="wall-grid"
				aria-label={texts.beds}
				style={{
					"grid-template-columns": `repeat(${layout().columns}, minmax(0, 1fr))`,
					"grid-template-rows": `repeat(${layout().rows}, minmax(0, 1fr))`,
				}}
			>
				<For each={shown()}>
					{(id) => (
						<Show when={station.ward.beds[id]}>
							{(bed) => <WallBed bed={bed()} station={station} isResolved={resolvedDevices().has(id)} />}
						</Show>
					)}
				</For>
			</ul>
			<div class="unseen" role="alert" aria-live="assertive" aria-atomic="true">
				{station.announcement()}
			</div>
		</main>
	);
}
