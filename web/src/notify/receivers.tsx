/** A person's receivers: what each is told, whether it works, and what it was sent. */
import { createMemo, createSignal, For, Show } from "solid-js";
import { NOTIFIED_EVENTS, type NotifiedEvent, type SubscriptionEntry } from "../../../vitals/notifications.ts";
import { RISK_LEVELS, type RiskLevel } from "../../../vitals/reading.ts";
import { useDesk } from "../desk.ts";
import { ownSubscriptions } from "./browser-push.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import { type Choice, changeReceiver, endReceiver, rotateSecret, testReceiver } from "./notify-api.ts";
import type { Doing } from "./notifications-page.tsx";
import { SecretShown } from "./secret.tsx";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.list;

export function Receivers(props: { entries: readonly SubscriptionEntry[]; ward: string; doing: Doing }) {
	// By id: a receiver that somebody works on stays as it is while the list is fetched again.
	const ids = (isHere: boolean) =>
		props.entries.filter(({ ward_id: ward }) => (ward === props.ward) === isHere).map(({ id }) => id);
	const here = createMemo(() => ids(true));
	const elsewhere = createMemo(() => ids(false));
	const list = (shown: readonly string[]) => (
		<ul class="notify-list">
			<For each={shown}>
				{(id) => (
					<Receiver
						entry={props.entries.find((entry) => entry.id === id) as SubscriptionEntry}
						isElsewhere={elsewhere().includes(id)}
						doing={props.doing}
					/>
				)}
			</For>
		</ul>
	);
	return (
		<section class="notify-part" aria-labelledby="notify-list">
			<h3 id="notify-list">{texts.title}</h3>
			<Show when={here().length > 0} fallback={<p class="queue-none">{texts.none}</p>}>
				{list(here())}
			</Show>
			<Show when={elsewhere().length > 0}>
				<h4>{texts.others}</h4>
				{list(elsewhere())}
			</Show>
		</section>
	);
}

function Receiver(props: { entry: SubscriptionEntry; isElsewhere: boolean; doing: Doing }) {
	const { wards, times } = useDesk();
	const [log, setLog] = createSignal(false);
	const [sure, setSure] = createSignal(false);
	const [secret, setSecret] = createSignal<string | null>(null);
	/** Counts the tests, after each of which the log has another line. */
	const [tests, setTests] = createSignal(0);
	const id = () => props.entry.id;
	const wardName = () => wards.value()?.find((ward) => ward.id === props.entry.ward_id)?.name ?? props.entry.ward_id;
	const change = (choice: Choice) => void props.doing(async () => void (await changeReceiver(id(), choice)));
	const test = () =>
		void props.doing(async () => {
			const { delivered, status, error } = await testReceiver(id());
			setTests((count) => count + 1);
			return delivered ? texts.tested(status) : texts.notTested(error ?? texts.noAnswer);
		});
	const toggle = (event: NotifiedEvent, wanted: boolean) => {
		const events = NOTIFIED_EVENTS.filter((one) => (one === event ? wanted : props.entry.events.includes(one)));
		// The server keeps at least one: who wants none pauses it.
		if (events.length > 0) change({ events });
	};
	return (
		<li class="notify-receiver" data-channel={props.entry.channel} data-status={props.entry.status}>
			<div class="notify-head">
				<strong>{props.entry.name}</strong>
				<span class="mark">{texts.kinds[props.entry.channel]}</span>
				<Show when={ownSubscriptions().includes(id())}>
					<span class="mark">{texts.here}</span>
				</Show>
				<Show when={props.isElsewhere}>
					<span class="mark">{wardName()}</span>
				</Show>
				<span class="notify-status" data-status={props.entry.status}>
					{notifyTexts.statuses[props.entry.status]}
				</span>
			</div>
			<p class="notify-address">{props.entry.address ?? texts.addressLost}</p>
			<fieldset class="notify-events">
				<legend>{texts.events}</legend>
				<For each={NOTIFIED_EVENTS}>
					{(event) => (
						<label>
							<input
								type="checkbox"
								checked={props.entry.events.includes(event)}
								disabled={props.entry.events.length === 1 && props.entry.events[0] === event}
								onChange={(change) => toggle(event, change.currentTarget.checked)}
							/>
							{notifyTexts.events[event]}
						</label>
					)}
				</For>
			</fieldset>
			<div class="notify-buttons">
				<label>
					{texts.risk}
					<select onChange={(event) => change({ min_risk: event.currentTarget.value as RiskLevel })}>
						<For each={RISK_LEVELS}>
							{(risk) => (
								<option value={risk} selected={risk === props.entry.min_risk}>
									{notifyTexts.risks[risk]}
								</option>
							)}
						</For>
					</select>
				</label>
				<label>
					<input
						type="checkbox"
						checked={props.entry.quiet_hours}
						onChange={(event) => change({ quiet_hours: event.currentTarget.checked })}
					/>
					{texts.quiet}
				</label>
			</div>
			<div class="notify-buttons" role="group" aria-label={texts.settingsOf(props.entry.name)}>
				<button type="button" class="button notify-test" onClick={test}>
					{texts.test}
				</button>
				<button
					type="button"
					class="button"
					onClick={() => change({ status: props.entry.status === "active" ? "paused" : "active" })}
				>
					{props.entry.status === "active" ? texts.pause : texts.resume}
				</button>
				<Show when={props.entry.channel === "webhook"}>
					<button
						type="button"
						class="button"
						title={texts.rotateHint}
						onClick={() => void props.doing(async () => void setSecret((await rotateSecret(id())).secret))}
					>
						{texts.rotate}
					</button>
				</Show>
				<Show
					when={sure()}
					fallback={
						<button
							type="button"
							class="button"
							aria-label={texts.removeOf(props.entry.name)}
							onClick={() => setSure(true)}
						>
							{texts.remove}
						</button>
					}
				>
					<button
						type="button"
						class="button notify-remove"
						onClick={() => void props.doing(async () => void (await endReceiver(id())))}
					>
						{texts.sure(props.entry.name)}
					</button>
					<button type="button" class="button" onClick={() => setSure(false)}>
						{texts.keep}
					</button>
				</Show>
			</div>
			<Show when={props.entry.previous_secret_until}>
				{(until) => <p class="notice-quiet">{texts.overlap(times.full(Date.parse(until())))}</p>}
			</Show>
			<Show when={secret()}>{(shown) => <SecretShown secret={shown()} close={() => setSecret(null)} />}</Show>
			<details onToggle={(event) => setLog(event.currentTarget.open)}>
				<summary>{texts.log}</summary>
				<Show when={log()}>
					<DeliveryLog id={id()} state={tests()} />
				</Show>
			</details>
		</li>
	);
}
