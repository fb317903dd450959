/** `npm start`: everything, offline, with a simulated ward posting. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./bootstrap.mjs";
import { start, stopAll } from "./children.ts";
import { buildDashboard, freePort, migrate, startRuntime } from "./local-app.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "8787" },
		"no-simulator": { type: "boolean", default: false },
		dev: { type: "boolean", default: false },
		help: { type: "boolean", short: "h", default: false },
	},
});
if (values.help) {
	console.log(
		"npm start -- [--port 8787] [--no-simulator]    npm run dev: the same, and the dashboard with hot reload",
	);
	process.exit(0);
}

let stopping = false;
async function stop(code: number): Promise<never> {
	if (!stopping) {
		stopping = true;
		await stopAll();
	}
	process.exit(code);
}
process.on("SIGINT", () => {
	console.log("\nStopping …");
	void stop(0);
});
process.on("SIGTERM", () => void stop(0));

const logDir = join(ROOT, ".wrangler", "logs");
const logFile = join(logDir, "local.log");
const simulatorLog = join(logDir, "simulator.log");

async function step<T>(what: string, work: Promise<T>): Promise<T> {
	const startedAt = Date.now();
	process.stdout.write(`${what} … `);
	const result = await work;
	console.log(`${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
	return result;
}

try {
	mkdirSync(logDir, { recursive: true });
	for (const file of [logFile, simulatorLog]) writeFileSync(file, "");
	await step("Building the dashboard", buildDashboard());
	await step("Migrating the databases", migrate());
	const wanted = Number(values.port);
	const port = await freePort(wanted);
	if (port !== wanted) {
		console.log(`Port ${wanted} is taken: this runs on ${port}. Give other commands --url http://localhost:${port}`);
	}
	const runtime = await step(
		"Starting the edge runtime",
		startRuntime(port, { ownGroup: true, onLine: (line) => appendFileSync(logFile, `${line}\n`) }),
	);
	runtime.child.on("exit", () => {
		if (stopping) return;
		console.error(`\nThe runtime ended unexpectedly; see ${logFile}`);
		void stop(1);
	});
	if (!values["no-simulator"]) {
		const args = [join(ROOT, "simulator", "cli.ts"), "ward", "--url", runtime.url, "--give-up", "0"];
		const simulator = start("node", args);
		for (const stream of [simulator.stdout, simulator.stderr]) {
			stream?.on("data", (chunk: Buffer) => appendFileSync(simulatorLog, chunk));
		}
		simulator.on("exit", (code) => {
			if (!stopping && code !== 0)
				console.error(`The simulated ward ended (exit ${code}, see ${simulatorLog}); the application goes on.`);
		});
	}
	if (values.dev) {
		process.env["SENTINEL_URL"] = runtime.url;
		const vite = start("vite", ["web", "--host", "127.0.0.1", "--clearScreen", "false"], { stdio: "inherit" });
		vite.on("exit", () => void stop(stopping ? 0 : 1));
	}
	console.log(`
  BioStream Sentinel    ${runtime.url}

  Sign in as            Nurse Amara (clinician): sees beds and episodes
                        Engineer Ines: devices, keys, lake · Ward screen · Admin Bo
  Watch                 16 simulated beds; the first deterioration comes within a minute or two
  Logs                  .wrangler/logs/local.log
  ${values.dev ? "Hot reload            http://localhost:5173\n  " : ""}Stop                  Ctrl-C  (state stays; npm run reset clears it)
`);
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	await stop(1);
}
