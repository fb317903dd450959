/** The API as its document has it: every request of the dashboard goes through here. */
import createClient from "openapi-fetch";
import type { ProblemDetails } from "../../../vitals/problem.ts";
import type { paths } from "./schema.d.ts";

/** A request that brought no usable answer. */
export class ApiError extends Error {
	/** HTTP status, 0 when no answer came at all. */
	readonly status: number;
	/** Ties the answer to the server's log, `null` without an answer. */
	readonly correlationId: string | null;

	constructor(status: number, message: string, correlationId: string | null) {
		super(message);
		this.name = "ApiError";
		this.status = status;
		this.correlationId = correlationId;
	}
}

/** Paths, parameters, bodies and answers are the document's: `npm run contract`. Cookies go along, as within one origin they do. */
export const api = createClient<paths>({
	headers: { accept: "application/json" },
	// Looked up with each request, so that a test can stand in for it.
	fetch: async (request) => {
		try {
			return await fetch(request);
		} catch (error) {
			if (request.signal.aborted) throw error;
			throw new ApiError(0, "", null);
		}
	},
});

interface Answered<T> {
	readonly data?: T;
	readonly error?: unknown;
	readonly response: Response;
}

/**
 * What was asked for.
 *
 * @throws ApiError with the problem's detail, or with status 0 when the network gave nothing
 */
export async function given<T>(asked: Promise<Answered<T>>): Promise<T> {
	const answer = await asked;
	if (answer.response.ok) return answer.data as T;
	throw failure(answer);
}

/** What an answer says that is not the one that was asked for. */
export function failure({ error, response }: Answered<unknown>): ApiError {
	// A proxy's page, say, is a text: the status alone has to do.
	const problem: Partial<ProblemDetails> = typeof error === "object" && error !== null ? error : {};
	return new ApiError(response.status, problem.detail ?? problem.title ?? "", problem.correlation_id ?? null);
}
