import { DuckDBInstance } from "@duckdb/node-api";

export interface LakeCount {
	readonly rows: number;
	readonly distinctReadings: number;
	readonly devices: number;
	/** Devices whose sequence numbers have a gap or a repetition. */
	readonly brokenSequences: number;
}

/** What DuckDB, which knows nothing of us, counts in the Parquet files below `folder`. */
export async function countLake(folder: string): Promise<LakeCount> {
	const connection = await (await DuckDBInstance.create(":memory:")).connect();
	const files = `read_parquet('${folder}/readings/**/*.parquet', hive_partitioning = false)`;
	const result = await connection.runAndReadAll(`
		WITH per_device AS (
			SELECT device_id, count(*) AS n, count(DISTINCT timestamp) AS distinct_n, min(seq) AS lowest, max(seq) AS highest,
				count(DISTINCT seq) AS distinct_seq
			FROM ${files} GROUP BY device_id)
		SELECT sum(n) AS rows, sum(distinct_n) AS distinct_readings, count(*) AS devices,
			sum(CASE WHEN lowest <> 1 OR highest <> n OR distinct_seq <> n THEN 1 ELSE 0 END) AS broken
		FROM per_device`);
	const [row] = result.getRowObjectsJS();
	connection.closeSync();
	return {
		rows: Number(row?.["rows"] ?? 0),
		distinctReadings: Number(row?.["distinct_readings"] ?? 0),
		devices: Number(row?.["devices"] ?? 0),
		brokenSequences: Number(row?.["broken"] ?? 0),
	};
}
