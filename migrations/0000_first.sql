CREATE TABLE `assignments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`device_id` text NOT NULL,
	`surrogate` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`surrogate`) REFERENCES `patients`(`surrogate`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `assignments_device` ON `assignments` (`device_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `beds` (
	`id` text PRIMARY KEY NOT NULL,
	`ward_id` text NOT NULL,
	`label` text NOT NULL,
	FOREIGN KEY (`ward_id`) REFERENCES `wards`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `beds_ward_label` ON `beds` (`ward_id`,`label`);--> statement-breakpoint
CREATE TABLE `devices` (
	`id` text PRIMARY KEY NOT NULL,
	`ward_id` text NOT NULL,
	`bed_id` text,
	`simulated` integer NOT NULL,
	`enrolled_at` integer NOT NULL,
	FOREIGN KEY (`ward_id`) REFERENCES `wards`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bed_id`) REFERENCES `beds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `devices_ward` ON `devices` (`ward_id`);--> statement-breakpoint
CREATE TABLE `episode_events` (
	`episode_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`risk` text NOT NULL,
	`sentence` text NOT NULL,
	PRIMARY KEY(`episode_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `episodes` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`device_id` text NOT NULL,
	`ward_id` text NOT NULL,
	`patient` text,
	`channel` text NOT NULL,
	`rule` text NOT NULL,
	`status` text NOT NULL,
	`risk` text NOT NULL,
	`peak_score` real NOT NULL,
	`leading_vital` text,
	`opened_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`closed_at` integer,
	`vitals_at_onset` text NOT NULL,
	`contributions` text NOT NULL,
	`sentence` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `episodes_opened` ON `episodes` (`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `episodes_status` ON `episodes` (`status`,`opened_at`);--> statement-breakpoint
CREATE INDEX `episodes_device` ON `episodes` (`device_id`,`opened_at`);--> statement-breakpoint
CREATE TABLE `lake_objects` (
	`key` text PRIMARY KEY NOT NULL,
	`device_id` text NOT NULL,
	`ward_id` text NOT NULL,
	`first_seq` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`readings` integer NOT NULL,
	`bytes` integer NOT NULL,
	`md5` text NOT NULL,
	`first_timestamp` integer NOT NULL,
	`last_timestamp` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `lake_objects_range` ON `lake_objects` (`device_id`,`first_seq`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `patient_identifiers` (
	`tag` text PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`surrogate` text NOT NULL,
	FOREIGN KEY (`surrogate`) REFERENCES `patients`(`surrogate`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `patients` (
	`surrogate` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `wards` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
