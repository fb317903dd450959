/** Finds a Chromium for the browser tests; installs Debian's when there is none and we may. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/usr/bin/google-chrome-stable",
	"/snap/bin/chromium",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Options that keep a headless Chromium offline and, as root, able to start. */
export const CHROMIUM_ARGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** Path of a browser, `null` when there is none. `CHROMIUM` in the environment goes first. */
export function findChromium(): string | null {
	const named = process.env["CHROMIUM"];
	if (named !== undefined && named !== "") return existsSync(named) ? named : null;
	return PLACES.find((place) => existsSync(place)) ?? null;
}

/**
 * Path of a browser, installed if need be.
 *
 * @throws Error that says what to do, where we cannot install one
 */
export function ensureChromium(): string {
	const present = findChromium();
	if (present !== null) return present;
	const root = process.getuid?.() === 0;
	if (root && existsSync("/usr/bin/apt-get")) {
		console.log("Installing Debian's chromium for the browser tests (once) …");
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		const apt = (...args: string[]) => spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
		apt("update", "-qq");
		apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
		const installed = findChromium();
		if (installed !== null) return installed;
	}
	throw new Error(
		"The browser tests need Chromium or Chrome. Install one (Debian and Ubuntu: `sudo apt install chromium`), or set CHROMIUM to its path.",
	);
}
