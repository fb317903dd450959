/** NEWS2 below the trends, over the same time: at the onset of each episode, and as it comes while the page is open. */
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import type { Anomaly } from "../../../vitals/api.ts";
import type { BedState } from "../state/ward-state.ts";
import { addLive, pointOf, type ScorePoint, within } from "./score-course.ts";
import type { Stretch } from "./span.ts";
import { patientTexts as texts } from "./texts.ts";

/** Highest score that NEWS2 can be; and where medium and high risk begin (Royal College of Physicians, 2017). */
const [MOST, MEDIUM, HIGH] = [20, 5, 7];

export function ScoreChart(props: {
	episodes: readonly Anomaly[];
	bed: BedState | undefined;
	stretch: Stretch;
	time: (at: number) => string;
}) {
	const onsets = createMemo(() =>
		props.episodes.flatMap((episode) => {
			const point = pointOf(episode.news2_at_onset, Date.parse(episode.detected_at) / 1000, "onset");
			return point === null ? [] : [point];
		}),
	);
	const [live, setLive] = createSignal<readonly ScorePoint[]>([]);
	createEffect(
		on(
			() => props.bed?.news2,
			(news2) => {
				const at = (props.bed?.timestamp ?? 0) / 1000;
				const point = at === 0 ? null : pointOf(news2 ?? null, at, "live");
				if (point !== null) setLive((course) => addLive(course, point));
			},
		),
	);
	const shown = createMemo(() => within([...onsets(), ...live()], props.stretch.from, props.stretch.to));
	/** Beyond the newest reading nobody knows the score. */
	const newest = () => (props.bed?.timestamp ?? 0) / 1000;
	const lines = createMemo(() => {
		const course = shown().filter(({ from }) => from === "live");
		return course.map((point, i) => ({ ...point, until: course[i + 1]?.at ?? newest(), next: course[i + 1]?.score }));
	});
	const x = (at: number) => {
		const part = (at - props.stretch.from) / (props.stretch.to - props.stretch.from);
		return `${Math.min(1, Math.max(0, part)) * 100}%`;
	};
	const y = (score: number) => `${(1 - score / MOST) * 100}%`;
	const say = ({ score, complete, at }: ScorePoint) => texts.score.point(score, complete, props.time(at * 1000));
	return (
		<figure class="trend-figure score-figure">
			<figcaption class="trend-caption">
				<span class="trend-name">{texts.score.name}</span>
				<span class="trend-unit">{texts.score.hint}</span>
			</figcaption>
			<Show when={shown().length > 0} fallback={<p class="notice-quiet">{texts.score.none}</p>}>
				<div class="score-plot">
					<span class="score-mark" data-of="high" aria-hidden="true">
						{HIGH}
					</span>
					<span class="score-mark" data-of="medium" aria-hidden="true">
						{MEDIUM}
					</span>
					<svg class="score-svg" role="img" aria-label={shown().map(say).join("; ")}>
						<rect class="score-zone" data-of="high" x="0" y="0" width="100%" height={y(HIGH)} />
						<line class="score-limit" data-of="high" x1="0" x2="100%" y1={y(HIGH)} y2={y(HIGH)} />
						<line class="score-limit" data-of="medium" x1="0" x2="100%" y1={y(MEDIUM)} y2={y(MEDIUM)} />
						<For each={lines()}>
							{(line) => (
								<>
									<line
										class="score-line"
										data-complete={line.complete}
										x1={x(line.at)}
										x2={x(line.until)}
										y1={y(line.score)}
										y2={y(line.score)}
									/>
									<Show when={line.next}>
										{(next) => (
											<line
												class="score-line"
												x1={x(line.until)}
												x2={x(line.until)}
												y1={y(line.score)}
												y2={y(next())}
											/>
										)}
									</Show>
								</>
							)}
						</For>
						<For each={shown().filter(({ from }) => from === "onset")}>
							{(point) => (
								<g class="score-point" data-complete={point.complete}>
									<line x1={x(point.at)} x2={x(point.at)} y1="100%" y2={y(point.score)} />
									<circle cx={x(point.at)} cy={y(point.score)} r="5">
										<title>{say(point)}</title>
									</circle>
								</g>
							)}
						</For>
					</svg>
				</div>
			</Show>
		</figure>
	);
}
