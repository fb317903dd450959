import { A, Route, Router } from "@solidjs/router";
import { For, lazy, Match, type ParentProps, Show, Suspense, Switch } from "solid-js";
import type { Me } from "../../vitals/api.ts";
import { fetchMe, SIGN_IN_PATH, signInAddress } from "./api.ts";
import { LoadFailure, Loading } from "./components/notices.tsx";
import { useDesk } from "./desk.ts";
import { EngineerShell } from "./engineer-shell.tsx";
import { pagesFor } from "./pages.ts";
import { createRefreshed, type Refreshed } from "./refresh.ts";
import { Shell } from "./shell.tsx";
import { texts } from "./texts.ts";
import { isWall } from "./wall/address.ts";

const WallDisplay = lazy(() => import("./wall/wall-display.tsx"));

/** How often the session is looked at, in ms; sooner while the server does not answer. */
const SESSION_CHECK_MS = 5 * 60_000;
const RETRY_MS = 5000;

/** Every component in every state; in development only, and in no bundle that is deployed. */
const DesignPage = import.meta.env.DEV ? lazy(() => import("./design/design-page.tsx")) : null;
const DESIGN_PATH = "/design";

export function App() {
	return DesignPage !== null && location.pathname === DESIGN_PATH ? <DesignPage /> : <Dashboard />;
}

/** The whole page: finds out who is here, then shows the central station, or to an engineer the devices. */
function Dashboard() {
	const toSignIn = () => {
		// Where no sign-in page is served, this page answers in its place: asking again would go round in circles.
		if (location.pathname === SIGN_IN_PATH) return false;
		location.href = signInAddress(location);
		return true;
	};
	const me: Refreshed<Me> = createRefreshed(fetchMe, () => (me.error() ? RETRY_MS : SESSION_CHECK_MS), toSignIn);
	return (
		<Switch fallback={<Loading />}>
			<Match when={isWall(location.search) && me.value()?.role !== "engineer" && me.value()}>
				{(person) => (
					<Suspense fallback={<Loading />}>
						<WallDisplay me={person()} toSignIn={toSignIn} checkSession={me.again} />
					</Suspense>
				)}
			</Match>
			<Match when={me.value()}>{(person) => <Pages me={person()} toSignIn={toSignIn} checkSession={me.again} />}</Match>
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

function Pages(props: { me: Me; toSignIn: () => boolean; checkSession: () => void }) {
	const pages = pagesFor(props.me.role);
	const root = (page: ParentProps) => (
		<Show
			when={props.me.role === "engineer"}
			fallback={
				<Shell me={props.me} pages={pages} toSignIn={props.toSignIn} checkSession={props.checkSession}>
					{page.children}
				</Shell>
			}
		>
			<EngineerShell me={props.me} pages={pages} toSignIn={props.toSignIn}>
				{page.children}
			</EngineerShell>
		</Show>
	);
	return (
		// Links out of the dashboard, such as reports, are the browser's.
		<Router root={root} explicitLinks>
			<For each={pages}>{({ path, component }) => <Route path={path} component={component} />}</For>
			<Route path="*" component={NoSuchPage} />
		</Router>
	);
}

function NoSuchPage() {
	const { to } = useDesk();
	return (
		<main class="page" id="content" tabindex="-1">
			<section class="notice">
				<h2>{texts.pages.noneTitle}</h2>
				<A class="button button-strong" href={to("/")}>
					{texts.pages.home}
				</A>
			</section>
		</main>
	);
}
