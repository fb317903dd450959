/**
 * What every command needs before it can run, in plain JavaScript for whatever Node the machine has:
 * the packages (Node 24 among them), and the local secrets.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(ROOT, "node_modules", ".bin");

/** Names the lock file that `node_modules` was installed from. */
const MARK = join(ROOT, "node_modules", ".installed-from");

/** Installs the packages when they are missing or older than the lock file. */
export function ensurePackages() {
	const lock = createHash("sha256")
		.update(readFileSync(join(ROOT, "package-lock.json")))
		.digest("hex");
	if (existsSync(MARK) && readFileSync(MARK, "utf8") === lock) return;
	console.log("Installing packages (about 750 MB unpacked, once) …");
	const result = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
		cwd: ROOT,
		stdio: ["ignore", "inherit", "inherit"],
		shell: process.platform === "win32",
	});
	if (result.status !== 0) {
		console.error("npm install failed; its message is above. A working connection to an npm registry is needed once.");
		process.exit(result.status ?? 1);
	}
	writeFileSync(MARK, lock);
}

/** Secrets that every checkout has its own of. */
const SECRETS = ["DEVICE_ROOT_KEY", "PATIENT_KEY", "LABEL_KEY", "SESSION_KEY", "EXPORT_KEY", "NOTIFICATION_KEY"];

/** Makes `.dev.vars`, the secrets of this checkout, on first use, and adds what a later release needs. */
export function ensureDevVars() {
	const file = join(ROOT, ".dev.vars");
	const present = existsSync(file) ? readFileSync(file, "utf8") : FIRST_DEV_VARS;
	const has = (name) => present.split("\n").some((line) => line.startsWith(`${name}=`));
	const missing = SECRETS.filter((name) => !has(name));
	if (missing.length === 0 && has("VAPID_PRIVATE_KEY")) return;
	const secrets = missing.map((name) => `${name}=${randomBytes(32).toString("hex")}\n`).join("");
	const added = secrets + (has("VAPID_PRIVATE_KEY") ? "" : vapidKeys());
	writeFileSync(file, present.replace(/\n?$/, "\n") + added, { mode: 0o600 });
}

/** Who this checkout is to push services (RFC 8292): a key pair of P-256, both parts base64url. */
function vapidKeys() {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const { x, y } = publicKey.export({ format: "jwk" });
	const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
	return `VAPID_PUBLIC_KEY=${point.toString("base64url")}\nVAPID_PRIVATE_KEY=${privateKey.export({ format: "jwk" }).d}\n`;
}

const FIRST_DEV_VARS = `# Secrets of this checkout, made on first run. Never committed; delete the file and run \`npm run reset\` for new ones.
# Turns on the sign-in page for demo people. Only ever on a developer's machine.
LOCAL_SIGN_IN=enabled
`;

/** The environment of every child: the project's own binaries first, and no calls home. */
export function childEnvironment() {
	return {
		...process.env,
		PATH: `${BIN}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`,
		CLOUDFLARE_CF_FETCH_ENABLED: "false",
		WRANGLER_SEND_METRICS: "false",
		WRANGLER_HIDE_BANNER: "true",
		NO_UPDATE_NOTIFIER: "1",
	};
}

/** Goes on in `script` (TypeScript) on the project's own Node, and ends as it ends. */
export function continueOnProjectNode(script, args) {
	const child = spawn(join(BIN, "node"), [join(ROOT, "scripts", script), ...args], {
		cwd: ROOT,
		stdio: "inherit",
		env: childEnvironment(),
	});
	// The child decides what a signal means; a terminal's Ctrl-C reaches it by itself.
	process.on("SIGINT", () => {});
	process.on("SIGTERM", () => child.kill("SIGTERM"));
	child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
