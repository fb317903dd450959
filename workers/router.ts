import type { Result, Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";

/**
 * Hono's router for any pattern, which walks its tree for each request, and remembers what it found for addresses that are
 * declared as they are. There are few of these, and devices post to them each second. (Hono's quickest router does not take an
 * address such as `/devices/import` beside `/devices/:id`.)
 */
export class RememberingRouter<T> implements Router<T> {
	readonly name = "RememberingRouter";
	readonly #tree = new TrieRouter<T>();
	/** By address and method. */
	readonly #found = new Map<string, Map<string, Result<T>>>();

	add(method: string, path: string, handler: T): void {
		this.#tree.add(method, path, handler);
		if (!/[:*]/.test(path)) this.#found.set(path, new Map());
		// What was found without it is no longer right.
		for (const byMethod of this.#found.values()) byMethod.clear();
	}

	match(method: string, path: string): Result<T> {
		const byMethod = this.#found.get(path);
		const known = byMethod?.get(method);
		if (known !== undefined) return known;
		const result = this.#tree.match(method, path);
		byMethod?.set(method, result);
		return result;
	}
}
