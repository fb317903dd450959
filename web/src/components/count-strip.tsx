import { createMemo, type JSX, Show, untrack } from "solid-js";
import type { Overview } from "../../../vitals/api.ts";
import type { Episode } from "../../../vitals/episode.ts";
import type { Refreshed } from "../refresh.ts";
import type { Station } from "../station.ts";
import { formatBytes, formatCount, priorityMarks, type TimeFormats } from "../state/format.ts";
import { staleness } from "../state/staleness.ts";
import { countEpisodes } from "../state/ward-state.ts";
import { texts } from "../texts.ts";
import { PriorityShape } from "./icons.tsx";

/** How often the counts over all wards are asked for, in ms. */
export const OVERVIEW_EVERY_MS = 15_000;

/** The counts above the sectors: this ward's as the live connection has them, all wards' as last fetched. */
export function CountStrip(props: {
	station: Station;
	episodes: readonly Episode[];
	overview: Refreshed<Overview>;
	times: TimeFormats;
}) {
	const counts = createMemo(() => countEpisodes(props.episodes));
	const live = createMemo(() => {
		const now = props.station.now();
		const { order, beds } = props.station.ward;
		// Once a second is enough: reading every bed here would run this for every frame.
		return untrack(() => order.filter((id) => staleness(beds[id]?.receivedAt ?? null, now) === "live").length);
	});
	const known = (text: () => string) => (props.station.ward.synced ? text() : texts.counts.unknown);
	return (
		<section class="counts" aria-label={texts.counts.region}>
			<div class="count-group" data-group="ward" role="group" aria-label={texts.counts.thisWard}>
				<span class="count-group-name">{texts.counts.thisWard}</span>
				<Count name="live" title={texts.counts.liveTitle} value={known(() => String(live()))} label={texts.counts.live}>
					<span class="count-of">
						{props.station.ward.synced ? texts.counts.liveOf(String(props.station.ward.order.length)) : ""}
					</span>
				</Count>
				<AlarmCount priority="high" count={counts().high} known={props.station.ward.synced} label={texts.counts.high} />
				<AlarmCount
					priority="medium"
					count={counts().medium}
					known={props.station.ward.synced}
					label={texts.counts.medium}
				/>
				<AlarmCount
					priority="technical"
					count={counts().technical}
					known={props.station.ward.synced}
					label={texts.counts.technical}
				/>
			</div>
			<OverviewCounts overview={props.overview} times={props.times} />
		</section>
	);
}

/** The counts over all wards. */
export function OverviewCounts(props: { overview: Refreshed<Overview>; times: TimeFormats }) {
	const overview = (text: (overview: Overview) => string) => {
		const value = props.overview.value();
		return value ? text(value) : texts.counts.unknown;
	};
	const openEverywhere = (value: Overview) =>
		value.open_episodes.high + value.open_episodes.medium + value.open_episodes.technical;
	return (
		<div
			class="count-group"
			data-group="all"
			role="group"
			aria-label={texts.counts.allWards}
			data-stale={props.overview.error() !== null}
		>
			<span class="count-group-name">{texts.counts.allWards}</span>
			<Count name="devices" value={overview((value) => formatCount(value.devices))} label={texts.counts.devices} />
			<Count
				name="open"
				title={overview((value) =>
					texts.counts.openTitle(value.open_episodes.high, value.open_episodes.medium, value.open_episodes.technical),
				)}
				value={overview((value) => formatCount(openEverywhere(value)))}
				label={texts.counts.open}
			/>
			<Count name="today" value={overview((value) => formatCount(value.episodes_today))} label={texts.counts.today} />
			<Count
				name="lake"
				title={overview((value) =>
					texts.counts.lakeTitle(formatCount(value.lake.objects), formatBytes(value.lake.bytes)),
				)}
				value={overview((value) => formatCount(value.lake.readings))}
				label={texts.counts.lake}
			/>
			<Show when={props.overview.error() !== null && props.overview.fetchedAt() > 0}>
				<span class="count-stale">{texts.counts.stale(props.times.time(props.overview.fetchedAt()))}</span>
			</Show>
		</div>
	);
}

function Count(props: { name: string; value: string; label: string; title?: string; children?: JSX.Element }) {
	return (
		<span class="count" data-count={props.name} title={props.title}>
			<span class="count-value">{props.value}</span>
			{props.children}
			<span class="count-label">{props.label}</span>
		</span>
	);
}

function AlarmCount(props: {
	priority: "high" | "medium" | "technical";
	count: number;
	known: boolean;
	label: string;
}) {
	return (
		<span
			class="count count-alarm"
			data-count={props.priority}
			data-priority={props.known && props.count > 0 ? props.priority : undefined}
		>
			<PriorityShape priority={props.priority} />
			<span class="marks" aria-hidden="true">
				{priorityMarks(props.priority)}
			</span>
			<span class="count-value">{props.known ? props.count : texts.counts.unknown}</span>
			<span class="count-label">{props.label}</span>
		</span>
	);
}
