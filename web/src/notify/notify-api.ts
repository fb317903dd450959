/** A person's own notifications, as their page reads and changes them. */
import type { Page } from "../../../vitals/api.ts";
import type { EscalationAnswer } from "../../../vitals/escalation.ts";
import type {
	DeliveryEntry,
	NotificationsAnswer,
	NotifiedEvent,
	QuietHours,
	SubscriptionEntry,
	SubscriptionMade,
	TestAnswer,
	WardNotifications,
} from "../../../vitals/notifications.ts";
import type { RiskLevel } from "../../../vitals/reading.ts";
import { getJson, requestError } from "../api.ts";

const ROOT = "/api/v1/notifications";
const pathOf = (id: string, what = "") => `${ROOT}/${encodeURIComponent(id)}${what}`;
const wardPath = (ward: string, what: string) => `/api/v1/wards/${encodeURIComponent(ward)}/${what}`;

/** @throws ApiError as `getJson` */
async function send<T>(method: string, path: string, body: unknown): Promise<T> {
	const response = await fetch(path, {
		method,
		headers: { accept: "application/json", "content-type": "application/json" },
		body: JSON.stringify(body),
	}).catch(() => null);
	if (response === null || !response.ok) throw await requestError(response);
	return (response.status === 204 ? undefined : await response.json()) as T;
}

export const fetchNotifications = () => getJson<NotificationsAnswer>(ROOT);

/** What a person chooses of a receiver. */
export interface Choice {
	readonly name?: string;
	readonly events?: readonly NotifiedEvent[];
	readonly min_risk?: RiskLevel;
	readonly quiet_hours?: boolean;
	readonly status?: "active" | "paused";
	readonly url?: string;
}

export const addWebhook = (ward: string, name: string, url: string) =>
	send<SubscriptionMade>("POST", ROOT, { ward_id: ward, channel: "webhook", name, url });

/** @param browser - what the browser's subscription says of itself */
export const addBrowser = (ward: string, name: string, browser: PushSubscriptionJSON) =>
	send<SubscriptionMade>("POST", ROOT, {
		ward_id: ward,
		channel: "push",
		name,
		browser: { endpoint: browser.endpoint, keys: browser.keys },
	});

export const changeReceiver = (id: string, choice: Choice) => send<SubscriptionEntry>("PATCH", pathOf(id), choice);
export const endReceiver = (id: string) => send<void>("DELETE", pathOf(id), {});
export const testReceiver = (id: string) => send<TestAnswer>("POST", pathOf(id, "/test"), {});
/** A new secret; the one before counts beside it for a day. */
export const rotateSecret = (id: string) => send<SubscriptionMade>("POST", pathOf(id, "/rotate"), {});

/** The newest first. */
export const fetchDeliveries = (id: string) => getJson<Page<DeliveryEntry>>(pathOf(id, "/deliveries?limit=20"));

export const saveQuietHours = (hours: QuietHours | null) =>
	send<{ quiet_hours: QuietHours | null }>("PUT", `${ROOT}/quiet-hours`, { quiet_hours: hours });

export const fetchEscalation = (ward: string) => getJson<EscalationAnswer>(wardPath(ward, "escalation"));
export const fetchIdentity = (ward: string) => getJson<WardNotifications>(wardPath(ward, "notifications"));
