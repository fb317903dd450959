CREATE TABLE `assistant_use` (
	`member_id` text NOT NULL,
	`day` integer NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`member_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`patients` text NOT NULL,
	`wards` text NOT NULL,
	`turns` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `conversations_member` ON `conversations` (`member_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `conversations_expiry` ON `conversations` (`expires_at`);