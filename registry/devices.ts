import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
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
	/** Absent to leave them as they are. */
	tags?: readonly string[] | undefined;
}

/** Enrols the device or moves it; `enrolledAt` of an enrolled device stays. */
export async function saveDevice(registry: Registry, device: DeviceRow): Promise<void> {
	const { wardId, bedId, fleetId, simulated, tags } = device;
	const bedLabel = bedId === null ? null : sql`(SELECT ${beds.label} FROM ${beds} WHERE ${beds.id} = ${bedId})`;
	await registry
		.insert(devices)
		.values({ ...device, bedLabel })
		.onConflictDoUpdate({ target: devices.id, set: { wardId, bedId, bedLabel, fleetId, simulated, tags } });
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

/** Values in one statement: D1 binds at most 100. */
const BOUND = 90;

/** Keeps what engineers call the device. Returns false when it was never enrolled. */
export async function saveTags(registry: Registry, id: string, tags: readonly string[]): Promise<boolean> {
	const rows = await registry.update(devices).set({ tags }).where(eq(devices.id, id)).returning({ id: devices.id });
	return rows.length > 0;
}

/** What a device said of itself. */
export interface FirmwareRow {
	readonly deviceId: string;
	readonly firmware: string;
	/** Wall time, milliseconds since the epoch. */
	readonly at: number;
}

/** Projects what the device runs. Safe to repeat and to run out of order: the newest counts. */
export async function saveFirmware(registry: Registry, { deviceId, firmware, at }: FirmwareRow): Promise<void> {
	const older = or(isNull(devices.firmwareAt), lt(devices.firmwareAt, at));
	await registry
		.update(devices)
		.set({ firmware, firmwareAt: at })
		.where(and(eq(devices.id, deviceId), older));
}

export interface DeviceFilter {
	readonly wardId?: string | undefined;
	readonly id?: string | undefined;
	/** Fleet, firmware and tag exactly; part of an id or a bed's label in any case. */
	readonly fleetId?: string | undefined;
	readonly firmware?: string | undefined;
	readonly tag?: string | undefined;
	readonly part?: string | undefined;
	readonly simulated?: boolean | undefined;
	/** Surrogate of the patient on it. */
	readonly patient?: string | undefined;
	/** Whether a patient is on it. */
	readonly assigned?: boolean | undefined;
	readonly wards?: WardScope;
	/** The last id of the page before. */
	readonly after: string;
	readonly limit: number;
}

/** A page of devices with bed and present patient, by id. */
export async function listDevices(registry: Registry, filter: DeviceFilter): Promise<DeviceSummary[]> {
	const { wardId, id, fleetId, firmware, tag, part, simulated, assigned, patient } = filter;
	const rows = await summaries(registry)
		.where(
			and(
				gt(devices.id, filter.after),
				within(devices.wardId, filter.wards ?? "all"),
				wardId === undefined ? undefined : eq(devices.wardId, wardId),
				id === undefined ? undefined : eq(devices.id, id),
				fleetId === undefined ? undefined : eq(devices.fleetId, fleetId),
				firmware === undefined ? undefined : eq(devices.firmware, firmware),
				tag === undefined ? undefined : sql`EXISTS (SELECT 1 FROM json_each(${devices.tags}) WHERE value = ${tag})`,
				part === undefined
					? undefined
					: sql`(instr(lower(${devices.id}), lower(${part})) > 0 OR instr(lower(${devices.bedLabel}), lower(${part})) > 0)`,
				simulated === undefined ? undefined : eq(devices.simulated, simulated),
				patient === undefined ? undefined : eq(assignments.surrogate, patient),
				assigned === undefined
					? undefined
					: assigned
						? isNotNull(assignments.surrogate)
						: isNull(assignments.surrogate),
			),
		)
		.orderBy(asc(devices.id))
		.limit(filter.limit);
	return rows.map(summaryOf);
}

/** These devices with bed and present patient, as far as they are enrolled, by id. */
export async function findDevices(registry: Registry, ids: readonly string[]): Promise<Map<string, DeviceSummary>> {
	const found = new Map<string, DeviceSummary>();
	for (let i = 0; i < ids.length; i += BOUND) {
		const rows = await summaries(registry).where(inArray(devices.id, ids.slice(i, i + BOUND)));
		for (const row of rows) found.set(row.device.id, summaryOf(row));
	}
	return found;
}

function summaries(registry: Registry) {
	return registry
		.select({ device: devices, patient: assignments.surrogate })
		.from(devices)
		.leftJoin(assignments, and(eq(assignments.deviceId, devices.id), isNull(assignments.endedAt)));
}

function summaryOf({
	device,
	patient,
}: {
	device: typeof devices.$inferSelect;
	patient: string | null;
}): DeviceSummary {
	const { firmware, firmwareAt } = device;
	return {
		id: device.id,
		ward_id: device.wardId,
		bed_id: device.bedId,
		bed: device.bedLabel,
		fleet: device.fleetId,
		patient,
		simulated: device.simulated,
		enrolled_at: new Date(device.enrolledAt).toISOString(),
		tags: device.tags,
		firmware: firmware === null ? null : { version: firmware, reported_at: new Date(firmwareAt ?? 0).toISOString() },
	};
}
