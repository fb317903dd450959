/** What people learn of their alarm load, over HTTP, from episodes that a device raised and people looked after. */
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import type { Anomaly } from "../../vitals/api.ts";
import type { AlarmLoadAnswer, AlarmLoadList } from "../../vitals/alarm-load.ts";
import type { Episode } from "../../vitals/episode.ts";
import { call, enrol, eventually, stretch } from "./support.ts";

const loadOf = async (ward: string, query = "") =>
	(await (
		await call("GET", `/api/v1/wards/${ward}/alarm-load${query}`, { role: "engineer" })
	).json()) as AlarmLoadAnswer;

it("counts what a device raised, what became of it and what people said of it", async () => {
	const { id, key, ward } = await enrol({ ward: "ward-load", bed: "Bed 7", patient_id: "LOAD-1" });
	const body = { readings: stretch(id, 40, { heart_rate: 200, spo2: 70 }) };
	expect((await call("POST", "/api/v1/telemetry/batch", { key, body: body.readings })).status).toBe(202);
	const episode = await eventually(async () => {
		const list = await call("GET", `/api/v1/anomalies?device=${id}`, { role: "clinician" });
		return ((await list.json()) as { data: Anomaly[] }).data[0];
	});
	const act = async (what: string, version: number, more: object = {}) => {
		const path = `/api/v1/episodes/${episode.episode_id}/${what}`;
		const response = await call("POST", path, { role: "clinician", body: { version, ...more } });
		return ((await response.json()) as { episode: Episode }).episode;
	};
	const known = await act("acknowledge", episode.version);
	await act("judge", known.version, { verdict: "false-alarm" });
	const load = await eventually(async () => {
		const now = await loadOf(ward, "?operators=2");
		return now.false_alarms === 1 && now;
	});
	expect(load).toMatchObject({
		ward_id: ward,
		beds: 1,
		episodes: 1,
		acknowledged: 1,
		unanswered: 0,
		high: load.alarms,
	});
	expect(load).toMatchObject({ false_share: 1, confirmed: 0, time_zone: "UTC", operators: 2, days: 8 });
	expect(load.median_s).toBeGreaterThan(0);
	expect(load.worst.devices).toMatchObject([{ device_id: id, bed: "Bed 7", share: 1, episodes: 1 }]);
	expect(load.worst.rules).toMatchObject([{ rule: episode.rule, episodes: 1, false_alarms: 1 }]);
	expect(load.worst.vitals).toMatchObject([{ vital: episode.leading_vital, episodes: 1 }]);
	expect(load.by_day.at(-1)).toMatchObject({ alarms: load.alarms, episodes: 1, false_alarms: 1 });
	expect(load.by_hour.reduce((sum, n) => sum + n, 0)).toBe(load.alarms);
	expect(load.busy_hours.busiest?.alarms).toBe(load.alarms);
	const all = (await (await call("GET", "/api/v1/alarm-load", { role: "admin" })).json()) as AlarmLoadList;
	expect(all.data.find(({ ward_id }) => ward_id === ward)).toMatchObject({ episodes: 1, alarms: load.alarms });
});

it("the rates are those of the period, against ISA-18.2's", async () => {
	const ward = "ward-rates";
	await enrol({ ward, bed: "1" });
	await enrol({ ward, bed: "2" });
	const opened = Date.UTC(2025, 0, 10, 5);
	// 300 alarms in one day: 12.5 an hour for one, 6.25 for two, 4.2 for three.
	const registry = connectRegistry(env.DB);
	for (let i = 0; i < 300; i++) {
		const at = opened + (i % 40) * 1000;
		const episode: Episode = {
			id: crypto.randomUUID(),
			version: 1,
			deviceId: `RATE-${i % 3}`,
			wardId: ward,
			patient: null,
			channel: "technical",
			rule: "battery",
			status: "open",
			risk: "MEDIUM",
			peakScore: 0,
			leadingVital: null,
			openedAt: at,
			updatedAt: at,
			closedAt: null,
			vitalsAtOnset: {},
			contributions: [],
			sentence: "",
			acknowledgedAt: null,
			acknowledgedBy: null,
		};
		await projectEpisodeEvent(registry, { kind: "opened", at, announced: true, episode });
	}
	const day = "?from=2025-01-10&to=2025-01-10";
	expect(await loadOf(ward, day)).toMatchObject({
		alarms: 300,
		technical: 300,
		hours: 24,
		per_bed_day: 150,
		per_operator_hour: 12.5,
		band: "too_many",
		busy_hours: { over_flood: 1, busiest: { at: "2025-01-10T05:00:00.000Z", alarms: 300 } },
		median_s: null,
		false_share: null,
	});
	expect(await loadOf(ward, `${day}&operators=2`)).toMatchObject({ per_operator_hour: 6.25, band: "manageable" });
	expect(await loadOf(ward, `${day}&operators=3`)).toMatchObject({ per_operator_hour: 4.17, band: "acceptable" });
	expect((await loadOf(ward, "?from=2025-01-09&to=2025-01-11")).by_day.map(({ alarms }) => alarms)).toEqual([
		0, 300, 0,
	]);
	const file = await call("GET", `/api/v1/wards/${ward}/alarm-load.csv${day}`, { role: "clinician" });
	expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
	const lines = (await file.text()).split("\r\n");
	expect(lines[0]).toMatch(/^date,device_id,alarms,/);
	expect(lines.slice(1, -1).map((line) => line.split(",").slice(0, 3))).toEqual([
		["2025-01-10", "RATE-0", "100"],
		["2025-01-10", "RATE-1", "100"],
		["2025-01-10", "RATE-2", "100"],
	]);
});

it.each([
	["from=2026-02-30", "from"],
	["from=yesterday", "from"],
	["to=2026-1-1", "to"],
	["from=2026-03-02&to=2026-03-01", "from"],
	["from=2024-01-01&to=2025-06-01", "from"],
	["operators=0", "operators"],
])("%s is refused, naming the field", async (query, field) => {
	await enrol({ ward: "ward-load" });
	const response = await call("GET", `/api/v1/wards/ward-load/alarm-load?${query}`, { role: "engineer" });
	expect(response.status).toBe(422);
	expect(await response.json()).toMatchObject({ errors: [{ field }] });
});

it("a ward that does not exist is not found; the list keeps to the reader's wards", async () => {
	expect((await call("GET", "/api/v1/wards/no-ward/alarm-load", { role: "engineer" })).status).toBe(404);
	await enrol({ ward: "ward-mine" });
	await enrol({ ward: "ward-theirs" });
	const list = await call("GET", "/api/v1/alarm-load", { role: "clinician", wards: ["ward-mine"] });
	expect(((await list.json()) as AlarmLoadList).data.map(({ ward_id }) => ward_id)).toEqual(["ward-mine"]);
});
