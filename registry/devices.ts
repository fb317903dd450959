import { and, asc, desc, eq, gt, isNull } from "drizzle-orm";
import type { DeviceSummary } from "../vitals/api.ts";
import type { WardScope } from "../vitals/members.ts";
import type { Registry } from "./connect.ts";
import { within } from "./places.ts";
import { assignments, beds, devices, patientIdentifiers, patients } from "./schema.ts";

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

/**
 * The surrogate that stands for the person behind `tag`, made on first sight.
 *
 * @param tag - HMAC of the hospital's identifier; the identifier itself never reaches this room
 */
export async function ensurePatient(registry: Registry, tag: string, keyId: string, now: number): Promise<string> {
	const find = async () => {
		const [row] = await registry
			.select({ surrogate: patientIdentifiers.surrogate })
			.from(patientIdentifiers)
			.where(eq(patientIdentifiers.tag, tag))
			.limit(1);
		return row?.surrogate;
	};
	const known = await find();
	if (known !== undefined) return known;
	const surrogate = `P-${crypto.randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`;
	await registry.batch([
		registry.insert(patients).values({ surrogate, createdAt: now }),
		registry.insert(patientIdentifiers).values({ tag, keyId, surrogate }).onConflictDoNothing(),
	]);
	// Two requests may have met here; the mapping that was written first is the one that counts.
	return (await find()) ?? surrogate;
}

/** Ends the device's present assignment, if it is to somebody else, and starts the new one. `null` ends without a successor. */
export async function assignPatient(
	registry: Registry,
	deviceId: string,
	surrogate: string | null,
	now: number,
): Promise<void> {
	const [present] = await registry
		.select({ id: assignments.id, surrogate: assignments.surrogate })
		.from(assignments)
		.where(and(eq(assignments.deviceId, deviceId), isNull(assignments.endedAt)))
		.orderBy(desc(assignments.startedAt))
		.limit(1);
	if (present?.surrogate === surrogate || (present === undefined && surrogate === null)) return;
	const end = registry
		.update(assignments)
		.set({ endedAt: now })
		.where(and(eq(assignments.deviceId, deviceId), isNull(assignments.endedAt)));
	if (surrogate === null) await end;
	else
		await registry.batch([
			end,
			registry.insert(assignments).values({ deviceId, surrogate, startedAt: now, endedAt: null }),
		]);
}
