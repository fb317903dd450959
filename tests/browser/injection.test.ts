import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DeviceSummary, ExportPage, LakeObject, Page as ApiPage, WardSummary } from "../../vitals/api.ts";
import { FOREIGN_HOST, nameOf, PAYLOADS } from "../support/payloads.ts";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";
import { openBrowser } from "./browser.ts";
import { tripOnPurpose, watchContext, type Tripwire } from "./tripwire.ts";

type Person = Awaited<ReturnType<typeof signIn>>;

const WARD = "constructor";
/** Ids that are allowed, and mean something to an object, a database, a file system, a spreadsheet or a glob. */
const ODD_IDS = [
	"constructor",
	"toString",
	"hasOwnProperty",
	"NULL",
	"1e5",
	"CON",
	"a..b",
	"9--",
	"x:y.z",
	"undefined",
];
const BED_LENGTH = 40;
const NAME_LENGTH = 80;
const AT_ONCE = 8;
/** Members are shown on no screen yet but as oneself: some of the names will do. */
const EVERY = 5;
/** A thousand changes, through the whole application: on a busy machine they take minutes. */
const STORING_MS = 300_000;
const POLYGLOT = `"'><img src=//${FOREIGN_HOST}/x onerror=boom()><svg onload=boom()>{{boom()}}`;

/** What a name may not hold, said here once more and not taken from the code that is tested. */
function isForbidden(char: string): boolean {
	const code = char.codePointAt(0) as number;
	const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
	return control || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

function isName(text: string, length: number): boolean {
	const fits = text.length <= length && text.trim() !== "" && text.isWellFormed();
	return fits && ![...text].some(isForbidden);
}

const names = (length: number) => PAYLOADS.map(({ text }) => text).filter((text) => isName(text, length));
const BEDS = names(BED_LENGTH);
const WARDS = names(NAME_LENGTH);

let app: RunningApp;
let browser: Browser;
let engineer: Person;
let admin: Person;
let context: BrowserContext | null = null;
const answers: { what: string; status: number; expected: number; headers: Headers }[] = [];

/** Sends a change. Every answer, and whether it is the expected one, is looked at in the end. */
async function send(as: Person, method: string, path: string, body: unknown, expected: number): Promise<void> {
	const { status, headers } = await as(path, { method, body: JSON.stringify(body) });
	answers.push({ what: `${method} ${path} ${nameOf(JSON.stringify(body))}`, status, expected, headers });
}

async function inTurn<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
	const queue = items.entries();
	const worker = async () => {
		for (const [index, item] of queue) await work(item, index);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const read = async <T>(as: Person, path: string) => (await (await as(path)).json()) as T;
const keys = new Map<string, string>();

async function post(id: string, vitals: Record<string, number>): Promise<void> {
	const readings = Array.from({ length: 40 }, (_, i) => ({
		device_id: id,
		timestamp: Date.now() - (40 - i) * 1000,
		battery_level: 80,
		...vitals,
	}));
	const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
		method: "POST",
		headers: { authorization: `Bearer ${keys.get(id)}`, "content-type": "application/json" },
		body: JSON.stringify(readings),
	});
	if (response.status !== 202) throw new Error(await response.text());
}

beforeAll(async () => {
	[app, browser] = await Promise.all([startApp(), openBrowser()]);
	[engineer, admin] = [await signIn(app.url, "engineer"), await signIn(app.url, "admin")];
	for (const person of ["nurse", "viewer"]) await signIn(app.url, person);
	await send(engineer, "PUT", `/api/v1/wards/${WARD}`, { name: POLYGLOT }, 200);
	for (const id of ODD_IDS) {
		const body = { ward_id: WARD, bed: `<b>${id}</b>`, patient_id: "'; DROP TABLE patients; --" };
		await send(engineer, "PUT", `/api/v1/devices/${id}`, body, 201);
		const issued = await engineer(`/api/v1/devices/${id}/keys`, { method: "POST" });
		keys.set(id, ((await issued.json()) as { key: string }).key);
	}
	await inTurn(PAYLOADS, async ({ text }, i) => {
		const name = isName(text, NAME_LENGTH);
		const member = { subject: `s-${i}`, name: text, role: "viewer", wards: [WARD] };
		const placed = { ward_id: WARD, bed: text };
		await send(engineer, "PUT", `/api/v1/wards/w${i}`, { name: text }, name ? 200 : 422);
		await send(engineer, "PUT", `/api/v1/devices/DEV-${i}`, placed, isName(text, BED_LENGTH) ? 201 : 422);
		if (i % EVERY === 0) await send(admin, "POST", "/api/v1/members", member, name ? 201 : 422);
	});
	for (const id of ODD_IDS) await post(id, { heart_rate: 72, spo2: 97, respiratory_rate: 15 });
	for (const person of ["nurse", "viewer", "engineer", "admin"])
		await send(admin, "PATCH", `/api/v1/members/${person}`, { name: POLYGLOT }, 200);
	await send(await signIn(app.url, "nurse-a"), "POST", "/api/v1/break-glass", { ward: WARD, reason: POLYGLOT }, 201);
}, STORING_MS);

afterEach(async () => {
	await context?.close();
	context = null;
});

afterAll(async () => {
	await browser?.close();
	await app?.stop();
});

/** A browser of their own, signed in. */
async function openAs(person: string, address = `/?ward=${WARD}`): Promise<{ page: Page; tripwire: Tripwire }> {
	context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const tripwire = await watchContext(context, app.url);
	const page = await context.newPage();
	await page.goto(`${app.url}${address}`);
	await page.waitForURL(/sign-in/);
	await page.click(`button[value="${person}"]`);
	return { page, tripwire };
}

const isShown = (shown: readonly string[], wanted: readonly string[]) => {
	const found = new Set(shown.map((text) => text.trim()));
	return wanted.filter((text) => !found.has(text.trim())).map(nameOf);
};

/** What a long list shows from its begin to its end, by device: only what is near the window is built. */
async function shownThroughout(page: Page, selector: string, text: string): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	await page.evaluate(() => scrollTo(0, 0));
	for (;;) {
		const some = await page
			.locator(selector)
			.evaluateAll(
				(all, within) =>
					all.map(
						(one) => [one.getAttribute("data-device") ?? "", one.querySelector(within)?.textContent ?? ""] as const,
					),
				text,
			);
		for (const [device, shown] of some) found.set(device, shown);
		const atEnd = await page.evaluate(async () => {
			const before = scrollY;
			scrollBy({ top: innerHeight * 0.7, behavior: "instant" });
			// One frame to look where the window is, one to build.
			for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
			return scrollY === before;
		});
		if (atEnd) return found;
	}
}

describe("hostile names on the screens", () => {
	it.each(["nurse", "viewer", "admin"])("are shown to %s as they were typed, and none runs", async (person) => {
		const { page, tripwire } = await openAs(person);
		await page.locator(".bed").first().waitFor();
		const texts = await shownThroughout(page, ".bed", ".bed-label");
		expect(texts.size).toBe(BEDS.length + ODD_IDS.length);
		for (const [i, { text }] of PAYLOADS.entries())
			if (isName(text, BED_LENGTH)) expect(texts.get(`DEV-${i}`), nameOf(text)).toContain(text.trim());
		expect(
			isShown(await page.locator("option").evaluateAll((all) => all.map((one) => one.textContent ?? "")), WARDS),
		).toEqual([]);
		expect(await page.locator(".account-person").textContent()).toBe(POLYGLOT);
		expect(await page.title()).toContain(POLYGLOT);
		// A sector is built when it comes near, or is looked for.
		await page.keyboard.press("/");
		await page.keyboard.insertText("<b>constructor");
		await page.locator('.bed[data-device="constructor"] .vital').first().waitFor();
		await page.keyboard.press("Escape");
		// What is looked for, hovered over and walked through is text too.
		await page.keyboard.press("/");
		await page.keyboard.insertText(POLYGLOT);
		await page.keyboard.press("Escape");
		await page.locator(".account-name").hover();
		await page.locator("select").selectOption("w0");
		await page.waitForURL(/ward=w0/);
		await page.locator(".bed").first().waitFor({ state: "detached" });
		expect(tripwire.caught).toEqual([]);
		await tripOnPurpose(page);
		await expect.poll(() => tripwire.caught.join()).toMatch(/(?=.*boom ran)(?=.*policy: )/);
	});

	it("are shown to an engineer as they were typed, and none runs", async () => {
		const { page, tripwire } = await openAs("engineer");
		await page.locator("tr[data-device]").first().waitFor();
		const cells = await shownThroughout(page, "tr[data-device]", "td:nth-of-type(1)");
		expect([...cells.keys()]).toEqual(expect.arrayContaining(ODD_IDS));
		expect(isShown([...cells.values()], BEDS)).toEqual([]);
		expect(
			isShown(await page.locator("option").evaluateAll((all) => all.map((one) => one.textContent ?? "")), WARDS),
		).toEqual([]);
		expect(tripwire.caught).toEqual([]);
	});

	it("open as an episode's bed, are announced, and none runs", async () => {
		const { page, tripwire } = await openAs("nurse");
		await page.locator(".bed").first().waitFor();
		const readings = Array.from({ length: 60 }, (_, i) => ({
			device_id: "toString",
			timestamp: Date.now() + 500 + i * 900,
			heart_rate: 190,
			spo2: 70,
			respiratory_rate: 15,
		}));
		const response = await fetch(`${app.url}/api/v1/telemetry/batch`, {
			method: "POST",
			headers: { authorization: `Bearer ${keys.get("toString")}`, "content-type": "application/json" },
			body: JSON.stringify(readings),
		});
		expect(response.status).toBe(202);
		const entry = page.locator('.entry[data-device="toString"]').first();
		await entry.waitFor();
		expect(await entry.textContent()).toContain("<b>toString</b>");
		expect(await page.locator('.unseen[role="alert"]').textContent()).toContain("<b>toString</b>");
		const { data } = await read<ApiPage<{ episode_id: string; version: number }>>(
			admin,
			"/api/v1/anomalies?device=toString&status=open",
		);
		for (const { episode_id: id, version } of data) {
			const path = `/api/v1/episodes/${id}/acknowledge`;
			await send(admin, "POST", path, { version, comment: "\u202ebackwards" }, 422);
			await send(admin, "POST", path, { version, comment: POLYGLOT }, 200);
		}
		await entry.filter({ hasText: "Acknowledged by admin" }).waitFor();
		expect(tripwire.caught).toEqual([]);
	});
});

describe("hostile addresses", () => {
	it("of the sign-in lead to this site or nowhere", async () => {
		const answered = await Promise.all(
			PAYLOADS.map(async ({ text }) => {
				const next = encodeURIComponent(text.toWellFormed());
				const form = new URLSearchParams({ person: "viewer", next: text });
				const body = form.toString();
				const sent = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body };
				const signedIn = await fetch(`${app.url}/sign-in`, { ...sent, redirect: "manual" });
				const page = await (await fetch(`${app.url}/sign-in?next=${next}`)).text();
				return { text, location: signedIn.headers.get("location") ?? "", page };
			}),
		);
		for (const { text, location, page } of answered) {
			expect(new URL(location, app.url).origin, nameOf(text)).toBe(new URL(app.url).origin);
			expect(
				page.match(/<(?!\/?(html|head|meta|title|style|body|main|h1|p|form|input|button|strong|span)\b|!doctype)/g),
				nameOf(text),
			).toBeNull();
			expect(page.match(/<input/g), nameOf(text)).toHaveLength(1);
		}
	});

	it("run nothing in a browser, signed in or not", async () => {
		const { page, tripwire } = await openAs("viewer", `/?ward=${encodeURIComponent(POLYGLOT)}#${POLYGLOT}`);
		await page.locator("select").waitFor();
		for (const text of [
			"javascript:boom()",
			"<script>boom()</script>",
			'"><script>boom()</script>',
			"//evil.test",
			"/\\evil.test",
		]) {
			await page.goto(`${app.url}/sign-in?next=${encodeURIComponent(text)}`);
			await page.click('button[value="viewer"]');
			await page.locator("select").waitFor();
			await page.goto(`${app.url}/${encodeURIComponent(text)}?ward=${encodeURIComponent(text)}`);
			await page.locator("select").waitFor();
		}
		expect(tripwire.caught).toEqual([]);
	});

	it("of the API are answered as data, never as a page", async () => {
		for (const text of [POLYGLOT, "<script>boom()</script>"]) {
			const odd = encodeURIComponent(text);
			for (const path of [
				`/api/v1/${odd}`,
				`/api/v1/devices/${odd}`,
				`/api/v1/anomalies?status=${odd}`,
				`/api/v1/lake/object?key=${odd}`,
			]) {
				const response = await admin(path);
				expect(response.headers.get("content-type"), path).toBe("application/problem+json");
				expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
			}
		}
	});
});

describe("what was stored", () => {
	it("comes back from the database as it was sent, and every table is there", async () => {
		const wards = new Map(
			(await read<ApiPage<WardSummary>>(admin, "/api/v1/wards")).data.map((ward) => [ward.id, ward.name]),
		);
		const devices = new Map<string, string | null>();
		let cursor: string | null = "";
		while (cursor !== null) {
			const page: ApiPage<DeviceSummary> = await read(admin, `/api/v1/devices?limit=500&cursor=${cursor}`);
			for (const { id, bed } of page.data) devices.set(id, bed);
			cursor = page.next_cursor;
		}
		const members = await read<ApiPage<{ name: string; subject: string }>>(admin, "/api/v1/members?limit=500");
		const bySubject = new Map(members.data.map(({ subject, name }) => [subject, name]));
		for (const [i, { text }] of PAYLOADS.entries()) {
			const name = isName(text, NAME_LENGTH) ? text.trim() : undefined;
			expect(wards.get(`w${i}`), nameOf(text)).toBe(name);
			expect(bySubject.get(`s-${i}`), nameOf(text)).toBe(i % EVERY === 0 ? name : undefined);
			expect(devices.get(`DEV-${i}`), nameOf(text)).toBe(isName(text, BED_LENGTH) ? text.trim() : undefined);
		}
		const glass = await read<ApiPage<{ reason: string }>>(admin, "/api/v1/break-glass");
		expect(glass.data.map(({ reason }) => reason)).toEqual([POLYGLOT]);
		expect(wards.size).toBe(WARDS.length + 1);
		expect(devices.size).toBe(BEDS.length + ODD_IDS.length);
	});

	it("is in the lake under its device's id, which DuckDB reads, and in a CSV whose cells no spreadsheet computes", async () => {
		let cursor: string | null = "";
		while (cursor !== null) {
			const flushed: Response = await engineer(`/api/v1/lake/flush?cursor=${cursor}`, { method: "POST" });
			expect(flushed.status).toBe(200);
			({ next_cursor: cursor } = (await flushed.json()) as { next_cursor: string | null });
		}
		const { data } = await read<ApiPage<LakeObject>>(engineer, "/api/v1/lake/objects?limit=1000");
		expect(new Set(data.map((object) => object.device_id))).toEqual(new Set(ODD_IDS));
		const connection = await (await DuckDBInstance.create(":memory:")).connect();
		const ids: string[] = [];
		for (const [i, { key }] of data.entries()) {
			const file = join(app.room, `${i}.parquet`);
			const answer = await admin(`/api/v1/lake/object?key=${encodeURIComponent(key)}`);
			await writeFile(file, new Uint8Array(await answer.arrayBuffer()));
			const result = await connection.runAndReadAll(
				`SELECT DISTINCT device_id FROM read_parquet('${file}', hive_partitioning = false)`,
			);
			ids.push(...result.getRowObjectsJS().map((row) => String(row["device_id"])));
		}
		expect(new Set(ids)).toEqual(new Set(ODD_IDS));
		const asked = { devices: ODD_IDS, from: Date.now() - 3600_000, to: Date.now() + 3600_000, format: "csv" };
		const exported = await admin("/api/v1/exports", { method: "POST", body: JSON.stringify(asked) });
		const { data: files } = (await exported.json()) as ExportPage;
		expect(files).toHaveLength(data.length);
		for (const { url, device_id: id } of files) {
			const answer = await fetch(url);
			expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.=-]+\.csv"$/);
			expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
			const [, ...lines] = (await answer.text()).trim().split("\r\n");
			const cells = lines.flatMap((line) => line.split(","));
			expect(cells.filter((cell) => cell === id)).toHaveLength(lines.length);
			expect(cells.filter((cell) => /^["']?[=+@\t-]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell))).toEqual([]);
		}
		connection.closeSync();
	});

	it("was answered as data each time, and never with a failure", () => {
		expect(answers.length).toBeGreaterThan(PAYLOADS.length * 2);
		for (const { what, status, expected, headers } of answers) {
			expect(status, what).toBe(expected);
			expect(headers.get("content-type"), what).toMatch(/^application\/(problem\+)?json/);
			expect(headers.get("x-content-type-options"), what).toBe("nosniff");
		}
	});
});
