ALTER TABLE `devices` ADD `bed_label` text;--> statement-breakpoint
UPDATE `devices` SET `bed_label` = (SELECT `label` FROM `beds` WHERE `beds`.`id` = `devices`.`bed_id`);
