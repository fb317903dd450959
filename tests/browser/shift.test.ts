/** The hand-over and the alarm load, as a nurse and an engineer use them. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const WARD = "ward-s";
let app: RunningApp;
let browser: Browser;

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	// Demo people are members once they have been here: somebody to hand over to.
	await signIn(app.url, "admin");
	await engineer(`/api/v1/wards/${WARD}`, { method: "PUT", body: JSON.stringify({ name: "Ward S" }) });
	for (const [bed, ill] of [
		[1, false],
		[2, true],
		[3, false],
	] as const) {
		const id = `SHIFT-DEV-${bed}`;
		const body = JSON.stringify({ ward_id: WARD, bed: `Bed ${bed}`, patient_id: `shift-${bed}` });
		await engineer(`/api/v1/devices/${id}`, { method: "PUT", body });
		const { key } = (await (await engineer(`/api/v1/devices/${id}/keys`, { method: "POST" })).json()) as {
			key: string;
		};
		const now = Date.now() + 30_000;
		const readings = Array.from({ length: 30 }, (_, i) => ({
			device_id: id,
			timestamp: now - (30 - i) * 1000,
			heart_rate: ill ? 180 + (i % 3) : 71 + (i % 4),
			spo2: ill ? 74 : 97,
			respiratory_rate: ill ? 34 + (i % 2) : 15 + (i % 3),
		}));
		const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify(readings),
		});
		if (response.status !== 202) throw new Error(await response.text());
	}
	// Starting all of it is slow on a busy machine.
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

async function openAs(person: string, path: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
	const page = await context.newPage();
	await page.goto(`${app.url}${path}?ward=${WARD}`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	return page;
}

const PHONE = { width: 390, height: 844 };

/** No fault that axe knows of, nothing wider than the window; and how it looks, where somebody wants to see it. */
async function look(page: Page, name: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
	const folder = process.env["SCREENSHOTS"];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const SIGHTS = [
	["light", undefined],
	["dark", undefined],
	["light", PHONE],
	["dark", PHONE],
] as const;

describe("the hand-over", () => {
	it("begins with whoever needs somebody, says why, and leads to them", async () => {
		const page = await openAs("nurse", "/hand-over");
		const first = page.locator(".handover-patient").first();
		await first.waitFor();
		expect(await first.locator(".handover-name").textContent()).toMatch(/^Bed 2 /);
		expect(await first.locator(".handover-why strong").textContent()).toBe("High alarm, nobody has acknowledged it");
		expect(await first.locator(".handover-vitals").textContent()).toMatch(/HR 18\d/);
		await first.locator(".handover-name").click();
		await page.waitForURL(/\/patients\/P-/);
		await page.context().close();
	});

	it("is given to a colleague with the keyboard, and the next one begins there", async () => {
		const page = await openAs("nurse", "/hand-over");
		const to = page.locator(".handover-give select");
		await to.waitFor();
		await to.focus();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Tab");
		await page.keyboard.type("Bed 2 goes to intensive care.");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await expect.poll(() => page.textContent(".handover-said")).toMatch(/^Handed over to /);
		await expect.poll(() => page.textContent(".handover-note")).toBe("Bed 2 goes to intensive care.");
		expect(await page.textContent(".shift-purpose")).toContain("since the last hand-over");
		await page.context().close();
	});

	it.each(SIGHTS)("can be read: %s, %o", async (colorScheme, viewport) => {
		const page = await openAs("nurse", "/hand-over", { colorScheme, ...(viewport ? { viewport } : {}) });
		await page.selectOption(".shift-controls select", "12");
		await page.locator(".handover-patient").first().waitFor();
		await look(page, `handover-${colorScheme}-${viewport ? "phone" : "wide"}`);
		await page.context().close();
	});
});

describe("the alarm load", () => {
	it("is an engineer's, too, who learns which devices alarm, and no patient", async () => {
		const page = await openAs("engineer", "/alarm-load");
		await page.locator(".load-figures").waitFor();
		expect(await page.textContent(".load-worst")).toContain("SHIFT-DEV-2");
		expect(await page.textContent("main")).not.toMatch(/P-[0-9A-F]{12}/);
		const before = Number(await page.locator(".load-figure strong").first().textContent());
		await page.fill('.shift-controls input[type="number"]', "2");
		await page.keyboard.press("Tab");
		await expect
			.poll(async () => Number(await page.locator(".load-figure strong").first().textContent()))
			.toBeLessThan(before);
		const [file] = await Promise.all([page.waitForEvent("download"), page.click(".shift-controls a.button")]);
		expect(file.suggestedFilename()).toMatch(/^alarm-load_ward-s_.*\.csv$/);
		await page.context().close();
	});

	it.each(SIGHTS)("can be read: %s, %o", async (colorScheme, viewport) => {
		const page = await openAs("nurse", "/alarm-load", { colorScheme, ...(viewport ? { viewport } : {}) });
		await page.locator(".load-worst").waitFor();
		await look(page, `load-${colorScheme}-${viewport ? "phone" : "wide"}`);
		await page.context().close();
	});
});
