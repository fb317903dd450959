/** From what a few minutes used to a month of a thousand devices. Pure. */
import type { Transport } from "../load/fleet.ts";
import { addUsage, noUsage, type Usage } from "../../workers/cost/bill.ts";
import { usageOf, type Counted, type Logging } from "./counts.ts";
import type { LakeWork } from "./lake-work.ts";
import type { CostRun, GroupCount, Part } from "./run.ts";

const FLEET = 1000;
const DAYS = 30;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const MONTH_S = DAYS * DAY_S;
const MONTH_HOURS = DAYS * 24;

/**
 * Minutes a patient and day in which a device commits and tells more, because an onset timer runs or an episode is
 * open. The detector says 48 of scenario `icu-noisy` (seed 1, twelve beds, a day each), 69 of ward patients with one
 * event a day, 8 where nothing is wrong.
 */
export const RISK_MINUTES_PER_DAY = 60;

export interface Basis {
	readonly logging: Logging;
	/** Worker's processor time for one request, by transport, milliseconds; 0 for streams, whose requests are upgrades. */
	readonly cpuMs: Readonly<Record<Transport, number>>;
	/** At risk, a patient and day. */
	readonly riskMinutes: number;
}

const isDevice = ({ kind }: Counted) => kind === "DeviceMonitor";

/**
 * Devices of a group that were calm: new to their detectors, some raise alerts of themselves, and minutes at risk are
 * charged apart. One that was at risk commits twenty times as often, so that it has written more than twice what is usual.
 */
export function calmOf({ counted }: Pick<GroupCount, "counted">): Counted[] {
	const devices = counted.filter(isDevice);
	const usual = devices.map(({ rowsWritten }) => rowsWritten).toSorted((a, b) => a - b)[devices.length >> 1] ?? 0;
	return devices.filter(({ rowsWritten }) => rowsWritten <= 2 * usual);
}

/** A month of a thousand devices and their wards, by what one group used. */
function monthOf(group: GroupCount, basis: Basis): Usage {
	const requests = group.counted.reduce((sum, { kind, requests }) => sum + (kind === "worker" ? requests : 0), 0);
	const others = group.counted.filter((one) => !isDevice(one));
	const devices = group.part === "risk" ? group.counted.filter(isDevice) : calmOf(group);
	const usage = addUsage(
		usageOf(others, group.seconds, requests * basis.cpuMs[group.transport], basis.logging),
		usageOf(devices, group.seconds, 0, basis.logging),
		group.devices / devices.length,
	);
	return addUsage(noUsage(), usage, (FLEET / group.devices) * (MONTH_S / group.seconds));
}

/** Lake work of a thousand devices that each does `times` a month. */
function workOf({ counted, devices }: LakeWork, seconds: number, times: number, basis: Basis): Usage {
	const objects = counted.filter(({ kind }) => kind !== "worker");
	return addUsage(noUsage(), usageOf(objects, seconds, 0, basis.logging), (FLEET / devices) * times);
}

/** Hourly and daily work, and the storage at the month's end: all readings as hourly files, the larger form. */
function lakeOf({ hour, day }: CostRun, basis: Basis): Usage {
	const usage = addUsage(workOf(hour, HOUR_S, MONTH_HOURS, basis), workOf(day, DAY_S, DAYS, basis));
	const bytes = hour.counted.reduce((sum, { r2Bytes }) => sum + r2Bytes, 0);
	usage.r2StorageGb = ((bytes / hour.readings) * FLEET * MONTH_S) / 1e9;
	const databases = hour.counted.filter(({ kind }) => kind === "DeviceMonitor");
	const size = databases.reduce((sum, { databaseBytes }) => sum + databaseBytes, 0) / Math.max(1, databases.length);
	usage.objectStorageGb = (size * FLEET) / 1e9;
	return usage;
}

function find(run: CostRun, transport: Transport, part: Part): GroupCount {
	const group = run.groups.find((one) => one.transport === transport && one.part === part);
	if (group === undefined) throw new Error(`${transport}, ${part}: not counted`);
	return group;
}

/**
 * A month's usage of one transport: calm or watched minutes, the minutes at risk in their place, and the lake's hours.
 *
 * @param part - who is watching
 */
export function monthly(run: CostRun, transport: Transport, part: "calm" | "watched", basis: Basis): Usage {
	const calm = monthOf(find(run, transport, "calm"), basis);
	const seen = monthOf(find(run, transport, part), basis);
	// Risk is counted without a viewer; what it adds is added to either.
	const risk = addUsage(monthOf(find(run, transport, "risk"), basis), calm, -1);
	return addUsage(addUsage(seen, risk, basis.riskMinutes / (24 * 60)), lakeOf(run, basis));
}

/** Rows that a calm device's object writes for sixty readings; its ward's are the ward's. */
export function rowsPer60(run: CostRun, transport: Transport): number {
	const group = find(run, transport, "calm");
	const calm = calmOf(group);
	const rows = calm.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
	const readings = (group.readings * calm.length) / group.devices;
	return readings === 0 ? 0 : (60 * rows) / readings;
}
