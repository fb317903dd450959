/** A server in a hundred lines that keeps the HTTP contract, with faults to order. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkTelemetry } from "../../vitals/telemetry.ts";

/** What goes wrong with one request; the stub asks before (`refuse`) and after storing (`loseAnswer`). */
export interface Faults {
	/** Answer with this status and headers instead of working. */
	refuse?: (
		path: string,
		attempt: number,
	) => { readonly status: number; readonly retryAfter?: string; readonly body?: unknown } | null;
	/** Store, then cut the connection. */
	loseAnswer?: (path: string, attempt: number) => boolean;
	/** Item-level trouble in a batch: status and error for this reading, `null` for none. */
	item?: (
		deviceId: string,
		timestamp: number,
	) => { readonly status: number; readonly field: string; readonly code: string } | null;
}

export interface Stub {
	readonly url: string;
	/** Everything stored: device → timestamp → payload. */
	readonly stored: Map<string, Map<number, Record<string, unknown>>>;
	/** Readings stored, over all devices. */
	count(): number;
	/** Times a stored reading was overwritten by different values: must stay 0. */
	readonly conflicts: { count: number };
	readonly clocks: { device: string; now: number; rate: number }[];
	/** Devices known, as they were put. */
	readonly devices: Map<string, Record<string, unknown>>;
	/** Telemetry requests by path. */
	readonly requests: { readonly path: string; readonly readings: number; readonly device: string }[];
	faults: Faults;
	/** Forgets every device and key, as after a wiped disk; stored readings stay for the count. */
	forget(): void;
	/** Cuts all connections and stops listening. */
	kill(): Promise<void>;
	/** Listens again on the same port. */
	revive(): Promise<void>;
}

export async function startStub(faults: Faults = {}): Promise<Stub> {
	const stored: Stub["stored"] = new Map();
	const conflicts = { count: 0 };
	const clocks: Stub["clocks"] = [];
	const devices: Stub["devices"] = new Map();
	const requests: { path: string; readings: number; device: string }[] = [];
	const keys = new Map<string, string>();
	const attempts = new Map<string, number>();
	let generation = 0;

	function store(deviceId: string, timestamp: number, payload: Record<string, unknown>): boolean {
		const own = stored.get(deviceId) ?? new Map<number, Record<string, unknown>>();
		stored.set(deviceId, own);
		const known = own.get(timestamp);
		if (known !== undefined && JSON.stringify(known) !== JSON.stringify(payload)) conflicts.count++;
		own.set(timestamp, payload);
		return known !== undefined;
	}

	function telemetry(path: string, device: string, body: unknown, reply: Reply): void {
		const items = Array.isArray(body) ? (body as unknown[]) : [body];
		requests.push({ path, readings: items.length, device });
		const errors: { index: number; status: number; errors: unknown[] }[] = [];
		let accepted = 0;
		let duplicates = 0;
		for (const [index, item] of items.entries()) {
			const check = checkTelemetry(item, Date.now());
			if (!check.ok) {
				errors.push({ index, status: 422, errors: [...check.errors] });
				continue;
			}
			const { timestamp } = check.value.reading;
			const trouble = stub.faults.item?.(device, timestamp) ?? null;
			if (trouble !== null)
				errors.push({
					index,
					status: trouble.status,
					errors: [{ field: trouble.field, code: trouble.code, message: "" }],
				});
			else if (store(device, timestamp, item as Record<string, unknown>)) duplicates++;
			else accepted++;
		}
		const [first] = errors;
		if (!Array.isArray(body)) {
			if (first === undefined) reply(202, { status: "accepted", duplicate: duplicates === 1 });
			else reply(first.status, { type: "urn:biostream:problem:validation_failed", errors: first.errors });
			return;
		}
		const counts = { accepted, duplicates, rejected: errors.length };
		if (accepted + duplicates > 0)
			reply(202, { status: errors.length > 0 ? "partial" : "accepted", ...counts, errors });
		else reply(422, { type: "urn:biostream:problem:validation_failed", ...counts, items: errors });
	}

	type Reply = (status: number, body: unknown, headers?: Record<string, string>) => void;

	function route(request: IncomingMessage, path: string, body: unknown, reply: Reply): void {
		const device = /^\/api\/v1\/devices\/([^/]+)/.exec(path)?.[1] ?? "";
		const data = body as Record<string, unknown>;
		if (path === "/sign-in")
			return reply(
				200,
				{ id: "p3", name: "Engineer", role: data["person"] },
				{ "set-cookie": "__Host-session=abc; Path=/; HttpOnly; Secure; SameSite=Lax" },
			);
		const bearer = request.headers.authorization?.replace("Bearer ", "");
		if (bearer !== undefined) {
			const owner = keys.get(bearer);
			if (owner === undefined) return reply(401, { title: "A valid credential is needed" });
			if (path.endsWith("/clock")) {
				clocks.push({ device: owner, now: Number(data["now"]), rate: Number(data["rate"]) });
				return reply(200, {});
			}
			return telemetry(path, owner, body, reply);
		}
		if (request.headers.cookie !== "__Host-session=abc") return reply(401, {});
		if (request.headers.origin !== stub.url) return reply(403, { detail: "Origin does not match" });
		if (path.startsWith("/api/v1/wards/")) return reply(200, { id: path.slice(14), name: data["name"] });
		if (path.endsWith("/keys")) {
			const key = `${device}.${++generation}`;
			keys.set(key, device);
			return reply(201, { key, generation });
		}
		devices.set(device, data);
		const times = [...(stored.get(device)?.keys() ?? [])];
		return reply(200, { device: { id: device }, latest_timestamp: times.length === 0 ? null : Math.max(...times) });
	}

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = request.url ?? "";
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const attempt = (attempts.get(path) ?? 0) + 1;
		attempts.set(path, attempt);
		const reply: Reply = (status, body, headers = {}) => {
			if (status < 300 && stub.faults.loseAnswer?.(path, attempt) === true) return void request.socket.destroy();
			response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
		};
		const refusal = stub.faults.refuse?.(path, attempt) ?? null;
		if (refusal !== null)
			return reply(
				refusal.status,
				refusal.body ?? {},
				refusal.retryAfter === undefined ? {} : { "retry-after": refusal.retryAfter },
			);
		route(request, path, JSON.parse(Buffer.concat(chunks).toString() || "null"), reply);
	}

	let server: Server;
	let port = 0;
	const listen = async (): Promise<void> => {
		server = createServer((request, response) => {
			// A client that is cut off in the middle of its request is one of the faults under test.
			handle(request, response).catch(() => request.socket.destroy());
		});
		await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
		port = (server.address() as AddressInfo).port;
	};
	await listen();

	const stub: Stub = {
		url: `http://127.0.0.1:${port}`,
		stored,
		count: () => [...stored.values()].reduce((sum, own) => sum + own.size, 0),
		conflicts,
		clocks,
		devices,
		requests,
		faults,
		forget() {
			devices.clear();
			keys.clear();
		},
		kill: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
		revive: listen,
	};
	return stub;
}
