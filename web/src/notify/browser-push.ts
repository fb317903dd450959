/** This browser as a receiver: what it can, what its reader allowed, and which of their subscriptions are its own. */

const KEPT_KEY = "biostream.push";

/** `denied`: the reader said no, and only they can change that, in the browser's settings. */
export type PushAbility = "possible" | "denied" | "unsupported";

export function pushAbility(): PushAbility {
	// In development there is no service worker.
	const supported =
		import.meta.env.PROD &&
		"serviceWorker" in navigator &&
		"PushManager" in globalThis &&
		typeof Notification !== "undefined" &&
		isSecureContext;
	if (!supported) return "unsupported";
	return Notification.permission === "denied" ? "denied" : "possible";
}

/**
 * Asks the reader, and the browser's push service, for a subscription. From a click, so that the browser agrees.
 *
 * @param key - the server's public key, base64url
 * @returns what the server needs of it; null where the reader said no
 * @throws DOMException where the push service gives none
 */
export async function subscribeBrowser(key: string): Promise<PushSubscriptionJSON | null> {
	if ((await Notification.requestPermission()) !== "granted") return null;
	const { pushManager } = await navigator.serviceWorker.ready;
	const present = await pushManager.getSubscription();
	// One that was made for another key of the server's would never receive anything.
	if (present !== null && !isFor(present, key)) await present.unsubscribe();
	const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
	return subscription.toJSON();
}

function isFor(subscription: PushSubscription, key: string): boolean {
	const { applicationServerKey: bytes } = subscription.options;
	if (bytes === null) return false;
	const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
	return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key.replaceAll("=", "");
}

/** Ends the browser's subscription, once none of its reader's uses it. */
export async function unsubscribeBrowser(): Promise<void> {
	const registration = await navigator.serviceWorker.getRegistration();
	const subscription = await registration?.pushManager.getSubscription();
	await subscription?.unsubscribe();
}

/** Ids of subscriptions that were made in this browser. */
export function ownSubscriptions(): readonly string[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(KEPT_KEY) ?? "[]");
		return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
	} catch {
		// Storage is blocked, or holds what is not ours.
		return [];
	}
}

export function keepOwn(ids: readonly string[]): void {
	try {
		localStorage.setItem(KEPT_KEY, JSON.stringify(ids));
	} catch {
		// Blocked: the subscription works, and is listed without saying that it is this browser's.
	}
}

/** A name for this browser that its reader recognises: "Chrome on Linux". */
export function browserName(agent: string): string {
	const browser = /Edg\//.test(agent)
		? "Edge"
		: /Firefox\//.test(agent)
			? "Firefox"
			: /Chrome\//.test(agent)
				? "Chrome"
				: /Safari\//.test(agent)
					? "Safari"
					: "Browser";
	const system = /iPhone|iPad/.test(agent)
		? "iOS"
		: /Android/.test(agent)
			? "Android"
			: /Mac OS X/.test(agent)
				? "macOS"
				: /Windows/.test(agent)
					? "Windows"
					: /Linux|CrOS/.test(agent)
						? "Linux"
						: "";
	return system === "" ? browser : `${browser} on ${system}`;
}
