/** Counts with DuckDB, which knows nothing of us, what the ledgers say against what the lake holds. */
import { DuckDBInstance } from "@duckdb/node-api";
import { STORED_STEPS_PER_UNIT } from "../../vitals/catalogue.ts";
import { LEDGER_COLUMNS } from "../fleet/ledger.ts";

export interface ReadingsAudit {
	/** Acknowledged readings, each counted once. */
	readonly acknowledged: number;
	/** Rows of the lake. */
	readonly stored: number;
	/** Acknowledged and not in the lake. */
	readonly lost: number;
	/** Rows of the lake beyond the first of the same device and time. */
	readonly doubled: number;
	/** Acknowledged, and in the lake with other values. */
	readonly altered: number;
	/** In the lake, and no device has measured them. */
	readonly invented: number;
	/** In the lake, although their device was told that they were refused. */
	readonly refusedStored: number;
	readonly refused: number;
	/** Devices whose sequence numbers have a gap or a repetition. */
	readonly brokenSequences: number;
	/** A few of what is wrong, as `device@time`. */
	readonly examples: readonly string[];
}

/** What a device that died has taken with it. */
export interface Death {
	readonly device: string;
	/** The edge knew that the patient was. */
	readonly atRisk: boolean;
	/** Readings that were sent and are not in the lake. */
	readonly lostReadings: number;
	/** From the first of them to the last that was sent. */
	readonly lostMs: number;
}

/**
 * @param lake - folder with the lake's objects
 * @param ledgers - the devices' ledgers
 */
export async function auditReadings(
	lake: string,
	ledgers: readonly string[],
): Promise<{ readings: ReadingsAudit; deaths: Death[] }> {
	const connection = await (await DuckDBInstance.create(":memory:")).connect();
	try {
		const values = LEDGER_COLUMNS.map(
			(name) =>
				`coalesce(CAST(CAST(round(CAST(${name} AS DOUBLE) * ${STORED_STEPS_PER_UNIT}) AS BIGINT) AS VARCHAR), '')`,
		);
		await connection.run(`
			CREATE TABLE stored AS SELECT device_id AS device, epoch_ms(timestamp) AS time, seq, ${values.join(" || '|' || ")} AS vals
			FROM read_parquet('${lake}/readings/**/*.parquet', hive_partitioning = false);
			CREATE TABLE facts AS SELECT * FROM read_csv([${ledgers.map((file) => `'${file}'`).join(", ")}], header = false,
				delim = ',', quote = '', columns = {'fact': 'VARCHAR', 'device': 'VARCHAR', 'time': 'BIGINT', 'vals': 'VARCHAR'});
			CREATE TABLE acked AS SELECT DISTINCT device, time, vals FROM facts WHERE fact = 'a';
			CREATE TABLE once AS SELECT device, time, min(vals) AS vals, count(*) AS n FROM stored GROUP BY device, time;
			CREATE TABLE refusals AS SELECT DISTINCT device, time FROM facts WHERE fact = 'r';
			CREATE TABLE lost AS SELECT device, time FROM acked ANTI JOIN once USING (device, time);
			CREATE TABLE altered AS SELECT acked.device, acked.time FROM acked JOIN once USING (device, time) WHERE acked.vals <> once.vals;`);
		const rows = async (query: string) => (await connection.runAndReadAll(query)).getRowObjectsJS();
		const count = async (query: string) => Number((await rows(query))[0]?.["n"] ?? 0);
		const readings: ReadingsAudit = {
			acknowledged: await count("SELECT count(*) AS n FROM acked"),
			stored: await count("SELECT count(*) AS n FROM stored"),
			lost: await count("SELECT count(*) AS n FROM lost"),
			doubled: await count("SELECT coalesce(sum(n - 1), 0) AS n FROM once"),
			altered: await count("SELECT count(*) AS n FROM altered"),
			invented: await count(
				"SELECT count(*) AS n FROM once ANTI JOIN (SELECT device, time FROM facts WHERE fact = 'o') USING (device, time)",
			),
			refusedStored: await count("SELECT count(*) AS n FROM refusals JOIN once USING (device, time)"),
			refused: await count("SELECT count(*) AS n FROM refusals"),
			brokenSequences: await count(`SELECT count(*) AS n FROM (SELECT device FROM stored GROUP BY device
				HAVING min(seq) <> 1 OR max(seq) <> count(*) OR count(DISTINCT seq) <> count(*))`),
			examples: (
				await rows(`SELECT what || ' ' || device || '@' || time AS example FROM (
					(SELECT 'lost' AS what, device, time FROM lost LIMIT 5) UNION ALL
					(SELECT 'altered' AS what, device, time FROM altered LIMIT 5) UNION ALL
					(SELECT 'doubled' AS what, device, time FROM once WHERE n > 1 LIMIT 5))`)
			).map((row) => String(row["example"])),
		};
		const deaths = await rows(`
			SELECT e.device, e.fact = 'e' AS risk, count(u.time) AS lost, coalesce(CAST(e.vals AS BIGINT) - min(CAST(u.vals AS BIGINT)), 0) AS ms
			FROM (SELECT fact, device, vals FROM facts WHERE fact IN ('e', 'c')) e
			LEFT JOIN (SELECT device, time, vals FROM facts WHERE fact = 'u' AND NOT EXISTS (
				SELECT 1 FROM once WHERE once.device = facts.device AND once.time = facts.time)) u ON u.device = e.device
			GROUP BY e.device, e.fact, e.vals ORDER BY e.device`);
		return {
			readings,
			deaths: deaths.map((row) => ({
				device: String(row["device"]),
				atRisk: row["risk"] === true,
				lostReadings: Number(row["lost"]),
				lostMs: Number(row["ms"]),
			})),
		};
	} finally {
		connection.closeSync();
	}
}
