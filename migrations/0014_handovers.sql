CREATE TABLE `handovers` (
	`id` text PRIMARY KEY NOT NULL,
	`ward_id` text NOT NULL,
	`given_at` integer NOT NULL,
	`since` integer NOT NULL,
	`given_by` text NOT NULL,
	`given_to` text NOT NULL,
	`note` text,
	`patients` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `handovers_ward` ON `handovers` (`ward_id`,`given_at`);