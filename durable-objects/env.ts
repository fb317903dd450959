import type { AuditLog } from "./audit-log.ts";
import type { DeviceMonitor } from "./device-monitor.ts";
import type { PaceSettings } from "./device/pace.ts";
import type { FleetLedger } from "./fleet-ledger.ts";
import type { PatientErasure } from "./patient-erasure.ts";
import type { WardStation } from "./ward-station.ts";

/** Bindings and settings of the objects; the Worker's `Env` adds its own. */
export interface ObjectEnv extends PaceSettings {
	readonly DEVICE_MONITOR: DurableObjectNamespace<DeviceMonitor>;
	readonly WARD_STATION: DurableObjectNamespace<WardStation>;
	readonly AUDIT_LOG: DurableObjectNamespace<AuditLog>;
	readonly FLEET_LEDGER: DurableObjectNamespace<FleetLedger>;
	/** D1: the registry. */
	readonly DB: D1Database;
	/** D1: what can be found, made from what lies elsewhere. */
	readonly SEARCH: D1Database;
	/** What is counted (`metrics.ts`); absent on a developer's machine. */
	readonly METRICS?: AnalyticsEngineDataset;
	/** The platform's vector index; absent on a developer's machine. */
	readonly VECTORS?: Vectorize;
	/** Hashes the hospital's patient identifiers. */
	readonly PATIENT_KEY: string;
	/** Names `PATIENT_KEY`, so that it can be replaced. */
	readonly PATIENT_KEY_ID: string;
	/** The key before and its name: what lies under it is recognised, and put under the present one when it is next seen. */
	readonly PATIENT_KEY_PREVIOUS?: string;
	readonly PATIENT_KEY_PREVIOUS_ID?: string;
	/** Seals the addresses of notifications and derives what signs them. */
	readonly NOTIFICATION_KEY: string;
	/** Who we are to push services (RFC 8292): `mailto:` or `https:`, and the two parts of a P-256 key; without them there is no web push. */
	readonly VAPID_SUBJECT?: string;
	readonly VAPID_PUBLIC_KEY?: string;
	readonly VAPID_PRIVATE_KEY?: string;
	/** `public`: notifications go to https addresses of the internet only. `any`, on a developer's machine: also to that machine. */
	readonly NOTIFICATION_RECEIVERS: string;
	readonly PATIENT_ERASURE: DurableObjectNamespace<PatientErasure>;
	/** R2: the lake. */
	readonly LAKE: R2Bucket;
	/** R2: reports, each under its id. */
	readonly REPORTS: R2Bucket;
	/** Where objects may live: one of `JURISDICTIONS`. */
	readonly JURISDICTION: string;
	/** Readings that make a lake object, at most. */
	readonly LAKE_SEAL_READINGS: number;
	/** Seconds after which readings go to the lake even when they are few. */
	readonly LAKE_SEAL_SECONDS: number;
	/** Seconds after a UTC day's end, by the device's clock, at which its objects are made into one. */
	readonly LAKE_COMPACT_SECONDS: number;
	/** Seconds for which a replaced object stays in the bucket, for those who read the catalogue before. */
	readonly LAKE_GRACE_SECONDS: number;
	/** Days after which readings are deleted, counted by the device's clock; 0 keeps them. */
	readonly LAKE_RETENTION_DAYS: number;
	/** Milliseconds between two live values of a watched device. */
	readonly LIVE_CADENCE_MS: number;
	/** Readings that a stream gathers in a message while its patient is calm and nobody looks, 1 to 60. */
	readonly STREAM_GROUP: number;
	/**
	 * Seconds that a calm patient's readings may wait in their object's memory for one commit, and readings that wait at most,
	 * `LEAST_CALM_S` to `MOST_CALM_S`. Not acknowledged meanwhile: lost only if the device dies for good.
	 */
	readonly STREAM_COMMIT_SECONDS: number;
}
