/** What NEWS2 is made of, what was observed lately, and a form to enter more. */
import { createMemo, createUniqueId, For, Show } from "solid-js";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import { CONSCIOUSNESS_LEVELS, NEWS2_PARAMETERS, type News2Part } from "../../../vitals/news2.ts";
import type { ObservationEntry } from "../../../vitals/observations.ts";
import type { TimeFormats } from "../state/format.ts";
import { enterObservation, takeBack } from "./bedside-api.ts";
import { bedsideTexts as texts } from "./bedside-texts.ts";
import type { Doing } from "./bedside.tsx";

export function Observed(props: { record: ContextAnswer; times: TimeFormats; may: boolean; doing: Doing }) {
	const id = createUniqueId();
	// The same entry stays the same element, and what somebody is typing in it stays with it.
	const entries = createMemo<readonly ObservationEntry[]>(
		(before) =>
			props.record.recent_observations.map(
				(entry) =>
					before.find((known) => known.id === entry.id && (known.error === null) === (entry.error === null)) ?? entry,
			),
		[],
	);
	return (
		<section class="bedside-part" aria-labelledby={`${id}-title`}>
			<h3 id={`${id}-title`}>{texts.observations}</h3>
			<Show when={props.may}>
				<Entry record={props.record} doing={props.doing} />
			</Show>
			<Show when={props.record.news2}>
				{(score) => (
					<table class="bedside-table">
						<caption>{texts.score}</caption>
						<thead>
							<tr>
								<th scope="col">{texts.parameter}</th>
								<th scope="col">{texts.value}</th>
								<th scope="col">{texts.points}</th>
								<th scope="col">{texts.from}</th>
							</tr>
						</thead>
						<tbody>
							<For each={NEWS2_PARAMETERS}>
								{(name) => {
									const part = () => score().parameters[name];
									return (
										<tr data-missing={part() === null}>
											<th scope="row">{texts.parameters[name]}</th>
											<td>{valueOf(part())}</td>
											<td>{part()?.points ?? ""}</td>
											<td>{sourceOf(part(), props.times)}</td>
										</tr>
									);
								}}
							</For>
						</tbody>
					</table>
				)}
			</Show>
			<p class="notice-quiet">{texts.counts}</p>
			<h4>{texts.recent}</h4>
			<Show when={entries().length > 0} fallback={<p class="notice-quiet">{texts.none}</p>}>
				<ul class="bedside-list">
					<For each={entries()}>{(entry) => <Entered entry={entry} {...props} />}</For>
				</ul>
			</Show>
		</section>
	);
}

function valueOf(part: News2Part | null): string {
	if (part === null) return texts.missing;
	if (typeof part.value === "boolean") return part.value ? texts.onOxygen : texts.air;
	return typeof part.value === "string" ? texts.levels[part.value] : String(part.value);
}

function sourceOf(part: News2Part | null, times: TimeFormats): string {
	if (part === null) return "";
	return part.observedAt === undefined ? texts.measured : texts.observed(times.full(part.observedAt));
}

function Entered(props: {
	entry: ObservationEntry;
	record: ContextAnswer;
	times: TimeFormats;
	may: boolean;
	doing: Doing;
}) {
	const time = () => props.times.full(Date.parse(props.entry.time));
	const { device_id: device, patient } = props.record;
	return (
		<li data-error={props.entry.error !== null}>
			<span class="bedside-values">{wordsOf(props.entry)}</span>{" "}
			<span class="bedside-when">
				{time()} {props.entry.by === null ? texts.earlier : texts.by(props.entry.by)}
				<Show when={props.entry.amends}> · {texts.corrects}</Show>
			</span>
			<Show when={props.entry.error}>
				{(error) => <span class="bedside-error">{texts.inError(error().reason, error().by)}</span>}
			</Show>
			<Show when={props.may && props.entry.error === null && props.entry.id}>
				{(id) => (
					<details class="bedside-take-back">
						<summary aria-label={texts.takeBackOf(time())}>{texts.takeBack}</summary>
						<form
							onSubmit={(event) => {
								event.preventDefault();
								const reason = new FormData(event.currentTarget).get("reason");
								void props.doing(() => takeBack(device, patient, id(), String(reason)));
							}}
						>
							<label>
								{texts.whyWrong}
								<input name="reason" required maxlength="200" />
							</label>
							<button type="submit" class="button">
								{texts.markWrong}
							</button>
						</form>
					</details>
				)}
			</Show>
		</li>
	);
}

function wordsOf(entry: ObservationEntry): string {
	const flow = entry.oxygen_flow === null ? "" : ` ${entry.oxygen_flow} L/min`;
	const fio2 = entry.fio2 === null ? "" : ` FiO₂ ${entry.fio2} %`;
	const diastolic = entry.diastolic_pressure === null ? "" : `/${entry.diastolic_pressure}`;
	return [
		entry.consciousness === null ? "" : texts.levels[entry.consciousness],
		entry.oxygen === null ? "" : (entry.oxygen ? texts.onOxygen : texts.air) + flow + fio2,
		entry.temperature === null ? "" : `${entry.temperature} °C`,
		entry.systolic_pressure === null ? "" : `${entry.systolic_pressure}${diastolic} mmHg`,
	]
		.filter((word) => word !== "")
		.join(" · ");
}

/** Always open: a value and Enter. */
function Entry(props: { record: ContextAnswer; doing: Doing }) {
	const submit = async (form: HTMLFormElement) => {
		const data = new FormData(form);
		const text = (name: string) => String(data.get(name) ?? "").trim();
		const number = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
		const oxygen = text("oxygen");
		const body = {
			// The same entry, should it have to be sent twice.
			id: crypto.randomUUID(),
			consciousness: CONSCIOUSNESS_LEVELS.find((level) => level === text("consciousness")),
			oxygen: oxygen === "" ? undefined : oxygen === "yes",
			oxygen_flow: number("flow"),
			temperature: number("temperature"),
			systolic_pressure: number("systolic"),
			diastolic_pressure: number("diastolic"),
			time: text("time") === "" ? undefined : new Date(text("time")).toISOString(),
		};
		const { device_id: device, patient } = props.record;
		if (await props.doing(() => enterObservation(device, patient, body))) form.reset();
	};
	return (
		<form
			class="bedside-entry"
			onSubmit={(event) => {
				event.preventDefault();
				void submit(event.currentTarget);
			}}
		>
			<label>
				{texts.consciousness}
				<select name="consciousness">
					<option value="" />
					<For each={CONSCIOUSNESS_LEVELS}>{(level) => <option value={level}>{texts.levels[level]}</option>}</For>
				</select>
			</label>
			<label>
				{texts.oxygen}
				<select name="oxygen">
					<option value="" />
					<option value="no">{texts.air}</option>
					<option value="yes">{texts.onOxygen}</option>
				</select>
			</label>
			<NumberField name="flow" label={texts.flow} min={0.1} max={100} step="any" />
			<NumberField name="temperature" label={texts.temperature} min={25} max={45} step={0.1} />
			<NumberField name="systolic" label={texts.systolic} min={30} max={300} step={1} />
			<NumberField name="diastolic" label={texts.diastolic} min={10} max={200} step={1} />
			<label class="bedside-time">
				{texts.time}
				<input name="time" type="datetime-local" />
			</label>
			<button type="submit" class="button button-strong">
				{texts.enter}
			</button>
		</form>
	);
}

function NumberField(props: { name: string; label: string; min: number; max: number; step: number | "any" }) {
	return (
		<label>
			{props.label}
			<input name={props.name} type="number" inputmode="decimal" min={props.min} max={props.max} step={props.step} />
		</label>
	);
}
