/** `npm run audit`: walks the audit log's chain from its first entry and compares it with the heads that were kept. */
import { createReadStream, createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { parseArgs } from "node:util";
import type { Page } from "../vitals/api.ts";
import { verifyChain, type AuditEntry, type AuditHead } from "../vitals/audit.ts";

const HELP = `npm run audit -- verify [options]      recomputes every hash; exit 1 when something was tampered with
npm run audit -- export FILE [options] the whole log as NDJSON, which verify --file reads

  --url URL     the application (http://localhost:8787)
  --file FILE   an exported log in place of the application's
  --heads FILE  kept heads, one JSON object a line, fetched from the bucket by other means; the application's otherwise
  --json        the report as one JSON line

Deployed, set BIOSTREAM_ACCESS_TOKEN to an admin's token: cloudflared access token -app=URL`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		url: { type: "string", default: "http://localhost:8787" },
		file: { type: "string" },
		heads: { type: "string" },
		json: { type: "boolean", default: false },
		help: { type: "boolean", short: "h", default: false },
	},
});
const [command, target] = positionals;
const usable = command === "verify" || (command === "export" && target !== undefined);
if (values.help || !usable) {
	console.log(HELP);
	process.exit(values.help ? 0 : 2);
}

const origin = new URL(values.url).origin;
/** An answer that does not begin within this time does not come. */
const PATIENCE_MS = 60_000;
const headers: Record<string, string> = { origin };

/** Files are named from where the command was given. */
const path = (file: string) => resolve(process.env["INIT_CWD"] ?? ".", file);

async function ask(address: string, init: RequestInit = {}): Promise<Response> {
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(), PATIENCE_MS);
	try {
		const response = await fetch(origin + address, {
			redirect: "manual",
			...init,
			headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
			signal: late.signal,
		});
		if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
		return response;
	} finally {
		clearTimeout(timer);
	}
}

/** With the token of Cloudflare Access, or on this machine as the demo admin. */
async function signIn(): Promise<void> {
	const token = process.env["BIOSTREAM_ACCESS_TOKEN"];
	if (token !== undefined) {
		headers["cf-access-token"] = token;
		return;
	}
	const response = await ask("/sign-in", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ person: "admin" }),
	});
	headers["cookie"] = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
	for await (const line of createInterface({ input })) if (line.trim() !== "") yield line;
}

async function exported(): Promise<NodeJS.ReadableStream> {
	const { body } = await ask("/api/v1/audit/export");
	return Readable.fromWeb(body as ReadableStream<Uint8Array>);
}

async function* entries(): AsyncGenerator<AuditEntry> {
	const input = values.file === undefined ? await exported() : createReadStream(path(values.file));
	for await (const line of linesOf(input)) yield JSON.parse(line) as AuditEntry;
}

async function keptHeads(): Promise<AuditHead[]> {
	if (values.heads !== undefined) {
		const text = await readFile(path(values.heads), "utf8");
		return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line) as AuditHead]));
	}
	if (values.file !== undefined) return [];
	const heads: AuditHead[] = [];
	let cursor = "";
	do {
		const response = await ask(`/api/v1/audit/heads${cursor === "" ? "" : `?cursor=${cursor}`}`);
		const page = (await response.json()) as Page<AuditHead>;
		heads.push(...page.data);
		cursor = page.next_cursor ?? "";
	} while (cursor !== "");
	return heads;
}

async function verify(): Promise<void> {
	// Heads first: one that is kept while the log is read would name an entry that was not read.
	const heads = await keptHeads();
	const report = await verifyChain(entries(), heads);
	if (values.json) console.log(JSON.stringify(report));
	else {
		for (const { seq, what } of report.faults) console.log(`Entry ${seq} ${what}`);
		const verdict = report.faults.length === 0 ? "The chain holds" : "The log was TAMPERED WITH";
		console.log(`${verdict}: ${report.entries} entries, ${report.heads} kept heads`);
		if (report.head !== null) console.log(`It ends with entry ${report.head.seq}, ${report.head.hash}`);
	}
	process.exitCode = report.faults.length === 0 ? 0 : 1;
}

async function writeExport(file: string): Promise<void> {
	const output = createWriteStream(path(file));
	let count = 0;
	for await (const line of linesOf(await exported())) {
		count++;
		if (!output.write(`${line}\n`)) await once(output, "drain");
	}
	output.end();
	await finished(output);
	console.log(`${count} entries in ${file}`);
}

try {
	if (values.file === undefined) await signIn();
	if (command === "verify") await verify();
	else await writeExport(target as string);
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(2);
}
