/** An engineer who asks the lake to be tidied, also at bad moments. */
type Work = "flush" | "compact";

const PATIENCE_MS = 120_000;
/** Tries of what has to succeed. */
const TRIES = 20;

export class Upkeep {
	readonly #url: string;
	#cookie = "";

	constructor(url: string) {
		this.#url = url;
	}

	async signIn(): Promise<void> {
		const response = await fetch(`${this.#url}/sign-in`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ person: "engineer" }),
		});
		this.#cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	}

	/** Asks once and does not wait: under way it may be killed, refused or forgotten. */
	attempt(what: Work): void {
		this.#ask(what).catch(() => undefined);
	}

	flushAll(): Promise<void> {
		return this.#insist("flush");
	}

	compactAll(): Promise<void> {
		return this.#insist("compact");
	}

	async #insist(what: Work): Promise<void> {
		let failed: readonly string[] = [];
		for (let i = 0; i < TRIES; i++) {
			failed = await this.#ask(what);
			if (failed.length === 0) return;
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
		throw new Error(`${what} failed for ${failed.join(", ")}`);
	}

	/** @returns devices that failed */
	async #ask(what: Work): Promise<readonly string[]> {
		let cursor = "";
		const failed: string[] = [];
		do {
			const response = await fetch(`${this.#url}/api/v1/lake/${what}?cursor=${encodeURIComponent(cursor)}`, {
				method: "POST",
				headers: { cookie: this.#cookie, origin: this.#url },
				signal: AbortSignal.timeout(PATIENCE_MS),
			});
			if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
			const page = (await response.json()) as { failed: string[]; next_cursor: string | null };
			failed.push(...page.failed);
			cursor = page.next_cursor ?? "";
		} while (cursor !== "");
		return failed;
	}
}
