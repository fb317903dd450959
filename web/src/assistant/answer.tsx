import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import type { AnswerSentence, Flag } from "../../../vitals/assistant.ts";
import type { TimeFormats } from "../state/format.ts";
import type { Turn } from "./conversation.ts";
import { blockOf, groupsOf, type Piece, type SentenceBlock } from "./markdown.ts";
import { SourceCard, type SourceDoors } from "./source-card.tsx";
import { assistantTexts as texts } from "./texts.ts";

interface ShownSentence {
	readonly sentence: AnswerSentence;
	readonly block: SentenceBlock;
}

/** One question and what was answered, with its flags and sources. */
export function Answer(props: {
	turn: Turn;
	last: boolean;
	ask: (question: string) => void;
	times: TimeFormats;
	doors: SourceDoors;
}) {
	const [opened, setOpened] = createSignal<string | null>(null);
	const sentences = createMemo(() =>
		props.turn.sentences.map((sentence): ShownSentence => ({ sentence, block: blockOf(sentence) })),
	);
	const groups = createMemo(() => groupsOf(sentences()));
	const flagged = () => props.turn.sentences.filter(({ flags }) => flags.length > 0).length;
	// What was found and never cited would only be long.
	const cited = createMemo(() => {
		const ids = new Set(props.turn.sentences.flatMap(({ citations }) => citations));
		return props.turn.sources.filter(({ id }) => ids.has(id));
	});
	const cardId = (source: string) => `source-${props.turn.id}-${source}`;
	const open = (source: string) => {
		setOpened(opened() === source ? null : source);
		if (opened() === source)
			queueMicrotask(() => {
				const card = document.getElementById(cardId(source));
				card?.focus({ preventScroll: true });
				card?.scrollIntoView({ block: "nearest" });
			});
	};
	const close = (source: string) => {
		setOpened(null);
		document.querySelector<HTMLElement>(`[data-cites="${cardId(source)}"]`)?.focus();
	};
	/** The one patient's device that the answer is about, where it is about one. */
	const subject = createMemo(() => {
		const devices = new Set(cited().flatMap(({ device_id }) => (device_id === null ? [] : [device_id])));
		return devices.size === 1 ? ([...devices][0] as string) : null;
	});

	const piece = (one: Piece) => (
		<Switch fallback={<Styled piece={one} />}>
			<Match when={one.citation}>
				{(source) => (
					<Cited
						source={source()}
						title={props.turn.sources.find(({ id }) => id === source())?.title}
						card={cardId(source())}
						opened={opened() === source()}
						open={() => open(source())}
					/>
				)}
			</Match>
			<Match when={one.flag}>
				{(flag) => (
					<mark class="flagged" title={flag().reason}>
						<span class="unseen">{texts.flagged}: </span>
						<Styled piece={one} />
					</mark>
				)}
			</Match>
		</Switch>
	);
	const line = ({ sentence, block }: ShownSentence) => (
		<>
			<For each={block.pieces}>{piece}</For> <For each={sentence.flags}>{(flag) => <FlagNote flag={flag} />}</For>
		</>
	);

	return (
		<article class="turn" data-state={props.turn.state} aria-busy={props.turn.state === "asking"}>
			<h3 class="turn-question">
				<span class="unseen">{texts.you}: </span>
				{props.turn.question}
			</h3>
			<div class="turn-answer">
				<Show when={props.turn.state === "asking" && props.turn.sentences.length === 0}>
					<p class="turn-working">
						<span class="turn-dots" aria-hidden="true" />
						{texts.working}
					</p>
				</Show>
				<For each={groups()}>
					{(group) => (
						<Switch>
							<Match when={group.kind === "heading"}>
								<h4>{line(group.sentences[0] as ShownSentence)}</h4>
							</Match>
							<Match when={group.kind === "item"}>
								<ul class="turn-list">
									<For each={group.sentences}>{(sentence) => <li>{line(sentence)}</li>}</For>
								</ul>
							</Match>
							<Match when={group.kind === "text"}>
								<div class="turn-sentences">
									<For each={group.sentences}>{(sentence) => <p>{line(sentence)}</p>}</For>
								</div>
							</Match>
						</Switch>
					)}
				</For>
				<Show when={props.turn.choices.length > 0}>
					<fieldset class="turn-choices">
						<legend>{texts.choices}</legend>
						<For each={props.turn.choices}>
							{(choice) => (
								<button type="button" class="assistant-choice" disabled={!props.last} onClick={() => props.ask(choice)}>
									{choice}
								</button>
							)}
						</For>
					</fieldset>
				</Show>
				<Show when={flagged() > 0}>
					<p class="turn-flags">
						<FlagShape /> {texts.flagsIn(flagged())}
					</p>
				</Show>
				<Show when={props.turn.state === "failed" || props.turn.state === "stopped"}>
					<div class="turn-problem">
						<p>{props.turn.state === "stopped" ? texts.stopped : props.turn.problem}</p>
						<Show when={props.last}>
							<button type="button" class="button" onClick={() => props.ask(props.turn.question)}>
								{texts.again}
							</button>
						</Show>
					</div>
				</Show>
			</div>
			<Show when={cited().length > 0}>
				<ul class="turn-sources" aria-label={texts.sources(cited().length)}>
					<For each={cited()}>
						{(source) => (
							<li>
								<button
									type="button"
									class="source-button"
									aria-expanded={opened() === source.id}
									aria-controls={cardId(source.id)}
									onClick={() => open(source.id)}
								>
									<span class="cited-id">{source.id}</span> {source.title}
								</button>
								<Show when={opened() === source.id}>
									<SourceCard
										id={cardId(source.id)}
										source={source}
										times={props.times}
										doors={props.doors}
										close={() => close(source.id)}
									/>
								</Show>
							</li>
						)}
					</For>
				</ul>
			</Show>
			<Show when={props.turn.state === "done"}>
				<footer class="turn-foot">
					<p class="turn-notice">
						{props.turn.notice ?? (props.turn.mode === null ? "" : texts.modes[props.turn.mode])}
					</p>
					<p>{props.turn.disclaimer}</p>
					<Show when={props.doors.report !== null && subject()}>
						{(device) => (
							<button
								type="button"
								class="button"
								title={texts.saveHint}
								onClick={() => props.doors.report?.(device())}
							>
								{texts.save}
							</button>
						)}
					</Show>
				</footer>
			</Show>
		</article>
	);
}

function Styled(props: { piece: Piece }) {
	return (
		<Switch fallback={props.piece.text}>
			<Match when={props.piece.strong}>
				<strong>{props.piece.text}</strong>
			</Match>
			<Match when={props.piece.emphasis}>
				<em>{props.piece.text}</em>
			</Match>
			<Match when={props.piece.code}>
				<code>{props.piece.text}</code>
			</Match>
		</Switch>
	);
}

function Cited(props: { source: string; title: string | undefined; card: string; opened: boolean; open: () => void }) {
	return (
		<Show when={props.title} fallback={<span class="cited-unknown">[{props.source}]</span>}>
			{(title) => (
				<button
					type="button"
					class="cited"
					data-cites={props.card}
					aria-label={texts.source(props.source, title())}
					aria-expanded={props.opened}
					title={title()}
					onClick={() => props.open()}
				>
					{props.source}
				</button>
			)}
		</Show>
	);
}

/** The reason, in words, beside what it is about. */
function FlagNote(props: { flag: Flag }) {
	return (
		<span class="flag-note">
			<FlagShape /> <strong>{texts.flagKinds[props.flag.kind]}:</strong> {props.flag.reason}
		</span>
	);
}

function FlagShape() {
	return (
		<svg class="flag-shape" viewBox="0 0 16 16" aria-hidden="true">
			<path d="M8 1.5 15 14H1Z M8 6v4 M8 11.6v1" />
		</svg>
	);
}
