ALTER TABLE `devices` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `devices` ADD `firmware` text;--> statement-breakpoint
ALTER TABLE `devices` ADD `firmware_at` integer;