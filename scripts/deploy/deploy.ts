/**
 * A deployment from beginning to end. It begins by looking at what there is, so that one that failed half-way is
 * resumed by running it again, and one that has nothing new to make makes nothing.
 */
import {
	appliedMigrations,
	listDatabases,
	lookAround,
	lookAtPages,
	recordedJurisdiction,
	signedIn,
	type Account,
} from "./account.ts";
import type { Edit } from "./edits.ts";
import { creations, edits, jurisdictionRefusal, pendingMigration, refusals, type Migration } from "./plan.ts";
import type { Database, Production } from "./production.ts";
import { smokeTest, type Internet } from "./smoke.ts";
import { liveVersion, tell, type Wrangler } from "./wrangler.ts";

/** What a deployment touches. */
export interface Machine {
	readonly wrangler: Wrangler;
	readonly internet: Internet;
	say(line: string): void;
	production(): Production;
	/** Writes into `wrangler.toml`. */
	edit(edits: readonly Edit[]): void;
	/** What the Worker would find wrong in its settings with these secrets set. */
	faults(production: Production, secrets: readonly string[]): Promise<string[]>;
	requiredSecrets(): Promise<readonly string[]>;
	/** Names of a folder's migrations, in order. */
	migrationFiles(folder: string): readonly string[];
	/** A configuration that knows this database and these of its migrations alone, for as long as `use` runs. */
	withMigrations<T>(database: Database, files: readonly string[], use: (config: string) => Promise<T>): Promise<T>;
	/** A file with these secrets, for as long as `use` runs; those that the operator's file lacks are made. */
	withSecrets<T>(vault: string, names: readonly string[], use: (file: string) => Promise<T>): Promise<T>;
	buildDashboard(): Promise<void>;
	/** `CLOUDFLARE_ACCOUNT_ID`. */
	readonly accountId: string | undefined;
}

export interface Options {
	/** Where people find the application; by default the Pages project's own domain. */
	readonly url?: string;
	/** The operator's file of secrets, for those that have to be made. */
	readonly secrets?: string;
	/** A wish where the databases and buckets are made, if there is no jurisdiction: `weur`, `enam`, … */
	readonly location?: string;
}

/** Why nothing was deployed, or not for long. */
class Refused extends Error {
	readonly reasons: readonly string[];

	constructor(what: string, reasons: readonly string[]) {
		super([what, ...reasons.map((reason) => `  - ${reason}`)].join("\n"));
		this.reasons = reasons;
	}
}

const PRODUCTION = ["--env", "production"];

/** @throws Refused, and what Wrangler says */
export async function deploy(machine: Machine, options: Options): Promise<void> {
	const { wrangler, say } = machine;
	say("Looking at what there is …");
	const account = await lookAround(wrangler, machine.production());
	const againstIt = refusals(machine.production(), account, machine.accountId);
	const lacking = (await machine.requiredSecrets()).filter((name) => !account.worker.secrets.includes(name));
	if (lacking.length > 0 && options.secrets === undefined)
		againstIt.push(
			`these secrets are not set: ${lacking.join(", ")}. With --secrets FILE they are made, and kept in FILE`,
		);
	againstIt.push(...(await machine.faults(machine.production(), [...account.worker.secrets, ...lacking])));
	if (againstIt.length > 0) throw new Refused("Nothing was changed:", againstIt);

	record(machine, account);
	const before = account.databases.map(({ name }) => name);
	const pending = await pendingMigrations(machine, before);
	await create(machine, account, options.location ?? null);

	say("Building the dashboard …");
	await machine.buildDashboard();
	for (const migration of pending) await expand(machine, migration);

	say("Deploying the Worker …");
	const deployWorker = (...more: string[]) => tell(wrangler, ["deploy", ...PRODUCTION, ...more]);
	const said =
		options.secrets === undefined || lacking.length === 0
			? await deployWorker()
			: await machine.withSecrets(options.secrets, lacking, (file) => deployWorker("--secrets-file", file));
	if (lacking.length > 0)
		say(`  secrets set: ${lacking.join(", ")}. Put ${options.secrets} where only you can read it.`);
	const version = liveVersion(said);
	say(`  version ${version ?? "unknown"} is live`);

	const url = options.url ?? (await address(machine));
	const judge = () => judged(machine, url, version, account.worker.version);
	// Through the Pages of before, if there are any: what they serve must work with this Worker anyhow, for people have it open.
	if (account.pages.deployed) await judge();
	say("Deploying the dashboard …");
	const { pages } = machine.production();
	await tell(
		wrangler,
		["pages", "deploy", "--project-name", pages, "--branch", "main", "--commit-dirty=true", "--force"],
		"web",
	);
	await judge();
	for (const migration of pending) await contract(machine, migration);
	say(`Deployed: ${url}`);
}

/** Puts the version before back in place. Databases, buckets and objects stay as they are, and the dashboard too. */
export async function rollBack(machine: Machine, options: Options): Promise<void> {
	await signedIn(machine.wrangler);
	const message = "npm run deploy -- --rollback";
	const said = await tell(machine.wrangler, ["rollback", ...PRODUCTION, "--message", message, "--yes"]);
	const version = liveVersion(said);
	machine.say(`Version ${version ?? "unknown"} is live.`);
	const url = options.url ?? (await address(machine));
	const wrong = await smokeTest(machine.internet, url, { version, team: team(machine) });
	if (wrong.length > 0) throw new Refused("It does not answer as it should:", wrong);
	machine.say(`It answers: ${url}`);
}

/** What deployment would do to an empty account, and both builds: nothing leaves this machine. */
export async function rehearse(machine: Machine, outdir: string): Promise<void> {
	const { wrangler, say } = machine;
	const production = machine.production();
	say("Building the Worker …");
	await tell(wrangler, ["deploy", "--dry-run", ...PRODUCTION, "--outdir", `${outdir}/worker`]);
	say("Building the Pages function …");
	await tell(wrangler, ["pages", "functions", "build", "functions", "--outdir", `${outdir}/pages`], "web");
	say("A first deployment would make:");
	for (const { what } of creations(production, EMPTY, null)) say(`  - ${what}`);
	for (const { name, migrations } of production.databases)
		say(`  - ${machine.migrationFiles(migrations).length} migrations of ${name}`);
	const secrets = await machine.requiredSecrets();
	say(`  - the secrets ${secrets.join(", ")}`);
	const faults = await machine.faults(production, secrets);
	if (faults.length > 0) say("Before that, in [env.production.vars]:");
	for (const fault of faults) say(`  - ${fault}`);
	say("Both build. Nothing was deployed.");
}

const EMPTY: Account = {
	accounts: [],
	databases: [],
	buckets: [],
	index: null,
	filters: [],
	worker: { secrets: [], version: null },
	pages: { exists: false, deployed: false, hosts: [] },
};

/** Where Access signs people in. */
const team = (machine: Machine) => String(machine.production().vars["ACCESS_TEAM_DOMAIN"]);

async function address(machine: Machine): Promise<string> {
	const { pages } = machine.production();
	const { hosts } = await lookAtPages(machine.wrangler, pages);
	return `https://${hosts[0] ?? `${pages}.pages.dev`}`;
}

/** Tells `wrangler.toml` of what there is. */
function record(machine: Machine, account: Pick<Account, "databases">): void {
	const news = edits(machine.production(), account);
	if (news.length === 0) return;
	machine.edit(news);
	for (const edit of news)
		machine.say(
			edit.kind === "database-id"
				? `  wrangler.toml: the id of ${edit.binding} is ${edit.id}. Commit that.`
				: `  wrangler.toml: ${edit.binding} lies under ${edit.jurisdiction}. Commit that.`,
		);
}

/** What each database still has to get. @throws Refused where data would be looked for in another jurisdiction */
async function pendingMigrations(machine: Machine, before: readonly string[]): Promise<Migration[]> {
	const production = machine.production();
	const pending: Migration[] = [];
	for (const database of production.databases) {
		const files = machine.migrationFiles(database.migrations);
		const exists = before.includes(database.name);
		const applied = exists ? await appliedMigrations(machine.wrangler, database.binding) : [];
		if (applied.length > 0 && database.binding === "DB") {
			const refusal = jurisdictionRefusal(production, await recordedJurisdiction(machine.wrangler));
			if (refusal !== null) throw new Refused("Nothing was changed:", [refusal]);
		}
		pending.push(pendingMigration(database, files, applied));
	}
	return pending;
}

async function create(machine: Machine, account: Account, location: string | null): Promise<void> {
	const missing = creations(machine.production(), account, location);
	for (const { what, command } of missing) {
		machine.say(`Making ${what} …`);
		await tell(machine.wrangler, command);
		// At once: if the next one fails, what there is is known.
		if (command[0] === "d1") record(machine, { databases: await listDatabases(machine.wrangler) });
	}
}

const apply = (binding: string) => ["d1", "migrations", "apply", binding, "--remote"];

async function expand(machine: Machine, { database, expanding, contracting }: Migration): Promise<void> {
	if (expanding.length === 0) return;
	machine.say(`Migrating ${database.name}: ${expanding.join(", ")} …`);
	if (contracting.length === 0) await tell(machine.wrangler, [...apply(database.binding), ...PRODUCTION]);
	else {
		const known = machine.migrationFiles(database.migrations).filter((file) => !contracting.includes(file));
		await machine.withMigrations(database, known, (config) =>
			tell(machine.wrangler, [...apply(database.binding), "--config", config]),
		);
	}
}

async function contract(machine: Machine, { database, contracting }: Migration): Promise<void> {
	if (contracting.length === 0) return;
	machine.say(`Migrating ${database.name}: ${contracting.join(", ")} …`);
	await tell(machine.wrangler, [...apply(database.binding), ...PRODUCTION]);
}

/** Goes back to the version before when the new one does not answer as it should. @throws Refused then */
async function judged(machine: Machine, url: string, version: string | null, before: string | null): Promise<void> {
	machine.say(`Asking ${url} …`);
	const wrong = await smokeTest(machine.internet, url, { version, team: team(machine) });
	if (wrong.length === 0) return;
	if (before === null)
		throw new Refused(
			"It is deployed and does not answer as it should; there is no version before it to go back to:",
			wrong,
		);
	machine.say(`It does not answer as it should. Going back to ${before} …`);
	const message = "The smoke test of a deployment failed";
	await tell(machine.wrangler, ["rollback", before, ...PRODUCTION, "--message", message, "--yes"]);
	throw new Refused(
		`Rolled back to ${before}; what was added to the databases stays. The new version failed because:`,
		wrong,
	);
}
