/** An object of the lake is written once: a second write of the same key is success only when it is the same object. */

/** The key exists with other content: nothing may be released or switched, somebody must look. */
export class LakeConflictError extends Error {
	override name = "LakeConflictError";
	constructor(key: string, expected: string, found: string | undefined) {
		super(`lake object ${key}: expected MD5 ${expected}, found ${found ?? "none"}`);
	}
}

/** What lies under the key now. */
export interface PutResult {
	readonly md5: string;
	readonly bytes: number;
}

/**
 * Puts `bytes` unless the key exists; what is there already (an earlier try whose answer was lost) counts as success
 * only if its checksum is this one or the one noted then.
 *
 * @param md5 - of `bytes`, hex
 * @param noted - checksum written down before an earlier try, `null` when there was none: a newer release may encode
 *   the same rows to other bytes, and an object that it finds is then the one noted
 * @throws LakeConflictError when something else is there; whatever R2 throws
 */
export async function putOnce(
	bucket: R2Bucket,
	key: string,
	bytes: Uint8Array,
	md5: string,
	noted: string | null,
): Promise<PutResult> {
	const stored = await bucket.put(key, bytes, { onlyIf: { etagDoesNotMatch: "*" }, md5 });
	if (stored !== null) return { md5, bytes: bytes.byteLength };
	const present = await bucket.head(key);
	const found = present?.checksums.md5 === undefined ? undefined : hex(present.checksums.md5);
	if (present === null || found === undefined || (found !== md5 && found !== noted)) {
		throw new LakeConflictError(key, noted ?? md5, found);
	}
	return { md5: found, bytes: present.size };
}

/** MD5 as the catalogue writes it: what R2 keeps of an object. */
export async function md5Of(bytes: Uint8Array | ArrayBuffer): Promise<string> {
	return hex(await crypto.subtle.digest("MD5", bytes));
}

/** A checksum as text. */
export function hex(bytes: ArrayBuffer): string {
	return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
