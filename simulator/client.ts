/** The HTTP side: keep-alive connections, sign-in by hand-carried cookie, and the routes the simulator uses. */
import { Agent, request } from "undici";
import type { DeviceSummary, Me, SimulationClock, WardSummary } from "../vitals/api.ts";
import type { TelemetryPayload } from "../vitals/telemetry.ts";
import { createPatience, isTransient, parseRetryAfter, type RetryPolicy } from "./retry.ts";

/** An answer that arrived whole. */
export interface Answer {
	readonly status: number;
	readonly retryAfterMs: number | null;
	/** Parsed JSON, or the text where it is none. */
	readonly body: unknown;
}

/** The server said no for good, or gave no usable answer until patience ran out. */
export class ClientError extends Error {
	override readonly name = "ClientError";
	/** HTTP status, 0 when there was no answer. */
	readonly status: number;

	constructor(message: string, status: number) {
		super(message);
		this.status = status;
	}
}

export interface DeviceSpec {
	readonly id: string;
	readonly wardId: string;
	readonly bed: string;
	readonly patientId: string;
	readonly simulated: boolean;
	/** Seconds between two posts; absent to have it measured. */
	readonly cadenceS?: number;
}

export interface Enrolment {
	readonly device: DeviceSummary;
	/** Time of the newest stored reading, milliseconds since the epoch. */
	readonly latest_timestamp: number | null;
}

/** `post` and `declareClock` answer once and throw on broken connections; the rest tries again until it works. */
export interface Client {
	readonly origin: string;
	signIn(person: string): Promise<Me>;
	putWard(id: string, name: string): Promise<WardSummary>;
	putDevice(spec: DeviceSpec): Promise<Enrolment>;
	createKey(deviceId: string): Promise<string>;
	declareClock(key: string, deviceId: string, clock: SimulationClock): Promise<Answer>;
	post(key: string, payloads: readonly TelemetryPayload[]): Promise<Answer>;
	close(): Promise<void>;
}

export interface ClientOptions {
	/** Address of the server, such as `http://localhost:8787`. */
	readonly url: string;
	readonly policy: RetryPolicy;
	/** Connections at most; requests beyond wait in line. */
	readonly connections?: number;
	/** Told once whenever a management request has to be tried again. */
	readonly onTrouble?: (message: string) => void;
	/** Asked while waiting to try again: true ends the waiting. */
	readonly stopped?: () => boolean;
	readonly random?: () => number;
}

/** How often somebody waiting looks whether to stop, ms. */
const LOOK_UP_MS = 100;
/**
 * A server which has not answered in this time has lost the request, ms. Long, because one that is only slow would be given
 * the same work again; one that died closes its connections.
 */
const ANSWER_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;
const USUAL_CONNECTIONS = 32;

/** @throws ClientError when `url` is not an http(s) address */
export function createClient(options: ClientOptions): Client {
	const base = parseAddress(options.url);
	const origin = base.origin;
	const random = options.random ?? Math.random;
	const agent = new Agent({
		connections: options.connections ?? USUAL_CONNECTIONS,
		headersTimeout: ANSWER_TIMEOUT_MS,
		bodyTimeout: ANSWER_TIMEOUT_MS,
		connect: { timeout: CONNECT_TIMEOUT_MS },
	});
	let cookie = "";
	let signedInAs = "";

	async function send(
		method: "GET" | "POST" | "PUT",
		path: string,
		headers: Record<string, string>,
		body: unknown,
	): Promise<Answer & { readonly cookies: readonly string[] }> {
		const answer = await request(new URL(path, base), {
			method,
			headers: { accept: "application/json", "content-type": "application/json", ...headers },
			body: JSON.stringify(body),
			dispatcher: agent,
		});
		const text = await answer.body.text();
		const setCookie = answer.headers["set-cookie"];
		return {
			status: answer.statusCode,
			retryAfterMs: parseRetryAfter(single(answer.headers["retry-after"]), Date.now()),
			body: parseBody(text),
			cookies: setCookie === undefined ? [] : Array.isArray(setCookie) ? setCookie : [setCookie],
		};
	}

	/** Sends until there is an answer that is not "later". */
	async function insist(
		method: "POST" | "PUT",
		path: string,
		headers: () => Record<string, string>,
		body: unknown,
	): Promise<Answer & { readonly cookies: readonly string[] }> {
		const patience = createPatience(options.policy, random);
		for (;;) {
			let trouble: string;
			let retryAfterMs: number | null = null;
			try {
				const answer = await send(method, path, headers(), body);
				if (!isTransient(answer.status)) return answer;
				trouble = `${method} ${path} was answered with ${answer.status}`;
				retryAfterMs = answer.retryAfterMs;
			} catch (error) {
				trouble = `${method} ${path}: ${connectionTrouble(error)}`;
			}
			if (!patience.failed(Date.now(), retryAfterMs))
				throw new ClientError(`${trouble}; gave up after ${patience.failures()} tries`, 0);
			if (patience.failures() === 1) options.onTrouble?.(`${trouble}; trying again`);
			while (Date.now() < patience.nextTry()) {
				if (options.stopped?.() === true) throw new ClientError("Stopped before the server answered", 0);
				await new Promise((resolve) =>
					setTimeout(resolve, Math.min(LOOK_UP_MS, Math.max(1, patience.nextTry() - Date.now()))),
				);
			}
		}
	}

	/** A person's request: with cookie and origin, signing in again once when the session has ended. */
	async function asPerson<T>(method: "POST" | "PUT", path: string, body: unknown): Promise<T> {
		const headers = (): Record<string, string> => ({ cookie, origin });
		let answer = await insist(method, path, headers, body);
		if (answer.status === 401 && signedInAs !== "") {
			await signIn(signedInAs);
			answer = await insist(method, path, headers, body);
		}
		if (answer.status >= 300)
			throw new ClientError(`${method} ${path} was refused with ${answer.status}${detail(answer.body)}`, answer.status);
		return answer.body as T;
	}

	async function signIn(person: string): Promise<Me> {
		const answer = await insist("POST", "/sign-in", () => ({ origin }), { person });
		if (answer.status !== 200)
			throw new ClientError(
				`Signing in as ${person} was refused with ${answer.status}${detail(answer.body)}`,
				answer.status,
			);
		cookie = answer.cookies.map((line) => line.split(";", 1)[0] ?? "").join("; ");
		if (cookie === "") throw new ClientError(`Signing in as ${person} brought no session cookie`, answer.status);
		signedInAs = person;
		return answer.body as Me;
	}

	return {
		origin,
		signIn,
		putWard: (id, name) => asPerson("PUT", `/api/v1/wards/${encodeURIComponent(id)}`, { name }),
		putDevice: (spec) =>
			asPerson("PUT", `/api/v1/devices/${encodeURIComponent(spec.id)}`, {
				ward_id: spec.wardId,
				bed: spec.bed,
				patient_id: spec.patientId,
				simulated: spec.simulated,
				...(spec.cadenceS === undefined ? {} : { cadence_s: spec.cadenceS }),
			}),
		createKey: async (deviceId) =>
			(await asPerson<{ key: string }>("POST", `/api/v1/devices/${encodeURIComponent(deviceId)}/keys`, {})).key,
		declareClock: (key, deviceId, clock) =>
			send("PUT", `/api/v1/devices/${encodeURIComponent(deviceId)}/clock`, { authorization: `Bearer ${key}` }, clock),
		post: (key, payloads) => {
			const headers = { authorization: `Bearer ${key}` };
			return payloads.length === 1
				? send("POST", "/api/v1/telemetry", headers, payloads[0])
				: send("POST", "/api/v1/telemetry/batch", headers, payloads);
		},
		close: () => agent.destroy(),
	};
}

function parseAddress(url: string): URL {
	try {
		const parsed = new URL(url);
		if (parsed.protocol === "http:" || parsed.protocol === "https:") return parsed;
	} catch {
		// Said below, in the words of the option.
	}
	throw new ClientError(`--url must be an http:// or https:// address, got "${url}"`, 0);
}

/** A connection error in few words. */
export function connectionTrouble(error: unknown): string {
	const code = (error as { code?: unknown } | null)?.code;
	if (typeof code === "string") return code;
	return error instanceof Error ? error.message : String(error);
}

function single(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}

function parseBody(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// An error page of a proxy, say: the status carries the meaning.
		return text;
	}
}

function detail(body: unknown): string {
	const text = (body as { detail?: unknown } | null)?.detail;
	return typeof text === "string" ? `: ${text}` : "";
}
