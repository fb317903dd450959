import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isContracting } from "../../scripts/deploy/plan.ts";
import { productionConfiguration, requiredSecrets, settingFaults } from "../../scripts/deploy/production.ts";
import { ROOT } from "../../scripts/bootstrap.mjs";

const config = productionConfiguration();
const source = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** What the code may ask of its environment: each member of the interfaces, and its type. */
const MEMBERS = new Map(
	["workers/env.ts", "durable-objects/env.ts", "durable-objects/device/pace.ts"].flatMap((file) =>
		[...source(file).matchAll(/^\treadonly ([A-Z][A-Z0-9_]+)\??: (.+);$/gm)].map(
			(match) => [match[1] as string, match[2] as string] as const,
		),
	),
);

/** What stands for a developer's machine alone, and must not be deployed. */
const LOCAL = (name: string) => name.startsWith("LOCAL_") || name === "SESSION_KEY";
/** Set only while a key is replaced. */
const REPLACED = (name: string) => /_PREVIOUS(_ID)?$/.test(name);
/** Not asked for at the start; without it there is no web push. */
const OPTIONAL_SECRETS = ["VAPID_PRIVATE_KEY"];

/** Every binding of production, with what it is. */
const BOUND = new Map<string, string>([
	...config.durable_objects.bindings.map(({ name }) => [name, "DurableObjectNamespace"] as const),
	...config.d1_databases.map(({ binding }) => [binding, "D1Database"] as const),
	...config.r2_buckets.map(({ binding }) => [binding, "R2Bucket"] as const),
	...config.ratelimits.map(({ name }) => [name, "RateLimit"] as const),
	...config.vectorize.map(({ binding }) => [binding, "Vectorize"] as const),
	...config.analytics_engine_datasets.map(({ binding }) => [binding, "AnalyticsEngineDataset"] as const),
	[config.ai?.binding ?? "", "Ai"],
	[config.assets?.binding ?? "", "Fetcher"],
	[config.version_metadata?.binding ?? "", "WorkerVersionMetadata"],
]);

describe("production's configuration", () => {
	it("has a setting or binding, of the right kind, for each that the code may ask for", async () => {
		const secrets = new Set([...(await requiredSecrets()), ...OPTIONAL_SECRETS]);
		const wrong = [...MEMBERS].flatMap(([name, type]) => {
			if (LOCAL(name) || REPLACED(name) || secrets.has(name)) return [];
			const bound = BOUND.get(name);
			if (bound !== undefined) return type.startsWith(bound) ? [] : [`${name} is a ${bound}, not a ${type}`];
			const value = config.vars[name];
			return typeof value === type ? [] : [`${name} is ${typeof value}, not ${type}`];
		});
		expect(MEMBERS.size).toBeGreaterThan(50);
		expect(wrong).toEqual([]);
	});

	it("has none that the code does not know, no secret, and nothing of a developer's machine", async () => {
		const secrets = await requiredSecrets();
		const names = [...Object.keys(config.vars), ...BOUND.keys()];
		expect(names.filter((name) => !MEMBERS.has(name) || LOCAL(name) || secrets.includes(name))).toEqual([]);
	});

	it("makes each class of objects that the Worker exports, and binds it", () => {
		const exported = [...source("workers/index.ts").matchAll(/^export \{ (\w+) \} from "\.\.\/durable-objects/gm)].map(
			(match) => match[1] as string,
		);
		const made = config.migrations.flatMap(({ new_sqlite_classes: classes }) => classes ?? []);
		const bound = config.durable_objects.bindings.map(({ class_name }) => class_name);
		expect(exported.length).toBeGreaterThan(3);
		expect(made.toSorted()).toEqual(exported.toSorted());
		expect(bound.toSorted()).toEqual(exported.toSorted());
	});

	it("has cron triggers exactly if the Worker listens to them", () => {
		const listens = /\bscheduled\b/.test(source("workers/index.ts"));
		expect((config.triggers.crons ?? []).length > 0).toBe(listens);
	});

	it("has no address that Access does not guard, and says what lacks before it can be deployed", async () => {
		expect([config.workers_dev, config.preview_urls]).toEqual([false, false]);
		const production = {
			vars: config.vars,
			rateLimits: config.ratelimits.map(({ name }) => name),
		} as unknown as Parameters<typeof settingFaults>[0];
		const faults = await settingFaults(production, await requiredSecrets());
		expect(faults.toSorted()).toEqual([
			expect.stringContaining("ACCESS_AUDIENCE"),
			expect.stringContaining("ACCESS_TEAM_DOMAIN"),
		]);
		const set = { ACCESS_TEAM_DOMAIN: "hospital.cloudflareaccess.com", ACCESS_AUDIENCE: "0".repeat(64) };
		const complete = { ...production, vars: { ...production.vars, ...set } };
		expect(await settingFaults(complete, await requiredSecrets())).toEqual([]);
		const [, ...incomplete] = await requiredSecrets();
		expect(await settingFaults(complete, incomplete)).toEqual([expect.stringContaining("DEVICE_ROOT_KEY")]);
	});
});

describe("migrations", () => {
	/** The last ones of before the first deployment: nothing had to be kept working. */
	const FREE = [
		["migrations", "0015_notifications.sql"],
		["migrations-search", "0000_search.sql"],
	] as const;
	const TAKES_AWAY = /\b(DROP\s+(TABLE|COLUMN)|RENAME\s+(TO|COLUMN))\b/i;

	it.each(FREE)("of %s that take something away say so in their names", (folder, last) => {
		const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".sql") && name > last);
		const hidden = files.filter((name) => TAKES_AWAY.test(source(join(folder, name))) && !isContracting(name));
		expect(hidden).toEqual([]);
	});
});
