/** Chat of a language model on a developer's machine: an OpenAI-compatible server, or none. */
import { aiError } from "./local-embeddings.ts";

export interface ChatSettings {
	/** An OpenAI-compatible server, such as `http://localhost:11434`; with or without `/v1`. */
	readonly LOCAL_AI_URL?: string;
	/** The model there. */
	readonly LOCAL_AI_MODEL?: string;
	/** For a server that asks for one. */
	readonly LOCAL_AI_KEY?: string;
}

/**
 * What the platform answers to `run(model, { messages, … })`. With `stream` the server's own events, which are those of the
 * platform's newer models.
 *
 * @throws an error as Workers AI words it: 5007 without a server, 3040 where it does not answer as it should
 */
export async function chatLocally(
	settings: ChatSettings,
	model: string,
	input: Record<string, unknown>,
): Promise<unknown> {
	const url = settings.LOCAL_AI_URL ?? "";
	if (url === "") throw aiError(5007, `No such model ${model} or task: LOCAL_AI_URL names no server`);
	const key = settings.LOCAL_AI_KEY ?? "";
	const body = { ...input, model: settings.LOCAL_AI_MODEL || model };
	let response: Response;
	try {
		response = await fetch(`${url.replace(/\/+$/, "").replace(/\/v1$/, "")}/v1/chat/completions`, {
			method: "POST",
			headers: { "content-type": "application/json", ...(key === "" ? {} : { authorization: `Bearer ${key}` }) },
			body: JSON.stringify(body),
		});
	} catch {
		// Not listening: the address may hold a key, and is not repeated.
		throw aiError(3040, "The server at LOCAL_AI_URL cannot be reached");
	}
	if (!response.ok || response.body === null) {
		await response.body?.cancel();
		throw aiError(response.status === 429 ? 3040 : 3007, `The server at LOCAL_AI_URL answered ${response.status}`);
	}
	return input["stream"] === true ? response.body : response.json();
}
