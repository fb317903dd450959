/** What the runtime has and TypeScript's own library does not know yet. */
interface Uint8Array {
	toHex(): string;
	toBase64(): string;
}
interface Uint8ArrayConstructor {
	fromBase64(text: string): Uint8Array<ArrayBuffer>;
}
