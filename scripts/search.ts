/** `npm run search`: what the search index holds, bringing it up to date, and making it anew. */
import { parseArgs } from "node:util";
import type { SearchStatus } from "../vitals/knowledge.ts";

const HELP = `npm run search -- status   what is indexed, and what waits
npm run search -- refresh  indexes what waits; a question does so by itself, as far as it may keep a reader waiting
npm run search -- rebuild  empties the index and makes it anew, from the guidelines, the uploads and the episodes

  --url URL  the application (http://localhost:8787)
  --json     the index afterwards, as one JSON line

Deployed, set BIOSTREAM_ACCESS_TOKEN to an admin's token: cloudflared access token -app=URL`;

/** A request may index for so long. */
const PATIENCE_MS = 120_000;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		url: { type: "string", default: "http://localhost:8787" },
		json: { type: "boolean", default: false },
		help: { type: "boolean", short: "h", default: false },
	},
});
const [command] = positionals;
if (values.help || (command !== "status" && command !== "refresh" && command !== "rebuild")) {
	console.log(HELP);
	process.exit(values.help ? 0 : 2);
}

const origin = new URL(values.url).origin;
const headers: Record<string, string> = { origin, "content-type": "application/json" };

async function ask(method: string, path: string, body?: string): Promise<Response> {
	const signal = AbortSignal.timeout(PATIENCE_MS);
	const response = await fetch(origin + path, { method, headers, signal, ...(body === undefined ? {} : { body }) });
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response;
}

const asStatus = async (response: Response) => (await response.json()) as SearchStatus;

try {
	const token = process.env["BIOSTREAM_ACCESS_TOKEN"];
	if (token === undefined) {
		const signedIn = await ask("POST", "/sign-in", JSON.stringify({ person: "admin" }));
		headers["cookie"] = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	} else headers["cf-access-token"] = token;
	let status = await asStatus(
		await (command === "status" ? ask("GET", "/api/v1/search/status") : ask("POST", `/api/v1/search/${command}`, "{}")),
	);
	let unfinished = command !== "status";
	while (unfinished && status.waiting + status.without_vector > 0) {
		const before = status;
		status = await asStatus(await ask("POST", "/api/v1/search/refresh", "{}"));
		// New episodes may come as fast as they are indexed; that is not for this command to wait for.
		unfinished = status.waiting + status.without_vector < before.waiting + before.without_vector;
	}
	if (values.json) console.log(JSON.stringify(status));
	else {
		const { passages, episodes, waiting, without_vector, spaces } = status;
		console.log(`${passages} passages and ${episodes} episodes; vectors by ${spaces.join(" and ") || "nobody yet"}`);
		console.log(`${waiting} changes of episodes wait, ${without_vector} texts have no vector yet`);
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
}
