/** A ward and its devices in a runtime that was just started: through the API, as an engineer would. */
import { createClient } from "../../simulator/client.ts";
import { enrolWard } from "../../simulator/enrol.ts";

export interface FleetDevice {
	readonly id: string;
	readonly key: string;
}

/** A machine that is busy with the load may take its time. */
const PATIENCE_MS = 60_000;

/** Enrols devices `<ward>.<n>`, a patient on each, and fetches their keys. */
export async function enrolFleet(url: string, ward: string, devices: number): Promise<FleetDevice[]> {
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
			})),
		);
		return enrolled.map(({ spec, key }) => ({ id: spec.id, key }));
	} finally {
		await client.close();
	}
}
