import { describe, expect, it } from "vitest";
import { chooseDataSet, findDataSets, loadDataSet } from "../../simulator/datasets.ts";
import { dataPath } from "../support/data.ts";

const DATA = dataPath("icu-replay");

describe("real patients' tables", () => {
	it.skipIf(DATA === null)(
		"hold 25,260 rows at 1 Hz of 80 records, 41 of them without any vital sign (needs BIOSTREAM_DATA)",
		async () => {
			const sets = await findDataSets(DATA as string);
			const set = chooseDataSet(sets, "auto");
			expect(set.name).toBe("icu_alarm_1hz_2015.csv");
			const { records, rows, unreadableCells } = await loadDataSet(set, null);
			const all = records.flatMap((record) => record.rows);
			const empty = all.filter(({ vitals }) => Object.keys(vitals).length === 0).length;
			expect({ records: records.length, rows, empty, sendable: all.length - empty, unreadableCells }).toEqual({
				records: 80,
				rows: 25_260,
				empty: 41,
				sendable: 25_219,
				unreadableCells: 0,
			});
		},
	);

	it.skipIf(DATA === null)(
		"hold 14,507 hourly rows of 300 patients, with no heart rate in 6.3 % of them (needs BIOSTREAM_DATA)",
		async () => {
			const { records, rows } = await loadDataSet(chooseDataSet(await findDataSets(DATA as string), "hourly"), null);
			const without = records
				.flatMap((record) => record.rows)
				.filter(({ vitals }) => vitals.heart_rate === undefined).length;
			expect([records.length, rows]).toEqual([300, 14_507]);
			expect(without / rows).toBeCloseTo(0.063, 3);
		},
	);
});
