/**
 * Works while no page is open: shows what is pushed, leads a click to it, and says that it is offline where nothing can be
 * loaded. It keeps nothing but that one page: a vital sign from a cache would look like a live one.
 */
import { noticeOf } from "./notice.ts";
import type { OpenMessage, WorkerScope } from "./worker-scope.ts";

const scope = globalThis as unknown as WorkerScope;

/** Fetched anew with each version of this file. */
const CACHE = "offline";
const OFFLINE = "/offline";
const KEPT = [OFFLINE, "/offline.css", "/offline.js", "/favicon-old.svg"];

scope.addEventListener("install", (event) => {
	event.waitUntil(scope.caches.open(CACHE).then((cache) => cache.addAll(KEPT)));
	// Where the browser can be told: all but the loading of pages and what it keeps goes past this worker, which then need not be started.
	event
		.addRoutes?.([
			...KEPT.map((path) => ({ condition: { urlPattern: path }, source: "fetch-event" })),
			{ condition: { not: { requestMode: "navigate" } }, source: "network" },
		])
		// It knows routes but not this condition: the worker is asked and does not answer, which comes to the same.
		.catch(() => {});
});

scope.addEventListener("activate", (event) => {
	const others = scope.caches.keys().then((names) => names.filter((name) => name !== CACHE));
	event.waitUntil(others.then((names) => Promise.all(names.map((name) => scope.caches.delete(name)))));
});

scope.addEventListener("fetch", (event) => {
	const { request } = event;
	const path = new URL(request.url).pathname;
	const isKept = request.mode !== "navigate" && KEPT.includes(path);
	if (request.method !== "GET" || (request.mode !== "navigate" && !isKept)) return;
	event.respondWith(
		fetch(request).catch(async () => {
			const kept = await scope.caches.match(isKept ? path : OFFLINE);
			return kept ?? Response.error();
		}),
	);
});

scope.addEventListener("push", (event) => {
	const { title, path, ...shown } = noticeOf(event.data?.text() ?? "");
	const options = { ...shown, icon: "/icon-192.png", badge: "/icon-badge.png", data: path };
	event.waitUntil(scope.registration.showNotification(title, options));
});

scope.addEventListener("notificationclick", (event) => {
	event.notification.close();
	const path = String(event.notification.data ?? "/");
	event.waitUntil(open(path));
});

/** In a page that is open already, else in a new one. */
async function open(path: string): Promise<void> {
	const [client] = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
	if (client === undefined) return void (await scope.clients.openWindow(path));
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's clients are of its origin, and take none.
	client.postMessage({ kind: "open", path } satisfies OpenMessage);
	// Refused where the click is long ago: the page shows it all the same.
	await client.focus().catch(() => {});
}
