ALTER TABLE `break_glass` ADD `seen_at` integer;--> statement-breakpoint
ALTER TABLE `break_glass` ADD `seen_by` text;--> statement-breakpoint
ALTER TABLE `wards` ADD `location` text;