/** To admins: who opened a ward that is not theirs, and why, until one of the admins says that they know. */
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { fetchUnseenGlass, seeGlass } from "../api.ts";
import { ApiError } from "../contract/client.ts";
import { createRefreshed } from "../refresh.ts";
import type { TimeFormats } from "../state/format.ts";
import type { Station } from "../station.ts";
import { texts } from "../texts.ts";

/** The ward's station says when there is something new; this is for what it could not say. */
const ASK_EVERY_MS = 60_000;

export function GlassNotice(props: { station: Station; times: TimeFormats; toSignIn: () => boolean }) {
	const unseen = createRefreshed(
		fetchUnseenGlass,
		() => ASK_EVERY_MS,
		() => props.toSignIn(),
	);
	createEffect(on(() => props.station.glassAt(), unseen.again, { defer: true }));
	const [failure, setFailure] = createSignal("");
	const see = async (id: string) => {
		setFailure("");
		try {
			await seeGlass(id);
		} catch (error) {
			setFailure(error instanceof ApiError && error.status !== 0 ? error.message : texts.error.network);
		}
		unseen.again();
	};
	const time = (iso: string) => props.times.time(Date.parse(iso));
	return (
		<div class="glass-notices" role="alert">
			<For each={unseen.value() ?? []}>
				{(glass) => (
					<p class="bar glass-notice" data-glass={glass.id}>
						<strong>{texts.glass.title}</strong>
						<span>
							{texts.glass.who(
								glass.member_name ?? glass.member_id,
								glass.ward_name ?? glass.ward_id,
								time(glass.granted_at),
								time(glass.expires_at),
							)}
						</span>
						<q>{glass.reason}</q>
						<button type="button" class="button" onClick={() => void see(glass.id)}>
							{texts.glass.seen}
						</button>
					</p>
				)}
			</For>
			<Show when={failure()}>
				<p class="bar">{failure()}</p>
			</Show>
		</div>
	);
}
