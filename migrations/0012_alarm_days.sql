CREATE TABLE `alarm_days` (
	`ward_id` text NOT NULL,
	`day` integer NOT NULL,
	`device_id` text NOT NULL,
	`alarms` integer NOT NULL,
	`high` integer NOT NULL,
	`technical` integer NOT NULL,
	`summons` integer NOT NULL,
	`episodes` integer NOT NULL,
	`acknowledged` integer NOT NULL,
	`unanswered` integer NOT NULL,
	`false_alarms` integer NOT NULL,
	`confirmed` integer NOT NULL,
	`hours` text NOT NULL,
	`kinds` text NOT NULL,
	`waits` text NOT NULL,
	PRIMARY KEY(`ward_id`, `day`, `device_id`)
) WITHOUT ROWID;
--> statement-breakpoint
DROP INDEX `episodes_status`;--> statement-breakpoint
DROP INDEX `episodes_device`;--> statement-breakpoint
DROP INDEX `episodes_patient`;--> statement-breakpoint
CREATE INDEX `episodes_ward` ON `episodes` (`ward_id`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `episodes_open` ON `episodes` (`opened_at`,`id`) WHERE "status" = 'open';--> statement-breakpoint
CREATE INDEX `episodes_open_ward` ON `episodes` (`ward_id`,`opened_at`,`id`) WHERE "status" = 'open';--> statement-breakpoint
CREATE INDEX `episodes_device` ON `episodes` (`device_id`,`opened_at`,`id`);--> statement-breakpoint
CREATE INDEX `episodes_patient` ON `episodes` (`patient`,`opened_at`,`id`);--> statement-breakpoint
ALTER TABLE `episode_events` ADD `device_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `episode_events` ADD `announced` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `episode_events_device` ON `episode_events` (`device_id`,`at`);
--> statement-breakpoint
UPDATE `episode_events` SET
	`device_id` = (SELECT `device_id` FROM `episodes` WHERE `id` = `episode_id`),
	`announced` = `kind` IN ('opened', 'escalated', 'resumed', 'summoned')
WHERE EXISTS (SELECT 1 FROM `episodes` WHERE `id` = `episode_id`);
--> statement-breakpoint
WITH told_hours AS (
	SELECT ep.ward_id, ev.at / 86400000 AS day, ev.device_id, ev.at % 86400000 / 3600000 AS hour,
		sum(ev.kind <> 'summoned') AS n,
		sum(ev.kind <> 'summoned' AND ep.channel <> 'technical' AND ev.risk = 'HIGH') AS high,
		sum(ev.kind <> 'summoned' AND ep.channel = 'technical') AS technical,
		sum(ev.kind = 'summoned') AS summons
	FROM episode_events ev JOIN episodes ep ON ep.id = ev.episode_id
	WHERE ev.announced
	GROUP BY 1, 2, 3, 4
), told AS (
	SELECT ward_id, day, device_id, sum(n) AS alarms, sum(high) AS high, sum(technical) AS technical, sum(summons) AS summons,
		json_group_array(json_array(hour, n)) FILTER (WHERE n > 0) AS hours
	FROM told_hours GROUP BY 1, 2, 3
), opened AS MATERIALIZED (
	SELECT ep.ward_id, ep.opened_at / 86400000 AS day, ep.device_id, ep.rule, coalesce(ep.leading_vital, '') AS vital,
		ep.status = 'closed' AS closed, coalesce(ep.care ->> '$.verdict.verdict', '') AS verdict,
		(SELECT min(at) FROM episode_events ev
			WHERE ev.episode_id = ep.id AND ev.kind IN ('acknowledged', 'snoozed')) - ep.opened_at AS wait
	FROM episodes ep
), kind_counts AS (
	SELECT ward_id, day, device_id, rule, vital, count(*) AS n, sum(verdict = 'false-alarm') AS false_alarms,
		sum(verdict = 'confirmed') AS confirmed, sum(wait IS NOT NULL) AS acknowledged, sum(closed AND wait IS NULL) AS unanswered
	FROM opened GROUP BY 1, 2, 3, 4, 5
), kinds AS (
	SELECT ward_id, day, device_id, sum(n) AS episodes, sum(acknowledged) AS acknowledged, sum(unanswered) AS unanswered,
		sum(false_alarms) AS false_alarms, sum(confirmed) AS confirmed,
		json_group_array(json_array(rule, vital, n, false_alarms, confirmed)) AS kinds
	FROM kind_counts GROUP BY 1, 2, 3
), wait_counts AS (
	SELECT ward_id, day, device_id,
		CASE WHEN wait <= 1000 THEN 0 ELSE CAST(ln(wait / 1000.0) / ln(1.1) AS INTEGER) END AS class, count(*) AS n
	FROM opened WHERE wait IS NOT NULL GROUP BY 1, 2, 3, 4
), waits AS (
	SELECT ward_id, day, device_id, json_group_array(json_array(class, n)) AS waits FROM wait_counts GROUP BY 1, 2, 3
)
INSERT INTO alarm_days (ward_id, day, device_id, alarms, high, technical, summons, episodes, acknowledged, unanswered,
	false_alarms, confirmed, hours, kinds, waits)
SELECT ward_id, day, device_id, coalesce(alarms, 0), coalesce(high, 0), coalesce(technical, 0), coalesce(summons, 0),
	coalesce(episodes, 0), coalesce(acknowledged, 0), coalesce(unanswered, 0), coalesce(false_alarms, 0), coalesce(confirmed, 0),
	coalesce(hours, '[]'), coalesce(kinds, '[]'), coalesce(waits, '[]')
FROM (SELECT ward_id, day, device_id FROM told UNION SELECT ward_id, day, device_id FROM kinds)
	LEFT JOIN told USING (ward_id, day, device_id)
	LEFT JOIN kinds USING (ward_id, day, device_id)
	LEFT JOIN waits USING (ward_id, day, device_id)
WHERE true
ON CONFLICT (ward_id, day, device_id) DO UPDATE SET alarms = excluded.alarms, high = excluded.high,
	technical = excluded.technical, summons = excluded.summons, episodes = excluded.episodes,
	acknowledged = excluded.acknowledged, unanswered = excluded.unanswered, false_alarms = excluded.false_alarms,
	confirmed = excluded.confirmed, hours = excluded.hours, kinds = excluded.kinds, waits = excluded.waits;
