/** What a receiver was sent, and what came of it; never what was said. */
import { createEffect, For, on, Show } from "solid-js";
import type { DeliveryEntry } from "../../../vitals/notifications.ts";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { fetchDeliveries } from "./notify-api.ts";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.list;
/** Something may be on its way. */
const EVERY_MS = 10_000;

export function DeliveryLog(props: { id: string; state: number }) {
	const { times, toSignIn } = useDesk();
	const log = createRefreshed(
		() => fetchDeliveries(props.id),
		() => EVERY_MS,
		toSignIn,
	);
	createEffect(on(() => props.state, log.again, { defer: true }));
	const remarks = (line: DeliveryEntry) =>
		[
			line.attempts > 1 ? texts.attempts(line.attempts) : "",
			line.status === null ? "" : String(line.status),
			line.error ?? "",
			line.next_attempt_at === null ? "" : texts.next(times.time(Date.parse(line.next_attempt_at))),
		].filter((text) => text !== "");
	return (
		<Show when={log.value()} fallback={<p class="notice-quiet">{log.error()?.message ?? notifyTexts.loading}</p>}>
			{(page) => (
				<Show when={page().data.length > 0} fallback={<p class="notice-quiet">{texts.logNone}</p>}>
					<ol class="notify-log">
						<For each={page().data}>
							{(line) => (
								<li data-state={line.state}>
									<time dateTime={line.created_at}>{times.full(Date.parse(line.created_at))}</time>{" "}
									<strong>{notifyTexts.deliveries[line.event] ?? line.event}</strong> {notifyTexts.states[line.state]}
									<For each={remarks(line)}>{(remark) => <> · {remark}</>}</For>
								</li>
							)}
						</For>
					</ol>
				</Show>
			)}
		</Show>
	);
}
