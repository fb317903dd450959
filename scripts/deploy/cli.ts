/** `npm run deploy`: production, from nothing or from the release before. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, copyFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../bootstrap.mjs";
import { buildDashboard } from "../local-app.ts";
import { deploy, rehearse, rollBack, type Machine, type Options } from "./deploy.ts";
import { edited } from "./edits.ts";
import { readProduction, requiredSecrets, settingFaults, type Database } from "./production.ts";
import { asFile, keptSecrets } from "./secrets.ts";
import { installedWrangler } from "./wrangler.ts";

const HELP = `npm run deploy                      looks, makes what is missing, migrates, deploys, asks the result, goes back if it is ill
npm run deploy -- --dry-run         builds Worker and Pages, and says what a first deployment would make
npm run deploy -- --rollback        the version before, live again

  --secrets FILE    makes the secrets that are not set and keeps them in FILE, the only copy
  --url URL         where people find the application, if not the Pages project's own domain
  --location HINT   where databases and buckets are made when JURISDICTION is none: wnam enam weur eeur apac oc

docs/operating.md says what comes before and after.`;

const { values } = parseArgs({
	options: {
		"dry-run": { type: "boolean", default: false },
		rollback: { type: "boolean", default: false },
		secrets: { type: "string" },
		url: { type: "string" },
		location: { type: "string" },
		help: { type: "boolean", short: "h", default: false },
	},
});
if (values.help) {
	console.log(HELP);
	process.exit(0);
}

const CONFIGURATION = join(ROOT, "wrangler.toml");

/** A folder with a configuration of one database, and copies of these of its migrations. */
async function withMigrations<T>(
	{ binding, name, id, migrations }: Database,
	files: readonly string[],
	use: (config: string) => Promise<T>,
): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "sentinel-migrations-"));
	try {
		mkdirSync(join(folder, "migrations"));
		for (const file of files) copyFileSync(join(ROOT, migrations, file), join(folder, "migrations", file));
		const config = join(folder, "wrangler.toml");
		const database = { binding, database_name: name, database_id: id, migrations_dir: "migrations" };
		const lines = Object.entries(database).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
		writeFileSync(config, ['name = "migrations"', "[[d1_databases]]", ...lines, ""].join("\n"));
		return await use(config);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const machine: Machine = {
	wrangler: installedWrangler,
	internet: {
		fetch: (url, init) => fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(15_000) }),
		wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
	},
	say: (line) => console.log(line),
	production: () => readProduction(),
	edit: (edits) => writeFileSync(CONFIGURATION, edits.reduce(edited, readFileSync(CONFIGURATION, "utf8"))),
	faults: settingFaults,
	requiredSecrets,
	migrationFiles: (folder) =>
		readdirSync(join(ROOT, folder))
			.filter((name) => name.endsWith(".sql"))
			.toSorted(),
	withMigrations,
	withSecrets: (vault, names, use) => asFile(keptSecrets(vault, names), use),
	buildDashboard,
	accountId: process.env["CLOUDFLARE_ACCOUNT_ID"],
};

const options: Options = {
	...(values.url === undefined ? {} : { url: new URL(values.url).origin }),
	...(values.secrets === undefined ? {} : { secrets: values.secrets }),
	...(values.location === undefined ? {} : { location: values.location }),
};

try {
	if (values["dry-run"]) {
		const outdir = mkdtempSync(join(tmpdir(), "sentinel-dry-run-"));
		try {
			await rehearse(machine, outdir);
		} finally {
			rmSync(outdir, { recursive: true, force: true });
		}
	} else if (values.rollback) await rollBack(machine, options);
	else await deploy(machine, options);
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
}
