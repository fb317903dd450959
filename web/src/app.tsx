import { Match, Switch } from "solid-js";
import type { Me } from "../../vitals/api.ts";
import { fetchMe, SIGN_IN_PATH, signInAddress } from "./api.ts";
import { CentralStation } from "./central-station.tsx";
import { EngineerView } from "./components/engineer-view.tsx";
import { LoadFailure, Loading } from "./components/notices.tsx";
import { createRefreshed, type Refreshed } from "./refresh.ts";

/** How often the session is looked at, in ms; sooner while the server does not answer. */
const SESSION_CHECK_MS = 5 * 60_000;
const RETRY_MS = 5000;

/** The whole page: finds out who is here, then shows the central station, or to an engineer the devices. */
export function App() {
	const toSignIn = () => {
		// Where no sign-in page is served, this page answers in its place: asking again would go round in circles.
		if (location.pathname === SIGN_IN_PATH) return false;
		location.href = signInAddress(location);
		return true;
	};
	const me: Refreshed<Me> = createRefreshed(fetchMe, () => (me.error() ? RETRY_MS : SESSION_CHECK_MS), toSignIn);
	return (
		<Switch fallback={<Loading />}>
			<Match when={me.value()?.role === "engineer" && me.value()}>
				{(person) => <EngineerView me={person()} toSignIn={toSignIn} />}
			</Match>
			<Match when={me.value()}>
				{(person) => <CentralStation me={person()} toSignIn={toSignIn} checkSession={me.again} />}
			</Match>
			<Match when={me.error()} keyed>
				{(error) => (
					<main class="notice-page">
						<LoadFailure error={error} retry={me.again} />
					</main>
				)}
			</Match>
		</Switch>
	);
}
