/**
 * Where a message may be sent. People choose the addresses, and our side fetches them: none may lead into a network that
 * only we can reach. A name that resolves to a private address is the platform's to refuse, which reaches no such network.
 */

/** Characters of an address, at most. */
const MAX_ADDRESS = 2_048;
/** The ports of HTTPS: others are no business of a person's webhook. */
const PORTS = new Set(["", "443", "8443"]);
/** Names that are resolved within a network, or to this machine. */
const INNER_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|onion)$/;

/**
 * What is wrong with `address`, as the end of a sentence that begins with its field; null when nothing is.
 *
 * @param local - on a developer's machine: plain HTTP and any host are good
 */
export function addressFault(address: unknown, local: boolean): string | null {
	if (typeof address !== "string" || address.length > MAX_ADDRESS)
		return `must be an address of up to ${MAX_ADDRESS} characters`;
	let url: URL;
	try {
		url = new URL(address);
	} catch {
		return "must be an address such as https://example.org/hook";
	}
	if (url.username !== "" || url.password !== "") return "must not hold a user's name or password";
	if (url.protocol !== "https:" && !(local && url.protocol === "http:")) return "must begin with https://";
	if (local) return null;
	if (!PORTS.has(url.port)) return "must use port 443 or 8443";
	const host = url.hostname.replace(/\.$/, "").toLowerCase();
	// The parser writes every spelling of an IPv4 address (octal, hexadecimal, one number) as four numbers.
	if (host.startsWith("[") || /^[\d.]+$/.test(host)) return "must name a host, not an IP address";
	if (!host.includes(".") || INNER_NAMES.test(host)) return "must name a host that the internet knows";
	return null;
}
