/** What stays on an engineer's screen whichever page is open. Opens no live connection, which would carry patients' values. */
import { createSignal, onCleanup, type ParentProps, Suspense } from "solid-js";
import type { Me } from "../../vitals/api.ts";
import { fetchOverview } from "./api.ts";
import { Background } from "./background/follow.tsx";
import { OVERVIEW_EVERY_MS, OverviewCounts } from "./components/count-strip.tsx";
import { Header } from "./components/header.tsx";
import type { PageLink } from "./components/navigation.tsx";
import { SkeletonPage } from "./components/notices.tsx";
import { DeskContext } from "./desk.ts";
import { type KeyActions, listenToKeys } from "./keyboard.ts";
import { shortcutsWanted } from "./preferences.ts";
import { createRefreshed } from "./refresh.ts";
import { timeFormats } from "./state/format.ts";
import { texts } from "./texts.ts";
import { createWardChoice, inWard } from "./ward-choice.ts";

export function EngineerShell(props: ParentProps<{ me: Me; pages: readonly PageLink[]; toSignIn: () => boolean }>) {
	const times = timeFormats();
	const overview = createRefreshed(fetchOverview, () => OVERVIEW_EVERY_MS, props.toSignIn);
	const { wards, wardId, wardName, choose } = createWardChoice(props.toSignIn);
	const [now, setNow] = createSignal(Date.now());
	const ticker = setInterval(() => setNow(Date.now()), 1000);
	onCleanup(() => clearInterval(ticker));
	const to = (path: string) => inWard(path, wardId());
	const keys = (actions: Partial<KeyActions>) => onCleanup(listenToKeys(actions, shortcutsWanted));
	return (
		<DeskContext.Provider value={{ me: props.me, times, wards, wardId, wardName, toSignIn: props.toSignIn, to, keys }}>
			<a class="skip" href="#content">
				{texts.skip}
			</a>
			<Header
				me={props.me}
				wards={wards.value() ?? []}
				wardId={wardId()}
				chooseWard={choose}
				pages={props.pages}
				to={to}
				status={null}
				now={now()}
				times={times}
			/>
			<Background chooseWard={choose} />
			<section class="counts counts-alone" aria-label={texts.counts.region}>
				<OverviewCounts overview={overview} times={times} />
			</section>
			<Suspense fallback={<SkeletonPage />}>{props.children}</Suspense>
		</DeskContext.Provider>
	);
}
