/** `[env.production]` of `wrangler.toml`: read as Wrangler reads it, and checked as the Worker checks it. */
import { join } from "node:path";
import { unstable_readConfig as readConfig } from "wrangler";
import { ROOT } from "../bootstrap.mjs";

export interface Database {
	readonly binding: string;
	readonly name: string;
	/** `null` before it was created: a placeholder stands in the file. */
	readonly id: string | null;
	readonly migrations: string;
}

export interface Bucket {
	readonly binding: string;
	readonly name: string;
	readonly jurisdiction: string | null;
}

/** What production is made of. */
export interface Production {
	readonly worker: string;
	readonly vars: Readonly<Record<string, unknown>>;
	/** `none`, `eu` or `fedramp`. */
	readonly jurisdiction: string;
	readonly databases: readonly Database[];
	readonly buckets: readonly Bucket[];
	/** Name of the Vectorize index. */
	readonly index: string;
	readonly rateLimits: readonly string[];
	/** Pages project, from `web/wrangler.toml`. */
	readonly pages: string;
}

/** What Wrangler makes of a configuration, as far as it is used here. */
interface Configuration {
	readonly name?: string;
	readonly main?: string;
	readonly workers_dev?: boolean;
	readonly preview_urls?: boolean;
	readonly vars: Readonly<Record<string, unknown>>;
	readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
	readonly migrations: readonly { readonly new_sqlite_classes?: readonly string[] }[];
	readonly d1_databases: readonly {
		readonly binding: string;
		readonly database_name?: string;
		readonly database_id?: string;
		readonly migrations_dir?: string;
	}[];
	readonly r2_buckets: readonly {
		readonly binding: string;
		readonly bucket_name?: string;
		readonly jurisdiction?: string;
	}[];
	readonly vectorize: readonly { readonly binding: string; readonly index_name: string }[];
	readonly analytics_engine_datasets: readonly { readonly binding: string }[];
	readonly ratelimits: readonly { readonly name: string }[];
	readonly ai?: { readonly binding: string };
	readonly assets?: { readonly binding?: string };
	readonly version_metadata?: { readonly binding: string };
	readonly triggers: { readonly crons?: readonly string[] };
}

/** `[env.production]` of `wrangler.toml`. */
export const productionConfiguration = (root = ROOT): Configuration =>
	readConfig(
		{ config: join(root, "wrangler.toml"), env: "production" },
		{ hideWarnings: true },
	) as unknown as Configuration;

/** Ids of databases that do not exist yet. */
const PLACEHOLDER = /^00000000-0000-0000-0000-/;

/** Reads both configurations. @throws Error as Wrangler words it */
export function readProduction(root = ROOT): Production {
	const config = productionConfiguration(root);
	const pages = readConfig({ config: join(root, "web", "wrangler.toml") }, { hideWarnings: true });
	return {
		worker: config.name ?? "",
		vars: config.vars,
		jurisdiction: String(config.vars["JURISDICTION"]),
		databases: config.d1_databases.map((database) => ({
			binding: database.binding,
			name: database.database_name ?? "",
			id: PLACEHOLDER.test(database.database_id ?? "") ? null : (database.database_id ?? null),
			migrations: database.migrations_dir ?? "migrations",
		})),
		buckets: config.r2_buckets.map((bucket) => ({
			binding: bucket.binding,
			name: bucket.bucket_name ?? "",
			jurisdiction: bucket.jurisdiction ?? null,
		})),
		index: config.vectorize[0]?.index_name ?? "",
		rateLimits: config.ratelimits.map(({ name }) => name),
		pages: pages.name ?? "",
	};
}

interface WorkerChecks {
	readonly REQUIRED_SECRETS: readonly string[];
	configurationFaults(env: unknown): string[];
}

interface AccessChecks {
	readonly accessTokens: { faults(env: unknown): string[] };
}

/** The Worker's own modules. By name, because they are typed for the Workers runtime and this is Node. */
const ownChecks = async () => {
	const [worker, access] = ["workers/env.ts", "workers/access/access-token.ts"].map((file) => join(ROOT, file));
	return {
		...((await import(worker as string)) as WorkerChecks),
		...((await import(access as string)) as AccessChecks),
	};
};

/** Secrets without which nothing is served. */
export const requiredSecrets = async (): Promise<readonly string[]> => (await ownChecks()).REQUIRED_SECRETS;

/**
 * What the deployed Worker would find wrong in its settings, in its own words.
 *
 * @param secrets - names of those that are set, or will be: their values cannot be read back
 */
export async function settingFaults(production: Production, secrets: readonly string[]): Promise<string[]> {
	const { configurationFaults, accessTokens } = await ownChecks();
	const limits = production.rateLimits.map((name) => [name, { limit: () => {} }]);
	// Long enough, and all of them different, as far as their names are.
	const stand = secrets.map((name) => [name, name.padEnd(43, "_")]);
	const env = { ...production.vars, ...Object.fromEntries([...limits, ...stand]) } as unknown;
	return [...configurationFaults(env), ...accessTokens.faults(env)];
}
