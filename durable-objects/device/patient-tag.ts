import { createHmac } from "node:crypto";
import type { PatientTags } from "../../vitals/identity.ts";
import type { ObjectEnv } from "../env.ts";

type PatientKeys = Pick<
	ObjectEnv,
	"PATIENT_KEY" | "PATIENT_KEY_ID" | "PATIENT_KEY_PREVIOUS" | "PATIENT_KEY_PREVIOUS_ID"
>;

/**
 * What stands for a hospital's patient identifier everywhere behind the edge; the identifier goes no further.
 * In one go rather than through promises: a message of the device's stream is dealt with in one turn.
 */
export function patientTags(env: PatientKeys, patientId: string): PatientTags {
	const { PATIENT_KEY_PREVIOUS: previous, PATIENT_KEY_PREVIOUS_ID: previousId } = env;
	return {
		tag: tagOf(env.PATIENT_KEY, env.PATIENT_KEY_ID, patientId),
		keyId: env.PATIENT_KEY_ID,
		previousTag: previous && previousId ? tagOf(previous, previousId, patientId) : null,
	};
}

function tagOf(key: string, keyId: string, patientId: string): string {
	return createHmac("sha256", key).update(`biostream patient\n${keyId}\n${patientId}`).digest("base64url");
}
