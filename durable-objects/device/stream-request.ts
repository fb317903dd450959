/** The Worker's own request that opens a device's stream at its object, and with it the key that the Worker has checked. */
import type { ShownKey } from "./key-ring.ts";

const GENERATION = "x-key-generation";
const FLEET = "x-key-fleet";

/** Made anew: nothing that a device sent with its own request is taken for what was checked. */
export function streamRequest(key: ShownKey): Request {
	const headers = new Headers({ upgrade: "websocket", [GENERATION]: String(key.generation) });
	if (key.fleet !== undefined) headers.set(FLEET, key.fleet);
	return new Request("https://device.internal/stream", { headers });
}

/** The key that the request was made with. */
export function keyOf(request: { readonly headers: Headers }): ShownKey {
	return {
		generation: Number(request.headers.get(GENERATION)),
		fleet: request.headers.get(FLEET) ?? undefined,
	};
}
