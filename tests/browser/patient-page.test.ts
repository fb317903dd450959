import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const DEVICE = "PAGE-DEV-1";
const CALM = {
	heart_rate: 72,
	spo2: 97,
	respiratory_rate: 15,
	temperature: 36.8,
	systolic_pressure: 121,
	diastolic_pressure: 76,
	mean_pressure: 91,
};
const HOUR = 3600;
/** Signals that stand still would be an episode of their own. */
const calm = (i: number) => ({
	...CALM,
	respiratory_rate: CALM.respiratory_rate + (i % 3),
	temperature: CALM.temperature + (i % 4) / 10,
	systolic_pressure: CALM.systolic_pressure + (i % 5),
	mean_pressure: CALM.mean_pressure + (i % 4),
});

let app: RunningApp;
let browser: Browser;
let key = "";
/** Time of the next reading. */
let next = 0;

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-p", { method: "PUT", body: JSON.stringify({ name: "Ward P" }) });
	const body = JSON.stringify({
		ward_id: "ward-p",
		bed: "Bed 7",
		patient_id: "patient-p",
		simulated: true,
		cadence_s: 3600,
	});
	await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body });
	({ key } = (await (await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" })).json()) as { key: string });
	// The simulated clock runs ahead: two hours of history without waiting for them.
	const now = Date.now() + 3 * HOUR * 1000;
	next = now - 2 * HOUR * 1000;
	const clock = await fetch(`${app.url}/api/v1/devices/${DEVICE}/clock`, {
		method: "PUT",
		headers: { authorization: `Bearer ${key}` },
		body: JSON.stringify({ now, rate: 1 }),
	});
	if (clock.status !== 200) throw new Error(await clock.text());
	// Each ten seconds a reading; a single peak of the heart rate that no average may hide.
	for (let minute = 0; minute < 119; minute += 10) {
		await post(60, 10, (i) => ({
			...calm(i),
			heart_rate: minute === 60 && i === 30 ? 119 : 72 + Math.round(3 * Math.sin((minute * 6 + i) / 9)),
		}));
	}
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

/** `count` readings, `pause` seconds apart. */
async function post(count: number, pause: number, vitals: (i: number) => Record<string, number>): Promise<void> {
	const readings = Array.from({ length: count }, (_, i) => ({
		device_id: DEVICE,
		timestamp: next + i * pause * 1000,
		...vitals(i),
	}));
	next += count * pause * 1000;
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(readings),
	});
	if (response.status !== 202) throw new Error(await response.text());
}

async function openAs(person: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
	const page = await context.newPage();
	await page.goto(`${app.url}/?ward=ward-p`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	await page.waitForSelector(`.bed[data-device="${DEVICE}"]`);
	return page;
}

const figure = (page: Page, vital: string) => page.locator(`.trend-figure[data-vital="${vital}"]`);
/** What a screen reader hears of a chart. */
const told = (page: Page, vital: string) => figure(page, vital).locator(".trend-plot").getAttribute("aria-label");

async function openPatient(page: Page): Promise<void> {
	await page.click(`.bed[data-device="${DEVICE}"] .bed-open`);
	await page.waitForSelector(".patient-name");
	await figure(page, "heart_rate").waitFor();
}

describe("a patient's page", () => {
	it("opens from the bed, by mouse and by key, and leads back to it", async () => {
		const page = await openAs("nurse");
		await openPatient(page);
		expect(await page.textContent(".patient-name")).toBe("Bed 7");
		expect(new URL(page.url()).pathname).toMatch(/^\/patients\/P-/);
		await page.click(".patient-back");
		await page.waitForSelector(`.bed[data-device="${DEVICE}"]`);
		await page.focus(`.bed[data-device="${DEVICE}"]`);
		await page.keyboard.press("o");
		await page.waitForSelector(".patient-name");
		// And by its address.
		await page.reload();
		await figure(page, "heart_rate").waitFor();
		await page.context().close();
	});

	it("shows every vital sign over one time axis, and hides no peak", async () => {
		const page = await openAs("nurse");
		await openPatient(page);
		for (const vital of ["heart_rate", "spo2", "respiratory_rate", "pressure", "temperature"])
			expect(await figure(page, vital).count(), vital).toBe(1);
		expect(await figure(page, "etco2").count()).toBe(0);
		await page.click('.trends-lengths button:has-text("8 h")');
		await expect.poll(() => told(page, "heart_rate")).toMatch(/lowest 69, highest 119 /);
		expect(await told(page, "spo2")).toBe("Oxygen saturation: mean 97, lowest 97, highest 97 %");
		await page.click(".trend-table summary");
		expect(await page.textContent('.trend-table tr:has-text("Systolic pressure")')).toMatch(/123.*121.*125/);
		await page.context().close();
	});

	it("looks closer where one drags, stands still then, and goes back to live", async () => {
		const page = await openAs("nurse");
		await openPatient(page);
		await page.click('.trends-lengths button:has-text("8 h")');
		await expect.poll(() => told(page, "heart_rate")).toMatch(/highest 119 /);
		const plot = await figure(page, "heart_rate").locator(".u-over").boundingBox();
		if (plot === null) throw new Error("no plot");
		const y = plot.y + plot.height / 2;
		// The last hour of eight: without the peak, which is an hour old.
		await page.mouse.move(plot.x + plot.width * 0.9, y);
		await page.mouse.down();
		await page.mouse.move(plot.x + plot.width * 0.97, y, { steps: 4 });
		await page.mouse.up();
		await page.waitForSelector('.trends-state button:has-text("Back to live")');
		await expect.poll(() => told(page, "heart_rate")).toMatch(/highest 75 /);
		await page.click('.trends-state button:has-text("Back to live")');
		await page.waitForSelector(".trends-live");
		await page.click('button[aria-label="Earlier"]');
		await page.waitForSelector('.trends-state button:has-text("Back to live")');
		await page.click('button[aria-label="Later"]');
		await page.waitForSelector(".trends-live");
		await page.context().close();
	});

	it("goes on with live values, and shows an episode as it opens, which can be acknowledged and looked at", async () => {
		const page = await openAs("nurse");
		await openPatient(page);
		await expect.poll(() => told(page, "spo2")).toMatch(/lowest 97/);
		await post(60, 1, (i) => ({ ...calm(i), heart_rate: 128 + (i % 4), spo2: 78 + (i % 2) }));
		const entry = page.locator('.history-list .entry[data-priority="high"]').first();
		await entry.waitFor();
		await page.waitForSelector('.patient-now .bed-alarm[data-priority="high"]');
		// Without a reload; of the batch also what never was the newest.
		await expect.poll(() => told(page, "spo2"), { timeout: 30_000 }).toMatch(/lowest 78/);
		await entry.locator(".entry-acknowledge").click();
		await expect.poll(() => entry.textContent()).toMatch(/Acknowledged by you/);
		// And more can be done about it, each with a word.
		await entry.locator(".episode-more summary").click();
		await entry.locator("textarea").fill("Probe was on a cold finger");
		await entry.getByRole("button", { name: "5 min", exact: true }).click();
		await expect.poll(() => entry.textContent(), { timeout: 15_000 }).toMatch(/Quiet until/);
		await entry.locator('button:has-text("A false alarm")').click();
		await expect
			.poll(() => entry.locator(".episode-events").textContent(), { timeout: 15_000 })
			.toMatch(
				/opened.*acknowledged by you.*kept quiet.*by you.*Probe was on a cold finger.*judged \(Judged a false alarm\)/,
			);
		const folder = process.env["SCREENSHOTS"];
		if (folder !== undefined) await page.screenshot({ path: `${folder}/patient-actions.png`, fullPage: true });
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
		await entry.locator('button:has-text("Show")').click();
		await page.waitForSelector('.trends-state button:has-text("Back to live")');
		await page.context().close();
	});

	it.each([
		["light", 1440],
		["dark", 1440],
		["light", 390],
		["dark", 390],
	] as const)("has no accessibility violation and no sideways scrolling, %s at %i px", async (colorScheme, width) => {
		const page = await openAs("nurse", { colorScheme, viewport: { width, height: 900 } });
		await openPatient(page);
		const folder = process.env["SCREENSHOTS"];
		if (folder !== undefined) {
			await page.waitForTimeout(1000);
			await page.screenshot({ path: `${folder}/patient-${colorScheme}-${width}.png`, fullPage: true });
		}
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		await page.context().close();
	});
});
