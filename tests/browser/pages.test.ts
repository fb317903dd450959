/** The dashboard on Pages, whose Function hands everything live to the Worker. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { designTexts } from "../../web/src/design/texts.ts";
import { texts } from "../../web/src/texts.ts";
import { signIn, startAppOnPages, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const DEVICE = "PAGES-DEV-1";
const CALM = { heart_rate: 72, spo2: 97, respiratory_rate: 15 };

let app: RunningApp;
let browser: Browser;

beforeAll(async () => {
	[app, browser] = await Promise.all([startAppOnPages(), openBrowser()]);
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

/** What `_headers` says of every file: the one source of them, on Pages and on the Worker. */
const OF_FILES = readFileSync(join(ROOT, "web", "public", "_headers"), "utf8")
	.split("\n/assets/*")[0]!
	.split("\n")
	.flatMap((line) => {
		const [, name, value] = /^ {2}([\w-]+): (.*)$/.exec(line) ?? [];
		return name === undefined || value === undefined ? [] : [[name, value] as const];
	});

/** Those that an answer of the API has as well; what may run there is less, and it is kept nowhere. */
const OF_ANSWERS = /^(Strict-Transport-Security|X-|Referrer-Policy|Cross-Origin-Resource-Policy)/;

describe("on Pages", () => {
	it("an alert reaches a nurse over the socket, who acknowledges it", async () => {
		const engineer = await signIn(app.url, "engineer");
		await engineer("/api/v1/wards/ward-p", { method: "PUT", body: JSON.stringify({ name: "Ward P" }) });
		const body = JSON.stringify({ ward_id: "ward-p", bed: "Bed 1", patient_id: "pages-1" });
		await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body });
		const issued = await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" });
		const { key } = (await issued.json()) as { key: string };
		const post = async (readings: readonly Record<string, number>[]) => {
			const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
				method: "POST",
				headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
				body: JSON.stringify(readings.map((reading) => ({ device_id: DEVICE, ...reading }))),
			});
			expect(response.status).toBe(202);
		};
		const now = Date.now();
		await post(Array.from({ length: 120 }, (_, i) => ({ ...CALM, timestamp: now - (120 - i) * 1000 })));

		const page = await browser.newPage();
		const errors: string[] = [];
		page.on("pageerror", (error) => errors.push(error.message));
		page.on("console", (message) => {
			if (message.type() === "error" && !message.text().includes("401")) errors.push(message.text());
		});
		await page.goto(`${app.url}/?ward=ward-p`);
		await page.waitForURL(/sign-in/);
		await page.click('button[value="nurse"]');
		await page.locator('.connection[data-state="open"]').waitFor();
		await page.locator(".bed").waitFor();
		await post(Array.from({ length: 40 }, (_, i) => ({ ...CALM, spo2: 74, timestamp: now + i * 1000 })));
		const entry = page.locator(`.entry[data-device="${DEVICE}"][data-priority="high"]`);
		await entry.waitFor({ timeout: 10_000 });
		await entry.getByRole("button", { name: /acknowledge/i }).click();
		await page.locator(`.entry[data-device="${DEVICE}"][data-acknowledged="true"]`).waitFor();
		expect(errors).toEqual([]);
		// A page of its own address is the dashboard's, as on the Worker.
		await page.goto(`${app.url}/hand-over?ward=ward-p`);
		await page.locator("main h2").first().waitFor();
		await page.context().close();
	});

	it.each(["/", "/no/such/page", "/favicon.svg"])("%s has the headers that the Worker's file has", async (path) => {
		const { headers } = await fetch(app.url + path);
		expect(OF_FILES.length).toBeGreaterThan(6);
		// Pages lets every site read files, if it is not told otherwise.
		expect(headers.get("access-control-allow-origin")).toBeNull();
		for (const [name, value] of OF_FILES) expect(headers.get(name), name).toBe(value);
	});

	it.each(["/api/v1/me", "/api/no/such", "/fhir/metadata", "/health"])(
		"%s is answered by the Worker, with its headers",
		async (path) => {
			const { headers } = await fetch(app.url + path);
			expect(headers.get("x-correlation-id")).toBeTruthy();
			for (const [name, value] of OF_FILES.filter(([name]) => OF_ANSWERS.test(name)))
				expect(headers.get(name), name).toBe(value);
			expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
		},
	);
});

/** A script and the scripts that it cannot run without. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
	if (seen.has(file)) return seen;
	seen.add(file);
	const code = readFileSync(join(ROOT, "web", "dist", "assets", file), "utf8");
	for (const [, path] of code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) withImports(path as string, seen);
	return seen;
}

describe("what is deployed", () => {
	it("shows the central station with 60 kB of JavaScript at most", () => {
		const html = readFileSync(join(ROOT, "web", "dist", "index.html"), "utf8");
		const [, entry] = /src="\/assets\/([\w.-]+\.js)"/.exec(html) ?? [];
		const scripts = [...withImports(entry as string)].map((file) => join(ROOT, "web", "dist", "assets", file));
		const bytes = [...scripts, join(ROOT, "web", "dist", "theme.js")].map(
			(file) => gzipSync(readFileSync(file)).length,
		);
		expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000);
	});

	it("has the dashboard and not the page that shows its components in development", () => {
		const assets = join(ROOT, "web", "dist", "assets");
		const scripts = readdirSync(assets).filter((file) => file.endsWith(".js"));
		const code = scripts.map((file) => readFileSync(join(assets, file), "utf8")).join("");
		expect(code).toContain(texts.beds.search);
		expect(code).not.toContain(designTexts.title);
	});
});
