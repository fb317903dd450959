/** What the pages of engineers and admins are made of. */
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { ApiError } from "../contract/client.ts";
import { LoadFailure } from "../components/notices.tsx";
import { useDesk } from "../desk.ts";
import type { Refreshed } from "../refresh.ts";
import { texts as common } from "../texts.ts";
import "./manage.css";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.parts;

/** A page with a title, a sentence that says what it is for, and its parts. */
export function ManagePage(props: { title: string; purpose: string; children: JSX.Element }) {
	return (
		<main class="page manage" id="content" tabindex="-1">
			<h2>{props.title}</h2>
			<p class="manage-purpose">{props.purpose}</p>
			{props.children}
		</main>
	);
}

/** What was fetched, or that it is on its way, failed, or is not of now. */
export function Fetched<T>(props: { of: Refreshed<T>; children: (value: () => T) => JSX.Element }) {
	const { times } = useDesk();
	return (
		<Switch
			fallback={
				<p class="notice-quiet" role="status">
					{texts.loading}
				</p>
			}
		>
			<Match when={props.of.value() === null && props.of.error()} keyed>
				{(error) => <LoadFailure error={error} retry={props.of.again} />}
			</Match>
			<Match when={props.of.value() !== null}>
				<Show when={props.of.error() !== null}>
					<p class="count-stale" role="status">
						{common.counts.stale(times.time(props.of.fetchedAt()))}
					</p>
				</Show>
				{props.children(() => props.of.value() as T)}
			</Match>
		</Switch>
	);
}

/** Scrolls sideways by itself where the window is narrow. */
export function DataTable(props: {
	caption: string;
	/** Beside the caption, such as how many there are. */
	note?: string;
	head: readonly string[];
	/** Positions of the columns that are numbers, from 0. */
	numbers?: readonly number[];
	rows?: number;
	children: JSX.Element;
}) {
	return (
		<div class="manage-scroll" role="region" aria-label={props.caption} tabindex="0">
			<table class="manage-table" aria-rowcount={props.rows === undefined ? undefined : props.rows + 1}>
				<caption>
					{props.caption} <span class="manage-note">{props.note}</span>
				</caption>
				<thead>
					<tr>
						<For each={props.head}>
							{(text, column) => (
								<th scope="col" classList={{ "manage-number": props.numbers?.includes(column()) }}>
									{text}
								</th>
							)}
						</For>
					</tr>
				</thead>
				{props.children}
			</table>
		</div>
	);
}

export function Panel(props: { title: string; note?: string; children: JSX.Element }) {
	return (
		<section class="manage-panel">
			<h3>{props.title}</h3>
			<Show when={props.note}>
				<p class="manage-purpose">{props.note}</p>
			</Show>
			{props.children}
		</section>
	);
}

/** Something that a person does, one at a time: whether it is under way, and what became of it. */
export interface Deed {
	busy(): boolean;
	/** What became of it, for the reader. */
	said(): { readonly kind: "done" | "failed"; readonly text: string } | null;
	/** @param work - gives the sentence that says that it is done */
	run(work: () => Promise<string>): Promise<void>;
}

export function createDeed(): Deed {
	const { toSignIn } = useDesk();
	const [busy, setBusy] = createSignal(false);
	const [said, setSaid] = createSignal<ReturnType<Deed["said"]>>(null);
	return {
		busy,
		said,
		async run(work) {
			if (busy()) return;
			setBusy(true);
			setSaid(null);
			try {
				setSaid({ kind: "done", text: await work() });
			} catch (error) {
				if (error instanceof ApiError && error.status === 401 && toSignIn()) return;
				const known = error instanceof ApiError && error.status !== 0 ? error.message : "";
				setSaid({ kind: "failed", text: known || common.error.network });
			} finally {
				setBusy(false);
			}
		},
	};
}

export function Said(props: { deed: Deed }) {
	return (
		<p class="manage-said" role="status" data-kind={props.deed.said()?.kind}>
			{props.deed.busy() ? texts.working : props.deed.said()?.text}
		</p>
	);
}

/** A form whose fields are read by their names when it is sent. */
export function DeedForm(props: {
	deed: Deed;
	label: string;
	submit: string;
	/** Does it, and gives the sentence that says so. */
	work: (fields: FormData) => Promise<string>;
	children: JSX.Element;
}) {
	const onSubmit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
		event.preventDefault();
		const form = event.currentTarget;
		void props.deed
			.run(() => props.work(new FormData(form)))
			.then(() => props.deed.said()?.kind === "done" && form.reset());
	};
	return (
		<form class="manage-form" aria-label={props.label} onSubmit={onSubmit}>
			{props.children}
			<button type="submit" class="button button-strong" aria-disabled={props.deed.busy()}>
				{props.submit}
			</button>
			<Said deed={props.deed} />
		</form>
	);
}

export function Field(props: { label: string; hint?: string; children: JSX.Element }) {
	return (
		<label class="manage-field">
			<span>{props.label}</span>
			{props.children}
			<Show when={props.hint}>
				<small>{props.hint}</small>
			</Show>
		</label>
	);
}

/** The text of a form's field, without what was typed around it. */
export const textOf = (fields: FormData, name: string): string => {
	const value = fields.get(name);
	return typeof value === "string" ? value.trim() : "";
};

/** A secret at the only time that it is shown. */
export function SecretOnce(props: { title: string; secret: string; note: string; forget: () => void }) {
	const [copied, setCopied] = createSignal(false);
	const copy = () =>
		navigator.clipboard.writeText(props.secret).then(
			() => setCopied(true),
			// Not allowed here: it is selected, and one copies it by hand.
			() => getSelection()?.selectAllChildren(shown as HTMLElement),
		);
	let shown: HTMLElement | undefined;
	return (
		<section class="manage-secret" aria-label={props.title}>
			<h4>{props.title}</h4>
			<pre ref={(element) => (shown = element)} tabindex="0">
				{props.secret}
			</pre>
			<p>{props.note}</p>
			<div class="manage-actions">
				<button type="button" class="button button-strong" onClick={() => void copy()}>
					{copied() ? texts.copied : texts.copy}
				</button>
				<button type="button" class="button" onClick={() => props.forget()}>
					{texts.kept}
				</button>
			</div>
		</section>
	);
}

/** A button that asks once more before it does what cannot be taken back. */
export function SureButton(props: { label: string; sure: string; disabled?: boolean; onSure: () => void }) {
	const [asked, setAsked] = createSignal(false);
	const onClick = () => {
		if (props.disabled === true) return;
		if (asked()) props.onSure();
		setAsked(!asked());
	};
	return (
		<button
			type="button"
			class="button"
			classList={{ "button-sure": asked() }}
			aria-disabled={props.disabled === true}
			onClick={onClick}
			onBlur={() => setAsked(false)}
		>
			{asked() ? props.sure : props.label}
		</button>
	);
}

/** One figure, large. */
export function Figure(props: { label: string; value: string; children?: JSX.Element }) {
	return (
		<div class="manage-figure">
			<dt>{props.label}</dt>
			<dd>
				<strong>{props.value}</strong>
				{props.children}
			</dd>
		</div>
	);
}
