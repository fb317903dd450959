/** A ward and its devices in a runtime that was just started: through the API, as an engineer would. */
import { createClient } from "../../simulator/client.ts";
import { enrolWard } from "../../simulator/enrol.ts";

export interface FleetDevice {
	readonly id: string;
	readonly key: string;
}

/** A machine that is busy with the load may take its time. */
const PATIENCE_MS = 60_000;

/**
 * For a load that sends hours of readings as fast as it can. What is older than twice a device's declared cadence would be
 * late, and not scored: half of the work.
 */
export const SENDS_HOURS_S = 12 * 3600;

/**
 * Enrols devices `<ward>.<n>`, a patient on each, and fetches their keys.
 *
 * @param cadenceS - seconds between two posts as declared; absent to have it measured
 */
export async function enrolFleet(
	url: string,
	ward: string,
	devices: number,
	cadenceS?: number,
): Promise<FleetDevice[]> {
	const client = createClient({ url, policy: { baseMs: 50, capMs: 1_000, giveUpMs: PATIENCE_MS } });
	try {
		const enrolled = await enrolWard(
			client,
			{ id: ward, name: ward },
			Array.from({ length: devices }, (_, n) => ({
				id: `${ward}.${n + 1}`,
				wardId: ward,
				bed: `Bed ${n + 1}`,
				patientId: `bench-${ward}-${n + 1}`,
				simulated: false,
				...(cadenceS === undefined ? {} : { cadenceS }),
			})),
		);
		return enrolled.map(({ spec, key }) => ({ id: spec.id, key }));
	} finally {
		await client.close();
	}
}
