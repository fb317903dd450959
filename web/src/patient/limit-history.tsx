/** What became of the patient's own limits: who set which, why, until when, and how each ended. Asked for when it is opened. */
import { createResource, createSignal, For, Show } from "solid-js";
import { vitalSign } from "../../../vitals/catalogue.ts";
import type { LimitChangeEntry, OverrideEntry } from "../../../vitals/limits.ts";
import type { TimeFormats } from "../state/format.ts";
import { fetchLimitHistory } from "./bedside-api.ts";
import { bedsideTexts as texts } from "./bedside-texts.ts";

/** @param props.version - the limits' version: another means that there is more to tell */
export function LimitHistory(props: { patient: string; version: number; times: TimeFormats }) {
	const [open, setOpen] = createSignal(false);
	const [changes] = createResource(
		() => (open() ? { patient: props.patient, version: props.version } : null),
		async ({ patient }) => {
			try {
				return await fetchLimitHistory(patient);
			} catch {
				return null;
			}
		},
	);
	return (
		<details class="episode-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>{texts.history}</summary>
			<Show
				when={changes.latest}
				fallback={<p class="notice-quiet">{changes.loading ? texts.loading : open() ? texts.network : ""}</p>}
			>
				{(listed) => (
					<Show when={listed().length > 0} fallback={<p class="notice-quiet">{texts.noHistory}</p>}>
						<ol class="episode-events">
							<For each={listed()}>{(change) => <Change change={change} times={props.times} />}</For>
						</ol>
					</Show>
				)}
			</Show>
		</details>
	);
}

function Change(props: { change: LimitChangeEntry; times: TimeFormats }) {
	const { kind, vital, at, by, override } = props.change;
	return (
		<li>
			<time dateTime={at}>{props.times.full(Date.parse(at))}</time> {vitalSign(vital).short}: {texts.limitKinds[kind]}
			<Show when={by}>{(who) => <> {texts.by(who())}</>}</Show>
			<Show when={kind === "set"}>
				{" "}
				· {numbersOf(override)} · {texts.until(props.times.full(Date.parse(override.until)), override.by)}
				<q class="episode-said">{override.reason}</q>
			</Show>
		</li>
	);
}

/** Only the numbers that were set. */
function numbersOf({ low, high, up, down }: OverrideEntry): string {
	return [
		low === undefined ? "" : texts.atOrBelow(low),
		high === undefined ? "" : texts.atOrAbove(high),
		up === undefined ? "" : texts.above(up),
		down === undefined ? "" : texts.below(down),
	]
		.filter((text) => text !== "")
		.join(", ");
}
