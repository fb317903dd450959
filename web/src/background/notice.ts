/** What a push message becomes on the screen, and where a click on it leads. Pure. */
import type { NotificationMessage } from "../../../vitals/notifications.ts";
import { backgroundTexts as texts } from "./texts.ts";

export interface ShownNotice {
	readonly title: string;
	readonly body: string;
	/** A later notice with the same tag takes its place. */
	readonly tag: string;
	/** Makes itself felt though it takes another's place. */
	readonly renotify: boolean;
	/** Stays until somebody does something about it. */
	readonly requireInteraction: boolean;
	/** Of this origin, with the ward in it; no name of a patient. */
	readonly path: string;
}

const inWard = (path: string, ward: string) => `${path}?${new URLSearchParams({ ward })}`;

/** @param text - the decrypted message; anything that is none of ours says so in general words: a push has to be shown */
export function noticeOf(text: string): ShownNotice {
	const message = read(text);
	const plain = { tag: "general", renotify: false, requireInteraction: false };
	if (message === null) return { ...plain, title: texts.unreadableTitle, body: texts.unreadable, path: "/" };
	const { ward } = message.data;
	const path = inWard("/", ward.id);
	if (message.type === "test") {
		return { ...plain, tag: "test", title: texts.testTitle(ward.name), body: texts.test, path };
	}
	if (message.type === "digest") {
		const { held, high } = message.data;
		return {
			...plain,
			tag: `digest ${ward.id}`,
			title: texts.digestTitle(ward.name),
			body: texts.digest(held, high),
			path,
		};
	}
	const { data } = message;
	const event = message.type.slice("episode.".length) as keyof typeof texts.events;
	const where = texts.where(data.identity?.bed ?? null, ward.name);
	const what = data.identity?.sentence ?? texts.what(data.rule, data.device_alias);
	const calls = event === "opened" || event === "escalated" || event === "summoned";
	return {
		title: data.channel === "technical" ? texts.technicalTitle(where) : texts.title(data.risk, where),
		body: (data.simulated ? texts.simulated : "") + texts.body(event, what),
		tag: `episode ${data.episode_id}`,
		renotify: calls,
		requireInteraction: calls && data.risk === "HIGH",
		path: inWard(`/episodes/${encodeURIComponent(data.episode_id)}`, ward.id),
	};
}

/** Null for what is no message of ours, or of a later release whose type is not known here. */
function read(text: string): NotificationMessage | null {
	try {
		const value = JSON.parse(text) as Partial<NotificationMessage> | null;
		const type = value?.type ?? "";
		const known = type === "test" || type === "digest" || type.slice("episode.".length) in texts.events;
		return known && typeof value?.data?.ward?.id === "string" ? (value as NotificationMessage) : null;
	} catch {
		return null;
	}
}
