import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

let app: RunningApp;
let browser: Browser;
let context: BrowserContext | null = null;
const keys = new Map<string, string>();

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-b", { method: "PUT", body: JSON.stringify({ name: "Ward B" }) });
	for (const [i, id] of ["BED-DEV-1", "BED-DEV-2", "BED-DEV-3"].entries()) {
		const body = { ward_id: "ward-b", bed: `Bed ${i + 1}`, patient_id: `patient-${i}`, simulated: i === 2 };
		await engineer(`/api/v1/devices/${id}`, { method: "PUT", body: JSON.stringify(body) });
		const { key } = (await (await engineer(`/api/v1/devices/${id}/keys`, { method: "POST" })).json()) as {
			key: string;
		};
		keys.set(id, key);
	}
});

afterEach(async () => {
	await context?.close();
	context = null;
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

async function post(deviceId: string, readings: Record<string, unknown>[]): Promise<void> {
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${keys.get(deviceId)}`, "content-type": "application/json" },
		body: JSON.stringify(readings.map((reading) => ({ device_id: deviceId, battery_level: 80, ...reading }))),
	});
	if (response.status !== 202) throw new Error(await response.text());
}

/** `seconds` readings, one a second, up to now. */
const stretch = (seconds: number, vitals: Record<string, number>) =>
	Array.from({ length: seconds }, (_, i) => ({ timestamp: Date.now() - (seconds - 1 - i) * 1000, ...vitals }));

const CALM = { heart_rate: 72, spo2: 97, respiratory_rate: 15 };

/** Signed in and on the central station. Fails on any error in the console, a refusal by the content security policy among them. */
async function openStation(
	options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ page: Page; errors: string[] }> {
	context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
	const page = await context.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error" && !message.text().includes("401")) errors.push(message.text());
	});
	await page.goto(`${app.url}/?ward=ward-b`);
	await page.waitForURL(/sign-in/);
	await page.click('button[value="nurse"]');
	await page.waitForSelector(".bed");
	return { page, errors };
}

const bed = (page: Page, deviceId: string) => page.locator(`.bed[data-device="${deviceId}"]`);

/** Waits until the bed shows `text` as its heart rate. */
const showsHeartRate = (page: Page, deviceId: string, text: string, timeout = 8_000) =>
	bed(page, deviceId)
		.locator('.vital[data-vital="heart_rate"] .vital-value')
		.filter({ hasText: new RegExp(`^\\s*${text}(\\s|$)`) })
		.waitFor({ timeout });

describe("the central station", () => {
	it("leads a stranger to the sign-in and then shows every bed of the ward", async () => {
		for (const id of keys.keys()) await post(id, [{ ...CALM, timestamp: Date.now() }]);
		const { page, errors } = await openStation();
		expect(await page.locator(".bed").count()).toBe(3);
		await showsHeartRate(page, "BED-DEV-1", "72");
		expect(await bed(page, "BED-DEV-3").innerText()).toContain("SIMULATED");
		expect(await bed(page, "BED-DEV-1").innerText()).not.toContain("SIMULATED");
		expect(errors).toEqual([]);
	});

	it("shows new values live, without a reload", async () => {
		const { page } = await openStation();
		for (const heartRate of [83, 84, 85]) {
			await post("BED-DEV-1", [{ ...CALM, heart_rate: heartRate, timestamp: Date.now() }]);
			await showsHeartRate(page, "BED-DEV-1", String(heartRate));
		}
	});

	it("shows an episode as it opens: on the bed, in the queue, announced, and with its reason", async () => {
		await post("BED-DEV-2", stretch(120, CALM));
		const { page, errors } = await openStation();
		await page.waitForTimeout(1_000);
		await post(
			"BED-DEV-2",
			Array.from({ length: 40 }, (_, i) => ({ ...CALM, spo2: 74, timestamp: Date.now() + 1000 + i * 1000 })),
		);
		await page.locator('.bed[data-device="BED-DEV-2"][data-priority="high"]').waitFor({ timeout: 5_000 });
		expect(await bed(page, "BED-DEV-2").innerText()).toContain("***");
		expect(await page.locator('.entry[data-device="BED-DEV-2"][data-priority="high"]').innerText()).toMatch(
			/Bed 2[\s\S]*SpO₂ 74/,
		);
		const announced = await page.locator('[aria-live="assertive"], [role="alert"]').allInnerTexts();
		expect(announced.join(" ")).toContain("Bed 2");
		expect(errors).toEqual([]);
	});

	it("never passes an old number off as a live one", async () => {
		const { page } = await openStation();
		await post("BED-DEV-3", [{ ...CALM, heart_rate: 66, timestamp: Date.now() }]);
		await showsHeartRate(page, "BED-DEV-3", "66");
		await bed(page, "BED-DEV-3").locator('.signal-age[data-staleness="dim"]').waitFor({ timeout: 25_000 });
		await showsHeartRate(page, "BED-DEV-3", "--", 70_000);
		expect(await bed(page, "BED-DEV-3").innerText()).not.toMatch(/\b66\b/);
	});

	it("says when the connection is gone, comes back by itself, and has what happened meanwhile", async () => {
		const { page } = await openStation();
		await post("BED-DEV-1", [{ ...CALM, heart_rate: 77, timestamp: Date.now() }]);
		await showsHeartRate(page, "BED-DEV-1", "77");
		await app.kill();
		await page.locator('.connection[data-state="reconnecting"]').waitFor({ timeout: 10_000 });
		await app.restart();
		await post("BED-DEV-1", [{ ...CALM, heart_rate: 78, timestamp: Date.now() }]);
		await showsHeartRate(page, "BED-DEV-1", "78", 60_000);
		await page.locator('.connection[data-state="open"]').waitFor();
	});

	it("signs out for good: the page before does not come back", async () => {
		const { page } = await openStation();
		await page.getByRole("button", { name: /sign out/i }).click();
		await page.waitForURL(/sign-in/);
		await page.goto(`${app.url}/?ward=ward-b`);
		await page.waitForURL(/sign-in/);
	});

	it.each([
		["light", 1440],
		["dark", 1440],
		["light", 390],
		["dark", 390],
	] as const)("has no accessibility violation, %s at %i px", async (colorScheme, width) => {
		const { page } = await openStation({ colorScheme, viewport: { width, height: 900 } });
		await page.waitForTimeout(1_000);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(
			violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
		).toEqual([]);
	});

	it("is worked by keyboard: `/` finds a bed, `?` explains", async () => {
		const { page } = await openStation();
		await page.keyboard.press("/");
		await page.keyboard.type("Bed 3");
		await page.waitForFunction(() => document.querySelectorAll(".bed").length === 1);
		await page.keyboard.press("Escape");
		await page.locator("body").click({ position: { x: 2, y: 2 } });
		await page.keyboard.press("?");
		await page.getByRole("dialog").waitFor();
	});
});
