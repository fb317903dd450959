import { createHmac } from "node:crypto";
import type { ObjectEnv } from "../env.ts";

/**
 * Stands for a hospital's patient identifier everywhere behind the edge; the identifier goes no further.
 * In one go rather than through promises: a message of the device's stream is dealt with in one turn.
 */
export function patientTag(env: Pick<ObjectEnv, "PATIENT_KEY" | "PATIENT_KEY_ID">, patientId: string): string {
	return createHmac("sha256", env.PATIENT_KEY)
		.update(`biostream patient\n${env.PATIENT_KEY_ID}\n${patientId}`)
		.digest("base64url");
}
