/** Checks of what people send about their notifications. Each pushes what is wrong, naming the field. */
import { RISK_LEVELS, type RiskLevel } from "./reading.ts";
import {
	NOTIFIED_EVENTS,
	SUBSCRIPTION_STATUSES,
	type NotifiedEvent,
	type QuietHours,
	type SubscriptionStatus,
} from "./notifications.ts";
import type { FieldError } from "./problem.ts";

type Body = Readonly<Record<string, unknown>>;

const wrong = (errors: FieldError[], field: string, value: unknown, message: string): null => {
	errors.push({ field, code: value === undefined ? "missing" : "bad_format", message: `${field} must be ${message}` });
	return null;
};

/** What a person chooses of a subscription besides its address. */
export interface SubscriptionChoice {
	readonly events: readonly NotifiedEvent[];
	readonly minRisk: RiskLevel;
	readonly quietHours: boolean;
	readonly status: SubscriptionStatus;
}

/** The parts of a choice that `body` holds. `status` may be `active` or `paused`. */
export function checkChoice(body: Body, errors: FieldError[]): Partial<SubscriptionChoice> {
	const { events, min_risk: minRisk, quiet_hours: quietHours, status } = body;
	const choice: { -readonly [K in keyof SubscriptionChoice]?: SubscriptionChoice[K] } = {};
	if (events !== undefined) {
		const known =
			Array.isArray(events) &&
			events.length > 0 &&
			events.length <= NOTIFIED_EVENTS.length &&
			events.every((event) => NOTIFIED_EVENTS.includes(event as NotifiedEvent));
		if (known) choice.events = NOTIFIED_EVENTS.filter((event) => events.includes(event));
		else wrong(errors, "events", events, `a list of some of ${NOTIFIED_EVENTS.join(", ")}`);
	}
	if (minRisk !== undefined) {
		if (RISK_LEVELS.includes(minRisk as RiskLevel)) choice.minRisk = minRisk as RiskLevel;
		else wrong(errors, "min_risk", minRisk, `one of ${RISK_LEVELS.join(", ")}`);
	}
	if (quietHours !== undefined) {
		if (typeof quietHours === "boolean") choice.quietHours = quietHours;
		else wrong(errors, "quiet_hours", quietHours, "true or false");
	}
	if (status !== undefined) {
		if (status !== "gone" && SUBSCRIPTION_STATUSES.includes(status as SubscriptionStatus))
			choice.status = status as SubscriptionStatus;
		else wrong(errors, "status", status, "active or paused");
	}
	return choice;
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Checks `quiet_hours`; null where it is wrong. */
export function checkQuietHours(value: unknown, errors: FieldError[]): QuietHours | null {
	const name = "quiet_hours";
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return wrong(errors, name, value, "an object with from, to, time_zone, let_through and held, or null");
	const { from, to, time_zone: zone, let_through: through, held } = value as Body;
	const before = errors.length;
	for (const [field, time] of [
		["from", from],
		["to", to],
	] as const)
		if (typeof time !== "string" || !CLOCK.test(time)) wrong(errors, `${name}.${field}`, time, "a time such as 22:30");
	if (from === to && errors.length === before) wrong(errors, `${name}.to`, to, "another time than from");
	if (typeof zone !== "string" || !isTimeZone(zone))
		wrong(errors, `${name}.time_zone`, zone, "an IANA zone, such as Europe/Berlin");
	const { high, summoned } = (typeof through === "object" && through !== null ? through : {}) as Body;
	for (const [field, given] of [
		["high", high],
		["summoned", summoned],
	] as const)
		if (typeof given !== "boolean") wrong(errors, `${name}.let_through.${field}`, given, "true or false");
	if (held !== "digest" && held !== "drop") wrong(errors, `${name}.held`, held, "digest or drop");
	if (errors.length > before) return null;
	return {
		from: from as string,
		to: to as string,
		time_zone: zone as string,
		let_through: { high: high as boolean, summoned: summoned as boolean },
		held: held as QuietHours["held"],
	};
}

/** Whether the runtime knows the zone. An offset such as `+02:00` is none: it has no summer. */
function isTimeZone(zone: string): boolean {
	if (zone.length > 64 || !/^[A-Za-z]/.test(zone)) return false;
	try {
		return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
	} catch {
		// Not in its list.
		return false;
	}
}
