ALTER TABLE `episode_events` ADD `detail` text;--> statement-breakpoint
ALTER TABLE `episodes` ADD `care` text;--> statement-breakpoint
ALTER TABLE `wards` ADD `escalation` text;