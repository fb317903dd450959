/** Shapes of answers that only their own route makes. */
import type { DeviceStatus } from "../../durable-objects/device/answers.ts";
import type { SearchKind } from "../../search/documents.ts";
import type { DeviceEntry, DeviceSummary } from "../../vitals/api.ts";
import type { QuietHours } from "../../vitals/notifications.ts";
import type { TelemetryPayload } from "../../vitals/telemetry.ts";

export interface DependencyHealth {
	readonly status: "ok" | "failed";
	readonly ms: number;
}

export interface Health {
	readonly status: "ok" | "degraded";
	/** Which version this is; null on a developer's machine. */
	readonly version: string | null;
	readonly dependencies: {
		readonly database: DependencyHealth;
		readonly search: DependencyHealth;
		readonly lake: DependencyHealth;
		readonly devices: DependencyHealth;
		readonly wards: DependencyHealth;
		readonly audit: DependencyHealth;
	};
}

/** One device, when it was last heard, and how far its readings have come. */
export interface DeviceAnswer extends DeviceEntry {
	readonly status: DeviceStatus;
}

export interface DeviceEnrolled {
	readonly device: DeviceSummary;
	/** Newest reading that is known, milliseconds since the epoch; `null` before the first. */
	readonly latest_timestamp: number | null;
}

/** What a gateway said itself, and nothing of a patient. */
export interface FleetDeviceEnrolled {
	readonly device: {
		readonly id: string;
		readonly ward_id: string;
		readonly bed: string | null;
		readonly fleet: string;
	};
	readonly latest_timestamp: number | null;
}

export interface ClockSet {
	readonly now: string;
	readonly rate: number;
}

export interface TagsAnswer {
	readonly tags: readonly string[];
}

export interface OtherWard {
	readonly id: string;
	readonly name: string;
}

export interface PatientKeyCount {
	readonly key_id: string;
	readonly identifiers: number;
	/** Whether it is the key that counts now. */
	readonly present: boolean;
}

export interface LakeFlushed {
	/** Objects written, and readings that devices still hold. */
	readonly sealed: number;
	readonly pending: number;
	/** Devices that gave no answer: their own timers try again. */
	readonly failed: readonly string[];
	readonly next_cursor: string | null;
}

export interface LakeCompacted {
	readonly replaced: number;
	readonly written: number;
	readonly deleted: number;
	readonly failed: readonly string[];
	readonly next_cursor: string | null;
}

export interface SearchHit {
	readonly id: string;
	readonly kind: SearchKind;
	readonly title: string;
	readonly text: string;
	readonly ward_id: string | null;
	readonly device_id: string | null;
	/** ISO 8601. */
	readonly from: string | null;
	readonly to: string | null;
	readonly score: number;
	readonly bm25: number | null;
	readonly similarity: number | null;
}

export interface QuietHoursAnswer {
	readonly quiet_hours: QuietHours | null;
}

/** Up to 1,000 readings of one device. */
export type TelemetryBatch = readonly TelemetryPayload[];
