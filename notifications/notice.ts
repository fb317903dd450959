/** What of an episode's life people are told, and which of them. Pure. */
import type { EpisodeEvent, Episode, Summoned } from "../vitals/episode.ts";
import { inScope } from "../vitals/members.ts";
import { mayBeTold, type NotifiedEvent, type Subscriber } from "../vitals/notifications.ts";
import { worse } from "../vitals/reading.ts";

/** One change of an episode, as it is kept until everybody has been told. */
export interface Notice extends Pick<
	Episode,
	"version" | "deviceId" | "patient" | "channel" | "rule" | "risk" | "status" | "sentence"
> {
	readonly event: NotifiedEvent;
	readonly episodeId: string;
	/** By the device's clock. */
	readonly at: number;
	/** When the ward heard of it, wall time. */
	readonly heardAt: number;
	readonly acknowledged: boolean;
	/** Of a summons. */
	readonly to: Summoned | null;
	/** Id of the person who caused it. */
	readonly actor: string | null;
}

/** What people are told of `event`; null where that is nothing. */
export function noticeOf({ kind, at, announced, episode, actor, to }: EpisodeEvent, heardAt: number): Notice | null {
	const event = notifiedEvent(kind, announced);
	if (event === null) return null;
	const { id: episodeId, version, deviceId, patient, channel, rule, risk, status, sentence } = episode;
	const acknowledged = episode.acknowledgedAt !== null;
	const told = { version, deviceId, patient, channel, rule, risk, status, sentence, acknowledged };
	return { event, episodeId, at, heardAt, ...told, to: to ?? null, actor: actor ?? null };
}

function notifiedEvent(kind: EpisodeEvent["kind"], announced: boolean): NotifiedEvent | null {
	switch (kind) {
		case "opened":
			return "opened";
		case "reopened":
			return announced ? "opened" : null;
		case "escalated":
		case "resumed":
			return "escalated";
		case "summoned":
			return "summoned";
		case "acknowledged":
		case "snoozed":
			return "acknowledged";
		case "closed":
			return "resolved";
		case "commented":
		case "judged":
			return null;
		default:
			return kind satisfies never;
	}
}

/** Whether `notice` is for `subscriber`, had they every right to it. */
export function isWanted({ channel, events, minRisk, member }: Subscriber, notice: Notice): boolean {
	if (!events.includes(notice.event)) return false;
	if (notice.event === "summoned") return isSummoned(member, notice.to);
	// They were there when they did it. A system that listens for them was not.
	if (channel === "push" && notice.actor === member.id) return false;
	return worse(notice.risk, minRisk) === notice.risk;
}

function isSummoned({ id, role }: Subscriber["member"], to: Summoned | null): boolean {
	if (to === null) return false;
	return to.kind === "role" ? to.role === role : to.id === id;
}

/**
 * Why `subscriber` may not be sent what is about `wardId`; null where they may. Asked when it is sent: whoever lost the ward
 * meanwhile hears nothing more. Broken glass opens a ward to the eye for a while, not to notifications.
 *
 * @param channel - of the episode; null for what is about none
 */
export function refusalOf(subscriber: Subscriber, wardId: string, channel: Notice["channel"] | null): string | null {
	const { member, status } = subscriber;
	if (member.status !== "active") return "the person's access has ended";
	if (subscriber.wardId !== wardId || !inScope(member.wards, wardId)) return "the person does not work on this ward";
	if (channel !== null && !mayBeTold(member.role, channel)) return "the person's role does not see such episodes";
	return status === "active" ? null : `the subscription is ${status}`;
}

/** Whether `notice` comes through the person's quiet hours. */
export function comesThrough({ quietHours, member }: Subscriber, notice: Notice): boolean {
	if (!quietHours || member.quietHours === null) return true;
	const { high, summoned } = member.quietHours.let_through;
	return (high && notice.risk === "HIGH") || (summoned && notice.event === "summoned");
}
