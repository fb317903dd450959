/** Registers a ward and its devices and fetches their keys. */
import type { Client, DeviceSpec } from "./client.ts";

/** The engineer of the local sign-in may register devices and make keys. */
const ENGINEER = "engineer";

export interface Enrolled {
	readonly spec: DeviceSpec;
	readonly key: string;
	/** Newest stored reading's time, milliseconds since the epoch. */
	readonly latestTimestamp: number | null;
}

/** Registrations under way at once: quick for a ward, gentle for a laptop. */
const CONCURRENCY = 6;

/**
 * Signs in, ensures the ward and every device, and makes a key for each. Idempotent but for the keys: each run
 * makes a new generation, older ones stay valid.
 *
 * @throws ClientError when the server refuses or stays away
 */
export async function enrolWard(
	client: Client,
	ward: { readonly id: string; readonly name: string },
	specs: readonly DeviceSpec[],
): Promise<Enrolled[]> {
	await client.signIn(ENGINEER);
	await client.putWard(ward.id, ward.name);
	return mapSome(specs, CONCURRENCY, (spec) => enrolDevice(client, spec));
}

/** Registers one device and makes a key for it. */
export async function enrolDevice(client: Client, spec: DeviceSpec): Promise<Enrolled> {
	const { latest_timestamp } = await client.putDevice(spec);
	return { spec, key: await client.createKey(spec.id), latestTimestamp: latest_timestamp };
}

/** `Promise.all` over `items` with at most `limit` under way; results in the items' order. */
async function mapSome<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < items.length) {
			const index = next++;
			results[index] = await work(items[index] as T);
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
	return results;
}

/** A ward id as people write it: `ward-a` is "Ward A". */
export function wardName(id: string): string {
	return id.replaceAll(/[-_]+/g, " ").replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
