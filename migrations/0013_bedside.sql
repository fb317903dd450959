CREATE TABLE `limit_changes` (
	`surrogate` text NOT NULL,
	`at` integer NOT NULL,
	`device_id` text NOT NULL,
	`version` integer NOT NULL,
	`vital` text NOT NULL,
	`ward_id` text NOT NULL,
	`kind` text NOT NULL,
	`by` text,
	`override` text NOT NULL,
	PRIMARY KEY(`surrogate`, `at`, `device_id`, `version`, `vital`)
);
--> statement-breakpoint
CREATE TABLE `observations` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`surrogate` text NOT NULL,
	`device_id` text NOT NULL,
	`ward_id` text NOT NULL,
	`observed_at` integer NOT NULL,
	`observed` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `observations_patient` ON `observations` (`surrogate`,`observed_at`);--> statement-breakpoint
ALTER TABLE `wards` ADD `template` text;