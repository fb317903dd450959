/** What a deployment has to do, from what there is. Pure. */
import type { Account } from "./account.ts";
import type { Edit } from "./edits.ts";
import type { Database, Production } from "./production.ts";

/** Something that does not exist yet, and the commands of Wrangler that make it. */
export interface Creation {
	readonly what: string;
	readonly command: readonly string[];
}

/** Embeddings of the model that the search uses. */
const DIMENSIONS = 1024;
/** What a search is filtered by: see `search/`. */
const FILTERS = ["kind", "ward", "patient"] as const;

/** Sentences; empty when nothing speaks against deploying there. */
export function refusals(production: Production, account: Account, accountId: string | undefined): string[] {
	const said: string[] = [];
	if (account.accounts.length > 1 && accountId === undefined)
		said.push(`you may use ${account.accounts.length} accounts: set CLOUDFLARE_ACCOUNT_ID to the one that is meant`);
	for (const { binding, name, id } of production.databases) {
		const found = account.databases.find((database) => database.name === name);
		if (id !== null && found !== undefined && found.uuid !== id)
			said.push(`wrangler.toml has another id for the database ${name} (${binding}) than this account has`);
		// That of another account, or deleted. A new, empty one in its place would be a silent loss.
		if (id !== null && found === undefined)
			said.push(`wrangler.toml names the database ${name} (${binding}), which this account does not have`);
		const where = found?.jurisdiction ?? null;
		const wanted = production.jurisdiction === "none" ? null : production.jurisdiction;
		if (found !== undefined && found.jurisdiction !== undefined && where !== wanted)
			said.push(
				`the database ${name} lies under ${where ?? "no jurisdiction"}, and JURISDICTION is ${production.jurisdiction}`,
			);
	}
	for (const { binding, jurisdiction } of production.buckets) {
		if (jurisdiction !== null && jurisdiction !== production.jurisdiction)
			said.push(
				`wrangler.toml has jurisdiction ${jurisdiction} for ${binding}, and JURISDICTION is ${production.jurisdiction}`,
			);
	}
	const { index } = account;
	if (index !== null && (index.dimensions !== DIMENSIONS || index.metric !== "cosine"))
		said.push(
			`the index ${production.index} has ${index.dimensions} dimensions and ${index.metric}: ${DIMENSIONS} and cosine are needed`,
		);
	return said;
}

/** @returns what is refused, or `null`. Under another jurisdiction the same names are other, empty objects. */
export function jurisdictionRefusal(production: Production, recorded: string | null): string | null {
	if (recorded === null || recorded === production.jurisdiction) return null;
	return `JURISDICTION is ${production.jurisdiction}, but the data of this deployment live under ${recorded}: set it back, or move them first (docs/security.md, "Moving to another jurisdiction")`;
}

/** What is missing, in the order in which it is made. */
export function creations(production: Production, account: Account, location: string | null): Creation[] {
	const confined = production.jurisdiction === "none" ? [] : ["--jurisdiction", production.jurisdiction];
	const made: Creation[] = [];
	// A jurisdiction comes before a wish.
	const hint = location === null || confined.length > 0 ? [] : ["--location", location];
	for (const { name } of production.databases) {
		if (account.databases.some((database) => database.name === name)) continue;
		made.push({ what: `the database ${name}`, command: ["d1", "create", name, ...confined, ...hint] });
	}
	for (const { name } of production.buckets) {
		if (account.buckets.includes(name)) continue;
		made.push({ what: `the bucket ${name}`, command: ["r2", "bucket", "create", name, ...confined, ...hint] });
	}
	const { index: name } = production;
	if (account.index === null) {
		const shape = ["--dimensions", String(DIMENSIONS), "--metric", "cosine"];
		made.push({ what: `the index ${name}`, command: ["vectorize", "create", name, ...shape] });
	}
	for (const property of FILTERS) {
		if (account.filters.includes(property)) continue;
		const filter = ["--propertyName", property, "--type", "string"];
		made.push({
			what: `the filter by ${property} of the index ${name}`,
			command: ["vectorize", "create-metadata-index", name, ...filter],
		});
	}
	if (!account.pages.exists) {
		// Named apart from any branch here: what is deployed is this folder, whatever it is a checkout of.
		const command = ["pages", "project", "create", production.pages, "--production-branch", "main", "--force"];
		made.push({ what: `the Pages project ${production.pages}`, command });
	}
	return made;
}

/** What `wrangler.toml` must be told of what there is now. */
export function edits(production: Production, account: Pick<Account, "databases">): Edit[] {
	const ids = production.databases.flatMap(({ binding, name, id }): Edit[] => {
		const found = account.databases.find((database) => database.name === name);
		return id === null && found !== undefined ? [{ kind: "database-id", binding, id: found.uuid }] : [];
	});
	const { jurisdiction } = production;
	if (jurisdiction === "none") return ids;
	const unsaid = production.buckets.filter((bucket) => bucket.jurisdiction === null);
	return [...ids, ...unsaid.map(({ binding }): Edit => ({ kind: "bucket-jurisdiction", binding, jurisdiction }))];
}

/** A migration that takes something away, which the release before this one no longer used (docs/decisions/0019). */
export const isContracting = (file: string) => /^\d+_contract_/.test(file);

export interface Migration {
	readonly database: Database;
	/** Applied before the new code is live: the present one works with them. */
	readonly expanding: readonly string[];
	/** Applied after it proved well. */
	readonly contracting: readonly string[];
}

/**
 * What a database still has to get.
 *
 * @throws Error when something is taken away before something is added: releases were left out, and the running code may
 * need what would go
 */
export function pendingMigration(database: Database, files: readonly string[], applied: readonly string[]): Migration {
	const pending = files.filter((file) => !applied.includes(file));
	// A database that nobody uses yet takes all of them as they come.
	if (applied.length === 0) return { database, expanding: pending, contracting: [] };
	const first = pending.findIndex(isContracting);
	const expanding = first < 0 ? pending : pending.slice(0, first);
	const contracting = first < 0 ? [] : pending.slice(first);
	const late = contracting.find((file) => !isContracting(file));
	if (late !== undefined)
		throw new Error(
			`${database.migrations}: ${contracting[0]} takes away what a release before this one needs, and ${late} comes after it: deploy the release that ends with ${contracting[0]} first`,
		);
	return { database, expanding, contracting };
}
