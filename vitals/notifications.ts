/** What people are told of episodes while they do not look, as it travels over HTTP. Snake case is the wire's. */
import type { Role } from "./api.ts";
import type { EpisodeChannel, EpisodeRule, EpisodeStatus } from "./episode.ts";
import type { SummonedEntry } from "./escalation.ts";
import type { MemberStatus, WardScope } from "./members.ts";
import type { RiskLevel } from "./reading.ts";

/** Ways to reach a person: a browser (RFC 8030), or an address of their own that takes signed posts. */
export const NOTIFICATION_CHANNELS = ["push", "webhook"] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

/**
 * What a person may be told of an episode. `opened`: it began, or began again with something new. `escalated`: its risk rose,
 * or its quiet is over. `summoned`: this person, or everybody of their role, is asked to come. `acknowledged`: somebody knows.
 * `resolved`: it closed.
 */
export const NOTIFIED_EVENTS = ["opened", "escalated", "summoned", "acknowledged", "resolved"] as const;
export type NotifiedEvent = (typeof NOTIFIED_EVENTS)[number];

/** `gone`: the receiver said that it is no more (410). Saving its address again makes it active. */
export const SUBSCRIPTION_STATUSES = ["active", "paused", "gone"] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** Subscriptions of one person over all wards, at most. */
export const MAX_SUBSCRIPTIONS = 20;
/** Hours for which the secret before counts after a rotation, at most. */
export const MAX_OVERLAP_HOURS = 168;

/** One entry of `GET /api/v1/notifications`. No secret, and of a browser's address only whose service it is. */
export interface SubscriptionEntry {
	readonly id: string;
	readonly ward_id: string;
	readonly channel: NotificationChannel;
	/** In the person's own words. */
	readonly name: string;
	/** A webhook's address; of a browser the host of its push service; null where the key that opens it is gone. */
	readonly address: string | null;
	readonly events: readonly NotifiedEvent[];
	/** Episodes of less risk are left out, but for a summons. */
	readonly min_risk: RiskLevel;
	/** Whether the person's quiet hours count here. */
	readonly quiet_hours: boolean;
	readonly status: SubscriptionStatus;
	readonly created_at: string;
	/** Until when the secret before counts too; null where it does not. */
	readonly previous_secret_until: string | null;
}

/** When a person is not to be woken. */
export interface QuietHours {
	/** `HH:MM` by the clock of `time_zone`; `from` may be later than `to`: over midnight. */
	readonly from: string;
	readonly to: string;
	/** IANA, such as `Europe/Amsterdam`. */
	readonly time_zone: string;
	/** What comes through all the same. */
	readonly let_through: { readonly high: boolean; readonly summoned: boolean };
	/** What becomes of the rest: one message with their number when the hours end, or nothing. */
	readonly held: "digest" | "drop";
}

/** `GET /api/v1/notifications`: all of it the reader's own. */
export interface NotificationsAnswer {
	readonly data: readonly SubscriptionEntry[];
	readonly quiet_hours: QuietHours | null;
	/** What a browser subscribes with (RFC 8292), base64url; null where web push is not set up. */
	readonly push_key: string | null;
}

/** `POST /api/v1/notifications` and `…/:id/rotate`. */
export interface SubscriptionMade extends SubscriptionEntry {
	/** Of a webhook, `whsec_` and base64: shown this once. Null for a browser. */
	readonly secret: string | null;
}

/** `GET` and `PUT /api/v1/wards/:id/notifications`. */
export interface WardNotifications {
	readonly ward_id: string;
	/** Whether notifications say which bed and device, and the episode's sentence with its vital signs. */
	readonly identity: boolean;
}

/** What became of a message. `held`: quiet hours. `digested`: told in the digest. `dropped`: not sent, for the reason in `error`. */
export type DeliveryState = "waiting" | "held" | "delivered" | "dead" | "digested" | "dropped";

/** One entry of `GET /api/v1/notifications/:id/deliveries`, newest first. */
export interface DeliveryEntry {
	/** As in `Idempotency-Key` and `webhook-id`. */
	readonly id: string;
	readonly event: NotifiedEvent | "digest" | "test";
	readonly episode_id: string | null;
	readonly state: DeliveryState;
	readonly attempts: number;
	/** Status of the last answer; null where none came. */
	readonly status: number | null;
	/** What went wrong last, in words that hold no secret. */
	readonly error: string | null;
	readonly created_at: string;
	/** When it is tried next; null where it is not. */
	readonly next_attempt_at: string | null;
	readonly ended_at: string | null;
}

/** `POST /api/v1/notifications/:id/test`. */
export interface TestAnswer {
	readonly delivered: boolean;
	readonly status: number | null;
	readonly error: string | null;
}

/** Body of a webhook, and of a push message once it is decrypted. */
export type NotificationMessage =
	| {
			readonly type: `episode.${NotifiedEvent}`;
			/** When the ward heard of it, ISO 8601. */
			readonly timestamp: string;
			readonly data: EpisodeNotice;
	  }
	| {
			readonly type: "digest";
			readonly timestamp: string;
			readonly data: {
				readonly ward: NotifiedWard;
				readonly held: number;
				readonly high: number;
				readonly since: string;
			};
	  }
	| { readonly type: "test"; readonly timestamp: string; readonly data: { readonly ward: NotifiedWard } };

export interface NotifiedWard {
	readonly id: string;
	readonly name: string;
}

export interface EpisodeNotice {
	readonly ward: NotifiedWard;
	readonly episode_id: string;
	/** Grows with each change of the episode; some are not told. */
	readonly version: number;
	/** By the device's clock, ISO 8601. */
	readonly at: string;
	readonly channel: EpisodeChannel;
	readonly rule: EpisodeRule;
	readonly risk: RiskLevel;
	readonly status: EpisodeStatus;
	readonly acknowledged: boolean;
	/** Of a summons. */
	readonly summoned: SummonedEntry | null;
	/** The same for the same device, and known in its ward only: not its id. */
	readonly device_alias: string;
	readonly simulated: boolean;
	/** Where the ward lets it leave. */
	readonly identity?: { readonly device_id: string; readonly bed: string | null; readonly sentence: string };
}

/** Whether somebody of `role` may be told of episodes of `channel`: engineers see no patient. */
export function mayBeTold(role: Role, channel: EpisodeChannel): boolean {
	return role !== "engineer" || channel === "technical";
}

/** A subscription with the person behind it, as they are at this moment. */
export interface Subscriber {
	readonly id: string;
	readonly wardId: string;
	readonly channel: NotificationChannel;
	/** Sealed (`notifications/secrets.ts`): a webhook's address, or a browser's as JSON. */
	readonly address: string;
	readonly events: readonly NotifiedEvent[];
	readonly minRisk: RiskLevel;
	readonly quietHours: boolean;
	readonly status: SubscriptionStatus;
	/** Of the webhook's secret, from 1; and until when the one before counts, milliseconds since the epoch. */
	readonly generation: number;
	readonly previousUntil: number | null;
	readonly member: {
		readonly id: string;
		readonly role: Role;
		readonly wards: WardScope;
		readonly status: MemberStatus;
		readonly quietHours: QuietHours | null;
	};
}
