/** A person's own notifications, as their page reads and changes them. Every function throws `ApiError` as `given` does. */
import type { QuietHours } from "../../../vitals/notifications.ts";
import { api, given } from "../contract/client.ts";
import type { components } from "../contract/schema.d.ts";

const of = (id: string) => ({ path: { id } });

export const fetchNotifications = () => given(api.GET("/api/v1/notifications"));

/** What a person chooses of a receiver. */
export type Choice = components["schemas"]["NotificationChangeBody"];

export const addWebhook = (ward: string, name: string, url: string) =>
	given(api.POST("/api/v1/notifications", { body: { ward_id: ward, channel: "webhook", name, url } }));

/** @param browser - what the browser's subscription says of itself */
export const addBrowser = (ward: string, name: string, { endpoint = "", keys = {} }: PushSubscriptionJSON) => {
	const { p256dh = "", auth = "" } = keys;
	const browser = { endpoint, keys: { p256dh, auth } };
	return given(api.POST("/api/v1/notifications", { body: { ward_id: ward, channel: "push", name, browser } }));
};

export const changeReceiver = (id: string, body: Choice) =>
	given(api.PATCH("/api/v1/notifications/{id}", { params: of(id), body }));
export const endReceiver = (id: string) => given(api.DELETE("/api/v1/notifications/{id}", { params: of(id) }));
export const testReceiver = (id: string) => given(api.POST("/api/v1/notifications/{id}/test", { params: of(id) }));
/** A new secret; the one before counts beside it for a day. */
export const rotateSecret = (id: string) =>
	given(api.POST("/api/v1/notifications/{id}/rotate", { params: of(id), body: {} }));

/** The newest first. */
export const fetchDeliveries = (id: string) =>
	given(api.GET("/api/v1/notifications/{id}/deliveries", { params: { ...of(id), query: { limit: 20 } } }));

export const saveQuietHours = (hours: QuietHours | null) =>
	given(api.PUT("/api/v1/notifications/quiet-hours", { body: { quiet_hours: hours } }));

export const fetchEscalation = (ward: string) => given(api.GET("/api/v1/wards/{id}/escalation", { params: of(ward) }));
export const fetchIdentity = (ward: string) => given(api.GET("/api/v1/wards/{id}/notifications", { params: of(ward) }));
