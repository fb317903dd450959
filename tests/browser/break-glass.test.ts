import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";
import { watchContext, type Tripwire } from "./tripwire.ts";

let app: RunningApp;
let browser: Browser;
const wires: Tripwire[] = [];

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	for (const ward of ["ward-near", "ward-far"]) {
		const named = await engineer(`/api/v1/wards/${ward}`, {
			method: "PUT",
			body: JSON.stringify({ name: `The ${ward}` }),
		});
		if (named.status !== 200) throw new Error(await named.text());
		await engineer(`/api/v1/devices/${ward}-1`, {
			method: "PUT",
			body: JSON.stringify({ ward_id: ward, bed: "Bed 1" }),
		});
	}
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

/** A browser of their own, signed in and on the ward. */
async function openAs(person: string, ward: string): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	wires.push(await watchContext(context, app.url));
	const page = await context.newPage();
	await page.goto(`${app.url}/?ward=${ward}`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	await page.waitForSelector(".bed");
	return page;
}

it("tells admins at once, on whichever ward, who broke the glass and why, until one of them knows of it", async () => {
	const [here, there, nurse] = await Promise.all([
		openAs("admin", "ward-near"),
		openAs("admin", "ward-far"),
		openAs("nurse", "ward-near"),
	]);
	const reason = "Arrest in bed 1 <img src=x onerror=__tripped()>, their team is in theatre";
	const ravi = await signIn(app.url, "nurse-a");
	const broken = await ravi("/api/v1/break-glass", {
		method: "POST",
		body: JSON.stringify({ ward: "ward-far", reason }),
	});
	expect(broken.status).toBe(201);

	const notice = (page: Page) => page.getByRole("alert").locator(".glass-notice");
	for (const page of [here, there]) {
		await notice(page).waitFor();
		const text = await notice(page).innerText();
		expect(text).toContain("Nurse Ravi opened The ward-far");
		expect(text, "as it was typed").toContain(reason);
	}
	expect(await notice(nurse).count(), "not for a nurse").toBe(0);
	const { violations } = await new AxeBuilder({ page: here }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);

	await notice(here).getByRole("button", { name: "I know of it" }).click();
	for (const page of [here, there]) await notice(page).waitFor({ state: "detached" });
	await here.reload();
	await here.waitForSelector(".bed");
	expect(await notice(here).count(), "after a reload").toBe(0);
	expect(wires.flatMap(({ caught }) => caught)).toEqual([]);
});
