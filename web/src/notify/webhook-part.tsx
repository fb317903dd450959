/** A new webhook, and its secret, which is shown once. */
import { createSignal, Show } from "solid-js";
import { addWebhook } from "./notify-api.ts";
import type { Doing } from "./notifications-page.tsx";
import { SecretShown } from "./secret.tsx";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.webhook;
/** As the server has them. */
const LONGEST_NAME = 80;

export function WebhookPart(props: { ward: string; doing: Doing }) {
	const [name, setName] = createSignal("");
	const [url, setUrl] = createSignal("");
	const [secret, setSecret] = createSignal<string | null>(null);
	const add = (event: SubmitEvent) => {
		event.preventDefault();
		void props.doing(async () => {
			const made = await addWebhook(props.ward, name().trim(), url().trim());
			setSecret(made.secret);
			setName("");
			setUrl("");
		});
	};
	return (
		<section class="notify-part" aria-labelledby="notify-webhook">
			<h3 id="notify-webhook">{texts.title}</h3>
			<form class="notify-form" onSubmit={add}>
				<label>
					{texts.name}
					<input
						required
						maxlength={LONGEST_NAME}
						autocomplete="off"
						placeholder={texts.namePlaceholder}
						value={name()}
						onInput={(event) => setName(event.currentTarget.value)}
					/>
				</label>
				<label>
					{texts.url}
					<input
						required
						type="url"
						autocomplete="off"
						spellcheck={false}
						placeholder="https://…"
						value={url()}
						onInput={(event) => setUrl(event.currentTarget.value)}
					/>
				</label>
				<button type="submit" class="button notify-add">
					{texts.add}
				</button>
			</form>
			<Show when={secret()}>{(shown) => <SecretShown secret={shown()} close={() => setSecret(null)} />}</Show>
		</section>
	);
}
