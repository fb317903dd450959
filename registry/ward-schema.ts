/** The part of the schema that is about wards as a whole: sums of their alarms, and their hand-overs. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { VitalKey } from "../vitals/catalogue.ts";
import type { EpisodeRule } from "../vitals/episode.ts";

/**
 * Alarms of a day, by ward and device; a sum of `episodes` and `episode_events` (`alarm-days.ts`). Alarms and summons are of the day
 * on which people were told, everything else of the day on which the episode opened. No row where there was neither. The migration
 * makes the table `WITHOUT ROWID`, which halves what is written.
 */
export const alarmDays = sqliteTable(
	"alarm_days",
	{
		/** Of the episodes, as it was when they opened. */
		wardId: text("ward_id").notNull(),
		/** Days since 1970, UTC. */
		day: integer("day").notNull(),
		deviceId: text("device_id").notNull(),
		alarms: integer("alarms").notNull(),
		high: integer("high").notNull(),
		technical: integer("technical").notNull(),
		summons: integer("summons").notNull(),
		episodes: integer("episodes").notNull(),
		acknowledged: integer("acknowledged").notNull(),
		unanswered: integer("unanswered").notNull(),
		falseAlarms: integer("false_alarms").notNull(),
		confirmed: integer("confirmed").notNull(),
		/** Alarms by hour of the day. */
		hours: text("hours", { mode: "json" }).$type<readonly (readonly [hour: number, n: number])[]>().notNull(),
		/** Episodes by rule and leading vital sign ("" without one), with judgements. */
		kinds: text("kinds", { mode: "json" })
			.$type<
				readonly (readonly [
					rule: EpisodeRule,
					vital: VitalKey | "",
					n: number,
					falseAlarms: number,
					confirmed: number,
				])[]
			>()
			.notNull(),
		/** Acknowledged episodes by class of waiting time (`vitals/alarm-load.ts`). */
		waits: text("waits", { mode: "json" }).$type<readonly (readonly [index: number, n: number])[]>().notNull(),
	},
	(table) => [primaryKey({ columns: [table.wardId, table.day, table.deviceId] })],
);

/** Hand-overs of wards that were given. */
export const handovers = sqliteTable(
	"handovers",
	{
		/** Random. */
		id: text("id").primaryKey(),
		wardId: text("ward_id").notNull(),
		givenAt: integer("given_at").notNull(),
		/** The begin of what it was about. */
		since: integer("since").notNull(),
		/** Ids of the people. */
		givenBy: text("given_by").notNull(),
		givenTo: text("given_to").notNull(),
		/** Encrypted (`workers/access/label.ts`): it may name whom it is about. */
		note: text("note"),
		/** Surrogates of those who were on the ward: the note goes where one of them is erased. */
		patients: text("patients", { mode: "json" }).$type<readonly string[]>().notNull(),
	},
	(table) => [index("handovers_ward").on(table.wardId, table.givenAt)],
);
