CREATE TABLE `quiet_hours` (
	`member_id` text PRIMARY KEY NOT NULL,
	`hours` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`ward_id` text NOT NULL,
	`channel` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`address_hash` text NOT NULL,
	`events` text NOT NULL,
	`min_risk` text NOT NULL,
	`quiet_hours` integer NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`generation` integer DEFAULT 1 NOT NULL,
	`previous_until` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `subscriptions_ward` ON `subscriptions` (`ward_id`);--> statement-breakpoint
CREATE INDEX `subscriptions_member` ON `subscriptions` (`member_id`);--> statement-breakpoint
CREATE INDEX `subscriptions_address` ON `subscriptions` (`address_hash`);--> statement-breakpoint
ALTER TABLE `wards` ADD `identity_leaves` integer DEFAULT false NOT NULL;