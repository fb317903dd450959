/** A person's own notifications: where they are told of episodes while they do not look, and when not. */
import { log, reason } from "../../durable-objects/log.ts";
import { addressFault } from "../../notifications/addresses.ts";
import { browserKeysFault, type BrowserAddress } from "../../notifications/push.ts";
import { addressHash, openAddress, sealAddress, webhookSecret } from "../../notifications/secrets.ts";
import { connectRegistry } from "../../registry/connect.ts";
import {
	addSubscription,
	changeSubscription,
	deleteSubscription,
	findIdentityLeaves,
	findSubscription,
	listSubscriptions,
	rotateSecret,
	saveIdentityLeaves,
	saveQuietHours,
	type SubscriptionRow,
} from "../../registry/subscriptions.ts";
import { wardExists } from "../../registry/wards.ts";
import type { Page } from "../../vitals/api.ts";
import { inScope } from "../../vitals/members.ts";
import { checkChoice, checkQuietHours } from "../../vitals/notification-checks.ts";
import {
	MAX_OVERLAP_HOURS,
	MAX_SUBSCRIPTIONS,
	NOTIFICATION_CHANNELS,
	type DeliveryEntry,
	type NotificationChannel,
	type NotificationsAnswer,
	type SubscriptionEntry,
	type SubscriptionMade,
	type WardNotifications,
} from "../../vitals/notifications.ts";
import type { FieldError } from "../../vitals/problem.ts";
import { limitNotifications } from "../access/rate-limit.ts";
import { readObject } from "../body.ts";
import type { Handler } from "../context.ts";
import type { Env } from "../env.ts";
import { countQuery, refuse, textField, wardIdParam } from "../params.ts";
import { stationIn } from "../placement.ts";
import { Problem, validationProblem } from "../problem.ts";

type Context = Parameters<Handler>[0];

const ID_PATTERN = /^N-[0-9A-F]{12}$/;
const MAX_NAME = 80;
const HOUR_MS = 3_600_000;
const NOT_YOURS = () => new Problem("not_found", "You have no notification of that id");

/** `GET /api/v1/notifications`: the reader's own, their quiet hours, and what a browser subscribes with. */
export const getNotifications: Handler = async (context) => {
	const { env } = context;
	const { rows, quiet } = await listSubscriptions(connectRegistry(env.DB), context.get("standing").id);
	const answer: NotificationsAnswer = {
		data: await Promise.all(rows.map((row) => entryOf(env, row))),
		quiet_hours: quiet,
		push_key: (env.VAPID_PUBLIC_KEY ?? "") === "" ? null : (env.VAPID_PUBLIC_KEY ?? null),
	};
	return context.json(answer);
};

/** `POST /api/v1/notifications` `{ward_id, channel, name, url | browser, events?, min_risk?, quiet_hours?}`; a webhook's secret is in the answer, this once. */
export const postNotification: Handler = async (context) => {
	const { env } = context;
	const standing = context.get("standing");
	const body = await readObject(context.req.raw);
	const wardId = wardIdParam(body["ward_id"]);
	const channel = body["channel"] as NotificationChannel;
	if (!NOTIFICATION_CHANNELS.includes(channel))
		refuse("channel", `channel must be one of ${NOTIFICATION_CHANNELS.join(", ")}`, missingOr(body["channel"]));
	const name = textField(body["name"], "name", MAX_NAME);
	const errors: FieldError[] = [];
	const choice = checkChoice({ ...body, status: undefined }, errors);
	const address = channel === "webhook" ? webhookAddress(env, body["url"]) : browserAddress(env, body["browser"]);
	if (errors.length > 0) throw validationProblem(errors);
	context.get("target").ward = wardId;
	// By the person's own wards: broken glass opens one to the eye for a while.
	if (!inScope(standing.wards, wardId)) throw new Problem("forbidden", "You do not work on that ward");
	const registry = connectRegistry(env.DB);
	if (!(await wardExists(registry, wardId))) refuse("ward_id", "No ward of that id is known");
	await limitNotifications(env, standing.id);
	const id = `N-${crypto.randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
	const row = await addSubscription(registry, {
		id,
		memberId: standing.id,
		wardId,
		channel,
		name,
		address: await sealAddress(env.NOTIFICATION_KEY, id, address.text),
		addressHash: await addressHash(address.url),
		events: choice.events ?? ["opened", "escalated", "summoned"],
		minRisk: choice.minRisk ?? "MEDIUM",
		// A person sleeps, a system that listens for them does not.
		quietHours: choice.quietHours ?? channel === "push",
		createdAt: Date.now(),
	});
	if (row === null) throw new Problem("conflict", `One person may have ${MAX_SUBSCRIPTIONS} of them`);
	context.get("target").object = `notification:${id}`;
	return context.json(await madeOf(env, row), 201);
};

/** `PATCH /api/v1/notifications/:id` `{name?, url?, events?, min_risk?, quiet_hours?, status?}`: what is left out stays. */
export const patchNotification: Handler = async (context) => {
	const { env } = context;
	const row = await ownOf(context);
	const body = await readObject(context.req.raw);
	const errors: FieldError[] = [];
	const choice = checkChoice(body, errors);
	if (errors.length > 0) throw validationProblem(errors);
	const name = body["name"] === undefined ? {} : { name: textField(body["name"], "name", MAX_NAME) };
	let address = {};
	if (body["url"] !== undefined) {
		if (row.channel !== "webhook") refuse("url", "url is a webhook's: subscribe a browser anew instead");
		const { text, url } = webhookAddress(env, body["url"]);
		// Who mends an address wants it used.
		const status = row.status === "gone" ? { status: "active" as const } : {};
		address = {
			...status,
			address: await sealAddress(env.NOTIFICATION_KEY, row.id, text),
			addressHash: await addressHash(url),
		};
	}
	const change = { ...address, ...choice, ...name };
	if (Object.keys(change).length === 0) refuse("", "Say what to change", "missing");
	const changed = await changeSubscription(connectRegistry(env.DB), row.memberId, row.id, change);
	if (changed === null) throw NOT_YOURS();
	return context.json(await entryOf(env, changed));
};

/** `DELETE /api/v1/notifications/:id`: with what it was sent. */
export const removeNotification: Handler = async (context) => {
	const { env } = context;
	const { id, memberId, wardId } = await ownOf(context);
	await deleteSubscription(connectRegistry(env.DB), memberId, id);
	// Nothing is sent without the registry's row; what the station still has of it goes with the next message.
	const station = await stationIn(env, wardId);
	await station
		.forgetNotifications(id)
		.catch((error: unknown) => log("warn", "notification.kept", { subscription: id, reason: reason(error) }));
	return context.body(null, 204);
};

/** `POST /api/v1/notifications/:id/rotate` `{overlap_hours?}`: a new secret, shown once; the one before counts beside it for a while. */
export const rotateNotification: Handler = async (context) => {
	const { env } = context;
	const row = await ownOf(context);
	if (row.channel !== "webhook") throw new Problem("conflict", "A browser has no secret: subscribe it anew instead");
	const { overlap_hours: given = 24 } = await readObject(context.req.raw);
	if (typeof given !== "number" || !Number.isInteger(given) || given < 0 || given > MAX_OVERLAP_HOURS)
		refuse("overlap_hours", `overlap_hours must be a whole number from 0 to ${MAX_OVERLAP_HOURS}`, "out_of_range");
	await limitNotifications(env, row.memberId);
	const until = Date.now() + given * HOUR_MS;
	const rotated = await rotateSecret(connectRegistry(env.DB), row.memberId, row.id, until);
	if (rotated === null) throw NOT_YOURS();
	return context.json(await madeOf(env, rotated));
};

/** `POST /api/v1/notifications/:id/test`: sends one message now and says what came of it. */
export const testNotification: Handler = async (context) => {
	const { env } = context;
	const { id, wardId, memberId } = await ownOf(context);
	await limitNotifications(env, memberId);
	const answer = await (await stationIn(env, wardId)).testNotification(wardId, id);
	if (answer === null) throw NOT_YOURS();
	return context.json(answer);
};

/** `GET /api/v1/notifications/:id/deliveries?limit=&cursor=`: what it was sent and what came of it, newest first. */
export const getDeliveries: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 200, 50);
	const before = countQuery(context.req.query("cursor"), "cursor", 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
	const { id, wardId } = await ownOf(context);
	const lines = await (await stationIn(context.env, wardId)).notificationLog(id, before, limit);
	const last = lines.length === limit ? lines.at(-1) : undefined;
	const page: Page<DeliveryEntry> = {
		data: lines.map(({ entry }) => entry),
		next_cursor: last === undefined ? null : String(last.position),
	};
	return context.json(page);
};

/** `PUT /api/v1/notifications/quiet-hours` `{quiet_hours}`: `null` for none. */
export const putQuietHours: Handler = async (context) => {
	const { quiet_hours: given } = await readObject(context.req.raw);
	const errors: FieldError[] = [];
	const hours = given === null ? null : checkQuietHours(given, errors);
	if (errors.length > 0) throw validationProblem(errors);
	await saveQuietHours(connectRegistry(context.env.DB), context.get("standing").id, hours);
	return context.json({ quiet_hours: hours });
};

const NO_WARD = () => new Problem("not_found", "No ward of that id is known");

/** `GET /api/v1/wards/:id/notifications`: whether notifications of the ward say which bed and device. */
export const getWardNotifications: Handler = async (context) => {
	const id = wardIdParam(context.req.param("id"), "id");
	const identity = await findIdentityLeaves(connectRegistry(context.env.DB), id);
	if (identity === undefined) throw NO_WARD();
	return context.json({ ward_id: id, identity } satisfies WardNotifications);
};

/** `PUT /api/v1/wards/:id/notifications` `{identity}`: counts from the next message on. */
export const putWardNotifications: Handler = async (context) => {
	const id = wardIdParam(context.req.param("id"), "id");
	const { identity } = await readObject(context.req.raw);
	if (typeof identity !== "boolean")
		refuse("identity", "identity must be true or false", identity === undefined ? "missing" : "wrong_type");
	if (!(await saveIdentityLeaves(connectRegistry(context.env.DB), id, identity))) throw NO_WARD();
	return context.json({ ward_id: id, identity } satisfies WardNotifications);
};

/** The person's own; another's is none. */
async function ownOf(context: Context): Promise<SubscriptionRow> {
	const id = context.req.param("id") ?? "";
	const registry = connectRegistry(context.env.DB);
	const row = ID_PATTERN.test(id) ? await findSubscription(registry, context.get("standing").id, id) : null;
	if (row === null) throw NOT_YOURS();
	const target = context.get("target");
	target.object = `notification:${id}`;
	target.ward = row.wardId;
	return row;
}

const missingOr = (value: unknown): FieldError["code"] => (value === undefined ? "missing" : "bad_format");
const isLocal = (env: Env) => env.NOTIFICATION_RECEIVERS === "any";

/** What is sealed of an address, and the part that is sent to. */
interface Address {
	readonly text: string;
	readonly url: string;
}

function webhookAddress(env: Env, given: unknown): Address {
	const fault = addressFault(given, isLocal(env));
	if (fault !== null) refuse("url", `url ${fault}`, missingOr(given));
	const { href } = new URL(given as string);
	return { text: href, url: href };
}

function browserAddress(env: Env, given: unknown): Address {
	if ((env.VAPID_PUBLIC_KEY ?? "") === "") refuse("channel", "Web push is not set up here");
	if (typeof given !== "object" || given === null || Array.isArray(given))
		refuse("browser", "browser must be what the browser's subscription says: endpoint and keys", missingOr(given));
	const { endpoint, keys } = given as Record<string, unknown>;
	const fault =
		addressFault(endpoint, isLocal(env)) ??
		(new URL(String(endpoint)).protocol === "https:" ? null : "must begin with https://");
	if (fault !== null) refuse("browser.endpoint", `browser.endpoint ${fault}`, missingOr(endpoint));
	const wrong = browserKeysFault(keys);
	if (wrong !== null) refuse(`browser.keys.${wrong.field}`, `browser.keys.${wrong.field} ${wrong.message}`);
	const { p256dh, auth } = keys as BrowserAddress["keys"];
	const browser: BrowserAddress = { endpoint: endpoint as string, keys: { p256dh, auth } };
	return { text: JSON.stringify(browser), url: browser.endpoint };
}

const iso = (time: number) => new Date(time).toISOString();

async function entryOf(env: Env, row: SubscriptionRow): Promise<SubscriptionEntry> {
	const opened = await openAddress(env.NOTIFICATION_KEY, row.id, row.address);
	const address =
		opened === null || row.channel === "webhook"
			? opened
			: new URL((JSON.parse(opened) as BrowserAddress).endpoint).host;
	const overlaps = row.previousUntil !== null && row.previousUntil > Date.now();
	return {
		id: row.id,
		ward_id: row.wardId,
		channel: row.channel,
		name: row.name,
		address,
		events: row.events,
		min_risk: row.minRisk,
		quiet_hours: row.quietHours,
		status: row.status,
		created_at: iso(row.createdAt),
		previous_secret_until: overlaps ? iso(row.previousUntil ?? 0) : null,
	};
}

async function madeOf(env: Env, row: SubscriptionRow): Promise<SubscriptionMade> {
	const isWebhook = row.channel === "webhook";
	const secret = isWebhook ? await webhookSecret(env.NOTIFICATION_KEY, row.id, row.generation) : null;
	return { ...(await entryOf(env, row)), secret };
}
