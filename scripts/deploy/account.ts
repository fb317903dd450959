/** What the account has already: asked of Wrangler, nothing is changed. */
import { ask, tell, WranglerFailed, type Wrangler } from "./wrangler.ts";
import type { Production } from "./production.ts";

export interface FoundDatabase {
	readonly name: string;
	readonly uuid: string;
	readonly jurisdiction?: string | null;
}

/** What the Worker itself has; empty before the first deployment. */
export interface Deployed {
	readonly secrets: readonly string[];
	/** The version that all or most requests get; `null` before the first deployment. */
	readonly version: string | null;
}

export interface Account {
	readonly accounts: readonly { readonly id: string; readonly name: string }[];
	readonly databases: readonly FoundDatabase[];
	readonly buckets: readonly string[];
	/** `null` when there is none of that name. */
	readonly index: { readonly dimensions: number; readonly metric: string } | null;
	/** Properties that the index can be filtered by. */
	readonly filters: readonly string[];
	readonly worker: Deployed;
	readonly pages: {
		readonly exists: boolean;
		readonly deployed: boolean;
		/** Host names, a hospital's own before the platform's. */
		readonly hosts: readonly string[];
	};
}

/** Who is signed in. @throws Error that says what to do when nobody is */
export async function signedIn(wrangler: Wrangler): Promise<Account["accounts"]> {
	try {
		return (await ask<{ accounts: { id: string; name: string }[] }>(wrangler, ["whoami", "--json"])).accounts;
	} catch (error) {
		if (!(error instanceof WranglerFailed)) throw error;
		throw new Error("Nobody is signed in. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN.", { cause: error });
	}
}

export const listDatabases = (wrangler: Wrangler) => ask<FoundDatabase[]>(wrangler, ["d1", "list", "--json"]);

/** Looks around. @throws WranglerFailed when something cannot be asked */
export async function lookAround(wrangler: Wrangler, production: Production): Promise<Account> {
	const accounts = await signedIn(wrangler);
	const databases = await listDatabases(wrangler);
	const confined = production.jurisdiction === "none" ? [] : ["--jurisdiction", production.jurisdiction];
	const buckets = await tell(wrangler, ["r2", "bucket", "list", ...confined]);
	const indexes = await ask<{ name: string; config: { dimensions: number; metric: string } }[]>(wrangler, [
		"vectorize",
		"list",
		"--json",
	]);
	const index = indexes.find(({ name }) => name === production.index)?.config ?? null;
	const filters =
		index === null
			? []
			: await ask<{ propertyName: string }[]>(wrangler, [
					"vectorize",
					"list-metadata-index",
					production.index,
					"--json",
				]);
	return {
		accounts,
		databases,
		buckets: [...buckets.matchAll(/^name:\s+(\S+)$/gm)].map((match) => match[1] as string),
		index,
		filters: filters.map(({ propertyName }) => propertyName),
		worker: await lookAtWorker(wrangler),
		pages: await lookAtPages(wrangler, production.pages),
	};
}

/** The platform knows no Worker of this name, or one that was never deployed. */
const UNKNOWN_WORKER = /not found|does not exist|has no deployments|\[code: 100(07|90)\]/i;

async function lookAtWorker(wrangler: Wrangler): Promise<Deployed> {
	const orNothing = async <T>(args: readonly string[], nothing: T): Promise<T> => {
		try {
			return await ask<T>(wrangler, args);
		} catch (error) {
			if (error instanceof WranglerFailed && UNKNOWN_WORKER.test(error.message)) return nothing;
			throw error;
		}
	};
	const production = ["--env", "production"];
	const secrets = await orNothing<{ name: string }[]>(["secret", "list", ...production], []);
	const deployment = await orNothing<{ versions: { version_id: string; percentage: number }[] } | null>(
		["deployments", "status", ...production, "--json"],
		null,
	);
	const [most] = (deployment?.versions ?? []).toSorted((a, b) => b.percentage - a.percentage);
	return { secrets: secrets.map(({ name }) => name), version: most?.version_id ?? null };
}

/** The Pages project, its addresses, and whether anything was ever deployed to it. */
export async function lookAtPages(wrangler: Wrangler, project: string): Promise<Account["pages"]> {
	const projects = await ask<{ "Project Name": string; "Project Domains": string }[]>(wrangler, [
		"pages",
		"project",
		"list",
		"--json",
	]);
	const found = projects.find((one) => one["Project Name"] === project);
	if (found === undefined) return { exists: false, deployed: false, hosts: [] };
	const deployments = await ask<unknown[]>(wrangler, [
		"pages",
		"deployment",
		"list",
		"--project-name",
		project,
		"--json",
	]);
	const hosts = found["Project Domains"].split(/,\s*/).filter((host) => host !== "");
	const own = (host: string) => Number(host.endsWith(".pages.dev"));
	return { exists: true, deployed: deployments.length > 0, hosts: hosts.toSorted((a, b) => own(a) - own(b)) };
}

/** Rows of a query on production's database. */
async function query<Row>(wrangler: Wrangler, binding: string, sql: string): Promise<Row[]> {
	const args = ["d1", "execute", binding, "--remote", "--env", "production", "--json", "--command", sql];
	try {
		return (await ask<{ results: Row[] }[]>(wrangler, args))[0]?.results ?? [];
	} catch (error) {
		// A database that nobody has migrated yet.
		if (error instanceof WranglerFailed && /no such table/i.test(error.message)) return [];
		throw error;
	}
}

/** Files of migrations that the database has had, oldest first. */
export async function appliedMigrations(wrangler: Wrangler, binding: string): Promise<string[]> {
	return (await query<{ name: string }>(wrangler, binding, "SELECT name FROM d1_migrations ORDER BY id")).map(
		({ name }) => name,
	);
}

/** Where this deployment's data live, as its first request recorded it; `null` before there was one. */
export async function recordedJurisdiction(wrangler: Wrangler): Promise<string | null> {
	const sql = "SELECT value FROM settings WHERE name = 'jurisdiction'";
	return (await query<{ value: string }>(wrangler, "DB", sql))[0]?.value ?? null;
}
