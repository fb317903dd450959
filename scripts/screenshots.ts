/**
 * `npm run screenshots [-- --url URL] [--readme]`: every screen, wide and on a phone, light and dark, and the wall display,
 * into `screenshots/`. Without an address a demo ward of its own is started, and waited for until something has happened.
 * With `--readme` the README's two pictures are made, too.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { CHROMIUM_ARGS, ensureChromium } from "./chromium.ts";
import { ROOT } from "./bootstrap.mjs";
import { start, stopAll } from "./children.ts";
import { buildDashboard, freePort, migrate, startRuntime } from "./local-app.ts";

const FOLDER = join(ROOT, "screenshots");
const IMAGES = join(ROOT, "docs", "images");
/** Away from the port of `npm start`. */
const FIRST_PORT = 8990;
/** The ward's first deterioration comes within two minutes; a high alarm and a second one within five. */
const PATIENCE_MS = 6 * 60_000;
const ASK_EVERY_MS = 3000;
/** Until values, charts and fonts are there. */
const SETTLE_MS = 2500;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const WALL = { width: 1920, height: 1080 };

interface Screen {
	readonly name: string;
	/** Who looks at it: a demo person of the local sign-in. */
	readonly person: string;
	/** `:surrogate` is the patient with the worst open episode. */
	readonly path: string;
	/** Something that is there once the screen is. */
	readonly shows: string;
}

const SCREENS: readonly Screen[] = [
	{ name: "central-station", person: "nurse", path: "/", shows: ".bed .vital-value" },
	{ name: "patient", person: "nurse", path: "/patients/:surrogate", shows: "main canvas" },
	{ name: "hand-over", person: "nurse", path: "/hand-over", shows: ".handover-patient, .handover-quiet" },
	{ name: "alarm-load", person: "nurse", path: "/alarm-load", shows: ".load-figures" },
	{ name: "notifications", person: "nurse", path: "/notifications", shows: "main h2" },
	{ name: "fleet", person: "engineer", path: "/", shows: ".manage-table tbody tr" },
	{ name: "keys", person: "engineer", path: "/keys", shows: ".manage-panel" },
	{ name: "lake", person: "engineer", path: "/lake", shows: ".manage-figures" },
	{ name: "cost", person: "engineer", path: "/cost", shows: ".manage-table" },
	{ name: "people", person: "admin", path: "/people", shows: ".manage-table" },
	{ name: "wards", person: "admin", path: "/wards", shows: ".manage-table" },
	{ name: "audit", person: "admin", path: "/audit", shows: ".manage-table" },
	{ name: "glass", person: "admin", path: "/glass", shows: ".manage" },
];

const { values } = parseArgs({
	options: { url: { type: "string" }, readme: { type: "boolean", default: false } },
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls the API as a demo person. */
async function caller(url: string, person: string): Promise<<T>(path: string) => Promise<T>> {
	const signedIn = await fetch(`${url}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json", origin: url },
		body: JSON.stringify({ person }),
		redirect: "manual",
	});
	const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
	return async (path) => {
		const response = await fetch(url + path, { headers: { cookie } });
		if (!response.ok) throw new Error(`${path} answered ${response.status}`);
		return response.json() as never;
	};
}

interface Open {
	readonly data: readonly { readonly patient: string | null; readonly risk_level: string; readonly status: string }[];
}

/** The patient with a high alarm that is open. */
async function waitForAlarm(url: string): Promise<string> {
	const ask = await caller(url, "nurse");
	const until = Date.now() + PATIENCE_MS;
	while (Date.now() < until) {
		const { data } = await ask<Open>("/api/v1/anomalies?limit=50");
		const open = data.filter(({ status, patient }) => status === "open" && patient !== null);
		const high = open.find(({ risk_level }) => risk_level === "HIGH");
		if (high?.patient != null && open.length > 1) return high.patient;
		await pause(ASK_EVERY_MS);
	}
	throw new Error("No high alarm is open on the ward: is its simulator running?");
}

async function openAs(browser: Browser, url: string, person: string, options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext(options);
	const page = await context.newPage();
	await page.goto(`${url}/sign-in`);
	await page.click(`button[value="${person}"]`);
	await page.waitForSelector("header.top");
	return page;
}

async function shoot(browser: Browser, url: string): Promise<void> {
	const surrogate = await waitForAlarm(url);
	const path = (screen: Screen) => screen.path.replace(":surrogate", surrogate);
	const people = [...new Set(SCREENS.map(({ person }) => person))];
	for (const colorScheme of ["light", "dark"] as const) {
		for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
			for (const person of people) {
				const page = await openAs(browser, url, person, { viewport, colorScheme });
				for (const screen of SCREENS.filter((one) => one.person === person)) {
					await page.goto(url + path(screen));
					await page.waitForSelector(screen.shows, { timeout: 30_000 });
					await page.waitForTimeout(SETTLE_MS);
					await page.screenshot({ path: join(FOLDER, `${screen.name}-${size}-${colorScheme}.png`), fullPage: true });
				}
				await page.context().close();
			}
		}
		const wall = await openAs(browser, url, "viewer", { viewport: WALL, colorScheme });
		await wall.goto(`${url}/?display=wall`);
		await wall.waitForSelector(".bed .vital-value");
		await wall.waitForTimeout(SETTLE_MS);
		await wall.screenshot({ path: join(FOLDER, `wall-${colorScheme}.png`) });
		await wall.context().close();
	}
	const stranger = await browser.newPage({ viewport: WIDE });
	await stranger.goto(`${url}/sign-in`);
	await stranger.screenshot({ path: join(FOLDER, "sign-in-wide-light.png") });
	await stranger.context().close();
	if (!values.readme) return;
	const page = await openAs(browser, url, "nurse", { viewport: WIDE, colorScheme: "dark" });
	for (const [name, where] of [
		["central-station", "/"],
		["patient-page", `/patients/${surrogate}`],
	] as const) {
		await page.goto(url + where);
		await page.waitForSelector("main canvas");
		await page.waitForTimeout(SETTLE_MS);
		await page.screenshot({ path: join(IMAGES, `${name}.png`) });
	}
	await page.context().close();
}

/** A ward of its own, which goes when the pictures are taken. */
async function startDemo(): Promise<{ readonly url: string; readonly room: string }> {
	const room = await mkdtemp(join(tmpdir(), "sentinel-screenshots-"));
	console.log("Building the dashboard and starting a demo ward …");
	await buildDashboard();
	await migrate(room);
	const { url } = await startRuntime(await freePort(FIRST_PORT), { stateDir: room, ownGroup: true });
	start("node", [join(ROOT, "simulator", "cli.ts"), "ward", "--url", url, "--give-up", "0"]);
	return { url, room };
}

const demo = values.url === undefined ? await startDemo() : null;
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
	await mkdir(FOLDER, { recursive: true });
	await shoot(browser, demo?.url ?? (values.url as string));
	console.log(`The pictures are in ${FOLDER}`);
} finally {
	await browser.close();
	await stopAll();
	if (demo !== null) await rm(demo.room, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
