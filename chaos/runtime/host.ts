/**
 * The runtime's process: workerd through Miniflare on a port and a folder of its own. It is made to be killed, with
 * workerd, at any moment; what it must keep lies in the folder.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { ROOT } from "../../scripts/bootstrap.mjs";
import type { BuiltModule } from "./bundle.ts";

/** What the host is told on its command line, as JSON. */
export interface HostOptions {
	readonly modules: readonly BuiltModule[];
	/** As `workerOptions` of `bundle.ts` has them: reading the configuration takes longer than starting. */
	readonly worker: Readonly<Record<string, unknown>>;
	readonly stateDir: string;
	readonly logFile: string;
	readonly port: number;
	readonly vars: Readonly<Record<string, string | number>>;
	/** Apply the migrations first: the folder is new. */
	readonly migrate: boolean;
}

/** To the host, over the channel between the processes. */
export interface Eviction {
	readonly className: "DeviceMonitor" | "WardStation";
	readonly name: string;
	readonly webSockets: "close" | "hibernate";
}

/** From the host. */
export type HostMessage = { readonly kind: "ready" } | { readonly kind: "evicted"; readonly ok: boolean };

const WORKER = "chaos";

/** Fixed and worthless: they live as long as a run. */
const SECRETS = {
	DEVICE_ROOT_KEY: "chaos-root-key-00000000000000000000000000000000000",
	PATIENT_KEY: "chaos-patient-key-00000000000000000000000000000000",
	LABEL_KEY: "chaos-label-key-0000000000000000000000000000000000",
	EXPORT_KEY: "chaos-export-key-000000000000000000000000000000000",
	NOTIFICATION_KEY: "chaos-notification-key-000000000000000000000000000",
	SESSION_KEY: "chaos-session-key-00000000000000000000000000000000",
	LOCAL_SIGN_IN: "enabled",
};

const say = (message: HostMessage) => process.send?.(message);

/**
 * A workerd that writes to a file. Miniflare would read a pipe on this thread, and stops the thread for its first call of a
 * kind: under load the pipe was full by then, workerd waited for it and this thread for workerd, for good.
 */
function workerdWritingTo(logFile: string): string {
	// The package has no types.
	const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };
	const wrapper = `${logFile}.workerd.sh`;
	const quoted = (path: string) => `'${path.replaceAll("'", String.raw`'\''`)}'`;
	writeFileSync(wrapper, `#!/bin/sh\nexec ${quoted(workerd)} "$@" >>${quoted(logFile)} 2>&1\n`, { mode: 0o755 });
	return wrapper;
}

async function serve(options: HostOptions): Promise<void> {
	process.env["MINIFLARE_WORKERD_PATH"] = workerdWritingTo(options.logFile);
	const { bindings, ...rest } = options.worker;
	const miniflare = new Miniflare(
		convertV4MiniflareOptions({
			cf: false,
			telemetry: { enabled: false },
			resourcePersistencePath: options.stateDir,
			workers: [
				{
					...rest,
					name: WORKER,
					modules: options.modules.map(({ type, path }) => {
						const bytes = readFileSync(path);
						return { type, path, contents: type === "CompiledWasm" ? new Uint8Array(bytes) : bytes.toString() };
					}),
					modulesRoot: "/",
					bindings: { ...(bindings as object), ...SECRETS, ...options.vars },
					unsafeDirectSockets: [{ host: "127.0.0.1", port: options.port }],
				},
			],
		}),
	);
	await miniflare.ready;
	if (options.migrate) await migrate(miniflare);
	process.on("message", (eviction: Eviction) => {
		const { className, ...which } = eviction;
		void miniflare.unsafeEvictDurableObject(WORKER, className, which).then(
			() => say({ kind: "evicted", ok: true }),
			// It was not awake, or died meanwhile.
			() => say({ kind: "evicted", ok: false }),
		);
	});
	// Whoever started it is gone: nobody would ever end it.
	process.on("disconnect", () => process.exit(1));
	say({ kind: "ready" });
}

/** The schemas, statement by statement, as `wrangler d1 migrations apply` would. */
async function migrate(miniflare: Miniflare): Promise<void> {
	for (const [binding, name] of Object.entries({ DB: "migrations", SEARCH: "migrations-search" })) {
		const database = await miniflare.getD1Database(binding, WORKER);
		const folder = join(ROOT, name);
		for (const file of readdirSync(folder)
			.filter((entry) => entry.endsWith(".sql"))
			.toSorted()) {
			const statements = readFileSync(join(folder, file), "utf8").split("--> statement-breakpoint");
			for (const statement of statements) if (statement.trim() !== "") await database.prepare(statement).run();
		}
	}
}

await serve(JSON.parse(process.argv[2] ?? "{}") as HostOptions);
