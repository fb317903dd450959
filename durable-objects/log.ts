/** One structured line. Fields hold ids, counts and codes; never a patient's identifier or a vital sign. */
export function log(level: "info" | "warn" | "error", event: string, fields: Record<string, unknown> = {}): void {
	console[level](JSON.stringify({ level, event, at: new Date().toISOString(), ...fields }));
}

/** What an unknown thrown thing says of itself. */
export function reason(error: unknown): string {
	// Drizzle's own message quotes the query's parameters; its cause says what went wrong.
	if (error instanceof Error && error.message.startsWith("Failed query") && error.cause !== undefined)
		return reason(error.cause);
	return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
