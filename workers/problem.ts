import { PROBLEM_BASE, PROBLEMS, type FieldError, type ProblemCode, type ProblemDetails } from "../vitals/problem.ts";

/** Thrown anywhere in a request; becomes the answer. */
export class Problem extends Error {
	override name = "Problem";
	readonly code: ProblemCode;
	readonly errors: readonly FieldError[] | undefined;
	/** Seconds. */
	readonly retryAfter: number | undefined;
	/** Further members of the answer. */
	readonly extra: Record<string, unknown>;
	/** Methods that the address takes. */
	readonly allow: readonly string[];
	/** Of a file whose part was asked for. */
	readonly contentRange: string | undefined;

	constructor(
		code: ProblemCode,
		detail: string,
		more: {
			errors?: readonly FieldError[];
			retryAfter?: number;
			extra?: Record<string, unknown>;
			allow?: readonly string[];
			contentRange?: string;
		} = {},
	) {
		super(detail);
		this.code = code;
		this.errors = more.errors;
		this.retryAfter = more.retryAfter;
		this.extra = more.extra ?? {};
		this.allow = more.allow ?? [];
		this.contentRange = more.contentRange;
	}

	get status(): number {
		return PROBLEMS[this.code].status;
	}

	toResponse(correlationId: string): Response {
		const { status, title } = PROBLEMS[this.code];
		const body: ProblemDetails = {
			...this.extra,
			type: PROBLEM_BASE + this.code,
			title,
			status,
			detail: this.message,
			correlation_id: correlationId,
			...(this.errors === undefined ? {} : { errors: this.errors }),
		};
		const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
		if (this.retryAfter !== undefined) headers.set("retry-after", String(this.retryAfter));
		if (this.allow.length > 0) headers.set("allow", this.allow.join(", "));
		if (this.contentRange !== undefined) headers.set("content-range", this.contentRange);
		if (status === 401) headers.set("www-authenticate", "Bearer");
		return new Response(JSON.stringify(body), { status, headers });
	}
}

/** Refusal of values: 422 with every field's complaint. */
export function validationProblem(errors: readonly FieldError[]): Problem {
	return new Problem("validation_failed", errors.map((error) => error.message).join("; "), { errors });
}
