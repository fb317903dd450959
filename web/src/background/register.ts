/** The page's side of the service worker. */
import type { OpenMessage } from "./worker-scope.ts";

/**
 * Registers it once the page has loaded, and follows the clicks on its notifications.
 *
 * @param open - shows the page of a path of this origin
 * @returns what stops following
 */
export function followBackground(open: (path: string) => void): () => void {
	// Absent over plain HTTP and where storage is blocked. In development it would stand between the page and hot reload.
	if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return () => {};
	const { serviceWorker } = navigator;
	// Without it there are no notifications and no offline page, which is no reason to trouble a clinician.
	void serviceWorker.register("/service-worker.js").catch(() => {});
	const onMessage = (event: MessageEvent) => {
		const message = event.data as Partial<OpenMessage> | null;
		if (message?.kind === "open" && typeof message.path === "string" && /^\/(?!\/)/.test(message.path))
			open(message.path);
	};
	serviceWorker.addEventListener("message", onMessage);
	return () => serviceWorker.removeEventListener("message", onMessage);
}
