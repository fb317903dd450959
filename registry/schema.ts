/**
 * D1 as Drizzle sees it: the hot, relational side of the house. Readings are not here (they live in
 * their device's object and in the lake), and neither is anything that identifies a patient: a
 * surrogate stands for the person everywhere, and one table maps a keyed hash of the hospital's
 * identifier to it.
 *
 * Times are integers, milliseconds since the epoch, UTC. `npm run migrations` turns a change here into SQL.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
	Contribution,
	EpisodeCare,
	EpisodeChannel,
	EpisodeEventKind,
	EpisodeRule,
	EpisodeStatus,
	EpisodeVerdict,
	EscalationStep,
	Summoned,
} from "../vitals/episode.ts";
import type { News2 } from "../vitals/news2.ts";
import type { ErasureCertificate } from "../vitals/patients.ts";
import type { PatientContext } from "../vitals/patient-context.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import type { Role } from "../vitals/api.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import type { MemberStatus, WardScope } from "../vitals/members.ts";

export const wards = sqliteTable("wards", {
	id: text("id").primaryKey(),
	name: text("name").notNull(),
	createdAt: integer("created_at").notNull(),
	/** Where its objects are best made (`durable-objects/residency.ts`); null for wherever they are first asked for. */
	location: text("location"),
	/** Who is summoned where nobody acknowledges; null for the default. */
	escalation: text("escalation", { mode: "json" }).$type<readonly EscalationStep[]>(),
	/** Key of the template that stands in for what nobody has said of a patient; null for an adult's. */
	template: text("template"),
	/** Notifications may say which bed and device. */
	identityLeaves: integer("identity_leaves", { mode: "boolean" }).notNull().default(false),
});

export const beds = sqliteTable(
	"beds",
	{
		id: text("id").primaryKey(),
		wardId: text("ward_id")
			.notNull()
			.references(() => wards.id),
		label: text("label").notNull(),
	},
	(table) => [uniqueIndex("beds_ward_label").on(table.wardId, table.label)],
);

export const patients = sqliteTable("patients", {
	/** Random; means nothing outside this database. */
	surrogate: text("surrogate").primaryKey(),
	createdAt: integer("created_at").notNull(),
	/** A projection of what a clinician told the patient's device; null while nobody has. */
	context: text("context", { mode: "json" }).$type<PatientContext>(),
	contextAt: integer("context_at"),
	contextBy: text("context_by"),
	/** Name or bed label for people at the bed, encrypted (`workers/access/label.ts`); null while nobody gave one. */
	label: text("label"),
	/** Erasure is under way since then: nothing more may be said of this patient. */
	erasingAt: integer("erasing_at"),
});

/** The only way from the hospital's identifier to a surrogate, and only with the key in hand. */
export const patientIdentifiers = sqliteTable(
	"patient_identifiers",
	{
		/** HMAC-SHA-256 of the hospital's identifier under the key named `keyId`, base64url. */
		tag: text("tag").primaryKey(),
		keyId: text("key_id").notNull(),
		surrogate: text("surrogate")
			.notNull()
			.references(() => patients.surrogate),
	},
	(table) => [index("patient_identifiers_surrogate").on(table.surrogate)],
);

/** Devices behind gateways. Which they are and which keys count, the fleet's ledger decides. */
export const fleets = sqliteTable("fleets", {
	id: text("id").primaryKey(),
	name: text("name").notNull(),
	wardId: text("ward_id")
		.notNull()
		.references(() => wards.id),
	deviceLimit: integer("device_limit").notNull(),
	createdAt: integer("created_at").notNull(),
});

/** One-time codes with which devices are claimed. */
export const claims = sqliteTable(
	"claims",
	{
		/** SHA-256 of the code, hex; the code itself is nowhere. */
		codeHash: text("code_hash").primaryKey(),
		/** The only device that may redeem it; `null` until one does where it is for any device of the fleet. */
		deviceId: text("device_id"),
		fleetId: text("fleet_id").references(() => fleets.id),
		wardId: text("ward_id")
			.notNull()
			.references(() => wards.id),
		createdAt: integer("created_at").notNull(),
		expiresAt: integer("expires_at").notNull(),
		redeemedAt: integer("redeemed_at"),
		/** Random: which of several attempts at once was the one. */
		redemption: text("redemption"),
	},
	(table) => [index("claims_expiry").on(table.expiresAt)],
);

export const devices = sqliteTable(
	"devices",
	{
		id: text("id").primaryKey(),
		wardId: text("ward_id")
			.notNull()
			.references(() => wards.id),
		bedId: text("bed_id").references(() => beds.id),
		/** The bed's, once more: lists of episodes then need not read the bed as well. A label never changes. */
		bedLabel: text("bed_label"),
		fleetId: text("fleet_id").references(() => fleets.id),
		simulated: integer("simulated", { mode: "boolean" }).notNull(),
		enrolledAt: integer("enrolled_at").notNull(),
		/** What engineers call it, to find it by; in the order in which they gave them. */
		tags: text("tags", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
		/** What the device itself last said that it runs, and when its object heard of it; null while it has not. */
		firmware: text("firmware"),
		firmwareAt: integer("firmware_at"),
	},
	(table) => [index("devices_ward").on(table.wardId)],
);

/**
 * Who wore which device when, a projection of what the devices' objects decided. The interval that holds a reading's
 * time decides whose reading it is.
 */
export const assignments = sqliteTable(
	"assignments",
	{
		id: integer("id").primaryKey({ autoIncrement: true }),
		deviceId: text("device_id")
			.notNull()
			.references(() => devices.id),
		surrogate: text("surrogate")
			.notNull()
			.references(() => patients.surrogate),
		startedAt: integer("started_at").notNull(),
		endedAt: integer("ended_at"),
	},
	(table) => [
		uniqueIndex("assignments_device").on(table.deviceId, table.startedAt),
		index("assignments_patient").on(table.surrogate, table.startedAt),
	],
);

/** Erasures of patients, under way and done. Nothing here leads to a person once one is done. */
export const erasures = sqliteTable("erasures", {
	id: text("id").primaryKey(),
	surrogate: text("surrogate").notNull(),
	requestedAt: integer("requested_at").notNull(),
	/** The person's id. */
	requestedBy: text("requested_by").notNull(),
	completedAt: integer("completed_at"),
	/** Null until it is done. */
	certificate: text("certificate", { mode: "json" }).$type<ErasureCertificate>(),
});

/** Reports that were made; the files lie in a bucket of their own, under their id. */
export const reports = sqliteTable(
	"reports",
	{
		/** Random; names the file, too. */
		id: text("id").primaryKey(),
		/** `REPORT_VERSION` of the data that `contentHash` covers. */
		version: integer("version").notNull(),
		/** Null for a report on a device that watched nobody. */
		surrogate: text("surrogate"),
		/** Where it was made: of a patient, the ward of today decides who reads it. */
		wardId: text("ward_id").notNull(),
		devices: text("devices", { mode: "json" }).$type<readonly string[]>().notNull(),
		/** Its period. */
		fromAt: integer("from_at").notNull(),
		toAt: integer("to_at").notNull(),
		createdAt: integer("created_at").notNull(),
		/** The person's id. */
		createdBy: text("created_by").notNull(),
		/** It shows what the patient is called at the bed. */
		labelled: integer("labelled", { mode: "boolean" }).notNull(),
		pages: integer("pages").notNull(),
		bytes: integer("bytes").notNull(),
		/** SHA-256, hex: of the data, and of the file. */
		contentHash: text("content_hash").notNull(),
		fileHash: text("file_hash").notNull(),
	},
	(table) => [
		index("reports_created").on(table.createdAt, table.id),
		index("reports_patient").on(table.surrogate, table.createdAt),
	],
);

/** A projection of what the devices' objects decided: the highest version of each episode. */
export const episodes = sqliteTable(
	"episodes",
	{
		id: text("id").primaryKey(),
		version: integer("version").notNull(),
		deviceId: text("device_id").notNull(),
		wardId: text("ward_id").notNull(),
		patient: text("patient"),
		channel: text("channel").$type<EpisodeChannel>().notNull(),
		rule: text("rule").$type<EpisodeRule>().notNull(),
		status: text("status").$type<EpisodeStatus>().notNull(),
		risk: text("risk").$type<RiskLevel>().notNull(),
		peakScore: real("peak_score").notNull(),
		leadingVital: text("leading_vital").$type<VitalKey>(),
		openedAt: integer("opened_at").notNull(),
		updatedAt: integer("updated_at").notNull(),
		closedAt: integer("closed_at"),
		vitalsAtOnset: text("vitals_at_onset", { mode: "json" }).$type<Partial<Record<VitalKey, number>>>().notNull(),
		contributions: text("contributions", { mode: "json" }).$type<readonly Contribution[]>().notNull(),
		sentence: text("sentence").notNull(),
		acknowledgedAt: integer("acknowledged_at"),
		/** Id of the person. */
		acknowledgedBy: text("acknowledged_by"),
		/** At onset; null on technical episodes. */
		news2: text("news2", { mode: "json" }).$type<News2>(),
		/** How it is being looked after; null on rows from before it was kept. */
		care: text("care", { mode: "json" }).$type<EpisodeCare>(),
	},
	(table) => [
		index("episodes_opened").on(table.openedAt, table.id),
		index("episodes_ward").on(table.wardId, table.openedAt, table.id),
		// What is open is little, and asked for most: an index of the others would be written for nothing.
		index("episodes_open")
			.on(table.openedAt, table.id)
			.where(sql`"status" = 'open'`),
		index("episodes_open_ward")
			.on(table.wardId, table.openedAt, table.id)
			.where(sql`"status" = 'open'`),
		index("episodes_device").on(table.deviceId, table.openedAt, table.id),
		index("episodes_patient").on(table.patient, table.openedAt, table.id),
	],
);

export interface EpisodeEventDetail {
	readonly to?: Summoned;
	/** By the device's clock. */
	readonly until?: number;
	readonly verdict?: EpisodeVerdict | null;
}

export const episodeEvents = sqliteTable(
	"episode_events",
	{
		episodeId: text("episode_id").notNull(),
		version: integer("version").notNull(),
		kind: text("kind").$type<EpisodeEventKind>().notNull(),
		at: integer("at").notNull(),
		risk: text("risk").$type<RiskLevel>().notNull(),
		sentence: text("sentence").notNull(),
		/** Id of the person who caused it, null where a reading did. */
		actor: text("actor"),
		comment: text("comment"),
		/** What else it tells: who was summoned, until when it is quiet, the judgement. */
		detail: text("detail", { mode: "json" }).$type<EpisodeEventDetail>(),
		/** Of its episode: what happened on a device in a stretch of time is found by it. */
		deviceId: text("device_id").notNull().default(""),
		/** Whether people were told. */
		announced: integer("announced", { mode: "boolean" }).notNull().default(false),
	},
	(table) => [
		primaryKey({ columns: [table.episodeId, table.version] }),
		index("episode_events_device").on(table.deviceId, table.at),
	],
);

/**
 * Every object of the lake. Readers go by this list, never by listing the bucket, and see the rows that are not
 * superseded; the others' objects go from the bucket after a period of grace, and their rows after them.
 */
export const lakeObjects = sqliteTable(
	"lake_objects",
	{
		key: text("key").primaryKey(),
		deviceId: text("device_id").notNull(),
		wardId: text("ward_id").notNull(),
		/** Lowest and highest sequence number in it; a compacted day need not hold all between. */
		firstSeq: integer("first_seq").notNull(),
		lastSeq: integer("last_seq").notNull(),
		readings: integer("readings").notNull(),
		bytes: integer("bytes").notNull(),
		/** From the footer to the end of the file, so that one request fetches it; 0 when unknown. */
		footerBytes: integer("footer_bytes").notNull().default(0),
		md5: text("md5").notNull(),
		firstTimestamp: integer("first_timestamp").notNull(),
		lastTimestamp: integer("last_timestamp").notNull(),
		/** By the database's clock, in the transaction that did it: a listing by pages shows one moment. */
		cataloguedAt: integer("catalogued_at").notNull().default(0),
		supersededAt: integer("superseded_at"),
	},
	(table) => [index("lake_objects_device").on(table.deviceId, table.firstTimestamp)],
);

/** Who may use this. A person nobody added is nobody. */
export const members = sqliteTable(
	"members",
	{
		/** Random; what the audit log knows people by. */
		id: text("id").primaryKey(),
		/** The identity provider's name for this person; `null` for demo people. */
		subject: text("subject"),
		name: text("name").notNull(),
		role: text("role").$type<Role>().notNull(),
		/** Without wards a person sees none. */
		wards: text("wards", { mode: "json" }).$type<WardScope>().notNull().default([]),
		status: text("status").$type<MemberStatus>().notNull().default("active"),
		/** Sessions that began earlier have ended. */
		sessionsValidFrom: integer("sessions_valid_from").notNull().default(0),
		createdAt: integer("created_at").notNull().default(0),
	},
	(table) => [uniqueIndex("members_subject").on(table.subject)],
);

/** What was decided at the first deployment and stays. */
export const settings = sqliteTable("settings", {
	name: text("name").primaryKey(),
	value: text("value").notNull(),
});

/** Sessions that were signed out of before they expired. A row goes once it would have expired anyway. */
export const endedSessions = sqliteTable("ended_sessions", {
	/** Stands for the session; no credential can be made of it. */
	id: text("id").primaryKey(),
	expiresAt: integer("expires_at").notNull(),
});

/** Wards that people opened for themselves for a while, and why. */
export const breakGlass = sqliteTable(
	"break_glass",
	{
		id: text("id").primaryKey(),
		memberId: text("member_id").notNull(),
		wardId: text("ward_id").notNull(),
		reason: text("reason").notNull(),
		grantedAt: integer("granted_at").notNull(),
		expiresAt: integer("expires_at").notNull(),
		/** When an admin said that they know of it, and who; null until one does. */
		seenAt: integer("seen_at"),
		seenBy: text("seen_by"),
	},
	(table) => [index("break_glass_member").on(table.memberId, table.expiresAt)],
);

/** What people asked the assistant, for a while: for "and her saturation?". */
export const conversations = sqliteTable(
	"conversations",
	{
		/** Random. */
		id: text("id").primaryKey(),
		memberId: text("member_id").notNull(),
		startedAt: integer("started_at").notNull(),
		updatedAt: integer("updated_at").notNull(),
		expiresAt: integer("expires_at").notNull(),
		/** Surrogates and wards that it is about: whoever may no longer see one of the wards does not find it again. */
		patients: text("patients", { mode: "json" }).$type<readonly string[]>().notNull(),
		wards: text("wards", { mode: "json" }).$type<readonly string[]>().notNull(),
		/** Questions and answers, encrypted (`workers/access/label.ts`). */
		turns: text("turns").notNull(),
	},
	(table) => [
		index("conversations_member").on(table.memberId, table.updatedAt),
		index("conversations_expiry").on(table.expiresAt),
	],
);

/** What each person's questions cost the language model in a UTC day. */
export const assistantUse = sqliteTable(
	"assistant_use",
	{
		memberId: text("member_id").notNull(),
		/** Days since 1970. */
		day: integer("day").notNull(),
		tokens: integer("tokens").notNull(),
	},
	(table) => [primaryKey({ columns: [table.memberId, table.day] })],
);
