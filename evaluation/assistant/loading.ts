/** Brings the ward world about: people enrol, devices post, nurses act, each at their time, through the product's own doors. */
import type { Anomaly, DeviceSummary, Page } from "../../vitals/api.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import { UPLOADS } from "./questions/injections.ts";
import { send, type WorldApp } from "./runtime.ts";
import { at, END, readingsOf, type WorldDevice } from "./world.ts";
import { ACTS } from "./world-acts.ts";
import { DEVICES } from "./world-devices.ts";

export const WARDS = { "ward-a": "Ward A", "ward-b": "Ward B", "ward-c": "Ward C" } as const;

const MINUTE_MS = 60_000;
const FIRST = at("28 08:00");
/** What posts in one go, and so often: half an hour, which devices declare as their cadence, so that none counts as silent. */
const STEP_MS = 30 * MINUTE_MS;
/** Enrolled this long before the first reading, so that no reading is older than its patient's assignment. */
const BEFORE_MS = 30_000;

/** What is in the world when everything has happened, as its own routes tell it. */
export interface LoadedWorld {
	readonly episodes: readonly Anomaly[];
	/** Surrogate of the patient now on each device. */
	readonly patients: ReadonlyMap<string, string>;
}

export async function loadWorld(app: WorldApp, progress: (line: string) => void): Promise<LoadedWorld> {
	await app.setTime(FIRST - BEFORE_MS);
	// A demo person is a member from the first sign-in on: who is handed a ward must be one.
	await app.as("nurse-a");
	const keys = await enrolAll(app);
	const times = stops();
	let before = FIRST - 1;
	for (const [i, time] of times.entries()) {
		await moveAt(app, time);
		await app.setTime(time);
		await Promise.all(DEVICES.map((device) => post(app, device.id, keys.get(device.id) as string, before, time)));
		await app.setTime(time, { wards: Object.keys(WARDS), devices: [] });
		for (const device of DEVICES) await actAt(app, device, time);
		for (const act of ACTS) if (at(act.at) === time) await act.run(await app.as("nurse"));
		before = time;
		if (i % 10 === 9) progress(`The ward world: ${new Date(time).toISOString().slice(0, 16)}Z`);
	}
	const admin = await app.as("admin");
	for (const { title, text } of UPLOADS)
		await admin("POST", "/api/v1/knowledge", { title, text, source: "The ward's own folder", format: "markdown" });
	await admin("POST", "/api/v1/lake/flush", {});
	await app.setTime(END, { wards: Object.keys(WARDS), devices: DEVICES.map(({ id }) => id) });
	return whatIsThere(app);
}

/** The times at which something is posted or done. */
function stops(): number[] {
	const acts = DEVICES.flatMap(({ acknowledged, observed, stays }) => [
		...(acknowledged === undefined ? [] : [at(acknowledged.at)]),
		...(observed === undefined ? [] : [at(observed.at)]),
		// Everything of the patient before, and then the new one's first.
		...stays.flatMap(({ from }) => (from === null ? [] : [at(from) - MINUTE_MS])),
	]);
	const steps = Array.from({ length: (END - FIRST) / STEP_MS + 1 }, (_, i) => FIRST + i * STEP_MS);
	return [...new Set([...acts, ...steps])].sort((a, b) => a - b);
}

async function enrolAll(app: WorldApp): Promise<Map<string, string>> {
	const [engineer, nurse, admin] = [await app.as("engineer"), await app.as("nurse"), await app.as("admin")];
	for (const [id, name] of Object.entries(WARDS)) await engineer("PUT", `/api/v1/wards/${id}`, { name });
	const keys = new Map<string, string>();
	for (const device of DEVICES) {
		const address = `/api/v1/devices/${device.id}`;
		const enrolled = await engineer("PUT", address, enrolment(device, 0));
		await enrolled.body?.cancel();
		const issued = await engineer("POST", `${address}/keys`);
		keys.set(device.id, ((await issued.json()) as { key: string }).key);
		if (device.context !== undefined) {
			const { limits = {}, ...context } = device.context;
			await nurse("PUT", `${address}/context`, { age_band: "adult", pregnant: false, spo2_scale: 1, ...context });
			for (const [vital, numbers] of Object.entries(limits)) {
				const said = (await (await nurse("GET", `${address}/context`)).json()) as ContextAnswer;
				await nurse("PUT", `${address}/limits/${vital}`, {
					...numbers,
					version: said.limits_version,
					reason: "As agreed on the round",
					until: FIRST + 6 * 86_400_000,
				});
			}
		}
		if (device.label !== undefined) {
			const { patient } = (await (await admin("GET", address)).json()) as DeviceSummary;
			await nurse("PUT", `/api/v1/patients/${patient}`, { label: device.label });
		}
	}
	return keys;
}

function enrolment(device: WorldDevice, stay: number) {
	return {
		ward_id: device.ward,
		bed: device.bed,
		patient_id: device.stays[stay]?.patientId ?? null,
		cadence_s: STEP_MS / 1000,
	};
}

/** Patients who come at `time`: a little before their first reading. */
async function moveAt(app: WorldApp, time: number): Promise<void> {
	for (const device of DEVICES) {
		for (const [i, { from }] of device.stays.entries()) {
			if (from === null || at(from) !== time) continue;
			await app.setTime(time - BEFORE_MS);
			await (
				await app.as("engineer")
			)("PUT", `/api/v1/devices/${device.id}`, enrolment(device, i));
		}
	}
}

/** What `id` measured after `after` and until `until`. */
async function post(app: WorldApp, id: string, key: string, after: number, until: number): Promise<void> {
	const readings = readingsOf(id)
		.filter(({ time }) => time > after && time <= until)
		.map(({ time, vitals, battery }) => ({ device_id: id, timestamp: time, battery_level: battery, ...vitals }));
	if (readings.length === 0) return;
	const answer = await send(`${app.url}/api/v1/telemetry/batch`, "POST", readings, { authorization: `Bearer ${key}` });
	const { accepted } = (await answer.json()) as { accepted: number };
	if (accepted !== readings.length) throw new Error(`${id}: ${accepted} of ${readings.length} readings were taken`);
}

async function actAt(app: WorldApp, { id, acknowledged, observed }: WorldDevice, time: number): Promise<void> {
	if (observed !== undefined && at(observed.at) === time) {
		const { consciousness, oxygen } = observed;
		await (
			await app.as("nurse")
		)("PUT", `/api/v1/devices/${id}/observations`, { consciousness, oxygen, time });
	}
	if (acknowledged === undefined || at(acknowledged.at) !== time) return;
	const nurse = await app.as("nurse");
	const [episode] = await eventually(async () => {
		const found = await nurse("GET", `/api/v1/anomalies?device=${id}&status=open`);
		return ((await found.json()) as Page<Anomaly>).data;
	}, `${id} has an open episode at ${acknowledged.at}`);
	const { comment } = acknowledged;
	const { episode_id, version } = episode as Anomaly;
	await nurse("POST", `/api/v1/episodes/${episode_id}/acknowledge`, { version, comment });
}

/** The world as it is now: everything has happened by then, and its devices have told the registry. */
export async function whatIsThere(app: WorldApp): Promise<LoadedWorld> {
	await app.setTime(END);
	const admin = await app.as("admin");
	const expected = DEVICES.filter(({ acknowledged }) => acknowledged !== undefined).length;
	const episodes = await eventually(async () => {
		const { data } = (await (await admin("GET", "/api/v1/anomalies?limit=500")).json()) as Page<Anomaly>;
		const known = data.filter((episode) => episode.acknowledged_by !== null).length;
		return known >= expected && data.some(({ rule }) => rule === "silence") ? data : [];
	}, "the registry knows of every acknowledgement and of the silence");
	const { data } = (await (await admin("GET", "/api/v1/devices?limit=500")).json()) as Page<DeviceSummary>;
	return {
		episodes,
		patients: new Map(data.flatMap(({ id, patient }) => (patient === null ? [] : [[id, patient] as const]))),
	};
}

/** The registry hears of an episode a moment after its device. */
async function eventually<T>(probe: () => Promise<readonly T[]>, what: string): Promise<readonly T[]> {
	for (let i = 0; i < 100; i++) {
		const found = await probe();
		if (found.length > 0) return found;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`The ward world did not come about: not within ten seconds that ${what}`);
}
