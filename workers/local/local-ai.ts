import { WorkerEntrypoint } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { EMBEDDING_MODEL } from "../../search/embedding.ts";
import { chatLocally } from "./local-chat.ts";
import { aiError, embedLocally } from "./local-embeddings.ts";

/**
 * Stands where Workers AI's binding stands, on a developer's machine: the same call, the same shapes, no account and no
 * network. With `LOCAL_AI_URL` it asks an OpenAI-compatible server there; without, it computes what it can by itself.
 */
export class LocalAI extends WorkerEntrypoint<Env> {
	async run(model: string, input: Record<string, unknown>): Promise<unknown> {
		if (model === EMBEDDING_MODEL) return embedLocally(this.env, input);
		if (Array.isArray(input["messages"])) return chatLocally(this.env, model, input);
		throw aiError(5007, `No such model ${model} or task`);
	}
}
