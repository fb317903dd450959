/** Fleets of devices behind gateways, and codes with which devices are claimed: shapes of the HTTP answers. */

/** Like ward ids. */
export const FLEET_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/;

/** Devices that a fleet may be allowed to have, at most. */
export const MAX_FLEET_DEVICES = 100_000;

/** `GET /api/v1/fleets` entries. */
export interface FleetSummary {
	readonly id: string;
	readonly name: string;
	readonly ward_id: string;
	/** Devices that it may have. */
	readonly device_limit: number;
	readonly created_at: string;
}

/** How far the fleet's devices have learned which keys no longer count. */
export interface FleetRevocation {
	/** Keys of lower generations are revoked; 1 when none is. */
	readonly generation: number;
	/** Devices of the fleet. */
	readonly total: number;
	/** Devices that have not confirmed it yet: until then they may still take such a key. */
	readonly remaining: number;
}

/** `GET /api/v1/fleets/:id`. */
export interface FleetDetail extends FleetSummary {
	/** Highest key generation that was issued, 0 before the first. */
	readonly generation: number;
	readonly devices: number;
	readonly revocation: FleetRevocation;
}

/** `POST /api/v1/claims` → 201. */
export interface ClaimsCreated {
	/** Shown this once: only a hash is kept. Each is good for one device. */
	readonly codes: readonly string[];
	readonly device_id: string | null;
	readonly fleet: string | null;
	readonly ward_id: string;
	readonly expires_at: string;
}

/** A key, at the only time that it is shown. */
export interface KeyIssued {
	readonly key: string;
	readonly generation: number;
	/** Says that the key cannot be shown again. */
	readonly message: string;
}

/** `POST /api/v1/claims/redeem` → 201. */
export interface ClaimRedeemed extends KeyIssued {
	readonly device_id: string;
	readonly ward_id: string;
}

/** `DELETE /api/v1/devices/:id/keys`. */
export interface KeysRevoked {
	/** Keys of lower generations are refused. */
	readonly lowest_valid: number;
	/** Highest that was issued; where it is below `lowest_valid` no key is left. */
	readonly generation: number;
}
