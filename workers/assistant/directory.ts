/** What the reader may ask about at this moment: their wards, and the beds and devices in them. Nothing else exists for an answer. */
import { connectRegistry } from "../../registry/connect.ts";
import { listDevices } from "../../registry/devices.ts";
import { patientLabels } from "../../registry/patients.ts";
import { reachOf, type Standing } from "../../registry/standing.ts";
import { listWardNames } from "../../registry/wards.ts";
import { inScope } from "../../vitals/members.ts";
import { openLabel } from "../access/label.ts";
import { MAY_SEE_LABELS } from "../access/label.ts";
import type { Env } from "../env.ts";
import type { Directory, KnownDevice } from "./question/question.ts";

/** Devices looked at, at most: the largest hospital's share of one reader. Beyond it an answer says that it did not see all. */
const MAX_DEVICES = 5_000;

/** The wards, devices and names that `standing` reaches. Names are known for finding and for leaving out; `nameable` says which. */
export async function loadDirectory(env: Env, standing: Standing): Promise<Directory> {
	const registry = connectRegistry(env.DB);
	const wards = reachOf(standing);
	const [named, listed, labels] = await Promise.all([
		listWardNames(registry),
		listDevices(registry, { wards, after: "", limit: MAX_DEVICES }),
		patientLabels(registry, wards),
	]);
	const opened = new Map(
		await Promise.all(
			labels.map(async ({ surrogate, label }) => [surrogate, (await openLabel(env, surrogate, label)).label] as const),
		),
	);
	const devices = listed.map((device): KnownDevice => ({
		deviceId: device.id,
		wardId: device.ward_id,
		bed: device.bed,
		patient: device.patient,
		simulated: device.simulated,
		label: device.patient === null ? null : (opened.get(device.patient) ?? null),
	}));
	return {
		wards: named.filter(({ id }) => inScope(wards, id)),
		devices,
		nameable: MAY_SEE_LABELS.has(standing.role),
		complete: listed.length < MAX_DEVICES,
	};
}
