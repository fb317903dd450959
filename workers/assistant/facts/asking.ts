/** Who asks, when, and with what the answer is looked for. */
import type { Standing } from "../../../registry/standing.ts";
import type { Env } from "../../env.ts";
import type { Redact } from "../question/redact.ts";

export interface Asking {
	readonly env: Env;
	readonly standing: Standing;
	/** Wall time, milliseconds since the epoch. */
	readonly now: number;
	/** IANA zone of the reader. */
	readonly zone: string;
	/** Takes out of free text what identifies somebody. */
	readonly redact: Redact;
}
