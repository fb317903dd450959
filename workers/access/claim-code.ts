/** Codes with which a device is claimed: typed by hand into it, used once. */

/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Five bits each: 100 bits, which nobody guesses. */
const LENGTH = 20;
const GROUP = 5;

/** A new code, such as `7K2QM-9XWPD-…`. */
export function newClaimCode(): string {
	// 256 is a multiple of 32: each letter is as likely as the others.
	const letters = [...crypto.getRandomValues(new Uint8Array(LENGTH))].map((byte) => ALPHABET[byte % 32]).join("");
	return letters.match(new RegExp(`.{${GROUP}}`, "g"))?.join("-") ?? letters;
}

/** The code as it was made, however it was typed: small letters, other gaps, O for 0, I or L for 1. `null` when it is none. */
export function readClaimCode(typed: string): string | null {
	const letters = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
	if (letters.length !== LENGTH || [...letters].some((letter) => !ALPHABET.includes(letter))) return null;
	return letters;
}

/** What is kept of a code: SHA-256, hex. 100 random bits need no salt and no slow hash. */
export async function hashClaimCode(letters: string): Promise<string> {
	const bytes = new TextEncoder().encode(`biostream claim code\n${letters}`);
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
