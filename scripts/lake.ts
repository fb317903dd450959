/**
 * `npm run lake -- pull DIR`: writes the lake's objects below a folder, so that any Parquet tool can read them.
 * `npm run lake -- compact`: makes one object of each device and day now.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { parseObjectKey } from "../lake/keys.ts";
import type { LakeObject, Page } from "../vitals/api.ts";

const HELP = `npm run lake -- pull DIR [--url http://localhost:8787] [--no-flush]
npm run lake -- compact [--url http://localhost:8787] [--no-flush]

  pull     writes the lake's current objects below DIR under their keys (readings/date=…/ward=…/device=…/…parquet).
           Files that are there already and have the right checksum are left; files of objects that were
           compacted or have expired since the last pull are removed, so that nothing is counted twice.
  compact  makes one object of each device and day, today included, and deletes what was replaced long enough
           ago. Devices do it by themselves once a day is over.

  Both first ask every device to move what it holds to the lake; with --no-flush they take what is there by now.

  DuckDB reads them:  SELECT count(*) FROM read_parquet('DIR/readings/**/*.parquet')`;

/** An answer that takes longer will not come: something else listens there. */
const PATIENCE_MS = 60_000;
/** Downloads at the same time. */
const AT_ONCE = 8;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		url: { type: "string", default: "http://localhost:8787" },
		"no-flush": { type: "boolean", default: false },
		help: { type: "boolean", short: "h", default: false },
	},
});
const [command, folder] = positionals;
const known = command === "compact" || (command === "pull" && folder !== undefined);
if (values.help || !known) {
	console.log(HELP);
	process.exit(values.help ? 0 : 2);
}

const origin = new URL(values.url).origin;
let cookie = "";

async function ask(path: string, method = "GET"): Promise<Response> {
	const response = await fetch(origin + path, {
		method,
		headers: { cookie, origin },
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
	return response;
}

async function signIn(): Promise<void> {
	const response = await fetch(`${origin}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json", origin },
		body: JSON.stringify({ person: "admin" }),
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	if (!response.ok) throw new Error(`Signing in failed: ${response.status}`);
	cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

/** Asks all devices for something, page by page. @returns the sum of what each page counted under `counted` */
async function askAll(what: "flush" | "compact", ...counted: string[]): Promise<number[]> {
	const sums = counted.map(() => 0);
	let cursor = "";
	do {
		const response = await ask(`/api/v1/lake/${what}?cursor=${encodeURIComponent(cursor)}`, "POST");
		const page = (await response.json()) as Record<string, unknown> & { failed: string[]; next_cursor: string | null };
		if (page.failed.length > 0) throw new Error(`${what} failed for ${page.failed.join(", ")}`);
		for (const [i, name] of counted.entries()) sums[i] = (sums[i] ?? 0) + Number(page[name]);
		cursor = page.next_cursor ?? "";
	} while (cursor !== "");
	return sums;
}

async function catalogue(): Promise<LakeObject[]> {
	const objects: LakeObject[] = [];
	let cursor = "";
	do {
		const page = (await (
			await ask(`/api/v1/lake/objects?cursor=${encodeURIComponent(cursor)}`)
		).json()) as Page<LakeObject>;
		objects.push(...page.data);
		cursor = page.next_cursor ?? "";
	} while (cursor !== "");
	return objects;
}

const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** @returns true when the file was written, false when it was there */
async function pull(object: LakeObject, root: string): Promise<boolean> {
	const file = resolve(root, object.key);
	if (!file.startsWith(root + sep)) throw new Error(`The key ${object.key} leads out of ${root}`);
	const present = await readFile(file).catch(() => null);
	if (present !== null && md5(present) === object.md5) return false;
	const response = await ask(`/api/v1/lake/object?key=${encodeURIComponent(object.key)}`);
	const bytes = new Uint8Array(await response.arrayBuffer());
	if (md5(bytes) !== object.md5) throw new Error(`${object.key}: the checksum is not the catalogue's`);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, bytes);
	return true;
}

/** Removes files whose objects are no longer current. Only files that are named as the lake names them. */
async function prune(objects: readonly LakeObject[], root: string): Promise<number> {
	const current = new Set(objects.map((object) => object.key));
	const entries = await readdir(join(root, "readings"), { withFileTypes: true, recursive: true }).catch(() => []);
	const stale = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => {
			const key = relative(root, file).split(sep).join("/");
			return parseObjectKey(key) !== null && !current.has(key);
		});
	await Promise.all(stale.map((file) => rm(file)));
	return stale.length;
}

async function pullAll(into: string): Promise<void> {
	const objects = await catalogue();
	const root = resolve(process.env["INIT_CWD"] ?? ".", into);
	const waiting = [...objects];
	let written = 0;
	const work = async () => {
		for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
			if (await pull(object, root)) written++;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	const removed = await prune(objects, root);
	const readings = objects.reduce((sum, object) => sum + object.readings, 0);
	const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
	console.log(
		`${objects.length} objects, ${readings} readings, ${bytes} bytes below ${join(root, "readings")} (${written} new, ${removed} removed)`,
	);
}

try {
	await signIn();
	if (!values["no-flush"]) console.log(`Sealed ${(await askAll("flush", "sealed"))[0] ?? 0} objects`);
	if (command === "pull" && folder !== undefined) await pullAll(folder);
	else {
		const [replaced, written, deleted] = await askAll("compact", "replaced", "written", "deleted");
		console.log(`Replaced ${replaced} objects by ${written}; deleted ${deleted} that were replaced before`);
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
}
