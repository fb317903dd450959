/** D1 as Drizzle sees it, the part of notifications: see `schema.ts`. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NotificationChannel, NotifiedEvent, QuietHours, SubscriptionStatus } from "../vitals/notifications.ts";
import type { RiskLevel } from "../vitals/reading.ts";

/** Where people are told of episodes of a ward while they do not look. */
export const subscriptions = sqliteTable(
	"subscriptions",
	{
		/** `N-` and 12 hexadecimal digits. */
		id: text("id").primaryKey(),
		memberId: text("member_id").notNull(),
		wardId: text("ward_id").notNull(),
		channel: text("channel").$type<NotificationChannel>().notNull(),
		name: text("name").notNull(),
		/** Sealed (`notifications/secrets.ts`), and a hash by which a browser is found again. */
		address: text("address").notNull(),
		addressHash: text("address_hash").notNull(),
		events: text("events", { mode: "json" }).$type<readonly NotifiedEvent[]>().notNull(),
		minRisk: text("min_risk").$type<RiskLevel>().notNull(),
		quietHours: integer("quiet_hours", { mode: "boolean" }).notNull(),
		status: text("status").$type<SubscriptionStatus>().notNull().default("active"),
		/** Of the webhook's secret, which is derived; until when the one before counts. */
		generation: integer("generation").notNull().default(1),
		previousUntil: integer("previous_until"),
		createdAt: integer("created_at").notNull(),
	},
	(table) => [
		index("subscriptions_ward").on(table.wardId),
		index("subscriptions_member").on(table.memberId),
		index("subscriptions_address").on(table.addressHash),
	],
);

/** When people are not to be woken. */
export const quietHours = sqliteTable("quiet_hours", {
	memberId: text("member_id").primaryKey(),
	hours: text("hours", { mode: "json" }).$type<QuietHours>().notNull(),
});
