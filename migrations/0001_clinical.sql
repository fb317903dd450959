ALTER TABLE `episode_events` ADD `actor` text;--> statement-breakpoint
ALTER TABLE `episode_events` ADD `comment` text;--> statement-breakpoint
ALTER TABLE `episodes` ADD `acknowledged_at` integer;--> statement-breakpoint
ALTER TABLE `episodes` ADD `acknowledged_by` text;--> statement-breakpoint
ALTER TABLE `episodes` ADD `news2` text;--> statement-breakpoint
ALTER TABLE `patients` ADD `context` text;--> statement-breakpoint
ALTER TABLE `patients` ADD `context_at` integer;--> statement-breakpoint
ALTER TABLE `patients` ADD `context_by` text;