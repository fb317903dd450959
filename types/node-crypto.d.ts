/** The part of Node's crypto that the runtime's compatibility layer is used for. */
declare module "node:crypto" {
	interface Hmac {
		update(text: string): Hmac;
		digest(encoding: "base64url"): string;
	}
	export function createHmac(algorithm: "sha256", key: string): Hmac;
}
