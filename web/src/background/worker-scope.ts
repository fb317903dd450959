/** What of a service worker's surroundings is used; the compiler's library for workers does not go with the page's. */

interface ExtendableEvent extends Event {
	waitUntil(work: Promise<unknown>): void;
}

export interface InstallEvent extends ExtendableEvent {
	/** Absent from browsers that ask the worker about every request. */
	addRoutes?(routes: readonly unknown[]): Promise<void>;
}

export interface FetchEvent extends ExtendableEvent {
	readonly request: Request;
	respondWith(response: Promise<Response>): void;
}

export interface PushEvent extends ExtendableEvent {
	readonly data: { text(): string } | null;
}

export interface NotificationEvent extends ExtendableEvent {
	readonly notification: Notification;
}

interface WindowClient {
	focus(): Promise<unknown>;
	postMessage(message: unknown): void;
}

interface WorkerEvents {
	install: InstallEvent;
	activate: ExtendableEvent;
	fetch: FetchEvent;
	push: PushEvent;
	notificationclick: NotificationEvent;
}

export interface WorkerScope {
	readonly registration: ServiceWorkerRegistration;
	readonly caches: CacheStorage;
	readonly clients: {
		matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly WindowClient[]>;
		openWindow(path: string): Promise<unknown>;
	};
	addEventListener<K extends keyof WorkerEvents>(type: K, listener: (event: WorkerEvents[K]) => void): void;
}

/** What the worker tells an open page: somebody clicked a notification. */
export interface OpenMessage {
	readonly kind: "open";
	readonly path: string;
}
