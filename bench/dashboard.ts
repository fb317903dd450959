/** Does the central station stay smooth with a thousand beds, and how many more does it bear? */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type CDPSession, type Page } from "playwright-core";
import { ROOT } from "../scripts/bootstrap.mjs";
import { CHROMIUM_ARGS, ensureChromium } from "../scripts/chromium.ts";
import { installProbe } from "./page/probe.ts";
import { mainThreadTasks, TASK_CATEGORIES } from "./page/trace.ts";
import { wholeNumber, type Question } from "./question.ts";
import { startPage } from "./runtime/runtime.ts";

const BEDS = 1000;
const SECONDS = 60;
/** Where the search for the limit ends: five large hospitals on one screen. */
const MOST_BEDS = 5000;
const LIMIT_SECONDS = 20;
/** After the first sight, until caches are warm and the first values have come. */
const SETTLE_MS = 5000;
/** Between two things that the reader does. */
const PAUSE_MS = 700;
/** The event timing tells of nothing shorter, ms. */
const TOLD_FROM_MS = 16;
/** One frame at 60 Hz, ms. Timestamps of frames are rounded to a tenth. */
const FRAME_MS = 16.7;
const LONG_TASK_MS = 50;
const VIEWPORT = { width: 1440, height: 900 };
const DIST = join(ROOT, "web", "dist");

interface Figures {
	readonly beds: number;
	readonly frame_p95_ms: number;
	readonly longest_task_ms: number;
	/** Of the thread's own processor time. */
	readonly longest_task_cpu_ms: number;
	readonly tasks_over_50_ms: number;
	readonly inp_ms: number;
	readonly inp_acknowledge_ms: number;
	readonly inp_search_ms: number;
	readonly heap_start_mb: number;
	readonly heap_end_mb: number;
	/** Share of one processor that the page's main thread took. */
	readonly cpu: number;
	readonly lcp_ms: number;
	readonly cls: number;
	readonly first_load_js_gzip_kb: number;
}

export const dashboard: Question = {
	summary:
		"the central station in Chromium with a thousand beds a second: frames, tasks, interactions, heap; and its limit",
	options: { beds: { type: "string" }, seconds: { type: "string" }, most: { type: "string" } },
	usage: `[--beds ${BEDS}] [--seconds ${SECONDS}] [--most ${MOST_BEDS}]`,
	answer: async (progress, values) => {
		const beds = wholeNumber(values, "beds", BEDS);
		const seconds = wholeNumber(values, "seconds", SECONDS);
		const most = wholeNumber(values, "most", MOST_BEDS);
		if (!existsSync(join(DIST, "index.html"))) throw new Error("Build the dashboard first: npm run build");
		const browser = await chromium.launch({
			executablePath: ensureChromium(),
			args: [...CHROMIUM_ARGS, "--enable-precise-memory-info"],
		});
		try {
			const main = await measure(browser, beds, seconds, progress);
			const beyond: Figures[] = [];
			for (const more of doubled(beds, most))
				beyond.push(await measure(browser, more, Math.min(seconds, LIMIT_SECONDS), progress));
			const within = [main, ...beyond].filter(smooth);
			return {
				lines: [
					`The built dashboard in Chromium ${browser.version()}, ${VIEWPORT.width} × ${VIEWPORT.height}, without a GPU, on a real runtime with a`,
					"stand-in feed that speaks the live protocol: every bed changes once a second, one in 25 has an episode, episodes",
					`come and go. ${seconds} s, in which somebody moves between beds, acknowledges and searches.`,
					"",
					...table([main, ...beyond]),
					"",
					within.length === 0
						? "No size kept every frame and every task within its limit."
						: `Within a frame at the 95th percentile and without a task over ${LONG_TASK_MS} ms up to ${within.at(-1)?.beds} beds.`,
				],
				figures: { ...main, limit_beds: within.at(-1)?.beds ?? null, beyond },
			};
		} finally {
			await browser.close();
		}
	},
};

/** Twice as many, and again, up to `most`. */
function doubled(beds: number, most: number): number[] {
	if (beds >= most) return [];
	const next = Math.min(beds * 2, most);
	return [next, ...doubled(next, most)];
}

const smooth = ({ frame_p95_ms, longest_task_ms }: Figures) =>
	frame_p95_ms <= FRAME_MS && longest_task_ms <= LONG_TASK_MS;

async function measure(
	browser: Browser,
	beds: number,
	seconds: number,
	progress: (line: string) => void,
): Promise<Figures> {
	progress(`${beds} beds for ${seconds} s`);
	const runtime = await startPage("ward-feed.ts", DIST, { BEDS: beds });
	const context = await browser.newContext({ viewport: VIEWPORT });
	try {
		const page = await context.newPage();
		const session = await context.newCDPSession(page);
		await page.addInitScript(installProbe);
		await page.goto(runtime.url);
		await page.waitForSelector(".bed .vital-value", { timeout: 60_000 });
		await page.waitForTimeout(SETTLE_MS);
		const first_load_js_gzip_kb = await firstLoad(page);
		await session.send("Performance.enable");
		const heapStart = await heap(session);
		const busyStart = await busy(session);
		const startedAt = performance.now();
		await browser.startTracing(page, { categories: TASK_CATEGORIES });
		await page.evaluate(() => void (benchProbe.counting = true));
		await work(page, startedAt + seconds * 1000);
		const wallMs = performance.now() - startedAt;
		const cpu = (await busy(session)) - busyStart;
		const probe = await page.evaluate(() => {
			benchProbe.counting = false;
			return benchProbe;
		});
		const tasks = mainThreadTasks(await browser.stopTracing());
		const heapEnd = await heap(session);
		const inp = (phase: string) => Math.max(TOLD_FROM_MS, ...(probe.interactions[phase] ?? []));
		return {
			beds,
			frame_p95_ms: percentile95(probe.frames.slice(1).map((at, i) => at - (probe.frames[i] as number))),
			longest_task_ms: round(Math.max(0, ...tasks.map(({ ms }) => ms))),
			longest_task_cpu_ms: round(Math.max(0, ...tasks.map(({ cpuMs }) => cpuMs))),
			tasks_over_50_ms: tasks.filter(({ ms }) => ms > LONG_TASK_MS).length,
			inp_ms: Math.max(TOLD_FROM_MS, ...Object.values(probe.interactions).flat()),
			inp_acknowledge_ms: inp("acknowledge"),
			inp_search_ms: inp("search"),
			heap_start_mb: heapStart,
			heap_end_mb: heapEnd,
			cpu: round((cpu * 1000) / wallMs, 2),
			lcp_ms: Math.round(probe.lcpMs),
			cls: round(probe.cls, 3),
			first_load_js_gzip_kb,
		};
	} finally {
		await context.close();
		await runtime.stop();
	}
}

/** What a reader does over and over: goes to another bed, acknowledges an episode, looks for a bed by its name. */
async function work(page: Page, until: number): Promise<void> {
	const enter = (phase: string) =>
		page.evaluate((name) => void benchProbe.phases.push({ at: performance.now(), name }), phase);
	for (let turn = 0; performance.now() < until; turn++) {
		await enter("move");
		for (const key of "jjjk") await page.keyboard.press(key);
		await page.waitForTimeout(PAUSE_MS);
		await enter("acknowledge");
		const waiting = page.locator(".entry .entry-acknowledge");
		// On a small ward there may be none left.
		if ((await waiting.count()) > 0) await waiting.first().click();
		await page.waitForTimeout(PAUSE_MS);
		await enter("search");
		await page.keyboard.press("/");
		await page.keyboard.type(`Bed ${10 + (turn % 90)}`, { delay: 60 });
		await page.keyboard.press("Escape");
		await page.waitForTimeout(PAUSE_MS);
	}
}

/** Megabytes that are still in use after a collection. */
async function heap(session: CDPSession): Promise<number> {
	for (let i = 0; i < 2; i++) await session.send("HeapProfiler.collectGarbage");
	const { usedSize } = await session.send("Runtime.getHeapUsage");
	return round(usedSize / 1e6);
}

/** Seconds that the page's main thread has worked. */
async function busy(session: CDPSession): Promise<number> {
	const { metrics } = await session.send("Performance.getMetrics");
	return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** Kilobytes, compressed, of the scripts that the page has loaded by now. */
async function firstLoad(page: Page): Promise<number> {
	const paths = await page.evaluate(() =>
		performance
			.getEntriesByType("resource")
			.map(({ name }) => new URL(name).pathname)
			.filter((path) => path.endsWith(".js")),
	);
	const bytes = [...new Set(paths)].map((path) => gzipSync(readFileSync(join(DIST, path))).length);
	return round(bytes.reduce((sum, size) => sum + size, 0) / 1000);
}

const round = (value: number, decimals = 1) => Number(value.toFixed(decimals));

function percentile95(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN);
}

function table(rows: readonly Figures[]): string[] {
	const columns: readonly (readonly [string, (row: Figures) => string])[] = [
		["beds", ({ beds }) => String(beds)],
		["frame p95", ({ frame_p95_ms: ms }) => `${ms} ms`],
		["longest task", ({ longest_task_ms: ms, tasks_over_50_ms: n }) => `${ms} ms${n > 0 ? ` (${n} over)` : ""}`],
		["its CPU", ({ longest_task_cpu_ms: ms }) => `${ms} ms`],
		["acknowledge", ({ inp_acknowledge_ms: ms }) => `${ms} ms`],
		["search", ({ inp_search_ms: ms }) => `${ms} ms`],
		["heap", ({ heap_start_mb: a, heap_end_mb: b }) => `${a} → ${b} MB`],
		["CPU", ({ cpu }) => `${Math.round(cpu * 100)} %`],
		["LCP", ({ lcp_ms }) => `${lcp_ms} ms`],
		["CLS", ({ cls }) => String(cls)],
		["JS", ({ first_load_js_gzip_kb: kb }) => `${kb} kB`],
	];
	const cells = [columns.map(([head]) => head), ...rows.map((row) => columns.map(([, text]) => text(row)))];
	const widths = columns.map((_, i) => Math.max(...cells.map((line) => (line[i] as string).length)));
	return cells.map((line) => line.map((cell, i) => cell.padStart(widths[i] as number)).join("  "));
}
