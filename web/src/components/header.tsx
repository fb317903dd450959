import { createSignal, Index, type JSX, Show } from "solid-js";
import type { Me, WardSummary } from "../../../vitals/api.ts";
import type { LiveStatus } from "../live/live.ts";
import { chooseTheme, currentTheme } from "../preferences.ts";
import type { TimeFormats } from "../state/format.ts";
import { texts } from "../texts.ts";
import { AskShape, ProductMark, ThemeShape } from "./icons.tsx";
import { AreaNavigation, Navigation, type PageLink } from "./navigation.tsx";

export function Header(props: {
	me: Me;
	wards: readonly WardSummary[];
	wardId: string | null;
	chooseWard: (id: string) => void;
	pages: readonly PageLink[];
	/** The address of a page. */
	to: (path: string) => string;
	/** `null` where nothing is live. */
	status: LiveStatus | null;
	now: number;
	times: TimeFormats;
	onTheme?: () => void;
	/** Without it there is no assistant to ask. */
	onAsk?: () => void;
	/** Without it there is no help to open. */
	onHelp?: () => void;
	/** The alarm sound's buttons, where alarms are. */
	sound?: JSX.Element;
}) {
	return (
		<header class="top">
			<h1 class="product">
				<ProductMark />
				<span class="product-name">{texts.product}</span>
			</h1>
			<Show when={props.wards.length > 0}>
				<label class="ward-chooser">
					<span class="ward-chooser-label">{texts.header.ward}</span>
					<select onChange={(event) => props.chooseWard(event.currentTarget.value)}>
						<Index each={props.wards}>
							{(ward) => (
								<option value={ward().id} selected={ward().id === props.wardId}>
									{ward().name}
								</option>
							)}
						</Index>
					</select>
				</label>
				<Show when={props.status}>{(status) => <ConnectionState status={status()} />}</Show>
			</Show>
			<Navigation pages={props.pages} to={props.to} />
			<div class="top-end">
				<Show when={props.onAsk}>
					<button
						type="button"
						class="button ask-button"
						title={texts.ask.title}
						aria-keyshortcuts="q"
						onClick={() => props.onAsk?.()}
					>
						<AskShape /> {texts.ask.open}
					</button>
				</Show>
				<time class="clock" dateTime={new Date(props.now).toISOString()}>
					<span class="clock-day">{props.times.day(props.now)}</span>
					<span class="clock-time">{props.times.clock(props.now)}</span>
				</time>
				{props.sound}
				<ThemeToggle onTheme={props.onTheme} />
				<Show when={props.onHelp}>
					<button
						type="button"
						class="icon-button help-button"
						aria-label={texts.header.help}
						title={texts.header.help}
						aria-keyshortcuts="?"
						onClick={() => props.onHelp?.()}
					>
						?
					</button>
				</Show>
				<Account me={props.me} />
			</div>
			<AreaNavigation pages={props.pages} to={props.to} />
		</header>
	);
}

function ConnectionState(props: { status: LiveStatus }) {
	return (
		<span class="connection" data-state={props.status.kind} role="status">
			<span class="connection-mark" aria-hidden="true" />
			{texts.connection[props.status.kind]}
		</span>
	);
}

function ThemeToggle(props: { onTheme: (() => void) | undefined }) {
	const [theme, setTheme] = createSignal(currentTheme());
	const next = () => (theme() === "dark" ? "light" : "dark");
	const toggle = () => {
		const chosen = next();
		chooseTheme(chosen);
		setTheme(chosen);
		props.onTheme?.();
	};
	return (
		<button
			type="button"
			class="icon-button theme-toggle"
			aria-label={texts.header.theme(next())}
			title={texts.header.theme(next())}
			onClick={toggle}
		>
			<ThemeShape />
		</button>
	);
}

function Account(props: { me: Me }) {
	return (
		<form class="account" method="post" action="/sign-out">
			<span class="account-name" title={texts.header.account(props.me.name, texts.roles[props.me.role])}>
				<span class="account-person">{props.me.name}</span>
				<span class="account-role">{texts.roles[props.me.role]}</span>
			</span>
			<button type="submit" class="button" title={texts.header.account(props.me.name, texts.roles[props.me.role])}>
				{texts.header.signOut}
			</button>
		</form>
	);
}
