/** What stands in for the sectors when there are none, and the bar that says the numbers are not live. */
import { createMemo, createSignal, For, Match, onCleanup, Show, Switch } from "solid-js";
import type { ApiError } from "../contract/client.ts";
import type { Station } from "../station.ts";
import { texts } from "../texts.ts";
import { ProductMark } from "./icons.tsx";

/** Before anything is known, on an otherwise empty page. */
export function Loading() {
	return (
		<div class="notice-page" role="status">
			<ProductMark />
			<span class="notice-quiet">{texts.loading}</span>
		</div>
	);
}

const SKELETON_BEDS = Array.from({ length: 8 }, (_, index) => index);

/** While the first snapshot is on its way: the layout as it will be. */
export function SkeletonBeds() {
	return (
		<>
			<section class="queue" aria-hidden="true">
				<div class="skeleton skeleton-line" />
				<div class="skeleton skeleton-entry" />
				<div class="skeleton skeleton-entry" />
			</section>
			<section class="beds" aria-busy="true" aria-label={texts.beds.title}>
				<p class="unseen" role="status">
					{texts.loading}
				</p>
				<div class="beds-head" aria-hidden="true">
					<div class="skeleton skeleton-line" />
				</div>
				<div class="bed-grid" aria-hidden="true">
					<For each={SKELETON_BEDS}>{() => <div class="skeleton skeleton-bed" />}</For>
				</div>
			</section>
		</>
	);
}

/** While a page's own code is on its way. */
export function SkeletonPage() {
	return (
		<main class="page" id="content" tabindex="-1" aria-busy="true">
			<p class="unseen" role="status">
				{texts.loadingPage}
			</p>
			<div class="skeleton skeleton-line" aria-hidden="true" />
		</main>
	);
}

export function LoadFailure(props: { error: ApiError; retry: () => void }) {
	return (
		<section class="notice" role="alert">
			<h2>{texts.error.title}</h2>
			<p>
				{props.error.status === 0 ? texts.error.network : props.error.message || texts.error.status(props.error.status)}
			</p>
			<Show when={props.error.correlationId}>
				{(id) => <p class="notice-quiet">{texts.error.correlation(id())}</p>}
			</Show>
			<button type="button" class="button button-strong" onClick={() => props.retry()}>
				{texts.error.retry}
			</button>
		</section>
	);
}

export function NoWards() {
	return <Empty title={texts.empty.wardsTitle} body={texts.empty.wardsBody} />;
}

export function NoDevices(props: { ward: string }) {
	return <Empty title={texts.empty.devicesTitle(props.ward)} body={texts.empty.devicesBody} />;
}

function Empty(props: { title: string; body: string }) {
	return (
		<section class="notice">
			<h2>{props.title}</h2>
			<p>{props.body}</p>
			<pre class="command">
				<code>{texts.empty.command}</code>
			</pre>
			<p class="notice-quiet">{texts.empty.watching}</p>
		</section>
	);
}

/** At the foot of the page while the connection is gone; it covers, rather than moves, what is below. */
export function ConnectionBar(props: { station: Station; active: boolean }) {
	const kind = () => props.station.status().kind;
	return (
		<div class="bar-place" role="status">
			<Switch>
				<Match when={props.active && kind() === "reconnecting"}>
					<div class="bar" data-kind="reconnecting">
						<strong>{texts.connection.reconnecting}</strong>
						<span>{texts.connection.lost}</span>
						<RetryCountdown station={props.station} />
						<button type="button" class="button" onClick={() => props.station.retryNow()}>
							{texts.connection.retry}
						</button>
					</div>
				</Match>
				<Match when={props.active && kind() === "outdated"}>
					<div class="bar" data-kind="outdated">
						<strong>{texts.connection.outdatedTitle}</strong>
						<span>{texts.connection.outdatedBody}</span>
						<button type="button" class="button" onClick={() => location.reload()}>
							{texts.connection.reload}
						</button>
					</div>
				</Match>
			</Switch>
		</div>
	);
}

function RetryCountdown(props: { station: Station }) {
	// By this machine's clock, which is what the pause is measured with.
	const [now, setNow] = createSignal(Date.now());
	const timer = setInterval(() => setNow(Date.now()), 500);
	onCleanup(() => clearInterval(timer));
	const text = createMemo(() => {
		const status = props.station.status();
		return status.kind === "reconnecting"
			? texts.connection.retryIn(Math.max(0, Math.ceil((status.retryAt - now()) / 1000)))
			: "";
	});
	return (
		<span class="bar-countdown" aria-hidden="true">
			{text()}
		</span>
	);
}
