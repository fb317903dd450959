DROP INDEX `lake_objects_range`;--> statement-breakpoint
ALTER TABLE `lake_objects` ADD `footer_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `lake_objects` ADD `catalogued_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `lake_objects` ADD `superseded_at` integer;--> statement-breakpoint
CREATE INDEX `lake_objects_device` ON `lake_objects` (`device_id`,`first_timestamp`);