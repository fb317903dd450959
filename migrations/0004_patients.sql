CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`surrogate` text NOT NULL,
	`requested_at` integer NOT NULL,
	`requested_by` text NOT NULL,
	`completed_at` integer,
	`certificate` text
);
--> statement-breakpoint
DROP INDEX `assignments_device`;--> statement-breakpoint
CREATE INDEX `assignments_patient` ON `assignments` (`surrogate`,`started_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_device` ON `assignments` (`device_id`,`started_at`);--> statement-breakpoint
ALTER TABLE `patients` ADD `label` text;--> statement-breakpoint
ALTER TABLE `patients` ADD `erasing_at` integer;--> statement-breakpoint
CREATE INDEX `episodes_patient` ON `episodes` (`patient`,`opened_at`);--> statement-breakpoint
CREATE INDEX `patient_identifiers_surrogate` ON `patient_identifiers` (`surrogate`);