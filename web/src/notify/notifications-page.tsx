/** Where a person is told of alarms while they do not look, and when not. */
import { createEffect, createSignal, Match, on, Show, Switch } from "solid-js";
import { ApiError } from "../contract/client.ts";
import { LoadFailure, NoWards } from "../components/notices.tsx";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import "../shift/shift.css";
import { BrowserPart } from "./browser-part.tsx";
import { fetchNotifications } from "./notify-api.ts";
import "./notify.css";
import { QuietPart } from "./quiet-part.tsx";
import { Receivers } from "./receivers.tsx";
import { notifyTexts as texts } from "./texts.ts";
import { WardPart } from "./ward-part.tsx";
import { WebhookPart } from "./webhook-part.tsx";

const EVERY_MS = 60_000;

/** Does something, says what came of it, and reads everything anew; whether it was done. */
export type Doing = (work: () => Promise<string | void>) => Promise<boolean>;

export default function NotificationsPage() {
	const { wards, wardId, wardName, toSignIn } = useDesk();
	const own = createRefreshed(fetchNotifications, () => EVERY_MS, toSignIn);
	const [said, setSaid] = createSignal("");
	createEffect(on(wardId, () => setSaid(""), { defer: true }));
	const doing: Doing = async (work) => {
		setSaid(texts.sending);
		try {
			setSaid((await work()) ?? texts.done);
			return true;
		} catch (error) {
			if (error instanceof ApiError && error.status === 401 && toSignIn()) return false;
			const reason = error instanceof ApiError && error.message !== "" ? error.message : texts.network;
			setSaid(texts.notDone(reason));
			return false;
		} finally {
			own.again();
		}
	};
	return (
		<main class="page shift notify" id="content" tabindex="-1">
			<h2>{texts.title}</h2>
			<Switch
				fallback={
					<p class="notice-quiet" role="status">
						{texts.loading}
					</p>
				}
			>
				<Match when={own.value() === null && own.error()} keyed>
					{(error) => <LoadFailure error={error} retry={own.again} />}
				</Match>
				<Match when={wards.value()?.length === 0}>
					<NoWards />
				</Match>
				<Match when={own.value()}>
					{(answer) => (
						<Show when={wardId()} keyed>
							{(ward) => (
								<>
									<p class="shift-purpose">{texts.purpose(wardName())}</p>
									<p class="notify-said" role="status">
										{said()}
									</p>
									<div class="notify-columns">
										<div class="notify-column">
											<Receivers entries={answer().data} ward={ward} doing={doing} />
										</div>
										<div class="notify-column">
											<BrowserPart answer={answer()} ward={ward} doing={doing} />
											<WebhookPart ward={ward} doing={doing} />
											<QuietPart hours={answer().quiet_hours} doing={doing} />
											<WardPart ward={ward} />
										</div>
									</div>
								</>
							)}
						</Show>
					)}
				</Match>
			</Switch>
		</main>
	);
}
