/** How many alarms a ward's people are given: for charge nurses and engineers. */
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from "solid-js";
import type { AlarmLoadAnswer } from "../../../vitals/alarm-load.ts";
import { vitalSign } from "../../../vitals/catalogue.ts";
import { LoadFailure, NoWards } from "../components/notices.tsx";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { formatCount, formatElapsed, formatShare, type TimeFormats } from "../state/format.ts";
import { texts as common } from "../texts.ts";
import { fetchLoad, loadFile } from "./shift-api.ts";
import "./shift.css";
import { shiftTexts } from "./texts.ts";

const texts = shiftTexts.load;
/** The present day goes on; ms. */
const EVERY_MS = 60_000;
const PERIODS = Object.keys(texts.periods).map(Number);

export default function LoadPage() {
	const { wards, wardId } = useDesk();
	return (
		<main class="page shift" id="content" tabindex="-1">
			<h2>{texts.title}</h2>
			<p class="shift-purpose">{texts.purpose}</p>
			<Switch fallback={<Waiting />}>
				<Match when={wards.value()?.length === 0}>
					<NoWards />
				</Match>
				<Match when={wardId()} keyed>
					{(id) => <WardLoad ward={id} />}
				</Match>
			</Switch>
		</main>
	);
}

function Waiting() {
	return (
		<p class="notice-quiet" role="status">
			{common.loading}
		</p>
	);
}

function WardLoad(props: { ward: string }) {
	const { times, toSignIn } = useDesk();
	const [days, setDays] = createSignal(7);
	const [operators, setOperators] = createSignal(1);
	const load = createRefreshed(
		() => fetchLoad(props.ward, days(), operators()),
		() => EVERY_MS,
		toSignIn,
	);
	createEffect(on([days, operators], load.again, { defer: true }));
	return (
		<>
			<form class="shift-controls" onSubmit={(event) => event.preventDefault()}>
				<label>
					{texts.period}
					<select onChange={(event) => setDays(Number(event.currentTarget.value))}>
						<For each={PERIODS}>
							{(period) => (
								<option value={period} selected={period === days()}>
									{texts.periods[period]}
								</option>
							)}
						</For>
					</select>
				</label>
				<label>
					{texts.operators}
					<input
						type="number"
						min="1"
						max="50"
						value={operators()}
						onChange={(event) =>
							setOperators(Math.min(50, Math.max(1, Math.round(event.currentTarget.valueAsNumber || 1))))
						}
					/>
				</label>
				<a class="button" href={loadFile(props.ward, days())} download="">
					{texts.file}
				</a>
			</form>
			<Switch fallback={<Waiting />}>
				<Match when={load.value() === null && load.error()} keyed>
					{(error) => <LoadFailure error={error} retry={load.again} />}
				</Match>
				<Match when={load.value()}>
					{(value) => (
						<>
							<Show when={load.error() !== null}>
								<p class="count-stale" role="status">
									{common.counts.stale(times.time(load.fetchedAt()))}
								</p>
							</Show>
							<Figures load={value()} />
							<p class="shift-purpose">{texts.yardstick}</p>
							<Show when={value().alarms > 0} fallback={<p class="notice-quiet">{texts.none}</p>}>
								<Busy load={value()} times={times} />
								<Days load={value()} />
								<Worst load={value()} />
							</Show>
						</>
					)}
				</Match>
			</Switch>
		</>
	);
}

const wait = (seconds: number | null) => (seconds === null ? "–" : formatElapsed(seconds * 1000));

function Figures(props: { load: AlarmLoadAnswer }) {
	const load = () => props.load;
	return (
		<dl class="load-figures">
			<Figure band={load().band} value={String(load().per_operator_hour)} label={texts.perOperatorHour}>
				{texts.bands[load().band]}
			</Figure>
			<Figure value={String(load().per_bed_day ?? "–")} label={texts.perBedDay}>
				{texts.beds(load().beds)}
			</Figure>
			<Figure value={formatCount(load().alarms)} label={texts.total}>
				{texts.counts(formatCount(load().high), formatCount(load().medium), formatCount(load().technical))}
			</Figure>
			<Figure value={wait(load().median_s)} label={texts.median}>
				{load().median_s === null ? "" : texts.within}
			</Figure>
			<Figure value={wait(load().p90_s)} label={texts.p90}>
				{load().p90_s === null ? "" : texts.within}
			</Figure>
			<Figure value={formatCount(load().unanswered)} label={texts.unanswered}>
				{texts.ofEpisodes(formatCount(load().unanswered), formatCount(load().episodes))}
			</Figure>
			<Figure value={load().false_share === null ? "–" : formatShare(load().false_share ?? 0)} label={texts.falseShare}>
				{texts.judged(load().false_alarms + load().confirmed)}
			</Figure>
		</dl>
	);
}

function Figure(props: { value: string; label: string; band?: string; children: JSX.Element }) {
	return (
		<div class="load-figure" data-band={props.band}>
			<dt>{props.label}</dt>
			<dd>
				<strong>{props.value}</strong>
				<span>{props.children}</span>
			</dd>
		</div>
	);
}

function Busy(props: { load: AlarmLoadAnswer; times: TimeFormats }) {
	return (
		<p class="load-busy">
			{texts.busy(formatCount(props.load.busy_hours.over_manageable), formatCount(props.load.busy_hours.over_flood))}{" "}
			<Show when={props.load.busy_hours.busiest}>
				{(busiest) => texts.busiest(props.times.full(Date.parse(busiest().at)), formatCount(busiest().alarms))}
			</Show>
		</p>
	);
}

/** A bar for each day, high alarms at its foot; the table below says the same in figures. */
function Days(props: { load: AlarmLoadAnswer }) {
	const most = () => Math.max(1, ...props.load.by_day.map(({ alarms }) => alarms));
	const share = (n: number) => `${(n / most()) * 100}%`;
	return (
		<section class="shift-part">
			<h3>{texts.byDay}</h3>
			<div class="load-bars" role="img" aria-label={texts.byDay}>
				<For each={props.load.by_day}>
					{(day) => (
						<span class="load-bar" title={texts.chart(day.date, formatCount(day.alarms))}>
							<span class="load-bar-other" style={{ height: share(day.alarms - day.high) }} />
							<span class="load-bar-high" style={{ height: share(day.high) }} />
						</span>
					)}
				</For>
			</div>
			<details>
				<summary>{texts.inFigures}</summary>
				<Table caption={texts.byDay} head={[texts.day, texts.alarms, texts.episodes, texts.median, texts.falseAlarms]}>
					<For each={props.load.by_day.toReversed()}>
						{(day) => (
							<tr>
								<th scope="row">{day.date}</th>
								<td>{formatCount(day.alarms)}</td>
								<td>{formatCount(day.episodes)}</td>
								<td>{wait(day.median_s)}</td>
								<td>{formatCount(day.false_alarms)}</td>
							</tr>
						)}
					</For>
				</Table>
			</details>
		</section>
	);
}

function Worst(props: { load: AlarmLoadAnswer }) {
	const worst = () => props.load.worst;
	return (
		<div class="load-worst">
			<Table caption={texts.devices} head={[texts.device, texts.alarms, texts.share, texts.falseAlarms]}>
				<For each={worst().devices}>
					{(device) => (
						<tr>
							<th scope="row">
								{device.bed ?? device.device_id}{" "}
								<span class="load-id">{device.bed === null ? "" : device.device_id}</span>
							</th>
							<td>{formatCount(device.alarms)}</td>
							<td>{formatShare(device.share)}</td>
							<td>{formatCount(device.false_alarms)}</td>
						</tr>
					)}
				</For>
			</Table>
			<Kinds caption={texts.rules} head={texts.rule} kinds={worst().rules} name={({ rule }) => common.rules[rule]} />
			<Kinds
				caption={texts.vitals}
				head={texts.vital}
				kinds={worst().vitals}
				name={({ vital }) => vitalSign(vital).label}
			/>
		</div>
	);
}

function Table(props: { caption: string; head: readonly string[]; children: JSX.Element }) {
	return (
		<div class="shift-scroll" role="region" aria-label={props.caption} tabindex="0">
			<table class="shift-table">
				<caption>{props.caption}</caption>
				<thead>
					<tr>
						<For each={props.head}>{(text) => <th scope="col">{text}</th>}</For>
					</tr>
				</thead>
				<tbody>{props.children}</tbody>
			</table>
		</div>
	);
}

/** Episodes of each kind, and how many of them were false alarms. */
function Kinds<T extends { readonly episodes: number; readonly share: number; readonly false_alarms: number }>(props: {
	caption: string;
	head: string;
	kinds: readonly T[];
	name: (kind: T) => string;
}) {
	return (
		<Table caption={props.caption} head={[props.head, texts.episodes, texts.share, texts.falseAlarms]}>
			<For each={props.kinds}>
				{(kind) => (
					<tr>
						<th scope="row">{props.name(kind)}</th>
						<td>{formatCount(kind.episodes)}</td>
						<td>{formatShare(kind.share)}</td>
						<td>{formatCount(kind.false_alarms)}</td>
					</tr>
				)}
			</For>
		</Table>
	);
}
