import type { DeviceMonitor } from "./device-monitor.ts";
import type { PaceSettings } from "./device/pace.ts";
import type { FleetLedger } from "./fleet-ledger.ts";
import type { WardStation } from "./ward-station.ts";

/** Bindings and settings of the objects; the Worker's `Env` adds its own. */
export interface ObjectEnv extends PaceSettings {
	readonly DEVICE_MONITOR: DurableObjectNamespace<DeviceMonitor>;
	readonly WARD_STATION: DurableObjectNamespace<WardStation>;
	readonly FLEET_LEDGER: DurableObjectNamespace<FleetLedger>;
	/** D1: the registry. */
	readonly DB: D1Database;
	/** R2: the lake. */
	readonly LAKE: R2Bucket;
	/** Readings that make a lake object, at most. */
	readonly LAKE_SEAL_READINGS: number;
	/** Seconds after which readings go to the lake even when they are few. */
	readonly LAKE_SEAL_SECONDS: number;
	/** Milliseconds between two live values of a watched device. */
	readonly LIVE_CADENCE_MS: number;
}
