/** All trends of a patient above each other: one time axis, one cursor, one zoom. */
import { createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { vitalSign, type VitalKey } from "../../../vitals/catalogue.ts";
import { formatValue, NO_VALUE, type TimeFormats } from "../state/format.ts";
import type { Stretch } from "./span.ts";
import { patientTexts as texts } from "./texts.ts";
import { type Band, TrendChart } from "./trend-chart.tsx";
import { statsOf, type TrendGrid } from "./trend-data.ts";

interface ChartPlan {
	/** As the colours are named. */
	readonly name: string;
	readonly label: string;
	readonly short: string;
	readonly unit: string;
	readonly keys: readonly VitalKey[];
}

const one = (key: VitalKey): ChartPlan => {
	const { label, short, unit } = vitalSign(key);
	return { name: key, label, short, unit, keys: [key] };
};

/** In the order of a bedside monitor. */
const PLANS: readonly ChartPlan[] = [
	one("heart_rate"),
	one("spo2"),
	one("respiratory_rate"),
	{
		name: "pressure",
		label: texts.pressure,
		short: texts.pressureShort,
		unit: vitalSign("systolic_pressure").unit,
		keys: ["systolic_pressure", "diastolic_pressure", "mean_pressure"],
	},
	one("temperature"),
	one("etco2"),
	one("pulse_rate"),
];

/** Counts up whenever colours may have changed: charts are painted, not styled. */
function createThemeCount() {
	const [count, setCount] = createSignal(0);
	const changed = () => setCount((before) => before + 1);
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-night"] });
	const dark = matchMedia("(prefers-color-scheme: dark)");
	dark.addEventListener("change", changed);
	onCleanup(() => {
		observer.disconnect();
		dark.removeEventListener("change", changed);
	});
	return count;
}

export function TrendStack(props: {
	grid: TrendGrid;
	stretch: Stretch;
	bands: readonly Band[];
	/** Seconds. */
	now: number;
	times: TimeFormats;
	tick: (at: number) => string;
	onSelect: (part: Stretch) => void;
}) {
	const [cursor, setCursor] = createSignal<number | null>(null);
	const theme = createThemeCount();
	// By plan, which stays the same: a chart is kept while values come.
	const plans = createMemo(() => PLANS.filter(({ keys }) => keys.some((key) => props.grid.vitals[key] !== undefined)));
	const index = () => {
		const at = cursor();
		return at === null ? null : Math.floor((at - props.grid.start) / props.grid.step);
	};
	const reading = ({ keys }: ChartPlan): string => {
		const i = index();
		if (i === null) return "";
		const value = (key: VitalKey) => formatValue(key, props.grid.vitals[key]?.mean[i] ?? null);
		const [first, second, third] = keys;
		if (first === undefined) return "";
		if (second !== undefined && third !== undefined) return `${value(first)}/${value(second)} (${value(third)})`;
		const columns = props.grid.vitals[first];
		const [min, max] = [columns?.min[i] ?? null, columns?.max[i] ?? null];
		const range =
			min === null || max === null || min === max ? "" : texts.range(formatValue(first, min), formatValue(first, max));
		return [value(first), range].filter(Boolean).join("  ");
	};
	const spoken = ({ keys, label, unit }: ChartPlan): string => {
		const key = keys[0] as VitalKey;
		const stats = statsOf(props.grid, key, props.stretch.from, props.stretch.to);
		const text = (value: number | undefined) => (value === undefined ? NO_VALUE : formatValue(key, value));
		return texts.chartOf(label, unit, text(stats?.mean), text(stats?.min), text(stats?.max));
	};
	const chart = (plan: ChartPlan, last: boolean) => (
		<TrendChart
			name={plan.name}
			label={spoken(plan)}
			keys={plan.keys}
			grid={props.grid}
			stretch={props.stretch}
			bands={props.bands}
			now={props.now}
			tick={props.tick}
			last={last}
			theme={theme()}
			onCursor={setCursor}
			onSelect={props.onSelect}
		/>
	);
	return (
		<Show when={plans().length > 0} fallback={<p class="notice-quiet trend-nothing">{texts.nothing}</p>}>
			<p class="trend-cursor" aria-hidden="true">
				<Show when={cursor()}>{(at) => texts.at(props.times.full(at() * 1000))}</Show>
			</p>
			<For each={plans()}>
				{(plan, i) => (
					<figure class="trend-figure" data-vital={plan.name}>
						<figcaption class="trend-caption">
							<span class="trend-name">{plan.label}</span>
							<span class="trend-unit">{plan.unit}</span>
							<span class="trend-value" aria-hidden="true">
								{reading(plan)}
							</span>
						</figcaption>
						<Show when={i() === plans().length - 1} fallback={chart(plan, false)}>
							{chart(plan, true)}
						</Show>
					</figure>
				)}
			</For>
		</Show>
	);
}

/** The same in numbers: for who does not see charts, and for who wants the figures. */
export function TrendTable(props: { grid: TrendGrid; stretch: Stretch }) {
	const rows = createMemo(() =>
		PLANS.flatMap(({ keys }) => keys).flatMap((key) => {
			const stats = statsOf(props.grid, key, props.stretch.from, props.stretch.to);
			return stats === null ? [] : [{ key, stats }];
		}),
	);
	return (
		<details class="trend-table">
			<summary>{texts.table}</summary>
			<div class="devices-scroll" role="region" aria-label={texts.tableCaption} tabindex="0">
				<table class="devices-table">
					<caption class="unseen">{texts.tableCaption}</caption>
					<thead>
						<tr>
							<th scope="col">{texts.vital}</th>
							<th scope="col">{texts.last}</th>
							<th scope="col">{texts.mean}</th>
							<th scope="col">{texts.lowest}</th>
							<th scope="col">{texts.highest}</th>
							<th scope="col">{texts.values}</th>
						</tr>
					</thead>
					<tbody>
						<For each={rows()}>
							{({ key, stats }) => (
								<tr>
									<th scope="row">
										{vitalSign(key).label}, {vitalSign(key).unit}
									</th>
									<td>{formatValue(key, stats.last)}</td>
									<td>{formatValue(key, stats.mean)}</td>
									<td>{formatValue(key, stats.min)}</td>
									<td>{formatValue(key, stats.max)}</td>
									<td>{stats.n}</td>
								</tr>
							)}
						</For>
					</tbody>
				</table>
			</div>
		</details>
	);
}
