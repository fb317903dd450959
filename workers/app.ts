import { Hono, type Context } from "hono";
import { log, reason } from "../durable-objects/log.ts";
import { measure } from "../durable-objects/metrics.ts";
import { resident } from "../durable-objects/residency.ts";
import { guard, type Declaration } from "./access/guard.ts";
import type { Identification } from "./access/identification.ts";
import { CORRELATION_HEADER, isFull, SECURITY_HEADERS } from "./answer.ts";
import { loggableCorrelation, type AppContext, type Handler } from "./context.ts";
import { configurationFaults, type Env } from "./env.ts";
import { asOutcome, isFhir } from "./fhir/answer.ts";
import { Problem } from "./problem.ts";
import { residencyFault } from "./residency.ts";
import { RememberingRouter } from "./router.ts";

/** One line of the route table. */
export type Route = Declaration & {
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	readonly path: string;
	readonly handler: Handler;
	/** Called by every device every second: only what fails is logged. */
	readonly quiet?: true;
};

const CORRELATION_PATTERN = /^[A-Za-z0-9._:-]{1,128}$/;

/** Bytes of all header names and values: a token, a cookie and what browsers add are a third of it. */
const MAX_HEADER_BYTES = 32_768;
/** Characters of path and query. */
const MAX_ADDRESS_LENGTH = 4_096;

/** @param counted - whether its headers are counted: that is not done for what devices call each second, and pass on to nobody */
function refuseOversize(request: Request, counted: boolean): void {
	// A whole address that is short enough need not be taken apart.
	if (request.url.length > MAX_ADDRESS_LENGTH) {
		const { pathname, search } = new URL(request.url);
		if (pathname.length + search.length > MAX_ADDRESS_LENGTH)
			throw new Problem("address_too_long", `An address may have at most ${MAX_ADDRESS_LENGTH} characters`);
	}
	if (!counted) return;
	let bytes = 0;
	// Twice as quick as an iterator, and done for every request.
	// oxlint-disable-next-line unicorn/no-array-for-each
	request.headers.forEach((value, name) => (bytes += name.length + value.length));
	if (bytes > MAX_HEADER_BYTES)
		throw new Problem("headers_too_large", `The headers may have at most ${MAX_HEADER_BYTES} bytes`);
}

/** A problem in the form that the address speaks. */
function answerTo(context: Context<AppContext>, problem: Problem): Response {
	const correlationId = context.get("correlationId");
	return isFhir(context.req.path) ? asOutcome(problem, correlationId) : problem.toResponse(correlationId);
}

/** The HTTP surface over a route table. What no route names is the dashboard's, or nothing. */
export function createApp(routes: readonly Route[], identification: Identification): Hono<AppContext> {
	const app = new Hono<AppContext>({ router: new RememberingRouter() });
	/** Bindings without faults: they do not change while an isolate lives. */
	const sound = new WeakSet<Env>();
	const quiet = new Set(routes.filter((route) => route.quiet === true).map((route) => route.path));

	app.use(async (context, next) => {
		const startedAt = Date.now();
		const asked = context.req.header(CORRELATION_HEADER);
		const correlationId = asked !== undefined && CORRELATION_PATTERN.test(asked) ? asked : crypto.randomUUID();
		context.set("correlationId", correlationId);
		context.set("identification", identification);
		const faults = sound.has(context.env)
			? []
			: [...configurationFaults(context.env), ...identification.faults(context.env)];
		if (faults.length === 0) {
			sound.add(context.env);
			const fault = await residencyFault(context.env);
			if (fault !== null) faults.push(fault);
		}
		if (faults.length > 0) {
			log("error", "configuration.faulty", { faults });
			context.res = answerTo(
				context,
				new Problem("unavailable", `The configuration is not usable: ${faults.join("; ")}`),
			);
		} else {
			try {
				context.env = resident(context.env);
				refuseOversize(context.req.raw, !quiet.has(context.req.path));
				await next();
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				context.res = answerTo(context, error);
			}
		}
		// A switched socket's response belongs to the runtime and takes no headers.
		if (context.res.status === 101) return;
		const { status } = context.res;
		if (!isFull(context.res)) {
			const { headers } = context.res;
			const ours = SECURITY_HEADERS.filter(([name]) => !headers.has(name));
			try {
				headers.set(CORRELATION_HEADER, correlationId);
				for (const [name, value] of ours) headers.set(name, value);
			} catch {
				// Another service's answer takes no headers; a copy of it does.
				const response = new Response(context.res.body, context.res);
				response.headers.set(CORRELATION_HEADER, correlationId);
				for (const [name, value] of ours) response.headers.set(name, value);
				context.res = response;
			}
		}
		if (status < 400 && quiet.has(context.req.path)) return;
		const { method, routePath: route } = context.req;
		const ms = Date.now() - startedAt;
		log("info", "request", { correlation_id: loggableCorrelation(context), method, route, status, ms });
		measure(context.env, { kind: "request", route, method, status, ms });
	});

	for (const route of routes) app.on(route.method, route.path, guard(route, identification), route.handler);
	for (const path of new Set(routes.map((route) => route.path))) {
		const allowed = routes.filter((route) => route.path === path).map((route) => route.method);
		app.all(path, () => {
			throw new Problem("method_not_allowed", `This address takes ${allowed.join(", ")}`, { allow: allowed });
		});
	}

	app.notFound((context) => {
		if (context.req.path.startsWith("/api/") || isFhir(context.req.path))
			throw new Problem("not_found", "There is no such address in this API");
		return context.env.ASSETS.fetch(context.req.raw);
	});

	app.onError((error, context) => {
		if (error instanceof Problem) return answerTo(context, error);
		const answer = answerTo(context, failure(error));
		const { status } = answer;
		log("error", "request.failed", { correlation_id: loggableCorrelation(context), status, reason: reason(error) });
		return answer;
	});

	return app;
}

/** What the platform says of its own errors: a Durable Object or a database that is busy may be asked again. */
function failure(error: unknown): Problem {
	const { retryable, overloaded, durableObjectReset, cause } = error as {
		retryable?: boolean;
		overloaded?: boolean;
		/** It died under the request: what was not answered was not promised, and may be sent again. */
		durableObjectReset?: boolean;
		cause?: unknown;
	};
	const fromDatabase = [error, cause].some(
		(thrown) => thrown instanceof Error && thrown.message.startsWith("D1_ERROR"),
	);
	if (retryable === true || overloaded === true || durableObjectReset === true || fromDatabase) {
		return new Problem("unavailable", "Storage is not available just now; ask again shortly", { retryAfter: 2 });
	}
	return new Problem("internal", "Something failed on our side; the correlation id finds it in the logs");
}
