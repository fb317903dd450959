/**
 * Workers on raw workerd, as a benchmark needs them: a socket straight to the Worker (Wrangler's own proxy would be
 * the bottleneck), SQLite on a RAM disk or on the disk, and nothing left behind.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { convertV4MiniflareOptions, Miniflare, Response } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { freePort } from "../../scripts/local-app.ts";
import { readFont } from "../../scripts/report-fonts.ts";
import { REPORT_FONT_PATH } from "../../workers/reports/fonts.ts";
import { bundle, CONFIG_PATH } from "./bundle.ts";

/** Away from the ports of `npm start` and of the tests. */
const FIRST_PORT = 9150;
const RAM_DISK = "/dev/shm";
/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS_PER_S = 100;
const WORKERS = join(ROOT, "bench", "workers");

/** Fixed and worthless: they live as long as a benchmark. */
const SECRETS = {
	DEVICE_ROOT_KEY: "bench-root-key-00000000000000000000000000000000000",
	PATIENT_KEY: "bench-patient-key-00000000000000000000000000000000",
	LABEL_KEY: "bench-label-key-0000000000000000000000000000000000",
	EXPORT_KEY: "bench-export-key-00000000000000000000000000000000000",
	NOTIFICATION_KEY: "bench-notification-key-000000000000000000000000000",
	// A developer's own may be among the settings: nobody is pushed to.
	VAPID_PUBLIC_KEY: "",
	VAPID_PRIVATE_KEY: "",
	SESSION_KEY: "bench-session-key-00000000000000000000000000000000",
	LOCAL_SIGN_IN: "enabled",
};

/** A benchmark asks how fast it can be, not how fast one device may be. */
const UNLIMITED = { DEVICE_REQUESTS_PER_S: 1e9, DEVICE_READINGS_PER_S: 1e9 };

export type Storage = "ram" | "disk";

export interface Runtime {
	readonly url: string;
	/** Processor time that the runtime used since it started, milliseconds; `null` where the system does not say. */
	cpuMs(): number | null;
	/** Memory that is the runtime's now; `null` where the system does not say. */
	residentBytes(): number | null;
	/** Where its inspector listens, `null` when none was asked for. */
	inspectorUrl(): Promise<URL | null>;
	stop(): Promise<void>;
}

/** Whether SQLite can lie in memory here: without, a figure is the disk's. */
export const hasRamDisk = (): boolean => existsSync(RAM_DISK);

/**
 * The product with production's settings, a registry that is migrated and empty, and the local sign-in.
 *
 * @param entry - main file under `bench/workers/`
 * @param vars - overrides of production's `[vars]`
 * @param objects - Durable Object bindings of `entry` where they are not the product's
 * @param inspected - with an inspector, which tells the size of the heap
 */
export async function startProduct(
	entry: string,
	storage: Storage,
	vars: Readonly<Record<string, string | number>> = {},
	objects?: Readonly<Record<string, { readonly className: string; readonly useSQLite: true }>>,
	inspected = false,
): Promise<Runtime> {
	// The configuration names the dashboard's folder, which need not be built here, and models, which nobody asks.
	const { workerOptions } = unstable_getMiniflareWorkerOptions(CONFIG_PATH, "production");
	const {
		assets: _,
		ai: __,
		vectorize: ___,
		bindings,
		durableObjects,
		...rest
	} = workerOptions as Record<string, unknown>;
	const options = {
		...rest,
		durableObjects: objects ?? durableObjects,
		// The letters of reports, where the dashboard need not be built.
		serviceBindings: { ...(rest["serviceBindings"] as object | undefined), ASSETS: answerFont },
		bindings: { ...(bindings as object), ...SECRETS, ...UNLIMITED, ...vars },
	};
	return startWorker(entry, storage, options, true, inspected);
}

function answerFont(request: { readonly url: string }): Response {
	const bytes = readFont(new URL(request.url).pathname.slice(REPORT_FONT_PATH.length));
	return bytes === null ? new Response(null, { status: 404 }) : new Response(bytes);
}

/** A Worker of a few lines with one Durable Object class bound as `FLOOR`. */
export function startFloor(entry: string, storage: Storage): Promise<Runtime> {
	return startWorker(entry, storage, { durableObjects: { FLOOR: { className: "Floor", useSQLite: true } } }, false);
}

const FILE_TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
};

/** As `startFloor`, with a folder of files bound as `ASSETS`; an address without a file is the page's. */
export function startPage(
	entry: string,
	folder: string,
	bindings: Readonly<Record<string, string | number>>,
): Promise<Runtime> {
	const answerFile = (request: { readonly url: string }) => {
		const path = normalize(new URL(request.url).pathname);
		const file = join(folder, extname(path) === "" ? "index.html" : path);
		if (!existsSync(file)) return new Response(null, { status: 404 });
		const type = FILE_TYPES[extname(file)] ?? "application/octet-stream";
		return new Response(readFileSync(file), { headers: { "content-type": type } });
	};
	const durableObjects = { FLOOR: { className: "Floor", useSQLite: true } };
	return startWorker(entry, "ram", { durableObjects, serviceBindings: { ASSETS: answerFile }, bindings }, false);
}

async function startWorker(
	entry: string,
	storage: Storage,
	options: Readonly<Record<string, unknown>>,
	migrated: boolean,
	inspected = false,
): Promise<Runtime> {
	const room = await mkdtemp(join(storage === "ram" && hasRamDisk() ? RAM_DISK : tmpdir(), "sentinel-bench-"));
	const clear = () => rm(room, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	let miniflare: Miniflare | null = null;
	const before = childProcesses();
	try {
		const modules = await bundle(join(WORKERS, entry), room);
		const port = await freePort(FIRST_PORT);
		miniflare = new Miniflare(
			convertV4MiniflareOptions({
				cf: false,
				telemetry: { enabled: false },
				...(inspected ? { inspectorPort: 0 } : {}),
				resourcePersistencePath: join(room, "state"),
				// The Worker's log is read and dropped, as an edge that ships it elsewhere would.
				handleStructuredLogs: () => {},
				workers: [
					{
						compatibilityDate: compatibilityDate(),
						...options,
						name: "bench",
						modules,
						modulesRoot: "/",
						unsafeDirectSockets: [{ host: "127.0.0.1", port }],
					},
				],
			}),
		);
		await miniflare.ready;
		if (migrated) await migrate(miniflare);
		const started = miniflare;
		const pids = childProcesses().filter((pid) => !before.includes(pid));
		return {
			url: `http://127.0.0.1:${port}`,
			cpuMs: () => cpuMs(pids),
			residentBytes: () => residentBytes(pids),
			inspectorUrl: async () => (inspected ? await started.getInspectorURL() : null),
			stop: async () => {
				await started.dispose();
				await clear();
			},
		};
	} catch (error) {
		await miniflare?.dispose();
		await clear();
		throw error;
	}
}

function compatibilityDate(): string {
	const { workerOptions } = unstable_getMiniflareWorkerOptions(CONFIG_PATH, "production");
	return (workerOptions as { compatibilityDate: string }).compatibilityDate;
}

/** The schemas, statement by statement, as `wrangler d1 migrations apply` would. */
async function migrate(miniflare: Miniflare): Promise<void> {
	for (const [binding, name] of Object.entries({ DB: "migrations", SEARCH: "migrations-search" })) {
		const database = await miniflare.getD1Database(binding, "bench");
		const folder = join(ROOT, name);
		const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
		for (const file of files.sort()) {
			const statements = readFileSync(join(folder, file), "utf8").split("--> statement-breakpoint");
			for (const statement of statements) if (statement.trim() !== "") await database.prepare(statement).run();
		}
	}
}

/** Our children, by the kernel's list; empty where there is none. */
function childProcesses(): number[] {
	try {
		return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(/\s+/).map(Number);
	} catch {
		// Not Linux: processor time is then not measured.
		return [];
	}
}

function cpuMs(pids: readonly number[]): number | null {
	if (pids.length === 0) return null;
	let ticks = 0;
	for (const pid of pids) {
		try {
			// After the name, which is in brackets and may hold anything: utime and stime are the 12th and 13th field.
			const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
			ticks += Number(fields[11]) + Number(fields[12]);
		} catch {
			return null;
		}
	}
	return (ticks / TICKS_PER_S) * 1000;
}

function residentBytes(pids: readonly number[]): number | null {
	if (pids.length === 0) return null;
	let kilobytes = 0;
	for (const pid of pids) {
		try {
			kilobytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
		} catch {
			return null;
		}
	}
	return kilobytes * 1024;
}
