/** The limits that are watched: the defaults and why, what was set for this patient apart from them, and until when. */
import { createSignal, createUniqueId, For, Show } from "solid-js";
import { VITAL_SIGNS, vitalSign, type VitalKey } from "../../../vitals/catalogue.ts";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import type { LimitNumbers, OverrideEntry } from "../../../vitals/limits.ts";
import type { TimeFormats } from "../state/format.ts";
import { endLimit, setLimit } from "./bedside-api.ts";
import { bedsideTexts as texts } from "./bedside-texts.ts";
import type { Doing } from "./bedside.tsx";
import { LimitHistory } from "./limit-history.tsx";

const HOUR_MS = 3600_000;
const LENGTHS = [4, 12, 24, 72, 168] as const;

export function Limits(props: { record: ContextAnswer; times: TimeFormats; may: boolean; doing: Doing }) {
	const id = createUniqueId();
	const [chosen, setChosen] = createSignal<VitalKey | null>(null);
	const template = () => props.record.template;
	return (
		<section class="bedside-part" aria-labelledby={`${id}-title`}>
			<h3 id={`${id}-title`}>{texts.limits}</h3>
			<p title={template().source}>{texts.template(template().name, texts.why[template().why])}</p>
			<table class="bedside-table bedside-limits">
				<thead>
					<tr>
						<th scope="col">{texts.vital}</th>
						<th scope="col">{texts.default}</th>
						<th scope="col">{texts.own}</th>
						<th scope="col">{texts.watched}</th>
						<Show when={props.may}>
							<th scope="col">
								<span class="unseen">{texts.setShort}</span>
							</th>
						</Show>
					</tr>
				</thead>
				<tbody>
					<For each={VITAL_SIGNS}>
						{({ key, label, short }) => {
							const limits = () => props.record.limits[key];
							return (
								<tr data-own={limits().override !== null}>
									<th scope="row" title={label}>
										{short}
									</th>
									<td data-of={texts.default} title={limits().default.reason}>
										{rangeOf(limits().default)}
									</td>
									<td data-of={limits().override === null ? undefined : texts.own}>
										<Show when={limits().override}>{(own) => <Own own={own()} times={props.times} />}</Show>
									</td>
									<td data-of={texts.watched}>{rangeOf(limits().effective)}</td>
									<Show when={props.may}>
										<td class="bedside-do">
											<button type="button" class="button" aria-label={texts.set(label)} onClick={() => setChosen(key)}>
												{texts.setShort}
											</button>
											<Show when={limits().override}>
												<button
													type="button"
													class="button"
													aria-label={texts.end(label)}
													onClick={() => {
														const { device_id: device, patient, limits_version: version } = props.record;
														void props.doing(() => endLimit(device, patient, key, version));
													}}
												>
													{texts.endShort}
												</button>
											</Show>
										</td>
									</Show>
								</tr>
							);
						}}
					</For>
				</tbody>
			</table>
			<p class="notice-quiet">{texts.always}</p>
			<Show when={props.record.patient}>
				{(patient) => <LimitHistory patient={patient()} version={props.record.limits_version} times={props.times} />}
			</Show>
			<Show when={chosen()} keyed>
				{(vital) => <SetLimit vital={vital} record={props.record} doing={props.doing} close={() => setChosen(null)} />}
			</Show>
		</section>
	);
}

const shown = (value: number | null | undefined) => (value === null || value === undefined ? "" : String(round(value)));
const round = (value: number) => Math.round(value * 10) / 10;

function rangeOf(numbers: LimitNumbers): string {
	const range = texts.range(shown(numbers.low), shown(numbers.high));
	if (numbers.up === null && numbers.down === null) return range;
	return `${range}; ${texts.band(shown(numbers.up), shown(numbers.down))}`;
}

function Own(props: { own: OverrideEntry; times: TimeFormats }) {
	const { low, high, up, down } = props.own;
	const parts = [
		low === undefined && high === undefined ? "" : texts.range(shown(low), shown(high)),
		up === undefined && down === undefined ? "" : texts.band(shown(up), shown(down)),
	].filter((part) => part !== "");
	return (
		<>
			<strong>{parts.join("; ")}</strong> <span class="bedside-reason">{props.own.reason}</span>{" "}
			<span class="bedside-when">{texts.until(props.times.full(Date.parse(props.own.until)), props.own.by)}</span>
		</>
	);
}

function SetLimit(props: { vital: VitalKey; record: ContextAnswer; doing: Doing; close: () => void }) {
	const { unit, label, decimals } = vitalSign(props.vital);
	const { widest, default: usual } = props.record.limits[props.vital];
	const step = 1 / 10 ** decimals;
	const submit = async (form: HTMLFormElement) => {
		const data = new FormData(form);
		const text = (name: string) => String(data.get(name) ?? "").trim();
		const number = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
		const { device_id: device, patient, limits_version: version } = props.record;
		const body = {
			version,
			patient,
			low: number("low"),
			high: number("high"),
			up: number("up"),
			down: number("down"),
			reason: text("reason"),
			until: Date.now() + Number(text("hours")) * HOUR_MS,
		};
		if (await props.doing(() => setLimit(device, props.vital, body))) props.close();
	};
	return (
		<form
			class="bedside-entry"
			aria-label={texts.set(label)}
			onSubmit={(event) => {
				event.preventDefault();
				void submit(event.currentTarget);
			}}
		>
			<label>
				{`${label}: ${texts.low(unit, shown(widest.low))}`}
				<input
					name="low"
					type="number"
					step={step}
					min={widest.low ?? undefined}
					ref={(input) => queueMicrotask(() => input.focus())}
				/>
			</label>
			<label>
				{texts.high(unit, shown(widest.high))}
				<input name="high" type="number" step={step} max={widest.high ?? undefined} />
			</label>
			<Show when={usual.up !== null}>
				<label>
					{texts.up(unit)}
					<input name="up" type="number" step="any" min={widest.up?.min} max={widest.up?.max} />
				</label>
			</Show>
			<Show when={usual.down !== null}>
				<label>
					{texts.down(unit)}
					<input name="down" type="number" step="any" min={widest.down?.min} max={widest.down?.max} />
				</label>
			</Show>
			<label>
				{texts.reason}
				<input name="reason" required maxlength="200" />
			</label>
			<label>
				{texts.hours}
				<select name="hours">
					<For each={LENGTHS}>
						{(hours) => (
							<option value={hours === 168 ? 167.9 : hours} selected={hours === 12}>
								{texts.lengths[hours]}
							</option>
						)}
					</For>
				</select>
			</label>
			<button type="submit" class="button button-strong">
				{texts.save}
			</button>
			<button type="button" class="button" onClick={() => props.close()}>
				{texts.cancel}
			</button>
		</form>
	);
}
