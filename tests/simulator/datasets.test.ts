import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mapColumns } from "../../simulator/columns.ts";
import { chooseDataSet, findDataSets, loadDataSet } from "../../simulator/datasets.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "biostream-data-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const PSV_HEADER = "HR|O2Sat|Temp|SBP|MAP|DBP|Resp|EtCO2|BaseExcess|Age|ICULOS|SepsisLabel";

describe("mapColumns", () => {
	it("understands names whatever their case, spaces and units", () => {
		const map = mapColumns(["Record", "t(s)", "HR", "SpO2", "Temp_C", "Resp Rate"]);
		expect(map).toMatchObject({ record: 0, time: 1, unit: { name: "seconds" } });
		expect(map?.vitals).toEqual([
			["heart_rate", [2]],
			["spo2", [3]],
			["respiratory_rate", [5]],
			["temperature", [4]],
		]);
	});

	it("is not fooled by tables about alarms or patients: no time or no vital sign, no map", () => {
		expect(mapColumns(["record", "alarm_type", "true_alarm", "alarm_t", "dur_s", "signals"])).toBeNull();
		expect(mapColumns(["patient", "stratum", "age", "gender", "first_hour", "rows", "sepsis"])).toBeNull();
		expect(mapColumns([])).toBeNull();
	});
});

describe("findDataSets and chooseDataSet", () => {
	it("finds every table in a folder, prefers the 1 Hz one, and takes a kind or a name", async () => {
		writeFileSync(join(folder, "a_hourly.csv"), "patient,hour,hr\np1,1,80\n");
		writeFileSync(join(folder, "b_seconds.csv"), "record,t,hr\nk1,1,80\n");
		writeFileSync(join(folder, "labels.csv"), "record,true_alarm\nk1,1\n");
		writeFileSync(join(folder, "p000001.psv"), `${PSV_HEADER}\n`);
		writeFileSync(join(folder, "p000002.psv"), `${PSV_HEADER}\n`);
		const sets = await findDataSets(folder);
		expect(sets.map(({ name, kind }) => [name, kind])).toEqual([
			["a_hourly.csv", "hourly"],
			["b_seconds.csv", "1hz"],
			["2 .psv files", "hourly"],
		]);
		expect(chooseDataSet(sets, "auto").name).toBe("b_seconds.csv");
		expect(chooseDataSet(sets, "hourly").name).toBe("a_hourly.csv");
		expect(chooseDataSet(sets, "2 .psv files").files).toHaveLength(2);
		expect(() => chooseDataSet(sets, "daily")).toThrow(/There is no set "daily" here, only a_hourly.csv \(hourly\)/);
	});

	it("says what is wrong with a folder that is missing or holds nothing to replay", async () => {
		await expect(findDataSets(join(folder, "nope"))).rejects.toThrow(/There is no file or folder/);
		await expect(findDataSets(folder)).rejects.toThrow(/Nothing to replay/);
	});
});

describe("loadDataSet", () => {
	async function load(name: string, text: string, wanted: readonly string[] | null = null) {
		writeFileSync(join(folder, name), text);
		return loadDataSet(chooseDataSet(await findDataSets(folder), "auto"), wanted === null ? null : new Set(wanted));
	}

	it("takes the second ECG lead and the arterial pulse only where the first choice is silent, and a measured 0 for a value", async () => {
		const { records, rows } = await load(
			"icu.csv",
			"record,t,hr,hr2,pulse_ppg,pulse_abp,rr,sbp,dbp,map\r\nk1,5,80,99,70,60,,,,\r\nk1,6,,99,,60,0,120,70,90\r\nk1,7,0,99,,,,,,\r\nk1,8,,,,,,,,\r\n",
		);
		expect(rows).toBe(4);
		expect(records).toEqual([
			{
				id: "k1",
				rows: [
					{ seconds: 0, vitals: { heart_rate: 80, pulse_rate: 70 } },
					{
						seconds: 1,
						vitals: {
							heart_rate: 99,
							pulse_rate: 60,
							respiratory_rate: 0,
							systolic_pressure: 120,
							diastolic_pressure: 70,
							mean_pressure: 90,
						},
					},
					{ seconds: 2, vitals: { heart_rate: 0 } },
					{ seconds: 3, vitals: {} },
				],
			},
		]);
	});

	it("reads PhysioNet's .psv files, one patient each, hourly, NaN as not measured", async () => {
		writeFileSync(
			join(folder, "p000001.psv"),
			`${PSV_HEADER}\nNaN|NaN|NaN|NaN|NaN|NaN|NaN|NaN|NaN|83|1|0\n97|95|36.6|98|75.3|60|19|NaN|24|83|2|0\n`,
		);
		const { records, rows, unreadableCells } = await load(
			"p000002.psv",
			`${PSV_HEADER}\n61|99|36.44|124|65|43|17.5|31|NaN|75|7|1\n`,
		);
		expect([rows, unreadableCells]).toEqual([3, 0]);
		expect(records.map(({ id }) => id)).toEqual(["p000001", "p000002"]);
		expect(records[0]?.rows[1]).toEqual({
			seconds: 3600,
			vitals: {
				heart_rate: 97,
				spo2: 95,
				temperature: 36.6,
				systolic_pressure: 98,
				mean_pressure: 75.3,
				diastolic_pressure: 60,
				respiratory_rate: 19,
			},
		});
		expect(records[1]?.rows[0]?.vitals.etco2).toBe(31);
	});

	it("puts rows in order of time and reads timestamps with or without a zone", async () => {
		const { records } = await load(
			"ward.csv",
			"timestamp,hr\n2026-03-01 10:01:00,81\n2026-03-01T10:00:00Z,80\n2026-03-01T11:02:00+01:00,82\n",
		);
		expect(records).toEqual([
			{
				id: "ward",
				rows: [80, 81, 82].map((heart_rate, minute) => ({ seconds: minute * 60, vitals: { heart_rate } })),
			},
		]);
	});

	it("keeps only the wanted records and names one that is not there", async () => {
		const text = "record,t,hr\nk1,1,80\nk2,1,81\n";
		expect((await load("x.csv", text, ["k2"])).records.map(({ id }) => id)).toEqual(["k2"]);
		await expect(load("x.csv", text, ["k9"])).rejects.toThrow('There is no record "k9" in x.csv');
	});

	it("counts cells that are neither number nor blank, and refuses a row without a time, naming it", async () => {
		expect((await load("x.csv", "t,hr,rr\n1,fast,16\n2,80,n/a\n")).unreadableCells).toBe(1);
		await expect(load("x.csv", "t,hr\n1,80\nsoon,81\n")).rejects.toThrow(/row 3: "soon" is not a time/);
	});
});
