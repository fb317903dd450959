import { and, eq, isNull, gt, lt, notExists, or, sql } from "drizzle-orm";
import type { Registry } from "./connect.ts";
import type { DeviceRow } from "./devices.ts";
import { claims, devices } from "./schema.ts";

export type ClaimRow = typeof claims.$inferSelect;

/** Codes are forgotten this long after they expired. */
const KEPT_MS = 30 * 24 * 3600_000;
/** Rows of one statement: D1 takes 100 parameters in one. */
const ROWS_A_STATEMENT = 12;

/** Notes new claims, and forgets those that expired long ago. */
export async function saveClaims(registry: Registry, rows: readonly ClaimRow[], now: number): Promise<void> {
	const forget = registry.delete(claims).where(lt(claims.expiresAt, now - KEPT_MS));
	const inserts = [];
	for (let i = 0; i < rows.length; i += ROWS_A_STATEMENT) {
		inserts.push(registry.insert(claims).values(rows.slice(i, i + ROWS_A_STATEMENT)));
	}
	await registry.batch([forget, ...inserts]);
}

/**
 * Uses a claim up for `deviceId`. One statement: of any number of attempts at once one gets the row. A code for any
 * device of a fleet is refused to a device that is registered, or its holder could take over one of the others.
 *
 * @param redemption - random, names this attempt
 * @returns the claim; `null` when it is unknown, used, expired or another device's
 */
export async function redeemClaim(
	registry: Registry,
	claim: { codeHash: string; deviceId: string; redemption: string; now: number },
): Promise<ClaimRow | null> {
	const { codeHash, deviceId, redemption, now } = claim;
	const registered = registry
		.select({ one: sql`1` })
		.from(devices)
		.where(eq(devices.id, deviceId));
	const [row] = await registry
		.update(claims)
		.set({ redeemedAt: now, redemption })
		.where(
			and(
				eq(claims.codeHash, codeHash),
				isNull(claims.redeemedAt),
				gt(claims.expiresAt, now),
				or(eq(claims.deviceId, deviceId), and(isNull(claims.deviceId), notExists(registered))),
			),
		)
		.returning();
	return row ?? null;
}

/**
 * Registers a device that was not, and binds the claim to it: should the rest of the redemption fail, this device may
 * try again.
 *
 * @returns false when another request registered it first: then the claim stays as it is
 */
export async function registerClaimed(registry: Registry, device: DeviceRow, redemption: string): Promise<boolean> {
	const inserted = await registry.insert(devices).values(device).onConflictDoNothing().returning({ id: devices.id });
	if (inserted.length === 0) return false;
	await registry.update(claims).set({ deviceId: device.id }).where(eq(claims.redemption, redemption));
	return true;
}

/** What came after the redemption failed: the code is good again. */
export async function undoRedemption(registry: Registry, redemption: string): Promise<void> {
	await registry.update(claims).set({ redeemedAt: null, redemption: null }).where(eq(claims.redemption, redemption));
}
