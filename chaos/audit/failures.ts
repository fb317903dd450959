/** Why the Worker answered with 500: it has written each to its log. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** Those that had become a 503 are foreseen: a store that is down, an object that died. */
const EVENT = '"event":"request.failed"';
const STATUS = '"status":500';

/** @returns how often each reason was logged for an answer that nobody had foreseen */
export async function failuresIn(logFile: string): Promise<Record<string, number>> {
	const failures: Record<string, number> = {};
	// A run's log may be larger than memory should hold.
	for await (const line of createInterface({ input: createReadStream(logFile), crlfDelay: Infinity })) {
		if (!line.includes(EVENT) || !line.includes(STATUS)) continue;
		const reason = /"reason":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line.trim();
		failures[reason] = (failures[reason] ?? 0) + 1;
	}
	return failures;
}
