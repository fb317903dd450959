/** A synthetic year of a hospital, put into D1 by statements: seeded, so that each run asks about the same rows. */
import { DAY_MS, dayOf, remakeSumsOf } from "../../registry/alarm-days.ts";
import { FILL_CHUNK, type FilledYear, type FillStep, type YearShape } from "../load/year.ts";
import { connectRegistry } from "../../registry/connect.ts";

/** Days that a patient stays. */
const STAY_DAYS = 30;

const devicesOf = ({ wards, bedsPerWard }: YearShape): number => wards * bedsPerWard;

/** A number from 0 to 1 that depends on `i` and the salt alone: Knuth's multiplicative hash, twice. */
const uniform = (salt: number): string =>
	`(((i * 2654435761 + ${salt * 7919}) % 4294967291 * 40503 + ${salt * 104729}) % 4294967291 / 4294967291.0)`;

/** Wards, beds, devices, patients and who lay where. */
function placeStatements(shape: YearShape): string[] {
	const { wards, days, begin, bedsPerWard } = shape;
	const numbers = (n: number) => `WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ${n - 1})`;
	const ward = `printf('ward-%02d', i / ${bedsPerWard})`;
	const stays = Math.ceil(days / STAY_DAYS);
	return [
		`${numbers(wards)} INSERT INTO wards (id, name, created_at) SELECT printf('ward-%02d', i), printf('Ward %02d', i), ${begin} FROM n`,
		`${numbers(devicesOf(shape))} INSERT INTO beds (id, ward_id, label) SELECT printf('bed-%04d', i), ${ward}, printf('Bed %d', i % ${bedsPerWard} + 1) FROM n`,
		`${numbers(devicesOf(shape))} INSERT INTO devices (id, ward_id, bed_id, bed_label, simulated, enrolled_at) SELECT printf('DEV-%04d', i), ${ward}, printf('bed-%04d', i), printf('Bed %d', i % ${bedsPerWard} + 1), 0, ${begin} FROM n`,
		`${numbers(devicesOf(shape) * stays)} INSERT INTO patients (surrogate, created_at) SELECT printf('P-%012X', i), ${begin} FROM n`,
		`${numbers(devicesOf(shape) * stays)} INSERT INTO assignments (device_id, surrogate, started_at, ended_at)
			SELECT printf('DEV-%04d', i / ${stays}), printf('P-%012X', i), ${begin} + i % ${stays} * ${STAY_DAYS * DAY_MS},
				CASE WHEN i % ${stays} < ${stays - 1} THEN ${begin} + (i % ${stays} + 1) * ${STAY_DAYS * DAY_MS} END FROM n`,
	];
}

/** Episodes `from` to `to`, in the order in which they opened; a few devices raise many, and what opened last may be open. */
function episodeStatement(shape: YearShape, from: number, to: number): string {
	const { bedsPerWard, days, episodes, begin } = shape;
	const end = begin + days * DAY_MS;
	const stays = Math.ceil(days / STAY_DAYS);
	return `
WITH RECURSIVE n(i) AS (VALUES (${from}) UNION ALL SELECT i + 1 FROM n WHERE i < ${to - 1}),
drawn AS (
	SELECT i, CAST(${devicesOf(shape)} * pow(${uniform(1)}, 1.5) AS INTEGER) AS device,
		${begin} + CAST((i + ${uniform(2)}) * ${days * DAY_MS} / ${episodes} AS INTEGER) AS opened,
		${uniform(3)} AS what, ${uniform(4)} AS risk, ${uniform(5)} AS answer, ${uniform(6)} AS judged, ${uniform(7)} AS lasts,
		${uniform(8)} AS which
	FROM n
)
INSERT INTO episodes (id, version, device_id, ward_id, patient, channel, rule, status, risk, peak_score, leading_vital, opened_at,
	updated_at, closed_at, vitals_at_onset, contributions, sentence, acknowledged_at, acknowledged_by, care)
SELECT printf('%08x-%04x-4%03x-8%03x-%012x', CAST(which * 4294967295 AS INTEGER), i % 65536, i % 4096, i / 4096 % 4096, i),
	4, printf('DEV-%04d', device), printf('ward-%02d', device / ${bedsPerWard}),
	printf('P-%012X', device * ${stays} + (opened - ${begin}) / ${STAY_DAYS * DAY_MS}),
	CASE WHEN what < 0.75 THEN 'physiological' ELSE 'technical' END,
	CASE WHEN what < 0.5 THEN 'forest' WHEN what < 0.7 THEN 'safety-net' WHEN what < 0.75 THEN 'drift' WHEN what < 0.85 THEN 'sensors-absent'
		WHEN what < 0.9 THEN 'ecg-signal' WHEN what < 0.95 THEN 'battery' ELSE 'silence' END,
	CASE WHEN opened > ${end - DAY_MS / 4} AND lasts < 0.3 THEN 'open' ELSE 'closed' END,
	CASE WHEN risk < 0.2 THEN 'HIGH' ELSE 'MEDIUM' END, 0.8,
	CASE WHEN what >= 0.75 THEN NULL WHEN what * 1000 % 3 < 1 THEN 'heart_rate' WHEN what * 1000 % 3 < 2 THEN 'spo2' ELSE 'respiratory_rate' END,
	opened, opened + 60000 + CAST(lasts * 2400000 AS INTEGER), opened + 60000 + CAST(lasts * 2400000 AS INTEGER),
	'{"heart_rate":131,"spo2":89}', '[]', 'Heart rate 131 /min for 20 s; usual 78 /min. SpO2 89 %; usual 96 %.',
	CASE WHEN answer < 0.85 THEN opened + 15000 + CAST(pow(answer, 4) * 900000 AS INTEGER) END,
	CASE WHEN answer < 0.85 THEN 'M-000000000001' END,
	CASE WHEN judged < 0.14 THEN '{"verdict":{"verdict":"false-alarm"}}' WHEN judged < 0.2 THEN '{"verdict":{"verdict":"confirmed"}}' END
FROM drawn`;
}

/** What happened to the episodes of these rows. */
function eventStatement(first: number, last: number): string {
	return `
INSERT INTO episode_events (episode_id, version, kind, at, risk, sentence, actor, device_id, announced)
SELECT id, version, kind, at, risk, sentence, actor, device_id, announced FROM (
	SELECT rowid AS r, id, 1 AS version, 'opened' AS kind, opened_at AS at, risk, sentence, NULL AS actor, device_id, 1 AS announced FROM episodes
		WHERE rowid BETWEEN ${first} AND ${last}
	UNION ALL SELECT rowid, id, 2, 'acknowledged', acknowledged_at, risk, sentence, acknowledged_by, device_id, 0 FROM episodes
		WHERE rowid BETWEEN ${first} AND ${last} AND acknowledged_at IS NOT NULL
	UNION ALL SELECT rowid, id, 3, 'escalated', opened_at + 30000, risk, sentence, NULL, device_id, 1 FROM episodes
		WHERE rowid BETWEEN ${first} AND ${last} AND risk = 'HIGH' AND rowid % 2 = 0
	UNION ALL SELECT rowid, id, 4, 'closed', closed_at, risk, sentence, NULL, device_id, 0 FROM episodes
		WHERE rowid BETWEEN ${first} AND ${last} AND status = 'closed'
)`;
}

/** The indexes of the large tables: made again afterwards, which is quicker. */
const INDEXES =
	"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('episodes', 'episode_events')";

/** One step of filling an empty registry: each is a request of its own, for the whole takes longer than one may. */
export async function fillStep(database: D1Database, { shape, step, from }: FillStep): Promise<FilledYear | null> {
	const run = (statement: string) => database.prepare(statement).run();
	switch (step) {
		case "begin": {
			for (const statement of placeStatements(shape)) await run(statement);
			const { results: indexes } = await database.prepare(INDEXES).all<{ name: string; sql: string }>();
			await run("CREATE TABLE bench_indexes (sql TEXT)");
			for (const { name, sql } of indexes) {
				await database.prepare("INSERT INTO bench_indexes VALUES (?)").bind(sql).run();
				await run(`DROP INDEX ${name}`);
			}
			return null;
		}
		case "episodes": {
			const to = Math.min(shape.episodes, from + FILL_CHUNK);
			await run(episodeStatement(shape, from, to));
			await run(eventStatement(from + 1, to));
			return null;
		}
		case "index": {
			await run("UPDATE episodes SET closed_at = NULL WHERE status = 'open'");
			const { results } = await database.prepare("SELECT sql FROM bench_indexes").all<{ sql: string }>();
			for (const { sql } of results) await run(sql);
			return null;
		}
		case "sums": {
			const registry = connectRegistry(database);
			const span = { fromDay: dayOf(shape.begin), toDay: dayOf(shape.begin) + shape.days };
			await registry.batch(remakeSumsOf(registry, span));
			const events = await database.prepare("SELECT count(*) AS n FROM episode_events").first<number>("n");
			const sums = await database
				.prepare("SELECT count(*) AS n, sum(alarms) AS alarms FROM alarm_days")
				.first<{ n: number; alarms: number }>();
			return { events: events ?? 0, sums: sums?.n ?? 0, alarms: sums?.alarms ?? 0 };
		}
		default:
			return step satisfies never;
	}
}
