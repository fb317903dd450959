/** Acknowledging from the dashboard: who may, what is on its way, and what came of it. */
import { type Accessor, createSignal, onCleanup } from "solid-js";
import type { Me } from "../../vitals/api.ts";
import type { Episode } from "../../vitals/episode.ts";
import { actOnEpisode } from "./api.ts";
import { ApiError } from "./contract/client.ts";
import { conflictText, isAcknowledged } from "./state/bedside.ts";
import type { TimeFormats } from "./state/format.ts";
import type { Station } from "./station.ts";
import { texts } from "./texts.ts";

/** How long the outcome stays on the screen, in ms. */
const MESSAGE_MS = 12_000;

export interface Acknowledger {
	/** Id of who is signed in. */
	readonly me: string;
	/** Whether their role acts for patients. */
	readonly allowed: boolean;
	/** What went otherwise than asked, for a while; empty otherwise. */
	readonly message: Accessor<string>;
	isSending(id: string): boolean;
	/** Says that the reader knows of `episode` as it is shown. */
	acknowledge(episode: Episode): void;
}

/** @param toSignIn - leads to the sign-in when the session has ended */
export function createAcknowledger(
	me: Me,
	station: Station,
	times: TimeFormats,
	toSignIn: () => boolean,
): Acknowledger {
	const allowed = me.role === "clinician" || me.role === "admin";
	const [sending, setSending] = createSignal<ReadonlySet<string>>(new Set());
	const [message, setMessage] = createSignal("");
	let forget: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(forget));
	const say = (text: string) => {
		setMessage(text);
		clearTimeout(forget);
		forget = setTimeout(() => setMessage(""), MESSAGE_MS);
	};
	const labelOf = (episode: Episode) => station.ward.beds[episode.deviceId]?.bed.label ?? episode.deviceId;

	const send = async (episode: Episode) => {
		setSending((ids) => new Set(ids).add(episode.id));
		try {
			const outcome = await actOnEpisode(episode, { action: "acknowledge" });
			// The station tells it, too; who asked need not wait for that.
			station.learn(outcome.episode);
			if (outcome.kind === "conflict") say(conflictText(labelOf(episode), outcome.episode, me.id, times.time));
		} catch (error) {
			if (error instanceof ApiError && error.status === 401 && toSignIn()) return;
			// So long over that its device holds it no more: nobody can acknowledge it.
			if (error instanceof ApiError && error.status === 404) station.forgetResolved(episode.id);
			const reason = error instanceof ApiError && error.status !== 0 ? error.message : texts.error.network;
			say(texts.queue.notAcknowledged(labelOf(episode), reason));
		} finally {
			setSending((ids) => new Set([...ids].filter((id) => id !== episode.id)));
		}
	};

	return {
		me: me.id,
		allowed,
		message,
		isSending: (id) => sending().has(id),
		acknowledge(episode) {
			if (!allowed || isAcknowledged(episode) || sending().has(episode.id)) return;
			void send(episode);
		},
	};
}
