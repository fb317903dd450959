/** A thousand beds on one screen: few are built, and all are found, reached by keyboard, counted and alarmed. */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPage, type Runtime } from "../../bench/runtime/runtime.ts";
import { ROOT } from "../../scripts/bootstrap.mjs";
import { openBrowser } from "./browser.ts";

const BEDS = 1000;
/** Sectors that fit into a window and its surroundings, with room to spare. */
const FEW = 100;

let runtime: Runtime;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	[runtime, browser] = await Promise.all([
		startPage("ward-feed.ts", join(ROOT, "web", "dist"), { BEDS }),
		openBrowser(),
	]);
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	page = await context.newPage();
	await page.goto(runtime.url);
	await page.locator(".bed .vital-value").first().waitFor();
});

afterAll(async () => {
	await browser?.close();
	await runtime?.stop();
});

const focusedBed = () => page.evaluate(() => document.activeElement?.querySelector(".bed-label")?.textContent ?? "");
const built = () => page.locator(".bed").count();

describe("a ward of a thousand beds", () => {
	it("builds the few that are looked at, and tells assistive technology which of how many each is", async () => {
		expect(await built()).toBeLessThan(FEW);
		expect(await page.locator(".beds-count").textContent()).toBe("1000 beds");
		await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
		const last = page.locator('.bed-slot[aria-posinset="1000"]');
		await last.waitFor();
		expect(await last.getAttribute("aria-setsize")).toBe("1000");
		expect(await last.locator(".bed-label").textContent()).toBe("Bed 1000");
		expect(await built()).toBeLessThan(FEW);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	});

	it("is walked through with j and k, also where a sector is not built yet, and from where one was", async () => {
		await page.evaluate(() => scrollTo(0, 0));
		await page.locator('.bed-slot[aria-posinset="1"]').waitFor();
		for (let i = 0; i < 60; i++) await page.keyboard.press("j");
		await expect.poll(focusedBed).toBe("Bed 60");
		await page.keyboard.press("k");
		await expect.poll(focusedBed).toBe("Bed 59");
		// Scrolled far away, the sector is gone and with it the focus.
		await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
		await page.locator('.bed-slot[aria-posinset="1000"]').waitFor();
		await page.keyboard.press("j");
		await expect.poll(focusedBed).toBe("Bed 60");
		expect(await page.locator('.bed[tabindex="0"]').count()).toBe(1);
	});

	it("stays where it is while values change", async () => {
		const place = () => page.locator(".bed:focus").evaluate((bed) => Math.round(bed.getBoundingClientRect().top));
		const before = await place();
		await page.waitForTimeout(2500);
		expect(await place()).toBe(before);
	});

	it("shows the bed of an episode wherever it is, and finds a bed by its name", async () => {
		const entry = page.locator(".entry").nth(3);
		const device = await entry.getAttribute("data-device");
		await entry.locator(".entry-go").click();
		await page.locator(`.bed[data-device="${device}"]:focus`).waitFor();
		await page.keyboard.press("/");
		await page.keyboard.type("bed 987");
		await expect.poll(() => page.locator(".bed-label").allTextContents()).toEqual(["Bed 987"]);
		await page.keyboard.press("Escape");
		await expect.poll(built).toBeGreaterThan(1);
	});

	it("builds the worst of its queue, and the others as one comes to them", async () => {
		const entries = () => page.locator(".queue-list").first().locator(".entry").count();
		const total = Number(await page.locator("#queue-title .queue-count").textContent());
		const first = await entries();
		expect(first).toBeLessThan(total);
		await page.locator(".queue-list + .button").first().scrollIntoViewIfNeeded();
		await expect.poll(entries).toBeGreaterThan(first);
	});
});
