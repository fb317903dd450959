/** What the next shift has to know, patient by patient, the gravest first; and handing the ward over. */
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, Match, on, Show, Switch } from "solid-js";
import { vitalSign } from "../../../vitals/catalogue.ts";
import type { Concern, HandoverAnswer, HandoverPatient, VitalNow } from "../../../vitals/handover.ts";
import { ApiError } from "../contract/client.ts";
import { LoadFailure } from "../components/notices.tsx";
import { useLiveDesk } from "../desk.ts";
import { createRefreshed, type Refreshed } from "../refresh.ts";
import { formatValue, priorityMarks, priorityOf, shortPatient, type TimeFormats } from "../state/format.ts";
import { texts as common } from "../texts.ts";
import { fetchHandover, giveHandover } from "./shift-api.ts";
import "./shift.css";
import { shiftTexts } from "./texts.ts";

const texts = shiftTexts.handover;
/** A list that is read aloud must not move: it is fetched again seldom, and when somebody asks. */
const EVERY_MS = 5 * 60_000;
const CHOICES = ["last", "4", "8", "12", "24"];

export default function HandoverPage() {
	const { wardId } = useLiveDesk();
	return (
		<main class="page shift" id="content" tabindex="-1">
			<Show when={wardId()} keyed>
				{(id) => <WardHandover ward={id} />}
			</Show>
		</main>
	);
}

function WardHandover(props: { ward: string }) {
	const { toSignIn, times } = useLiveDesk();
	const [back, setBack] = createSignal("last");
	const told = createRefreshed(
		() => fetchHandover(props.ward, back() === "last" ? null : Number(back())),
		() => EVERY_MS,
		toSignIn,
	);
	createEffect(on(back, told.again, { defer: true }));
	return (
		<>
			<h2>{texts.title}</h2>
			<form class="shift-controls" onSubmit={(event) => event.preventDefault()}>
				<label>
					{texts.choose}
					<select onChange={(event) => setBack(event.currentTarget.value)}>
						<For each={CHOICES}>
							{(choice) => (
								<option value={choice} selected={choice === back()}>
									{texts.choices[choice]}
								</option>
							)}
						</For>
					</select>
				</label>
				<button type="button" class="button" onClick={told.again}>
					{texts.refresh}
				</button>
			</form>
			<Switch
				fallback={
					<p class="notice-quiet" role="status">
						{common.loading}
					</p>
				}
			>
				<Match when={told.value() === null && told.error()} keyed>
					{(error) => <LoadFailure error={error} retry={told.again} />}
				</Match>
				<Match when={told.value()}>{(value) => <Told value={value()} told={told} times={times} />}</Match>
			</Switch>
		</>
	);
}

function Told(props: { value: HandoverAnswer; told: Refreshed<HandoverAnswer>; times: TimeFormats }) {
	const of = (concern: boolean) => props.value.patients.filter(({ concerns }) => concerns.length > 0 === concern);
	return (
		<>
			<p class="shift-purpose">
				{texts.since(props.times.full(Date.parse(props.value.since)))} ({texts.from[props.value.since_from]}).
				<Show when={props.value.last}>
					{(last) => (
						<>
							{" "}
							{texts.lastGiven(
								last().by.name ?? last().by.id,
								last().to.name ?? last().to.id,
								props.times.full(Date.parse(last().given_at)),
							)}
							<Show when={last().note}>{(note) => <q class="handover-note">{note()}</q>}</Show>
						</>
					)}
				</Show>
			</p>
			<Show when={props.told.error() !== null}>
				<p class="count-stale" role="status">
					{common.counts.stale(props.times.time(props.told.fetchedAt()))}
				</p>
			</Show>
			<Show when={props.value.more_events}>
				<p class="count-stale">{texts.more}</p>
			</Show>
			<section class="shift-part">
				<h3>{texts.concernTitle(of(true).length)}</h3>
				<ol class="handover-list">
					<For each={of(true)}>{(patient) => <Patient patient={patient} times={props.times} />}</For>
				</ol>
			</section>
			<Show when={of(false).length > 0}>
				<section class="shift-part">
					<h3>{texts.quietTitle(of(false).length)}</h3>
					<ul class="handover-quiet">
						<For each={of(false)}>
							{(patient) => (
								<li>
									<Name patient={patient} /> <Score patient={patient} />
								</li>
							)}
						</For>
					</ul>
				</section>
			</Show>
			<Show when={props.value.departed.length > 0}>
				<section class="shift-part">
					<h3>{texts.departed}</h3>
					<ul class="handover-quiet">
						<For each={props.value.departed}>
							{(one) => (
								<li>
									{one.label ?? shortPatient(one.patient)}, {texts.leftAt(props.times.time(Date.parse(one.left_at)))}
								</li>
							)}
						</For>
					</ul>
				</section>
			</Show>
			<Show when={props.value.patients.length === 0}>
				<p class="notice-quiet">{texts.empty}</p>
			</Show>
			<Give value={props.value} given={props.told.again} times={props.times} />
		</>
	);
}

function Name(props: { patient: HandoverPatient }) {
	const { to } = useLiveDesk();
	const bed = () => props.patient.devices.map(({ bed: label, device_id }) => label ?? device_id).join(", ");
	return (
		<Show when={props.patient.patient} fallback={<strong>{`${bed()} · ${texts.nobody}`}</strong>}>
			{(surrogate) => (
				<A class="handover-name" href={to(`/patients/${encodeURIComponent(surrogate())}`)} title={texts.page}>
					<strong>{bed()}</strong> {props.patient.label ?? shortPatient(surrogate())}
				</A>
			)}
		</Show>
	);
}

const scoreText = (score: number | null, partial: number) => (score === null ? texts.atLeast(partial) : String(score));

function Score(props: { patient: HandoverPatient }) {
	return (
		<Show when={props.patient.news2}>
			{(news2) => (
				<span class="handover-score" data-band={news2().band ?? "none"}>
					{texts.news2} {scoreText(news2().score, news2().partial)}
				</span>
			)}
		</Show>
	);
}

/** What the first reason says already. */
const IMPLIED: Partial<Record<Concern, readonly Concern[]>> = {
	high_unacknowledged: ["high_open", "high_since", "episode_since"],
	high_open: ["high_since", "episode_since"],
	medium_open: ["episode_since"],
	not_watched: ["episode_since"],
	technical_open: ["episode_since"],
	high_since: ["episode_since"],
};

function Patient(props: { patient: HandoverPatient; times: TimeFormats }) {
	const patient = () => props.patient;
	const [first, ...more] = props.patient.concerns;
	const others = more.filter((concern) => !IMPLIED[first ?? concern]?.includes(concern));
	const time = (iso: string) => props.times.time(Date.parse(iso));
	return (
		<li class="handover-patient" data-concern={first}>
			<header class="handover-head">
				<Name patient={patient()} />
				<Score patient={patient()} />
				<Show when={patient().arrived_at}>{(at) => <span class="handover-dim">{texts.arrived(time(at()))}</span>}</Show>
			</header>
			<p class="handover-why">
				<strong>{first === undefined ? "" : texts.concerns[first]}</strong>
				<For each={others}>{(concern) => <span>{texts.concerns[concern]}</span>}</For>
			</p>
			<Show when={patient().incomplete}>
				<p class="count-stale">{texts.incomplete}</p>
			</Show>
			<ul class="handover-vitals">
				<For each={patient().vitals}>{(vital) => <Vital now={vital} />}</For>
			</ul>
			<Show when={patient().news2_course.length > 1}>
				<p class="handover-dim">
					{texts.course}{" "}
					{patient()
						.news2_course.map(({ at, score, partial }) => `${scoreText(score, partial)} (${time(at)})`)
						.join(" → ")}
				</p>
			</Show>
			<Show when={patient().open.length > 0}>
				<h4>{texts.open}</h4>
				<ul class="handover-open">
					<For each={patient().open}>
						{(episode) => (
							<li data-priority={priorityOf(episode)}>
								<span aria-hidden="true">{priorityMarks(priorityOf(episode))}</span>{" "}
								{episode.sentence || common.rules[episode.rule]}{" "}
								<span class="handover-dim">
									{time(episode.opened_at)},{" "}
									{episode.acknowledged_at === null
										? texts.unacknowledged
										: `${texts.acknowledged} ${time(episode.acknowledged_at)}`}
								</span>
							</li>
						)}
					</For>
				</ul>
			</Show>
			<Show when={patient().events.length > 0}>
				<details open={patient().events.length <= 6}>
					<summary>
						{texts.happened} ({patient().events.length})
					</summary>
					<ol class="handover-events">
						<For each={patient().events}>
							{(event) => (
								<li>
									<time dateTime={event.at}>{time(event.at)}</time> <strong>{texts.kinds[event.kind]}</strong>{" "}
									{event.verdict === null ? "" : `${texts.verdicts[event.verdict]} `}
									{event.by === null ? "" : `${texts.by(event.by)} `}
									{event.comment === null ? (
										<span class="handover-dim">{event.sentence || common.rules[event.rule]}</span>
									) : (
										<q>{event.comment}</q>
									)}
								</li>
							)}
						</For>
					</ol>
				</details>
			</Show>
		</li>
	);
}

const ARROWS = { above: "▲", below: "▼", usual: "" } as const;

function Vital(props: { now: VitalNow }) {
	const sign = () => vitalSign(props.now.vital);
	const direction = () => props.now.direction;
	return (
		<li data-direction={direction() ?? "unknown"}>
			<abbr title={sign().label}>{sign().short}</abbr> <strong>{formatValue(props.now.vital, props.now.value)}</strong>
			<Show when={direction()}>
				{(way) => (
					<>
						<span aria-hidden="true"> {ARROWS[way()]}</span>
						<span class="unseen"> {texts.directions[way()]}</span>
					</>
				)}
			</Show>
			<Show when={props.now.usual !== null && direction() !== "usual"}>
				<span class="handover-dim"> {texts.usual(formatValue(props.now.vital, props.now.usual))}</span>
			</Show>
		</li>
	);
}

function Give(props: { value: HandoverAnswer; given: () => void; times: TimeFormats }) {
	const { me } = useLiveDesk();
	const [to, setTo] = createSignal("");
	const [note, setNote] = createSignal("");
	const [busy, setBusy] = createSignal(false);
	const [said, setSaid] = createSignal<{ kind: "done" | "failed"; text: string } | null>(null);
	const give = async (event: Event) => {
		event.preventDefault();
		setBusy(true);
		try {
			const record = await giveHandover(props.value.ward_id, { to: to(), note: note(), since: props.value.since });
			const time = props.times.time(Date.parse(record.given_at));
			setSaid({ kind: "done", text: texts.given(record.to.name ?? record.to.id, time) });
			setNote("");
			props.given();
		} catch (error) {
			setSaid({
				kind: "failed",
				text: error instanceof ApiError && error.message !== "" ? error.message : common.error.title,
			});
		} finally {
			setBusy(false);
		}
	};
	return (
		<Show when={me.role === "clinician" || me.role === "admin"}>
			<section class="shift-part">
				<h3>{texts.giveTitle}</h3>
				<Show when={props.value.colleagues.length > 0} fallback={<p class="notice-quiet">{texts.noColleagues}</p>}>
					<form class="handover-give" onSubmit={give}>
						<label>
							{texts.to}
							<select required onChange={(event) => setTo(event.currentTarget.value)}>
								<option value="" selected={to() === ""}>
									{texts.chooseColleague}
								</option>
								<For each={props.value.colleagues}>
									{({ id, name, role }) => (
										<option value={id} selected={id === to()}>
											{name} ({common.roles[role]})
										</option>
									)}
								</For>
							</select>
						</label>
						<label>
							{texts.note}
							<textarea
								rows="3"
								maxlength="2000"
								value={note()}
								onInput={(event) => setNote(event.currentTarget.value)}
							/>
						</label>
						<p class="handover-dim">{texts.noteHint}</p>
						<button type="submit" class="button button-strong" disabled={busy() || to() === ""}>
							{busy() ? texts.giving : texts.give}
						</button>
					</form>
				</Show>
				<p role="status" class="handover-said" data-kind={said()?.kind}>
					{said()?.text}
				</p>
			</section>
		</Show>
	);
}
