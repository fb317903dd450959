import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const DEVICE = "ACK-DEV-1";
const CALM = { heart_rate: 72, spo2: 97, respiratory_rate: 15, temperature: 36.8, systolic_pressure: 120 };

let app: RunningApp;
let browser: Browser;
let key = "";
/** Time of the next reading: the device runs ahead of the wall clock, so that no test has to wait for seconds to pass. */
let next = Date.now() + 3600_000;

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-k", { method: "PUT", body: JSON.stringify({ name: "Ward K" }) });
	const body = JSON.stringify({
		ward_id: "ward-k",
		bed: "Bed 1",
		patient_id: "patient-k",
		simulated: true,
		cadence_s: 3600,
	});
	await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body });
	({ key } = (await (await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" })).json()) as { key: string });
	const clock = await fetch(`${app.url}/api/v1/devices/${DEVICE}/clock`, {
		method: "PUT",
		headers: { authorization: `Bearer ${key}` },
		// Not so far ahead that somebody is summoned to what has just begun.
		body: JSON.stringify({ now: next + 60_000, rate: 1 }),
	});
	if (clock.status !== 200) throw new Error(await clock.text());
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

/** The next `seconds` of the device. */
async function post(seconds: number, vitals: Record<string, number>): Promise<void> {
	const readings = Array.from({ length: seconds }, (_, i) => ({
		device_id: DEVICE,
		timestamp: next + i * 1000,
		...vitals,
	}));
	next += seconds * 1000;
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(readings),
	});
	if (response.status !== 202) throw new Error(await response.text());
}

/** A browser of their own, signed in and on the ward. */
async function openAs(person: string): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const page = await context.newPage();
	await page.goto(`${app.url}/?ward=ward-k`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	await page.waitForSelector(".bed");
	return page;
}

const entry = (page: Page) => page.locator(`.entry[data-device="${DEVICE}"]`);
const score = (page: Page) => page.locator(`.bed[data-device="${DEVICE}"] .score`);

describe("an alert", () => {
	it("arrives, is acknowledged by one, and is acknowledged on everybody's screen, then and after a reload", async () => {
		await post(5, CALM);
		const [nurse, viewer] = await Promise.all([openAs("nurse"), openAs("viewer")]);
		await score(nurse).filter({ hasText: "5 of 7" }).waitFor();
		await post(30, { ...CALM, spo2: 74 });
		await entry(nurse).waitFor();
		await entry(viewer).waitFor();
		expect(await viewer.getByRole("button", { name: "Acknowledge Bed 1" }).count(), "a viewer only looks").toBe(0);

		const button = nurse.getByRole("button", { name: "Acknowledge Bed 1" });
		const { height } = (await button.boundingBox()) ?? { height: 0 };
		expect(height).toBeGreaterThanOrEqual(44);
		await button.click();
		await entry(nurse).filter({ hasText: "Acknowledged by you" }).waitFor();
		await entry(viewer).filter({ hasText: "Acknowledged by nurse" }).waitFor();
		await viewer.locator(`.bed[data-device="${DEVICE}"][data-acknowledged="true"]`).waitFor();
		await viewer.reload();
		await entry(viewer).filter({ hasText: "Acknowledged by nurse" }).waitFor();

		const { violations } = await new AxeBuilder({ page: nurse }).analyze();
		expect(violations.map(({ id }) => id)).toEqual([]);
	});

	it("acknowledged by somebody else a moment before says so, and is not acknowledged twice", async () => {
		const nurse = await openAs("nurse");
		await entry(nurse).waitFor();
		const admin = await signIn(app.url, "admin");
		const found = await admin(`/api/v1/anomalies?device=${DEVICE}&status=open`);
		const [anomaly] = ((await found.json()) as { data: { episode_id: string; version: number }[] }).data;
		// An escalation that nobody has seen, and a page that does not hear of the acknowledgement in between.
		await post(30, { ...CALM, spo2: 74, heart_rate: 20 });
		await nurse.getByRole("button", { name: "Acknowledge Bed 1" }).waitFor();
		await nurse.route("**/acknowledge", async (route) => {
			const { version } = JSON.parse(route.request().postData() ?? "{}") as { version: number };
			const address = `/api/v1/episodes/${anomaly?.episode_id}/acknowledge`;
			const first = await admin(address, { method: "POST", body: JSON.stringify({ version }) });
			expect(first.status).toBe(200);
			await route.continue();
		});
		await entry(nurse).locator(".entry-go").focus();
		await nurse.keyboard.press("a");
		await nurse.getByRole("status").filter({ hasText: "Acknowledged by admin" }).waitFor();
		await entry(nurse).filter({ hasText: "Acknowledged by admin" }).waitFor();
	});

	it("shows what is known of the patient: a complete score, and limits that nobody has validated", async () => {
		const nurse = await openAs("nurse");
		const clinician = await signIn(app.url, "nurse");
		const put = (what: string, body: unknown) =>
			clinician(`/api/v1/devices/${DEVICE}/${what}`, { method: "PUT", body: JSON.stringify(body) });
		await post(1, CALM);
		await put("observations", { consciousness: "A", oxygen: true, time: next - 1000 });
		await score(nurse).filter({ hasText: "2 low" }).waitFor();
		await put("context", { age_band: "0-3-months", pregnant: false, spo2_scale: 1, limits: {} });
		await score(nurse).filter({ hasText: "not applicable" }).waitFor();
		await nurse.locator(`.bed[data-device="${DEVICE}"] .mark[data-mark="limits"]`).waitFor();
		const { violations } = await new AxeBuilder({ page: nurse }).analyze();
		expect(violations.map(({ id }) => id)).toEqual([]);
	});
});
