/** Wrangler's part in a deployment, played: it keeps an account in memory, says what Wrangler says, and writes down what it was asked. */
import type { Machine } from "../../scripts/deploy/deploy.ts";
import { edited } from "../../scripts/deploy/edits.ts";
import type { Production } from "../../scripts/deploy/production.ts";
import type { Answer } from "../../scripts/deploy/wrangler.ts";

export const SECRETS = ["ROOT_KEY", "PATIENT_KEY"];
export const TEAM = "hospital.cloudflareaccess.com";
/** Of the database's id in a configuration that was never deployed. */
const PLACEHOLDER = "00000000-0000-0000-0000-000000000000";

const TOML = `name = "sentinel"

[[d1_databases]]
binding = "DB"
database_id = "${PLACEHOLDER}"

[[env.production.d1_databases]]
binding = "DB"
database_name = "registry"
database_id = "${PLACEHOLDER}"
migrations_dir = "migrations"

# Kept apart.
[[env.production.d1_databases]]
binding = "SEARCH"
database_name = "search"
database_id = "${PLACEHOLDER}"

[[env.production.r2_buckets]]
binding = "LAKE"
bucket_name = "lake"
`;

interface World {
	signedIn: boolean;
	jurisdiction: string;
	readonly databases: { name: string; uuid: string; jurisdiction: string | null; applied: string[] }[];
	readonly buckets: string[];
	index: boolean;
	readonly filters: string[];
	readonly secrets: string[];
	/** Oldest first. */
	readonly versions: string[];
	live: string | null;
	readonly projects: { name: string; deployments: number }[];
	/** What the registry has recorded. */
	recorded: string | null;
	files: Record<string, string[]>;
	toml: string;
	/** Makes a command fail: the first whose text holds this. */
	failing: string | null;
	/** What /health answers, by version. */
	readonly ill: Set<string>;
}

const done = (stdout: string): Answer => ({ code: 0, stdout, stderr: "" });
const failed = (stderr: string): Answer => ({ code: 1, stdout: "", stderr: `\n✘ [ERROR] ${stderr}\n` });
const json = (value: unknown) => done(JSON.stringify(value, null, 2));
const uuid = (n: number) => `${String(n).padStart(8, "0")}-1111-4222-8333-444455556666`;

export interface Scene {
	readonly world: World;
	readonly machine: Machine;
	/** Commands that change something, as one line each. */
	readonly changes: string[];
	readonly said: string[];
}

/** An account that has nothing, and the files of a fresh clone. */
export function scene(): Scene {
	const world: World = {
		signedIn: true,
		jurisdiction: "none",
		databases: [],
		buckets: [],
		index: false,
		filters: [],
		secrets: [],
		versions: [],
		live: null,
		projects: [],
		recorded: null,
		files: { migrations: ["0000_first.sql", "0001_second.sql"], "migrations-search": ["0000_search.sql"] },
		toml: TOML,
		failing: null,
		ill: new Set(),
	};
	const changes: string[] = [];
	const said: string[] = [];
	let staged: { files: readonly string[] } | null = null;

	const production = (): Production => {
		const id = (binding: string) => {
			const [, ...tables] = world.toml.split("[[env.production.");
			const table = tables.find((text) => text.includes(`binding = "${binding}"`));
			const found = /database_id = "(.*)"/.exec(table ?? "")?.[1] ?? PLACEHOLDER;
			return found === PLACEHOLDER ? null : found;
		};
		return {
			worker: "sentinel",
			vars: { ACCESS_TEAM_DOMAIN: TEAM },
			jurisdiction: world.jurisdiction,
			databases: [
				{ binding: "DB", name: "registry", id: id("DB"), migrations: "migrations" },
				{ binding: "SEARCH", name: "search", id: id("SEARCH"), migrations: "migrations-search" },
			],
			buckets: [{ binding: "LAKE", name: "lake", jurisdiction: /jurisdiction = "(.*)"/.exec(world.toml)?.[1] ?? null }],
			index: "passages",
			rateLimits: [],
			pages: "dashboard",
		};
	};

	const databaseOf = (binding: string) => {
		const { name, id } = production().databases.find((one) => one.binding === binding) as Production["databases"][0];
		return world.databases.find((database) => database.name === name && database.uuid === id);
	};

	const flag = (args: readonly string[], name: string) => args[args.indexOf(name) + 1] as string;

	/** What is asked; `null` for a command that changes something. */
	const read = (args: readonly string[]): Answer | null => {
		const line = args.join(" ");
		switch (true) {
			case line === "whoami --json":
				return world.signedIn
					? json({ loggedIn: true, accounts: [{ id: "a1", name: "Hospital" }] })
					: { code: 1, stdout: '{\n  "loggedIn": false\n}', stderr: "" };
			case line === "d1 list --json":
				return json(world.databases.map(({ name, uuid: id, jurisdiction }) => ({ uuid: id, name, jurisdiction })));
			case line.startsWith("r2 bucket list"): {
				const entries = world.buckets.map(
					(name) => `name:           ${name}\ncreation_date:  2026-11-01T10:00:00.000Z`,
				);
				return done(["Listing buckets...", ...entries].join("\n\n"));
			}
			case line === "vectorize list --json":
				return json(world.index ? [{ name: "passages", config: { dimensions: 1024, metric: "cosine" } }] : []);
			case line.startsWith("vectorize list-metadata-index"):
				return json(world.filters.map((propertyName) => ({ propertyName, indexType: "String" })));
			case line.startsWith("secret list"):
				return world.live === null
					? failed('Worker "sentinel" (env: production) not found.')
					: json(world.secrets.map((name) => ({ name, type: "secret_text" })));
			case line.startsWith("deployments status"):
				return world.live === null
					? failed("This Worker does not exist on your account. [code: 10007]")
					: json({ id: "d", versions: [{ version_id: world.live, percentage: 100 }] });
			case line === "pages project list --json":
				return json(
					world.projects.map(({ name }) => ({
						"Project Name": name,
						"Project Domains": `${name}.pages.dev, care.hospital.example`,
					})),
				);
			case line.startsWith("pages deployment list"):
				return json(Array.from({ length: world.projects[0]?.deployments ?? 0 }, (_, n) => ({ Id: n })));
			case line.startsWith("d1 execute"): {
				const database = databaseOf(args[2] as string);
				if (database === undefined) return failed("The database could not be found [code: 7404]");
				if (line.includes("d1_migrations"))
					return database.applied.length === 0
						? failed("no such table: d1_migrations: SQLITE_ERROR")
						: json([{ results: database.applied.map((name) => ({ name })), success: true }]);
				return json([{ results: world.recorded === null ? [] : [{ value: world.recorded }], success: true }]);
			}
			default:
				return null;
		}
	};

	const change = (args: readonly string[]): Answer => {
		const [group = "", verb = ""] = args;
		const confined = args.includes("--jurisdiction") ? flag(args, "--jurisdiction") : null;
		if (group === "d1" && verb === "create") {
			const id = uuid(world.databases.length + 1);
			world.databases.push({ name: args[2] as string, uuid: id, jurisdiction: confined, applied: [] });
			return done(`✅ Successfully created DB '${args[2]}' in region WEUR\nCreated your new D1 database.\n`);
		}
		if (group === "d1") {
			const binding = args[3] as string;
			const database = databaseOf(binding);
			if (database === undefined) return failed("The database could not be found [code: 7404]");
			const folder = production().databases.find((one) => one.binding === binding)?.migrations ?? "";
			database.applied = [...(args.includes("--config") ? (staged?.files ?? []) : (world.files[folder] ?? []))];
			return done("🌀 Executed 1 command");
		}
		if (group === "r2") world.buckets.push(args[3] as string);
		else if (group === "vectorize" && verb === "create") world.index = true;
		else if (group === "vectorize") world.filters.push(flag(args, "--propertyName"));
		else if (group === "pages" && verb === "project") world.projects.push({ name: args[3] as string, deployments: 0 });
		else if (group === "pages") (world.projects[0] as World["projects"][0]).deployments++;
		else if (group === "deploy") {
			if (args.includes("--secrets-file")) world.secrets.push(...flag(args, "--secrets-file").split("+"));
			world.live = uuid(100 + world.versions.length);
			world.versions.push(world.live);
			return done(
				`Uploaded sentinel (4.2 sec)\nDeployed sentinel triggers (0.4 sec)\nCurrent Version ID: ${world.live}`,
			);
		} else if (group === "rollback") {
			world.live = verb.startsWith("--") ? (world.versions.at(-2) as string) : verb;
			return done(`Performing rollback...\n\nCurrent Version ID: ${world.live}`);
		} else return failed(`Unknown arguments: ${args.join(" ")}`);
		return done("done");
	};

	const machine: Machine = {
		wrangler: async (args, folder) => {
			const line = args.join(" ");
			const answer = read(args);
			if (answer !== null) return answer;
			changes.push(folder === undefined ? line : `${folder}: ${line}`);
			if (world.failing !== null && line.includes(world.failing))
				return failed("A request to the API failed [code: 10013]");
			return change(args);
		},
		internet: {
			fetch: async (url) => {
				const { pathname } = new URL(url);
				if (pathname === "/health")
					return world.live !== null && world.ill.has(world.live)
						? Response.json({ status: "degraded", version: world.live }, { status: 503 })
						: Response.json({ status: "ok", version: world.live });
				if (pathname === "/api/v1/telemetry")
					return new Response("{}", { status: 401, headers: { "content-type": "application/problem+json" } });
				return new Response(null, { status: 302, headers: { location: `https://${TEAM}/cdn-cgi/access/login` } });
			},
			wait: () => Promise.resolve(),
		},
		say: (line) => void said.push(line),
		production,
		edit: (edits) => void (world.toml = edits.reduce(edited, world.toml)),
		faults: () => Promise.resolve([]),
		requiredSecrets: () => Promise.resolve(SECRETS),
		migrationFiles: (folder) => world.files[folder] ?? [],
		withMigrations: async (_, files, use) => {
			staged = { files };
			try {
				return await use("/tmp/staged/wrangler.toml");
			} finally {
				staged = null;
			}
		},
		withSecrets: (_, names, use) => use(names.join("+")),
		buildDashboard: () => Promise.resolve(),
		accountId: undefined,
	};
	return { world, machine, changes, said };
}
