/** What tests of a device's object share: readings handed straight to the object, and what came of them. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { DeviceMonitor } from "../../durable-objects/device-monitor.ts";
import type { IngestItem } from "../../durable-objects/device/ingest.ts";
import { decodeReadings } from "../../lake/read.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { pageLakeObjects } from "../../registry/lake-catalogue.ts";
import type { Anomaly, Page } from "../../vitals/api.ts";
import { noVitals } from "../../vitals/reading.ts";
import { call } from "./support.ts";

export type Stub = DurableObjectStub<DeviceMonitor>;

export const item = (timestamp: number, heartRate: number, spo2 = 97): IngestItem => ({
	reading: { timestamp, vitals: { ...noVitals(), heart_rate: heartRate, spo2 }, battery: 80 },
	patientTag: null,
	timed: true,
});

/** `n` readings, one a second, the last of them now; `shape` says each one's heart rate. */
export const series = (n: number, shape: (i: number) => number = (i) => 70 + (i % 5), from = Date.now() - n * 1000) =>
	Array.from({ length: n }, (_, i) => item(from + i * 1000, shape(i)));

export const ingest = async (stub: Stub, items: IngestItem[]) => {
	const result = await stub.ingest({ generation: 1, items });
	if (result.outcome !== "taken") throw new Error(result.outcome);
	return result;
};

export const stored = async (stub: Stub) => (await stub.recent(5000)).toReversed();

export async function lakeReadings(deviceId: string) {
	const filter = { deviceIds: [deviceId] };
	const page = await pageLakeObjects(connectRegistry(env.DB), filter, "", 1000);
	if (page === "expired") throw new Error("a listing that begins cannot be too old");
	const { objects } = page;
	const files = await Promise.all(
		objects.map(async ({ key }) => decodeReadings(await (await env.LAKE.get(key))!.arrayBuffer())),
	);
	return files.flatMap((file) => file.readings);
}

export const anomaliesOf = async (deviceId: string) =>
	((await (await call("GET", `/api/v1/anomalies?device=${deviceId}`, { role: "clinician" })).json()) as Page<Anomaly>)
		.data;

/** Makes the object's next calls to R2 meet `bucket` in place of the real one. */
export const withBucket = (stub: Stub, bucket: Partial<R2Bucket>) =>
	runInDurableObject(stub, (instance) => {
		const object = instance as unknown as { env: object };
		object.env = Object.assign(Object.create(object.env), { LAKE: bucket });
	});

/** Lets the object take as many readings as fast as a test can make them. */
export const unhurried = (stub: Stub) =>
	runInDurableObject(stub, (instance) => {
		const object = instance as unknown as { env: object };
		const limits = { DEVICE_REQUESTS_PER_S: 1e9, DEVICE_READINGS_PER_S: 1e9 };
		object.env = Object.assign(Object.create(object.env), limits);
	});
