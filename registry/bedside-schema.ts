/** D1's tables of what people said at the bed; `schema.ts` has the others, and what holds of all. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { VitalKey } from "../vitals/catalogue.ts";
import type { LimitChangeKind } from "../vitals/limits.ts";
import type { Observations } from "../vitals/news2.ts";
import type { LimitOverride } from "../vitals/patient-context.ts";

/** What people observed at the bed, a projection of what the devices' objects took. */
export const observations = sqliteTable(
	"observations",
	{
		id: text("id").primaryKey(),
		/** 1, and 2 once it was entered in error. */
		version: integer("version").notNull(),
		surrogate: text("surrogate").notNull(),
		deviceId: text("device_id").notNull(),
		wardId: text("ward_id").notNull(),
		/** By the device's clock. */
		observedAt: integer("observed_at").notNull(),
		observed: text("observed", { mode: "json" }).$type<Observations>().notNull(),
	},
	(table) => [index("observations_patient").on(table.surrogate, table.observedAt)],
);

/** What became of patients' own limits, a projection of what the devices' objects decided. Rows are only added. */
export const limitChanges = sqliteTable(
	"limit_changes",
	{
		surrogate: text("surrogate").notNull(),
		/** Wall time. */
		at: integer("at").notNull(),
		deviceId: text("device_id").notNull(),
		/** The limits' version after it; several may end with one. */
		version: integer("version").notNull(),
		vital: text("vital").$type<VitalKey>().notNull(),
		wardId: text("ward_id").notNull(),
		kind: text("kind").$type<LimitChangeKind>().notNull(),
		/** Id of the person; null where it ran out by itself. */
		by: text("by"),
		override: text("override", { mode: "json" }).$type<LimitOverride>().notNull(),
	},
	(table) => [primaryKey({ columns: [table.surrogate, table.at, table.deviceId, table.version, table.vital] })],
);
