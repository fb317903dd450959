/** A webhook's request: signed as Standard Webhooks has it (https://www.standardwebhooks.com), so that libraries of many languages verify it. */
import { base64, fromBase64 } from "./secrets.ts";

const encoder = new TextEncoder();

/**
 * The post of one attempt.
 *
 * @param id - the same for each attempt of the same message: also its Idempotency-Key
 * @param secrets - one, or two while the one before a rotation counts too
 * @param now - of this attempt, milliseconds since the epoch: a receiver refuses what is not about now
 */
export async function webhookRequest(
	id: string,
	body: string,
	secrets: readonly string[],
	now: number,
): Promise<RequestInit> {
	const timestamp = Math.floor(now / 1000);
	const signatures = await Promise.all(secrets.map((secret) => signatureOf(secret, `${id}.${timestamp}.${body}`)));
	return {
		method: "POST",
		headers: {
			"content-type": "application/json",
			"user-agent": "BioStream-Sentinel",
			"webhook-id": id,
			"webhook-timestamp": String(timestamp),
			"webhook-signature": signatures.join(" "),
			"idempotency-key": id,
		},
		body,
	};
}

async function signatureOf(secret: string, message: string): Promise<string> {
	const bytes = fromBase64(secret.replace(/^whsec_/, ""));
	const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(message));
	return `v1,${base64(new Uint8Array(mac))}`;
}
