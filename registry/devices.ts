import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { DeviceSummary } from "../vitals/api.ts";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { assignments, beds, devices } from "./schema.ts";

export interface DeviceRow {
	id: string;
	wardId: string;
	bedId: string | null;
	/** Absent to leave it as it is. */
	fleetId?: string | null | undefined;
	simulated: boolean;
	enrolledAt: number;
}

/** Enrols the device or moves it; `enrolledAt` of an enrolled device stays. */
export async function saveDevice(registry: Registry, device: DeviceRow): Promise<void> {
	const { wardId, bedId, fleetId, simulated } = device;
	await registry.insert(devices).values(device).onConflictDoUpdate({
		target: devices.id,
		set: { wardId, bedId, fleetId, simulated },
	});
}

/** The device's row, or `null` when it was never enrolled. */
export async function findDevice(registry: Registry, id: string): Promise<DeviceRow | null> {
	const [row] = await registry.select().from(devices).where(eq(devices.id, id)).limit(1);
	return row ?? null;
}

/** Ids of devices after `after`, in order: for work that walks the whole fleet. */
export async function listDeviceIds(registry: Registry, after: string, limit: number): Promise<string[]> {
	const rows = await registry
		.select({ id: devices.id })
		.from(devices)
		.where(gt(devices.id, after))
		.orderBy(asc(devices.id))
		.limit(limit);
	return rows.map((row) => row.id);
}

/** A page of devices with bed and present patient, by id; `after` is the last id of the page before. */
export async function listDevices(
	registry: Registry,
	filter: { wardId?: string | undefined; id?: string | undefined; wards?: WardScope; after: string; limit: number },
): Promise<DeviceSummary[]> {
	const rows = await registry
		.select({ device: devices, bed: beds.label, patient: assignments.surrogate })
		.from(devices)
		.leftJoin(beds, eq(beds.id, devices.bedId))
		.leftJoin(assignments, and(eq(assignments.deviceId, devices.id), isNull(assignments.endedAt)))
		.where(
			and(
				gt(devices.id, filter.after),
				within(devices.wardId, filter.wards ?? "all"),
				filter.wardId === undefined ? undefined : eq(devices.wardId, filter.wardId),
				filter.id === undefined ? undefined : eq(devices.id, filter.id),
			),
		)
		.orderBy(asc(devices.id))
		.limit(filter.limit);
	return rows.map(({ device, bed, patient }) => ({
		id: device.id,
		ward_id: device.wardId,
		bed_id: device.bedId,
		bed,
		fleet: device.fleetId,
		patient,
		simulated: device.simulated,
		enrolled_at: new Date(device.enrolledAt).toISOString(),
	}));
}
