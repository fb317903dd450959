CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`surrogate` text,
	`ward_id` text NOT NULL,
	`devices` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`labelled` integer NOT NULL,
	`pages` integer NOT NULL,
	`bytes` integer NOT NULL,
	`content_hash` text NOT NULL,
	`file_hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reports_created` ON `reports` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `reports_patient` ON `reports` (`surrogate`,`created_at`);