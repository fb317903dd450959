/** The two wards of a run and who is on them. */
import { createClient } from "../simulator/client.ts";
import { enrolWard } from "../simulator/enrol.ts";
import { USUAL_POLICY } from "../simulator/retry.ts";
import type { DeviceKind, FleetDevice } from "./fleet/messages.ts";

/** The first is watched. The victims lie on the second: there `group` 1 can only mean that the patient is at risk. */
export const WARDS = ["chaos-a", "chaos-b"] as const;

interface Place {
	readonly id: string;
	readonly wardId: (typeof WARDS)[number];
	readonly kind: DeviceKind;
}

/** One in so many devices is of the odd kinds; at least one of each. */
const ONE_IN = { jumper: 16, resender: 12, victim: 4 };

/** `devices` places by kind: half of what is left streams, of the rest a third posts. */
export function planWards(devices: number): Place[] {
	const odd = (kind: keyof typeof ONE_IN) => Math.max(1, Math.floor(devices / ONE_IN[kind]));
	const kinds: DeviceKind[] = (["jumper", "resender", "victim"] as const).flatMap((kind) =>
		Array.from({ length: odd(kind) }, () => kind),
	);
	while (kinds.length < devices) kinds.push(kinds.length % 3 === 0 ? "post" : "stream");
	return kinds.map((kind, i) => ({
		id: `CHAOS-${String(i + 1).padStart(3, "0")}`,
		wardId: kind === "victim" ? WARDS[1] : (WARDS[i % WARDS.length] as (typeof WARDS)[number]),
		kind,
	}));
}

/** Registers them and fetches their keys. @throws ClientError when the server refuses or stays away */
export async function enrolWards(url: string, places: readonly Place[]): Promise<FleetDevice[]> {
	const client = createClient({ url, policy: USUAL_POLICY });
	try {
		const devices: FleetDevice[] = [];
		for (const wardId of WARDS) {
			const here = places.filter((place) => place.wardId === wardId);
			const specs = here.map(({ id, kind }) => {
				const simulated = kind === "stream" || kind === "post" || kind === "resender";
				return { id, wardId, bed: `Bed ${id}`, patientId: `MRN-${id}`, simulated };
			});
			const enrolled = await enrolWard(client, { id: wardId, name: wardId }, specs);
			for (const [i, { spec, key }] of enrolled.entries())
				devices.push({ id: spec.id, key, patientId: spec.patientId, kind: here[i]?.kind ?? "stream" });
		}
		return devices;
	} finally {
		await client.close();
	}
}
