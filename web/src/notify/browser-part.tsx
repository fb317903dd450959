/** Being told in this browser: asked for here, in so many words, and never by itself. */
import { createSignal, Match, Show, Switch } from "solid-js";
import type { NotificationsAnswer } from "../../../vitals/notifications.ts";
import { useDesk } from "../desk.ts";
import {
	browserName,
	keepOwn,
	ownSubscriptions,
	pushAbility,
	subscribeBrowser,
	unsubscribeBrowser,
} from "./browser-push.ts";
import { addBrowser, endReceiver } from "./notify-api.ts";
import type { Doing } from "./notifications-page.tsx";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.browser;

export function BrowserPart(props: { answer: NotificationsAnswer; ward: string; doing: Doing }) {
	const { wardName } = useDesk();
	const [ability, setAbility] = createSignal(pushAbility());
	const own = () => {
		const ids = ownSubscriptions();
		return props.answer.data.filter(({ id, channel }) => channel === "push" && ids.includes(id));
	};
	const here = () => own().find(({ ward_id: ward }) => ward === props.ward);

	const turnOn = (key: string) =>
		props.doing(async () => {
			let subscription: PushSubscriptionJSON | null;
			try {
				subscription = await subscribeBrowser(key);
			} catch {
				return texts.failed;
			} finally {
				setAbility(pushAbility());
			}
			if (subscription === null) return texts.refused;
			const made = await addBrowser(props.ward, browserName(navigator.userAgent), subscription);
			keepOwn([...own().map(({ id }) => id), made.id]);
			return texts.on(wardName());
		});
	const turnOff = (id: string) =>
		props.doing(async () => {
			await endReceiver(id);
			const others = own().filter((entry) => entry.id !== id);
			keepOwn(others.map((entry) => entry.id));
			if (others.length === 0) await unsubscribeBrowser();
		});

	return (
		<section class="notify-part" aria-labelledby="notify-browser">
			<h3 id="notify-browser">{texts.title}</h3>
			<Switch fallback={<p class="shift-purpose">{texts.off}</p>}>
				<Match when={props.answer.push_key === null}>
					<p class="shift-purpose">{texts.noKey}</p>
				</Match>
				<Match when={ability() === "unsupported"}>
					<p class="shift-purpose">{texts.unsupported}</p>
				</Match>
				<Match when={ability() === "denied"}>
					<p class="shift-purpose">{texts.denied}</p>
				</Match>
				<Match when={here()}>
					{(entry) => (
						<>
							<p class="shift-purpose">{texts.on(wardName())}</p>
							<button type="button" class="button notify-off" onClick={() => void turnOff(entry().id)}>
								{texts.turnOff}
							</button>
						</>
					)}
				</Match>
			</Switch>
			<Show when={ability() === "possible" && here() === undefined && props.answer.push_key}>
				{(key) => (
					<button type="button" class="button button-strong notify-on" onClick={() => void turnOn(key())}>
						{texts.turnOn}
					</button>
				)}
			</Show>
		</section>
	);
}
