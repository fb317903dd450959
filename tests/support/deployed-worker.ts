/** The Worker as Wrangler bundles it for production, in the real runtime, with the internet replaced. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from "miniflare";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { start } from "../../scripts/children.ts";

/** Runs Wrangler to its end. */
export async function wrangler(...args: string[]): Promise<{ code: number | null; output: string }> {
	const child = start("wrangler", args);
	let output = "";
	for (const stream of [child.stdout, child.stderr])
		stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, "exit")) as [number | null];
	return { code, output };
}

export interface Bundle {
	readonly folder: string;
	readonly script: string;
	remove(): Promise<void>;
}

/** What `wrangler deploy --env production` would upload. */
export async function bundleForProduction(): Promise<Bundle> {
	const folder = await mkdtemp(join(tmpdir(), "sentinel-bundle-"));
	const { code, output } = await wrangler("deploy", "--dry-run", "--env", "production", "--outdir", folder);
	if (code !== 0) throw new Error(output);
	return {
		folder,
		script: readFileSync(join(folder, "index.js"), "utf8"),
		remove: () => rm(folder, { recursive: true, force: true }),
	};
}

/** Starts the bundle on an empty database. `outbound` answers whatever the Worker asks of other hosts. */
export async function startDeployed(
	bundle: Bundle,
	bindings: Record<string, string | number>,
	outbound: (url: URL) => Promise<Response>,
): Promise<Miniflare> {
	const named = (ending: string) => readdirSync(bundle.folder).filter((name) => name.endsWith(ending));
	const worker = new Miniflare(
		convertV4MiniflareOptions({
			workers: [
				{
					name: "deployed",
					modulesRoot: bundle.folder,
					modules: [
						{ type: "ESModule", path: join(bundle.folder, "index.js") },
						...named(".wasm").map((name) => ({ type: "CompiledWasm" as const, path: join(bundle.folder, name) })),
						...named(".md").map((name) => ({ type: "Text" as const, path: join(bundle.folder, name) })),
					],
					compatibilityDate: "2026-11-01",
					durableObjects: {
						DEVICE_MONITOR: { className: "DeviceMonitor", useSQLite: true },
						WARD_STATION: { className: "WardStation", useSQLite: true },
						FLEET_LEDGER: { className: "FleetLedger", useSQLite: true },
						AUDIT_LOG: { className: "AuditLog", useSQLite: true },
						PATIENT_ERASURE: { className: "PatientErasure", useSQLite: true },
					},
					ratelimits: {
						DEVICE_LIMIT: { namespace_id: "1001", simple: { limit: 2000, period: 10 } },
						FLEET_LIMIT: { namespace_id: "1002", simple: { limit: 20000, period: 10 } },
						ADDRESS_LIMIT: { namespace_id: "1003", simple: { limit: 300, period: 60 } },
						CHAT_LIMIT: { namespace_id: "1004", simple: { limit: 30, period: 60 } },
						NOTIFY_LIMIT: { namespace_id: "1005", simple: { limit: 30, period: 60 } },
					},
					d1Databases: ["DB", "SEARCH"],
					r2Buckets: ["LAKE", "REPORTS"],
					bindings: {
						NOTIFICATION_RECEIVERS: "public",
						LAKE_SEAL_READINGS: 3600,
						LAKE_SEAL_SECONDS: 3600,
						LIVE_CADENCE_MS: 5000,
						LAKE_COMPACT_SECONDS: 93600,
						LAKE_GRACE_SECONDS: 86400,
						LAKE_RETENTION_DAYS: 730,
						REPORT_RETENTION_DAYS: 3650,
						STREAM_GROUP: 5,
						STREAM_COMMIT_SECONDS: 120,
						DEVICE_REQUESTS_PER_S: 100,
						DEVICE_READINGS_PER_S: 2000,
						JURISDICTION: "none",
						...bindings,
					},
					serviceBindings: { ASSETS: () => new MiniflareResponse("the dashboard") },
					outboundService: async (request) => {
						const answer = await outbound(new URL(request.url));
						return new MiniflareResponse(await answer.text(), { status: answer.status });
					},
				},
			],
		}),
	);
	for (const [binding, folder] of Object.entries({ DB: "migrations", SEARCH: "migrations-search" })) {
		const database = await worker.getD1Database(binding, "deployed");
		const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".sql"));
		for (const name of files.toSorted()) {
			for (const statement of readFileSync(join(ROOT, folder, name), "utf8").split("--> statement-breakpoint")) {
				await database.prepare(statement).run();
			}
		}
	}
	return worker;
}
