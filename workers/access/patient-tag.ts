import type { Env } from "../env.ts";
import { sign } from "./hmac.ts";

/**
 * Stands for a hospital's patient identifier everywhere behind the edge; the identifier goes no further. The same tag as
 * the device's stream makes (`durable-objects/device/patient-tag.ts`), by the faster way that waits.
 */
export function patientTag(env: Env, patientId: string): Promise<string> {
	return sign(env.PATIENT_KEY, `biostream patient\n${env.PATIENT_KEY_ID}\n${patientId}`);
}
