/** Secrets that a deployment lacks: made here, kept in a file of the operator's, sent with the new version. */
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As much as the Worker asks for, and all that HMAC-SHA-256 can use. */
const BYTES = 32;
/** Nobody but the operator. */
const PRIVATE = 0o600;

/**
 * The values of `names` in a file of `NAME=value` lines. Those that it lacks are made, and added: the platform shows no
 * secret again, so this file is the only copy. A deployment that failed half-way finds the same ones.
 */
export function keptSecrets(file: string, names: readonly string[]): Record<string, string> {
	const kept = new Map(
		(existsSync(file) ? readFileSync(file, "utf8") : "")
			.split("\n")
			.map((line) => /^([A-Z_]+)=(.+)$/.exec(line.trim()))
			.filter((match) => match !== null)
			.map((match) => [match[1] as string, match[2] as string]),
	);
	for (const name of names) {
		if (kept.has(name)) continue;
		const value = randomBytes(BYTES).toString("hex");
		appendFileSync(file, `${name}=${value}\n`, { mode: PRIVATE });
		kept.set(name, value);
	}
	return Object.fromEntries(names.map((name) => [name, kept.get(name) as string]));
}

/** Gives `use` a file with just these secrets, as `wrangler deploy --secrets-file` reads it, and removes it afterwards. */
export async function asFile<T>(secrets: Record<string, string>, use: (file: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "sentinel-secrets-"));
	try {
		const file = join(folder, "secrets.json");
		writeFileSync(file, JSON.stringify(secrets), { mode: PRIVATE });
		return await use(file);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
