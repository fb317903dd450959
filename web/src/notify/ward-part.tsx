/** What the ward decided: who is summoned where nobody acknowledges, and what a message may say. */
import { createResource, For, Show } from "solid-js";
import type { EscalationAnswer } from "../../../vitals/escalation.ts";
import { useDesk } from "../desk.ts";
import { formatElapsed } from "../state/format.ts";
import { texts as common } from "../texts.ts";
import { fetchEscalation, fetchIdentity } from "./notify-api.ts";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.ward;

export function WardPart(props: { ward: string }) {
	const { wardName } = useDesk();
	const [ward] = createResource(
		() => props.ward,
		async (id) => {
			try {
				const [escalation, identity] = await Promise.all([fetchEscalation(id), fetchIdentity(id)]);
				return { escalation, identity: identity.identity };
			} catch {
				// The page tells elsewhere that the server does not answer.
				return null;
			}
		},
	);
	const who = (to: EscalationAnswer["steps"][number]["to"]) => ("role" in to ? common.roles[to.role] : texts.member);
	return (
		<Show when={ward.latest}>
			{(known) => (
				<section class="notify-part" aria-labelledby="notify-ward">
					<h3 id="notify-ward">{texts.title(wardName())}</h3>
					<ol class="notify-steps">
						<For each={known().escalation.steps}>
							{(step) => <li>{texts.step(formatElapsed(step.after_s * 1000), who(step.to))}</li>}
						</For>
					</ol>
					<Show when={!known().escalation.chosen}>
						<p class="shift-purpose">{texts.byDefault}</p>
					</Show>
					<p class="shift-purpose">{known().identity ? texts.identity : texts.noIdentity}</p>
				</section>
			)}
		</Show>
	);
}
