/** Alarms as they are heard: by a spy on what the page gives to Web Audio to play. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { layWire, type Wire } from "../support/wire.ts";
import { openBrowser } from "./browser.ts";

const DEVICES = ["HEARD-1", "HEARD-2", "HEARD-3"] as const;
const CALM = { spo2: 97 };
const ILL = { spo2: 74 };
/** Pitches of the three sounds, Hz. */
const [HIGH, MEDIUM] = [880, 622];

/** A busy machine is slow. */
const SOON = { timeout: 30_000 };

let app: RunningApp;
let browser: Browser;
let wire: Wire;
const keys = new Map<string, string>();
/** Time of each device's next reading: they run ahead of the wall clock, so that no test waits for seconds to pass. */
const next = new Map<string, number>();

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	wire = await layWire(app.url);
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-h", { method: "PUT", body: JSON.stringify({ name: "Ward H" }) });
	for (const [i, id] of DEVICES.entries()) {
		const body = { ward_id: "ward-h", bed: `Bed ${i + 1}`, patient_id: `h-${i}`, simulated: true, cadence_s: 3600 };
		await engineer(`/api/v1/devices/${id}`, { method: "PUT", body: JSON.stringify(body) });
		const issued = await engineer(`/api/v1/devices/${id}/keys`, { method: "POST" });
		keys.set(id, ((await issued.json()) as { key: string }).key);
		next.set(id, Date.now() + 3600_000);
		const clock = await fetch(`${app.url}/api/v1/devices/${id}/clock`, {
			method: "PUT",
			headers: { authorization: `Bearer ${keys.get(id)}` },
			body: JSON.stringify({ now: Date.now() + 5400_000, rate: 1 }),
		});
		if (clock.status !== 200) throw new Error(await clock.text());
		await post(id, 60, CALM);
	}
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await wire?.close();
	await app?.stop();
});

/** The next `seconds` of a device. */
async function post(id: string, seconds: number, vitals: Readonly<Record<string, number>>): Promise<void> {
	const from = next.get(id)!;
	next.set(id, from + seconds * 1000);
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${keys.get(id)}`, "content-type": "application/json" },
		body: JSON.stringify(
			Array.from({ length: seconds }, (_, i) => ({
				device_id: id,
				timestamp: from + i * 1000,
				...vitals,
				// As nobody's heart stands still: that would be an alarm of its own.
				heart_rate: (vitals["heart_rate"] ?? 72) + (i % 4),
				respiratory_rate: 15 + (i % 3),
			})),
		),
	});
	if (response.status !== 202) throw new Error(await response.text());
}

/** Signed in on the ward, through the wire, with an ear on what is played. */
async function open(options: Parameters<Browser["newContext"]>[0] = {}, display = ""): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
	await context.addInitScript(() => {
		const played: number[] = [];
		Object.assign(globalThis, { played });
		const { start } = OscillatorNode.prototype;
		OscillatorNode.prototype.start = function (this: OscillatorNode, at?: number) {
			if (this.context.state === "running") played.push(this.frequency.value);
			start.call(this, at);
		};
	});
	const page = await context.newPage();
	if (display === "") {
		await page.goto(`${wire.url}/?ward=ward-h`);
		await page.waitForURL(/sign-in/);
		await page.click('button[value="nurse"]');
	} else {
		// Nobody clicks on a wall.
		await context.request.post(`${wire.url}/sign-in`, {
			data: { person: "nurse" },
			headers: { origin: wire.url },
			maxRedirects: 0,
		});
		await page.goto(`${wire.url}/?ward=ward-h${display}`);
	}
	await page.waitForSelector(".bed");
	return page;
}

/** Pulses played so far at `pitch`. */
const pulses = (page: Page, pitch: number) =>
	page.evaluate(
		(wanted) => (globalThis as unknown as { played: number[] }).played.filter((one) => one === wanted).length,
		pitch,
	);
const control = (page: Page, state: string) => page.locator(`.sound[data-state="${state}"]`);
const entry = (page: Page, id: string) =>
	page.locator(`.entry[data-device="${id}"][data-priority="high"]:not([data-status])`);
const turnOn = (page: Page) => page.getByRole("button", { name: "Turn sound on" }).click();

async function expectNoViolation(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

describe("a high alarm", () => {
	it("is shown as unheard until the sound is on, then heard as ten pulses until somebody acknowledges it", async () => {
		const page = await open();
		await page.getByRole("region", { name: "Sound is off" }).waitFor();
		await post("HEARD-1", 30, ILL);
		await entry(page, "HEARD-1").waitFor();
		expect(await pulses(page, HIGH)).toBe(0);
		await turnOn(page);
		await expect.poll(() => pulses(page, HIGH), SOON).toBe(10);
		await expect.poll(() => pulses(page, HIGH), SOON).toBe(20);
		expect(await page.title()).toMatch(/^\(1\) Ward H/);
		expect(await page.getAttribute('link[rel="icon"]', "href")).toBe("/favicon-high.svg");

		await page.getByRole("button", { name: "Acknowledge Bed 1" }).click();
		await entry(page, "HEARD-1").filter({ hasText: "Acknowledged by you" }).waitFor();
		const before = await pulses(page, HIGH);
		await page.waitForTimeout(9000);
		expect(await pulses(page, HIGH)).toBe(before);
		expect(await page.title()).toMatch(/^Ward H/);
		await page.context().close();
	});

	it("is heard again after a reload with the first key, and its sound has a dialog that a keyboard works", async () => {
		const page = await open();
		await turnOn(page);
		await control(page, "on").waitFor();
		await page.reload();
		await control(page, "blocked").waitFor();
		await page.keyboard.press("Tab");
		await control(page, "on").waitFor();
		await page.locator(".sound-button").focus();
		await page.keyboard.press("Enter");
		const dialog = page.getByRole("dialog", { name: "Alarms and display" });
		await dialog.waitFor();
		await expectNoViolation(page);
		expect(await pulses(page, HIGH)).toBe(0);
		await dialog.getByRole("button", { name: /^Test/ }).focus();
		await page.keyboard.press("Enter");
		await expect.poll(() => pulses(page, HIGH), SOON).toBe(10);
		await dialog.getByRole("checkbox").focus();
		await page.keyboard.press("Space");
		await page.keyboard.press("Escape");
		await control(page, "off").waitFor();
		expect(await page.getByRole("region", { name: "Sound is off" }).count()).toBe(0);
		await page.context().close();
	});

	it("of another patient breaks through the pause of the one before", async () => {
		const page = await open();
		await turnOn(page);
		await post("HEARD-2", 30, ILL);
		await expect.poll(() => pulses(page, HIGH), SOON).toBe(10);
		await page.keyboard.press("p");
		await control(page, "paused").waitFor();
		expect(await page.locator(".sound-left").textContent()).toMatch(/^[12]:\d\d$/);
		await expectNoViolation(page);
		await post("HEARD-3", 30, ILL);
		await control(page, "on").waitFor();
		await expect.poll(() => pulses(page, HIGH), SOON).toBe(20);
		await page.context().close();
	});
});

describe("a connection that is cut for half a minute", () => {
	it("is heard, comes back without a reload, and brings what happened meanwhile: what is open, what came and went, and the sound", async () => {
		// Calm again, and everything known: nothing calls.
		for (const id of DEVICES) await post(id, 600, CALM);
		const nurse = await signIn(app.url, "nurse");
		const found = await nurse("/api/v1/anomalies?ward=ward-h");
		const { data } = (await found.json()) as { data: { episode_id: string; version: number }[] };
		for (const { episode_id: id, version } of data)
			await nurse(`/api/v1/episodes/${id}/acknowledge`, { method: "POST", body: JSON.stringify({ version }) });
		const page = await open();
		await turnOn(page);
		await control(page, "on").waitFor();
		await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
		await expect.poll(() => page.locator('.entry[data-acknowledged="false"], .entry-resolved').count(), SOON).toBe(0);
		const before = await pulses(page, HIGH);

		wire.cut();
		const mended = new Promise<void>((resolve) => {
			setTimeout(() => {
				wire.mend();
				resolve();
			}, 30_000);
		});
		await page.locator('.connection[data-state="reconnecting"]').waitFor();
		// One patient is ill and well again, another is ill and stays so.
		await post("HEARD-1", 30, ILL);
		await post("HEARD-1", 600, CALM);
		await post("HEARD-2", 30, { ...ILL, heart_rate: 88 });
		await expect.poll(() => pulses(page, MEDIUM), SOON).toBe(3);
		expect(await page.getAttribute('link[rel="icon"]', "href")).toBe("/favicon-old.svg");
		expect(await pulses(page, HIGH)).toBe(before);
		await mended;

		await page.locator('.connection[data-state="open"]').waitFor({ timeout: 30_000 });
		await entry(page, "HEARD-2").waitFor();
		await page
			.locator('.bed[data-device="HEARD-2"] .vital[data-vital="heart_rate"] .vital-value')
			.filter({ hasText: "89" })
			.waitFor();
		await expect.poll(() => pulses(page, HIGH), SOON).toBeGreaterThanOrEqual(before + 10);

		const over = page.locator('.entry-resolved[data-device="HEARD-1"]');
		await over.waitFor({ timeout: 20_000 });
		await page.locator('.bed[data-device="HEARD-1"] .bed-resolved').waitFor();
		expect(await page.title()).toMatch(/^\(2\) /);
		await expectNoViolation(page);
		await over.getByRole("button", { name: "Acknowledge Bed 1" }).click();
		await over.waitFor({ state: "detached" });
		expect(await page.title()).toMatch(/^\(1\) /);
		expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
		await page.context().close();
	});
});

describe("the wall display", () => {
	it.each(["light", "dark"] as const)(
		"shows the worst first and every bed, with nothing to touch or to scroll: %s",
		async (colorScheme) => {
			const page = await open({ viewport: { width: 1920, height: 1080 }, colorScheme }, "&display=wall");
			await page.locator(".wall-alarm").first().filter({ hasText: "Bed 2" }).waitFor();
			expect(await page.locator(".wall-bed").count()).toBe(3);
			expect(await page.locator("a, button, input, select").count()).toBe(0);
			const size = await page.evaluate(() => {
				const value = document.querySelector('.wall-bed [data-vital="heart_rate"] .vital-value');
				const { scrollWidth, scrollHeight } = document.documentElement;
				return {
					over: Math.max(scrollWidth - innerWidth, scrollHeight - innerHeight),
					letters: Number.parseFloat(getComputedStyle(value as Element).fontSize),
				};
			});
			expect(size.over).toBeLessThanOrEqual(0);
			expect(size.letters).toBeGreaterThan(60);
			await page.context().close();
		},
	);
});
