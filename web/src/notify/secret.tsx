/** A webhook's secret, until its owner says that they have it. */
import { createSignal } from "solid-js";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.webhook;

export function SecretShown(props: { secret: string; close: () => void }) {
	const [copied, setCopied] = createSignal(false);
	const copy = () =>
		navigator.clipboard.writeText(props.secret).then(
			() => setCopied(true),
			// Refused: it stands there to be copied by hand.
			() => {},
		);
	return (
		<div class="notify-secret" role="group" aria-label={texts.secret}>
			<strong>{texts.secret}</strong>
			<code tabindex="0">{props.secret}</code>
			<p class="shift-purpose">{texts.secretHint}</p>
			<p class="notify-buttons">
				<button type="button" class="button" onClick={() => void copy()}>
					{texts.copy}
				</button>
				<button type="button" class="button" onClick={() => props.close()}>
					{texts.close}
				</button>
				<span role="status">{copied() ? texts.copied : ""}</span>
			</p>
		</div>
	);
}
