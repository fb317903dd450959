/** Wrangler as the deployment uses it, and what it says, read. */
import { once } from "node:events";
import { start } from "../children.ts";

/** What one command of Wrangler said. */
export interface Answer {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs Wrangler with these arguments in `folder`, relative to the repository. */
export type Wrangler = (args: readonly string[], folder?: string) => Promise<Answer>;

/** The installed Wrangler. Its standard input is closed: it never waits for an answer, and takes its defaults. */
export const installedWrangler: Wrangler = async (args, folder = ".") => {
	const child = start("wrangler", args, { folder });
	const said = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const)
		child[name]?.on("data", (chunk: Buffer) => (said[name] += chunk.toString()));
	const [code] = (await once(child, "close")) as [number | null];
	return { code: code ?? 1, ...said };
};

/** Wrangler said no. */
export class WranglerFailed extends Error {
	readonly answer: Answer;

	constructor(args: readonly string[], answer: Answer) {
		super(`wrangler ${args.join(" ")} failed:\n${`${answer.stdout}\n${answer.stderr}`.trim()}`);
		this.answer = answer;
	}
}

/** Runs a command to its end and returns what it printed. @throws WranglerFailed */
export async function tell(wrangler: Wrangler, args: readonly string[], folder?: string): Promise<string> {
	const answer = await wrangler(args, folder);
	if (answer.code !== 0) throw new WranglerFailed(args, answer);
	return plain(answer.stdout);
}

/** The JSON that a command printed. Warnings may stand before it. @throws WranglerFailed, and Error on anything else than JSON */
export async function ask<T>(wrangler: Wrangler, args: readonly string[], folder?: string): Promise<T> {
	const text = await tell(wrangler, args, folder);
	const begin = text.search(/^[[{]/m);
	try {
		return JSON.parse(text.slice(Math.max(0, begin))) as T;
	} catch {
		throw new Error(`wrangler ${args.join(" ")} did not answer in JSON:\n${text}`);
	}
}

// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001B\[[0-9;]*m/g;

/** Text without a terminal's colours. */
const plain = (text: string) => text.replaceAll(COLOURS, "");

/** The version that `wrangler deploy` and `wrangler rollback` say is live now; `null` when they do not say. */
export function liveVersion(said: string): string | null {
	return /Current Version ID:\s*([0-9a-f-]{36})/.exec(said)?.[1] ?? null;
}
