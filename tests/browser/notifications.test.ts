/** Being told while one does not look: a person's receivers, the browser's own notifications, and the page that says it is offline. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";

const WARD = "ward-n";
const DEVICE = "TOLD-1";
/** A point of P-256 and 16 bytes, base64url: what a browser's subscription holds. */
const KEYS = {
	p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
	auth: "BTBZMqHH6r4Tts7J_aSIgg",
};

let app: RunningApp;
let browser: Browser;
let receiver: Server;
const received: { body: string; headers: IncomingHttpHeaders }[] = [];
let episodeId = "";

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	receiver = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += String(chunk);
		received.push({ body, headers: request.headers });
		response.end();
	});
	receiver.listen(0, "127.0.0.1");
	await once(receiver, "listening");
	const engineer = await signIn(app.url, "engineer");
	await engineer(`/api/v1/wards/${WARD}`, { method: "PUT", body: JSON.stringify({ name: "Ward N" }) });
	const body = JSON.stringify({ ward_id: WARD, bed: "Bed 1", patient_id: "told-1", simulated: true, cadence_s: 3600 });
	await engineer(`/api/v1/devices/${DEVICE}`, { method: "PUT", body });
	const issued = await engineer(`/api/v1/devices/${DEVICE}/keys`, { method: "POST" });
	const { key } = (await issued.json()) as { key: string };
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(
			Array.from({ length: 30 }, (_, i) => ({
				device_id: DEVICE,
				// After the patient came: what was measured before is nobody's.
				timestamp: Date.now() + (i + 1) * 1000,
				heart_rate: 70 + (i % 4),
				spo2: 74,
				respiratory_rate: 15 + (i % 3),
			})),
		),
	});
	if (response.status !== 202) throw new Error(await response.text());
	const nurse = await signIn(app.url, "nurse");
	// The registry learns of an episode a moment after its device.
	for (let tries = 0; episodeId === "" && tries < 100; tries++) {
		const found = await nurse(`/api/v1/anomalies?ward=${WARD}&risk=HIGH`);
		episodeId = ((await found.json()) as { data: { episode_id: string }[] }).data[0]?.episode_id ?? "";
		if (episodeId === "") await new Promise((resolve) => setTimeout(resolve, 100));
	}
	if (episodeId === "") throw new Error("No episode came of 30 s at an SpO2 of 74");
}, 300_000);

afterAll(async () => {
	receiver?.close();
	await browser?.close();
	await app?.stop();
});

async function open(path: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		permissions: ["notifications"],
		...options,
	});
	// No push service is within reach of a test: the browser's part of it is stood in for, from the subscription on.
	await context.addInitScript((keys) => {
		const made = { endpoint: "https://push.example/browser-1", keys };
		PushManager.prototype.subscribe = () =>
			Promise.resolve({ toJSON: () => made, unsubscribe: async () => true } as unknown as PushSubscription);
	}, KEYS);
	const page = await context.newPage();
	await page.goto(`${app.url}${path}?ward=${WARD}`);
	await page.waitForURL(/sign-in/);
	await page.click('button[value="nurse"]');
	return page;
}

async function look(page: Page, name: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
	const folder = process.env["SCREENSHOTS"];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** What the open page's service worker is told, as a push service would. */
async function push(context: BrowserContext, page: Page, message: unknown): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready);
	const session = await context.newCDPSession(page);
	const registered = new Promise<string>((resolve) => {
		session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
			const [first] = registrations;
			if (first !== undefined) resolve(first.registrationId);
		});
	});
	await session.send("ServiceWorker.enable");
	await session.send("ServiceWorker.deliverPushMessage", {
		origin: app.url,
		registrationId: await registered,
		data: JSON.stringify(message),
	});
}

describe("the notifications page", () => {
	it("adds a webhook with the keyboard, shows its secret once, tests it, logs it and removes it", async () => {
		const page = await open("/notifications");
		await page.getByLabel("Name").focus();
		await page.keyboard.type("Ward pager");
		await page.keyboard.press("Tab");
		await page.keyboard.type(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told`);
		await page.keyboard.press("Enter");
		const secret = (await page.locator(".notify-secret code").textContent()) ?? "";
		expect(secret).toMatch(/^whsec_/);
		await page.getByRole("button", { name: "I have it" }).click();

		const entry = page.locator(".notify-receiver", { hasText: "Ward pager" });
		await entry.getByRole("button", { name: "Send a test" }).click();
		await page.getByRole("status").filter({ hasText: "The test arrived" }).waitFor();
		const [told] = received;
		expect(new Webhook(secret).verify(told!.body, told!.headers as Record<string, string>)).toMatchObject({
			type: "test",
		});
		await entry.getByText("What it was sent").click();
		await entry.locator('.notify-log li[data-state="delivered"]').waitFor();

		await entry.getByLabel("Over").check();
		await page.getByRole("status").filter({ hasText: "Saved." }).waitFor();
		await entry.getByLabel("Least risk").selectOption("HIGH");
		await entry.getByRole("button", { name: "Pause" }).click();
		await entry.and(page.locator('[data-status="paused"]')).waitFor();
		await page.reload();
		await entry.and(page.locator('[data-status="paused"]')).waitFor();
		expect(await entry.getByLabel("Over").isChecked()).toBe(true);
		expect(await entry.getByLabel("Least risk").inputValue()).toBe("HIGH");
		expect(await page.locator(".notify-secret").count()).toBe(0);

		await entry.getByRole("button", { name: "Remove Ward pager" }).click();
		await entry.getByRole("button", { name: "Remove Ward pager for good" }).click();
		await entry.waitFor({ state: "detached" });
		await page.context().close();
	});

	it("says which address is refused, and keeps what was typed", async () => {
		const page = await open("/notifications");
		await page.getByLabel("Name").fill("Nowhere");
		await page.getByLabel("Address").fill("ftp://nowhere.example/");
		await page.getByRole("button", { name: "Add" }).click();
		await page
			.getByRole("status")
			.filter({ hasText: /^Not done\. .*url/i })
			.waitFor();
		expect(await page.getByLabel("Name").inputValue()).toBe("Nowhere");
		await page.context().close();
	});

	it("keeps quiet hours", async () => {
		const page = await open("/notifications");
		await page.getByLabel("I have quiet hours").check();
		await page.getByLabel("From").fill("21:30");
		await page.getByLabel("Time zone").selectOption("Europe/Amsterdam");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("status").filter({ hasText: "Saved." }).waitFor();
		await page.reload();
		expect(await page.getByLabel("From").inputValue()).toBe("21:30");
		expect(await page.getByLabel("Time zone").inputValue()).toBe("Europe/Amsterdam");
		await page.context().close();
	});

	it.each([
		["light", 1440],
		["dark", 1440],
		["light", 390],
		["dark", 390],
	] as const)("can be read: %s at %i px", async (colorScheme, width) => {
		const page = await open("/notifications", { colorScheme, viewport: { width, height: 900 } });
		await page.locator(".notify-steps li").first().waitFor();
		await look(page, `notifications-${colorScheme}-${width}`);
		await page.context().close();
	});
});

describe("a browser's own notification", () => {
	it("is asked for, is shown without a bed's name, and leads to the episode on its patient's page without a reload", async () => {
		const page = await open("/notifications");
		await page.getByRole("button", { name: "Tell me in this browser" }).click();
		const entry = page.locator('.notify-receiver[data-channel="push"]');
		await entry.filter({ hasText: "this browser" }).waitFor();
		await entry.filter({ hasText: "push.example" }).waitFor();
		await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

		const data = {
			ward: { id: WARD, name: "Ward N" },
			episode_id: episodeId,
			version: 1,
			at: new Date().toISOString(),
			channel: "physiological",
			rule: "safety-net",
			risk: "HIGH",
			status: "open",
			acknowledged: false,
			summoned: null,
			device_alias: "K7Q2M",
			simulated: false,
		};
		await push(page.context(), page, { type: "episode.opened", timestamp: data.at, data });
		const shown = () =>
			page.evaluate(async () => {
				const registration = await navigator.serviceWorker.ready;
				return (await registration.getNotifications()).map(({ title, body }) => [title, body]);
			});
		await expect
			.poll(shown, { timeout: 20_000 })
			.toEqual([["*** High · Ward N", "New alarm: Beyond a safety limit (device K7Q2M)"]]);

		const [worker] = page.context().serviceWorkers();
		await worker!.evaluate(async () => {
			const scope = globalThis as unknown as { registration: ServiceWorkerRegistration } & EventTarget;
			const [notification] = await scope.registration.getNotifications();
			const { NotificationEvent } = globalThis as unknown as {
				NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
			};
			scope.dispatchEvent(new NotificationEvent("notificationclick", { notification: notification! }));
		});
		await page.waitForURL(/\/patients\/P-[0-9A-F]+\?/);
		await page.locator(`.entry.is-located[data-episode="${episodeId}"]`).waitFor();
		expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
		await page.context().close();
	});
});

describe("without a network", () => {
	it("the page says that it is offline and shows no vital sign: none was kept", async () => {
		const page = await open("/");
		await page.waitForSelector(".bed");
		await page.evaluate(() => navigator.serviceWorker.ready);
		// Controlled from the next load on.
		await page.reload();
		await page.waitForSelector(".bed");
		const kept = await page.evaluate(async () => {
			const names = await caches.keys();
			const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
			return lists.flat().map(({ url }) => new URL(url).pathname);
		});
		expect(kept.sort()).toEqual(["/favicon-old.svg", "/offline", "/offline.css", "/offline.js"]);
		await page.context().setOffline(true);
		await page.reload();
		await page.getByRole("heading", { name: "You are offline" }).waitFor();
		expect(await page.locator("body").innerText()).not.toMatch(/\d/);
		await look(page, "offline");
		await page.context().setOffline(false);
		await page.waitForSelector(".bed", { timeout: 20_000 });
		await page.context().close();
	});
});
