import "./assistant.css";
import { createEffect, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { CloseShape } from "../components/icons.tsx";
import type { TimeFormats } from "../state/format.ts";
import { Answer } from "./answer.tsx";
import { createConversation } from "./conversation.ts";
import type { AssistantDoor } from "./door.ts";
import type { SourceDoors } from "./source-card.tsx";
import { assistantTexts as texts } from "./texts.ts";

/** Characters of a question, as the server takes them. */
const MAX_QUESTION = 2_000;

/** The assistant, beside the beds: they stay in view, and usable, while it answers. */
export default function AssistantPanel(props: {
	door: AssistantDoor;
	wardName: string;
	times: TimeFormats;
	doors: SourceDoors;
	toSignIn: () => boolean;
}) {
	const conversation = createConversation(props.toSignIn);
	const [draft, setDraft] = createSignal("");
	let field: HTMLTextAreaElement | undefined;
	let turns: HTMLElement | undefined;

	const focusField = () => {
		field?.focus();
		field?.setSelectionRange(field.value.length, field.value.length);
	};
	createEffect(() => {
		const begun = props.door.begun();
		if (begun === null) return;
		if (begun.text !== "") setDraft(begun.text);
		queueMicrotask(focusField);
	});
	onMount(() => document.documentElement.setAttribute("data-assistant", "open"));
	onCleanup(() => document.documentElement.removeAttribute("data-assistant"));

	const ask = (question: string) => {
		if (conversation.busy() || question.trim() === "") return;
		conversation.ask(question);
		setDraft("");
		focusField();
		// The question goes to the top and stays there: an answer is read from its beginning, with whom it is about.
		queueMicrotask(() => turns?.lastElementChild?.scrollIntoView({ block: "start" }));
	};
	const onFieldKey = (event: KeyboardEvent) => {
		// A word that is still being composed, as in Japanese, is not sent.
		if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		ask(draft());
	};
	const onPanelKey = (event: KeyboardEvent) => {
		if (event.key !== "Escape" || event.defaultPrevented) return;
		event.preventDefault();
		if (conversation.busy()) conversation.stop();
		else props.door.close();
	};

	return (
		<section class="assistant" aria-labelledby="assistant-title" onKeyDown={onPanelKey}>
			<header class="assistant-head">
				<h2 id="assistant-title">{texts.title}</h2>
				<Show when={conversation.turns.length > 0}>
					<button
						type="button"
						class="button"
						onClick={() => {
							conversation.begin();
							focusField();
						}}
					>
						{texts.fresh}
					</button>
				</Show>
				<button
					type="button"
					class="icon-button"
					aria-label={texts.close}
					title={texts.close}
					onClick={() => props.door.close()}
				>
					<CloseShape />
				</button>
			</header>
			<div
				class="assistant-turns"
				ref={(element) => (turns = element)}
				tabindex="0"
				role="log"
				aria-live="off"
				aria-label={texts.title}
			>
				<Show
					when={conversation.turns.length > 0}
					fallback={
						<div class="assistant-empty">
							<h3>{texts.emptyTitle}</h3>
							<p>{texts.emptyBody}</p>
							<ul>
								<For each={texts.examples(props.wardName)}>
									{(example) => (
										<li>
											<button type="button" class="assistant-choice" onClick={() => ask(example)}>
												{example}
											</button>
										</li>
									)}
								</For>
							</ul>
						</div>
					}
				>
					<For each={conversation.turns}>
						{(turn, i) => (
							<Answer
								turn={turn}
								last={i() === conversation.turns.length - 1}
								ask={ask}
								times={props.times}
								doors={props.doors}
							/>
						)}
					</For>
				</Show>
			</div>
			<form
				class="assistant-form"
				onSubmit={(event) => {
					event.preventDefault();
					ask(draft());
				}}
			>
				<label class="unseen" for="assistant-question">
					{texts.label}
				</label>
				<textarea
					ref={(element) => (field = element)}
					id="assistant-question"
					rows="2"
					maxlength={MAX_QUESTION}
					placeholder={texts.placeholder}
					aria-describedby="assistant-hint"
					value={draft()}
					onInput={(event) => setDraft(event.currentTarget.value)}
					onKeyDown={onFieldKey}
				/>
				<Show
					when={conversation.busy()}
					fallback={
						<button type="submit" class="button button-strong" disabled={draft().trim() === ""}>
							{texts.ask}
						</button>
					}
				>
					<button
						type="button"
						class="button button-strong"
						onClick={() => {
							conversation.stop();
							focusField();
						}}
					>
						{texts.stop}
					</button>
				</Show>
				<p class="assistant-hint" id="assistant-hint">
					{texts.hint}
				</p>
			</form>
			<p class="unseen" role="status" aria-live="polite">
				{conversation.said()}
			</p>
		</section>
	);
}
