/** Every component in every state, light and dark, with invented values. In development only. */
import { Route, Router } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup } from "solid-js";
import { createStore } from "solid-js/store";
import type { Acknowledger } from "../acknowledger.ts";
import { ApiError } from "../contract/client.ts";
import { BedGrid } from "../components/bed-grid.tsx";
import { EpisodeQueue } from "../components/episode-queue.tsx";
import { PriorityShape } from "../components/icons.tsx";
import { ConnectionBar, LoadFailure, NoDevices, NoWards, SkeletonBeds } from "../components/notices.tsx";
import type { LiveStatus } from "../live/live.ts";
import { DataTable, Figure, Panel, SecretOnce, SureButton } from "../manage/parts.tsx";
import { type Priority, priorityMarks, timeFormats } from "../state/format.ts";
import { compareEpisodes } from "../state/ordering.ts";
import { resolvedOf, type WardState } from "../state/ward-state.ts";
import type { Station } from "../station.ts";
import { texts as common } from "../texts.ts";
import { createTrendPainter } from "../trend-painter.ts";
import "./design.css";
import { sampleWard } from "./samples.ts";
import { designTexts as texts } from "./texts.ts";

const COLOURS = [
	..."page surface surface-raised line line-strong text text-2 text-dim accent live warning".split(" "),
	..."heart-rate spo2 respiratory-rate pressure temperature etco2".split(" "),
	..."high medium technical news-1 news-2 news-3".split(" "),
];
const SIZES = ["xs", "sm", "md", "lg", "xl"];
const PRIORITIES: readonly Priority[] = ["high", "medium", "low", "technical"];
const STATUSES: readonly LiveStatus[] = [
	{ kind: "connecting" },
	{ kind: "open" },
	{ kind: "reconnecting", attempt: 3, retryAt: Date.now() + 3600_000 },
	{ kind: "outdated" },
];
const NOBODY: Acknowledger = {
	me: "M-ME",
	allowed: true,
	message: () => common.queue.conflict("Bed 4", common.queue.closedMeanwhile),
	isSending: () => false,
	acknowledge: () => {},
};

export default function DesignPage() {
	const sides = () => (
		<main class="design" id="content">
			<h1 class="unseen">{texts.title}</h1>
			<Side side="light" title={texts.light} />
			<Side side="dark" title={texts.dark} />
		</main>
	);
	// Sectors lead to patients' pages.
	return (
		<Router>
			<Route path="*" component={sides} />
		</Router>
	);
}

function Part(props: { title: string; children: JSX.Element }) {
	return (
		<section class="design-part">
			<h3>{props.title}</h3>
			{props.children}
		</section>
	);
}

function Side(props: { side: "light" | "dark"; title: string }) {
	const now = Date.now();
	const { ward: sample, trend } = sampleWard(props.side, now);
	const [ward] = createStore<WardState>(sample);
	const [query, setQuery] = createSignal("");
	const times = timeFormats();
	const station = (status: LiveStatus): Station => ({
		ward,
		status: () => status,
		now: () => now,
		announcement: () => "",
		glassAt: () => 0,
		trendOf: () => trend,
		learn: () => {},
		learnResolved: () => {},
		forgetResolved: () => {},
		retryNow: () => {},
	});
	const live = station({ kind: "open" });
	const painter = createTrendPainter(() => now);
	onCleanup(() => painter.dispose());
	requestAnimationFrame(() => painter.invalidate());
	return (
		<div class="design-side" data-side={props.side}>
			<h2>{props.title}</h2>
			<Part title={texts.colours}>
				<div class="design-row">
					<For each={COLOURS}>
						{(name) => (
							<span class="design-colour">
								<span class="design-swatch" style={{ background: `var(--${name})` }} />
								{name}
							</span>
						)}
					</For>
				</div>
			</Part>
			<Part title={texts.type}>
				<For each={SIZES}>{(size) => <p style={{ "font-size": `var(--text-${size})` }}>SpO₂ 97 · {size}</p>}</For>
			</Part>
			<Part title={texts.connection}>
				<div class="design-row">
					<For each={STATUSES}>
						{({ kind }) => (
							<span class="connection" data-state={kind}>
								<span class="connection-mark" aria-hidden="true" />
								{common.connection[kind]}
							</span>
						)}
					</For>
				</div>
				<For each={STATUSES}>{(status) => <ConnectionBar station={station(status)} active={true} />}</For>
			</Part>
			<Part title={texts.queue}>
				<div class="design-row">
					<For each={PRIORITIES}>
						{(priority) => (
							<span class="alarm-fill" data-priority={priority}>
								<PriorityShape priority={priority} /> {priorityMarks(priority)} {priority}
							</span>
						)}
					</For>
				</div>
				<EpisodeQueue
					station={live}
					episodes={Object.values(ward.episodes).sort(compareEpisodes)}
					times={times}
					locate={() => {}}
					acknowledger={NOBODY}
					askWhy={() => {}}
					resolved={resolvedOf(ward)}
				/>
			</Part>
			<Part title={texts.sectors}>
				<BedGrid
					station={live}
					painter={painter}
					times={times}
					shownIds={ward.order}
					query={query()}
					setQuery={setQuery}
					searchRef={() => {}}
					gridRef={() => {}}
					onBuilt={() => {}}
					isLocated={() => false}
					isTabStop={() => true}
					onFocus={() => {}}
					actions={{ ask: () => {}, askWhy: () => {}, report: () => {}, patient: () => "/" }}
				/>
			</Part>
			<Part title={texts.notices}>
				<LoadFailure error={new ApiError(503, "", "00000000-0000-4000-8000-000000000000")} retry={() => {}} />
				<NoWards />
				<NoDevices ward={texts.sample} />
				<SkeletonBeds />
			</Part>
			<Part title={texts.controls}>
				<div class="design-row manage">
					<button type="button" class="button">
						{texts.sample}
					</button>
					<button type="button" class="button button-strong">
						{texts.sample}
					</button>
					<button type="button" class="button button-strong" aria-disabled="true">
						{texts.sample}
					</button>
					<SureButton label={texts.sample} sure={common.error.retry} onSure={() => {}} />
					<input aria-label={texts.sample} value={texts.sample} />
					<select aria-label={texts.sample}>
						<option>{texts.sample}</option>
					</select>
				</div>
				<Panel title={texts.sample}>
					<SecretOnce title={texts.sample} secret="bs_0000" note={texts.sample} forget={() => {}} />
				</Panel>
			</Part>
			<Part title={texts.tables}>
				<dl class="manage-figures">
					<Figure label={texts.sample} value="1,024" />
				</dl>
				<DataTable caption={`${texts.sample}, ${props.title}`} head={[texts.sample, "1"]} numbers={[1]}>
					<tbody>
						<tr>
							<th scope="row">{texts.sample}</th>
							<td class="manage-number">1</td>
						</tr>
					</tbody>
				</DataTable>
			</Part>
		</div>
	);
}
