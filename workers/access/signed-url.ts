/**
 * Addresses that carry their own permission, for downloads that a browser or a script takes up again without a
 * cookie: path and query are signed together with the moment they expire. Whoever has one can use it until then.
 */
import type { Env } from "../env.ts";
import { sign, verify } from "./hmac.ts";

const EXPIRES = "expires";
const SIGNATURE = "signature";

/** Sorted, so that the order in which a client sends the values does not matter; of each name there is one. */
function message(path: string, query: URLSearchParams): string {
	const pairs = [...query].filter(([name]) => name !== SIGNATURE).toSorted(([a], [b]) => (a < b ? -1 : 1));
	return `biostream signed address\n${path}\n${new URLSearchParams(pairs).toString()}`;
}

/**
 * Signs an address of this Worker.
 *
 * @param expires - milliseconds since the epoch
 * @returns path and query
 */
export async function signedPath(
	env: Env,
	path: string,
	query: Record<string, string>,
	expires: number,
): Promise<string> {
	const signed = new URLSearchParams({ ...query, [EXPIRES]: String(expires) });
	signed.set(SIGNATURE, await sign(env.EXPORT_KEY, message(path, signed)));
	return `${path}?${signed.toString()}`;
}

/** Whether `url` was signed here, is unaltered and has not expired at `now`, milliseconds since the epoch. */
export async function isSigned(env: Env, url: URL, now: number): Promise<boolean> {
	const expires = url.searchParams.get(EXPIRES) ?? "";
	const signature = url.searchParams.get(SIGNATURE) ?? "";
	const names = [...url.searchParams.keys()];
	if (new Set(names).size !== names.length || !/^\d{1,15}$/.test(expires)) return false;
	return (await verify(env.EXPORT_KEY, message(url.pathname, url.searchParams), signature)) && Number(expires) > now;
}
