import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChatEvent } from "../../vitals/assistant.ts";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const DEVICE = "ASK-DEV-1";
const CALM = { heart_rate: 72, spo2: 97, respiratory_rate: 15, temperature: 36.8, systolic_pressure: 120 };

let app: RunningApp;
let browser: Browser;
let key = "";

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	const engineer = await signIn(app.url, "engineer");
	await engineer("/api/v1/wards/ward-q", { method: "PUT", body: JSON.stringify({ name: "Ward Q" }) });
	const body = JSON.stringify({ ward_id: "ward-q", bed: "Bed 4", patient_id: "patient-q" });
	await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body });
	({ key } = (await (await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" })).json()) as { key: string });
}, 400_000);

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

/** Readings at these times, seconds from now. */
async function post(times: readonly number[], vitals: Record<string, number>): Promise<void> {
	const now = Date.now();
	const readings = times.map((s) => ({ device_id: DEVICE, timestamp: now + s * 1000, battery_level: 80, ...vitals }));
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(readings),
	});
	if (response.status !== 202) throw new Error(await response.text());
}

const seconds = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Signed in and on the ward; whatever goes wrong in the page is in `errors`. */
async function openAs(person: string, options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
	const page = await context.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error" && !message.text().includes("401")) errors.push(message.text());
	});
	await page.goto(`${app.url}/?ward=ward-q`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	await page.waitForSelector(".bed");
	return { page, errors };
}

const question = (page: Page) => page.getByLabel("Your question");
const lastTurn = (page: Page) => page.locator(".turn").last();
const violations = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

/** Answers the next question with these events, as the server would send them. */
async function answerWith(page: Page, events: readonly ChatEvent[]): Promise<void> {
	const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
	await page.route("**/api/v1/chat", (route) => route.fulfill({ contentType: "text/event-stream", body }), {
		times: 1,
	});
}

const START = { type: "start", conversation_id: crypto.randomUUID(), answer_id: "a", mode: "model" } as const;
const DONE = { type: "done", notice: null, flagged: 1, disclaimer: "Not a medical device." } as const;

describe("the assistant", () => {
	it("goes with an alert from its arrival to the report: acknowledged, asked why, the source opened, the report opened", async () => {
		await post(seconds(-40, -30), CALM);
		const { page, errors } = await openAs("nurse");
		await post(seconds(-30, 0), { ...CALM, spo2: 74 });
		const entry = page.locator(`.entry[data-device="${DEVICE}"]`);
		await entry.getByRole("button", { name: "Acknowledge Bed 4" }).click();
		await entry.filter({ hasText: "Acknowledged by you" }).waitFor();

		await entry.getByRole("button", { name: "Ask why Bed 4 alarms" }).click();
		await expect.poll(() => question(page).inputValue()).toBe(`Why did Bed 4 (${DEVICE}) alarm?`);
		expect(await question(page).evaluate((field) => field === document.activeElement)).toBe(true);
		await page.keyboard.press("Enter");
		const turn = lastTurn(page);
		await page.locator('.turn[data-state="done"]').waitFor();
		expect(await turn.textContent()).toMatch(/SpO₂ 74 %/);
		expect(await turn.textContent()).toContain("without a language model");

		await turn.locator(".cited").first().click();
		const card = turn.locator(".source-card");
		await card.waitFor();
		expect(await card.evaluate((element) => element === document.activeElement)).toBe(true);
		await page.keyboard.press("Escape");
		await expect.poll(() => card.count()).toBe(0);
		expect(await violations(page)).toEqual([]);

		await turn.getByRole("button", { name: "Save as PDF" }).click();
		const dialog = page.getByRole("dialog", { name: "Report · Bed 4" });
		await dialog.getByLabel("Last 8 hours").check();
		await dialog.getByLabel("Author's note, printed as yours").fill("Seen at the bed.");
		expect(await violations(page)).toEqual([]);
		await dialog.getByRole("button", { name: "Make the report" }).click();
		const link = dialog.getByRole("link", { name: "Open the PDF" });
		await link.waitFor({ timeout: 30_000 });
		const address = await link.getAttribute("href");
		const opened = await page.context().request.get(`${app.url}${address}`);
		expect([opened.status(), opened.headers()["content-type"]]).toEqual([200, "application/pdf"]);
		expect((await opened.body()).subarray(0, 5).toString()).toBe("%PDF-");
		await dialog.getByRole("link", { name: (address ?? "").split("/").at(-1) ?? "", exact: true }).waitFor();
		expect(await violations(page)).toEqual([]);
		expect(errors).toEqual([]);
	});

	it("is asked from a bed and by key, keeps the beds in view, and gives the focus back when it closes", async () => {
		const { page } = await openAs("nurse");
		const button = page.getByRole("button", { name: "Ask about Bed 4" });
		await button.click();
		await expect.poll(() => question(page).inputValue()).toBe(`How is Bed 4 (${DEVICE})?`);
		expect(await page.locator(`.bed[data-device="${DEVICE}"]`).isVisible()).toBe(true);
		await page.keyboard.press("Escape");
		await expect.poll(() => page.locator(".assistant").count()).toBe(0);
		expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
		await page.locator(`.bed[data-device="${DEVICE}"]`).focus();
		await page.keyboard.press("q");
		await expect.poll(() => question(page).inputValue()).toBe(`How is Bed 4 (${DEVICE})?`);
	});

	it("flags what no source supports by line, word and reason, and tells a screen reader", async () => {
		const { page } = await openAs("nurse");
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		const text = "Bed 4 has a heart rate of 140/min. [S1]";
		const flag = { kind: "value", start: 10, end: text.indexOf("/min") + 4 } as const;
		const reason = "No source has a heart rate of 140/min for Bed 4.";
		const target = { kind: "device", id: DEVICE } as const;
		const source = { id: "S1", kind: "readings", title: "Bed 4 · last reading", device_id: DEVICE } as const;
		await answerWith(page, [
			START,
			{ type: "source", source: { ...source, from: null, to: null, text: "HR 72", target } },
			{ type: "sentence", sentence: { index: 0, text, citations: ["S1"], flags: [{ ...flag, reason }] } },
			DONE,
		]);
		await question(page).fill("Heart rate of bed 4?");
		await page.keyboard.press("Enter");
		await page.locator('.turn[data-state="done"]').waitFor();
		expect(await page.locator("mark.flagged").textContent()).toContain("Not supported: ");
		expect(await page.locator(".flag-note").textContent()).toContain(reason);
		expect(await page.locator(".turn-flags").textContent()).toContain("1 statement has no support");
		expect(await page.locator('.assistant [aria-live="polite"]').textContent()).toContain(`Not supported: ${reason}`);
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await violations(page), colorScheme).toEqual([]);
		}
	});

	it("makes of Markdown no image, no link and no tag, whatever the answer holds", async () => {
		const { page, errors } = await openAs("nurse");
		const asked: string[] = [];
		page.on("request", (request) => asked.push(request.url()));
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		const text =
			"![x](https://evil.test/p.png) [y](javascript:alert(1)) <img src=//evil.test/q onerror=alert(1)><b>z</b>";
		await answerWith(page, [
			START,
			{ type: "sentence", sentence: { index: 0, text, citations: [], flags: [] } },
			{ ...DONE, flagged: 0 },
		]);
		await question(page).fill("Anything");
		await page.keyboard.press("Enter");
		await page.locator('.turn[data-state="done"]').waitFor();
		expect(await page.locator(".turn img, .turn a, .turn b").count()).toBe(0);
		expect(await page.locator(".turn").textContent()).toContain("<b>z</b>");
		expect([asked.filter((url) => url.includes("evil")), errors]).toEqual([[], []]);
	});

	it("says what went wrong, keeps what had come, and asks again; choices are buttons", async () => {
		const { page } = await openAs("nurse");
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		const sentence = { index: 0, text: "Which one do you mean?", citations: [], flags: [] };
		await answerWith(page, [START, { type: "sentence", sentence }]);
		await question(page).fill("How is bed 4?");
		await page.keyboard.press("Enter");
		await page.locator('.turn[data-state="failed"]').waitFor();
		expect(await lastTurn(page).textContent()).toContain("broke off");
		expect(await lastTurn(page).textContent()).toContain("Which one do you mean?");
		await answerWith(page, [
			START,
			{ type: "sentence", sentence },
			{ type: "choices", choices: ["Bed 4, Ward Q", "Bed 4, Ward R"] },
			{ ...DONE, flagged: 0 },
		]);
		await page.getByRole("button", { name: "Ask again" }).click();
		await page.getByRole("button", { name: "Bed 4, Ward R" }).waitFor();
		expect(await violations(page)).toEqual([]);
		await answerWith(page, [START, { ...DONE, flagged: 0 }]);
		await page.getByRole("button", { name: "Bed 4, Ward R" }).click();
		await lastTurn(page).getByRole("heading", { name: "Bed 4, Ward R" }).waitFor();
	});

	it("can be stopped while it answers", async () => {
		const { page } = await openAs("nurse");
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		await page.route("**/api/v1/chat", () => new Promise(() => undefined));
		await question(page).fill("How is bed 4?");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Stop" }).click();
		await page.locator('.turn[data-state="stopped"]').waitFor();
		await page.getByRole("button", { name: "Ask again" }).waitFor();
	});

	it("fills a phone, passes the accessibility check there, and offers no report to a viewer", async () => {
		const { page } = await openAs("viewer", { viewport: { width: 390, height: 844 }, hasTouch: true });
		expect(await page.getByRole("button", { name: "Report of Bed 4" }).count()).toBe(0);
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		await page.locator(".assistant-empty").waitFor();
		const { width } = (await page.locator(".assistant").boundingBox()) ?? { width: 0 };
		expect(width).toBe(390);
		expect(await violations(page)).toEqual([]);
	});
});
