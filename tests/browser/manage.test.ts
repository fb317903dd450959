/** The pages of engineers and admins, as they use them. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const WARD = "ward-m";
const DEVICE = "MANAGE-DEV-1";
let app: RunningApp;
let browser: Browser;

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	await signIn(app.url, "nurse");
	await engineer(`/api/v1/wards/${WARD}`, { method: "PUT", body: JSON.stringify({ name: "Ward M" }) });
	const enrolled = JSON.stringify({ ward_id: WARD, bed: "Bed 1", patient_id: "manage-1" });
	await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body: enrolled });
	await engineer(`/api/v1/devices/MANAGE-DEV-2`, { method: "PUT", body: JSON.stringify({ ward_id: WARD }) });
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
	await page.locator("main.manage").waitFor();
	return page;
}

const post = async (key: string, heartRate = 72) =>
	(
		await fetch(`${app.url}/api/v1/telemetry`, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify({ device_id: DEVICE, heart_rate: heartRate, battery_level: 15 }),
		})
	).status;

describe("an engineer", () => {
	it("issues a key that is shown once, rotates it, and cuts off who has the one before", async () => {
		const page = await openAs("engineer", "/keys");
		const keys = page.getByRole("form", { name: "A device's key" });
		await keys.getByRole("combobox").fill(DEVICE);
		await keys.getByRole("button", { name: "Look" }).click();
		const issue = page.locator(".manage-panel").first().getByRole("button", { name: "Issue a new key" });
		const shown = page.locator(".manage-secret pre");
		await issue.click();
		await shown.waitFor();
		const first = (await shown.textContent()) ?? "";
		expect(await post(first)).toBe(202);
		await page.getByRole("button", { name: "I have kept it" }).click();
		expect(await shown.count()).toBe(0);
		await issue.click();
		await expect.poll(() => shown.textContent()).not.toBe(first);
		const second = (await shown.textContent()) ?? "";
		expect(await post(first)).toBe(202);
		// Asked once more before it is done.
		await page.getByRole("button", { name: "Revoke the older keys" }).click();
		expect(await post(first)).toBe(202);
		await page.getByRole("button", { name: /Really/ }).click();
		await page.getByText("The newest of 2 is valid.").waitFor();
		expect(await post(first)).toBe(401);
		expect(await post(second)).toBe(202);
		await page.context().close();
	});

	it("claims a device with a code that gives it its key", async () => {
		const page = await openAs("engineer", "/keys");
		const claims = page.getByRole("form", { name: "Claims" });
		await claims.getByLabel("Device or fleet").fill("MANAGE-NEW-1");
		await claims.getByRole("button", { name: "Make the codes" }).click();
		const code = (await page.locator(".manage-secret pre").textContent()) ?? "";
		const redeemed = await fetch(`${app.url}/api/v1/claims/redeem`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ code, device_id: "MANAGE-NEW-1" }),
		});
		expect(redeemed.status).toBe(201);
		await page.context().close();
	});

	it("sees how each device stands, finds one, tags it, and learns nothing of patients", async () => {
		const page = await openAs("engineer", "/");
		const row = page.locator(`tr[data-device="${DEVICE}"]`);
		await row.locator('.manage-state[data-state="heard"]').waitFor();
		expect(await row.textContent()).toContain("15 %");
		await page.locator('tr[data-device="MANAGE-DEV-2"] .manage-state[data-state="never"]').waitFor();
		await row.getByRole("button").click();
		await page.keyboard.type("loaner room:12");
		await page.keyboard.press("Enter");
		await row.getByText("room:12").waitFor();
		await page.getByRole("searchbox").fill("loaner");
		await expect.poll(() => page.locator("tr[data-device]").count()).toBe(1);
		expect(await page.textContent("main")).not.toMatch(/P-[0-9A-F]{12}/);
		await page.context().close();
	});
});

describe("an admin", () => {
	it("gives somebody a role and wards, and sees in the log that it was done, in a chain without a fault", async () => {
		const page = await openAs("admin", "/people");
		const form = page.getByRole("form", { name: "Add a person" });
		await form.getByLabel("Identity").fill("oidc|new-nurse");
		await form.getByLabel("Name").fill("Nurse New");
		await form.getByLabel("Role").selectOption("clinician");
		await form.getByLabel("Wards").fill(WARD);
		await form.getByRole("button", { name: "Add" }).click();
		await page.getByText("Nurse New is added.").waitFor();
		const row = page.locator("tr", { hasText: "oidc|new-nurse" });
		await row.getByRole("button", { name: "Deactivate" }).click();
		await row.getByRole("button", { name: "Really deactivate?" }).click();
		await row.locator('.manage-state[data-state="deactivated"]').waitFor();

		await page.getByRole("link", { name: "Audit log" }).click();
		await page.getByRole("form", { name: "Filter" }).getByLabel("Action").fill("member.add");
		await page.getByRole("button", { name: "Show" }).click();
		await expect.poll(() => page.locator("tr[data-seq]").count()).toBe(1);
		await page.getByRole("button", { name: "Check the chain" }).click();
		await page.getByText(/entries follow from each other without a fault/).waitFor();
		await page.context().close();
	});

	it("adds a bed, chooses the ward's limits, and lets notifications say more", async () => {
		const page = await openAs("admin", "/wards");
		const form = page.getByRole("form", { name: "Add the bed" });
		await form.getByLabel("Label").fill("Bed 7");
		await form.getByRole("button", { name: "Add the bed" }).click();
		const bed = page.locator("tr", { hasText: "Bed 7" });
		await bed.waitFor();
		const settings = page.locator(".manage-panel", { hasText: "Settings of Ward M" });
		await settings.getByRole("combobox").selectOption({ index: 1 });
		await settings.getByText(/devices know it/).waitFor();
		await settings.getByRole("checkbox").check();
		await settings.getByText(/next message on/).waitFor();
		await bed.getByRole("button", { name: "Remove" }).click();
		await bed.getByRole("button", { name: "Really remove?" }).click();
		await bed.waitFor({ state: "detached" });
		await page.context().close();
	});
});

describe("each of these pages", () => {
	const PAGES = ["/keys", "/lake", "/cost", "/people", "/wards", "/audit", "/glass", "/devices"];
	it.each([
		["light", { width: 1440, height: 900 }],
		["dark", { width: 390, height: 844 }],
	] as const)("has no accessibility violation and fits: %s, %o", async (colorScheme, viewport) => {
		const page = await openAs("admin", "/people", { colorScheme, viewport });
		for (const path of PAGES) {
			await page.goto(`${app.url}${path}?ward=${WARD}`);
			await page.locator("main.manage").waitFor();
			await page.locator(".manage-table, .manage-panel, .notice-quiet").first().waitFor();
			await page.waitForLoadState("networkidle");
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(
				violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
				path,
			).toEqual([]);
			expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
		}
		await page.context().close();
	});
});
