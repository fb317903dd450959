import type { PatientTags } from "../../vitals/identity.ts";
import type { Env } from "../env.ts";
import { sign } from "./hmac.ts";

/**
 * What stands for a hospital's patient identifier everywhere behind the edge; the identifier goes no further. The same
 * tags as the device's stream makes (`durable-objects/device/patient-tag.ts`), by the faster way that waits.
 */
export async function patientTags(env: Env, patientId: string): Promise<PatientTags> {
	const { PATIENT_KEY_PREVIOUS: previous, PATIENT_KEY_PREVIOUS_ID: previousId } = env;
	return {
		tag: await tagOf(env.PATIENT_KEY, env.PATIENT_KEY_ID, patientId),
		keyId: env.PATIENT_KEY_ID,
		previousTag: previous && previousId ? await tagOf(previous, previousId, patientId) : null,
	};
}

function tagOf(key: string, keyId: string, patientId: string): Promise<string> {
	return sign(key, `biostream patient\n${keyId}\n${patientId}`);
}
