/** What is said at the bed, on a patient's page: entered in a few steps, seen by others, taken back. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const DEVICE = "SAID-DEV-1";
let app: RunningApp;
let browser: Browser;
let patient = "";

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-b", { method: "PUT", body: JSON.stringify({ name: "Ward B" }) });
	const body = JSON.stringify({ ward_id: "ward-b", bed: "Bed 2", patient_id: "patient-b" });
	await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body });
	const issued = await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" });
	const { key } = (await issued.json()) as { key: string };
	const reading = { device_id: DEVICE, timestamp: Date.now(), heart_rate: 72, spo2: 97, respiratory_rate: 15 };
	await fetch(`${app.url}/api/v1/telemetry`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(reading),
	});
	const viewer = await signIn(app.url, "viewer");
	const context = await viewer(`/api/v1/devices/${DEVICE}/context`);
	({ patient } = (await context.json()) as { patient: string });
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

async function openAs(person: string): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const page = await context.newPage();
	await page.goto(`${app.url}/patients/${patient}?ward=ward-b`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	await page.waitForSelector(".bedside-table");
	return page;
}

describe("the bedside on a patient's page", () => {
	it("takes an observation in three steps, and shows it to whoever looks, apart from what the device measures", async () => {
		const [nurse, viewer] = await Promise.all([openAs("nurse"), openAs("viewer")]);
		expect(await viewer.getByRole("button", { name: "Enter" }).count(), "a viewer only looks").toBe(0);
		await nurse.getByLabel("Temperature, °C").fill("38.6");
		await nurse.getByLabel("Temperature, °C").press("Enter");
		for (const page of [nurse, viewer]) {
			await page.locator(".bedside-list").filter({ hasText: "38.6 °C" }).waitFor();
			await page.locator(".bedside-table tr", { hasText: "Temperature" }).filter({ hasText: "observed" }).waitFor();
		}
		await nurse.getByText("Entered in error", { exact: true }).click();
		await nurse.getByLabel("Why it was wrong").fill("other bed");
		await nurse.getByLabel("Why it was wrong").press("Enter");
		await viewer.locator('.bedside-list [data-error="true"]').filter({ hasText: "other bed" }).waitFor();
		await viewer.locator('.bedside-table tr[data-missing="true"]', { hasText: "Temperature" }).waitFor();
	});

	it("sets a limit of the patient's own with a reason and an end, by keyboard, shown apart from the default, and ends it", async () => {
		const [nurse, viewer] = await Promise.all([openAs("nurse"), openAs("viewer")]);
		await nurse.getByRole("button", { name: "Set a limit of Heart rate" }).focus();
		await nurse.keyboard.press("Enter");
		await nurse.getByLabel(/^Heart rate: Low/).fill("35");
		await nurse.getByLabel("Why", { exact: true }).fill("sleeps at 37");
		await nurse.keyboard.press("Enter");
		const row = (page: Page) => page.locator(".bedside-table tr", { has: page.locator('th[title="Heart rate"]') });
		for (const page of [nurse, viewer]) {
			await row(page).filter({ hasText: "sleeps at 37" }).filter({ hasText: "by nurse" }).waitFor();
			expect(await row(page).textContent()).toContain("40 … 131");
			expect(await row(page).textContent()).toContain("35 … 131");
		}
		const { violations } = await new AxeBuilder({ page: nurse }).analyze();
		expect(violations.map(({ id }) => id)).toEqual([]);
		await nurse.getByRole("button", { name: "End the limit of Heart rate" }).click();
		await viewer.locator('.bedside-table tr[data-own="true"]').waitFor({ state: "detached" });
	});
});
