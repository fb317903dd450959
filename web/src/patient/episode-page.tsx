/** Where a notification leads: from an episode's id to its patient's page, or to the bed of a device in trouble. */
import { useNavigate, useParams } from "@solidjs/router";
import { createEffect, Match, Switch } from "solid-js";
import { LoadFailure } from "../components/notices.tsx";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { texts as common } from "../texts.ts";
import { fetchEpisode } from "./patient-api.ts";

/** Where its device's way is not there yet, it is asked for again, ms. */
const AGAIN_MS = 5000;

export default function EpisodePage() {
	const { me, to, toSignIn } = useDesk();
	const params = useParams<{ id: string }>();
	const navigate = useNavigate();
	const leave = (path: string, more: Readonly<Record<string, string>> = {}) => {
		const address = new URL(to(path), location.href);
		for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
		navigate(address.pathname + address.search, { replace: true });
	};
	if (me.role === "engineer") {
		// Engineers look after devices and see no episode of a patient's.
		leave("/");
		return null;
	}
	const record = createRefreshed(
		() => fetchEpisode(params.id ?? ""),
		() => AGAIN_MS,
		toSignIn,
	);
	createEffect(() => {
		const episode = record.value()?.episode;
		if (episode === undefined) return;
		const ward = { ward: episode.ward_id };
		if (episode.patient === null) leave("/", ward);
		else leave(`/patients/${encodeURIComponent(episode.patient)}`, { ...ward, episode: episode.episode_id });
	});
	return (
		<main class="page" id="content" tabindex="-1">
			<Switch
				fallback={
					<p class="notice-quiet" role="status">
						{common.loadingPage}
					</p>
				}
			>
				<Match when={record.error()} keyed>
					{(error) => <LoadFailure error={error} retry={record.again} />}
				</Match>
			</Switch>
		</main>
	);
}
