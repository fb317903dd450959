import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

let app: RunningApp;
let browser: Browser;

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

it("shows a device that stopped on its bed and in the queue, and takes it back when the device returns", async () => {
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-s", { method: "PUT", body: JSON.stringify({ name: "Ward S" }) });
	const body = JSON.stringify({ ward_id: "ward-s", bed: "Bed 1", patient_id: "patient-s", cadence_s: 1 });
	await engineer("/api/v1/devices/SILENT-1", { method: "PUT", body });
	const issued = await engineer("/api/v1/devices/SILENT-1/keys", { method: "POST" });
	const { key } = (await issued.json()) as { key: string };
	const post = async (heartRate: number) => {
		const answer = await fetch(`${app.url}/api/v1/telemetry`, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify({ device_id: "SILENT-1", timestamp: Date.now(), heart_rate: heartRate, spo2: 96 }),
		});
		expect(answer.status).toBe(202);
	};
	await post(71);

	const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
	await page.goto(`${app.url}/?ward=ward-s`);
	await page.waitForURL(/sign-in/);
	await page.click('button[value="nurse"]');
	const bed = page.locator('.bed[data-device="SILENT-1"]');
	await bed.waitFor();
	await bed.and(page.locator('[data-priority="technical"]')).waitFor({ timeout: 120_000 });
	await bed.locator(".bed-alarm-text").filter({ hasText: "Device silent" }).waitFor();
	await bed.locator(".bed-loss").filter({ hasText: "Device offline" }).waitFor();
	const entry = page.locator('.entry[data-device="SILENT-1"]');
	expect(await entry.innerText()).toMatch(/Bed 1[\s\S]*No reading for \d+ s; last heart rate 71, SpO₂ 96 %/);

	await post(72);
	await entry.waitFor({ state: "detached", timeout: 10_000 });
	expect(await bed.innerText()).not.toContain("Device silent");
});
