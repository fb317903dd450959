/** `npm run contract`: writes the document of the API and the types that the dashboard makes of it; with `--check` says whether they are stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { OPERATIONS } from "../workers/contract/operations.ts";
import { ROOT } from "./bootstrap.mjs";
import { documentOf } from "./contract/document.ts";
import { readRoutes } from "./contract/routes.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const document = await documentOf(await readRoutes(), OPERATIONS, version);
const types = await openapiTS(structuredClone(document) as unknown as OpenAPI3, { alphabetize: true });

const FILES: Readonly<Record<string, string>> = {
	"workers/contract/openapi.json": `${JSON.stringify(document)}\n`,
	"web/src/contract/schema.d.ts": `/** Made by \`npm run contract\` of \`workers/contract/openapi.json\`: not edited. */\n${astToString(types)}`,
};

const isStale = ([file, content]: [string, string]) => {
	try {
		return readFileSync(join(ROOT, file), "utf8") !== content;
	} catch {
		// It is not there yet.
		return true;
	}
};
const stale = Object.entries(FILES).filter(isStale);
if (process.argv.includes("--check")) {
	for (const [file] of stale) console.error(`${file} is stale: npm run contract`);
	process.exitCode = stale.length > 0 ? 1 : 0;
} else {
	for (const [file, content] of stale) writeFileSync(join(ROOT, file), content);
	console.log(stale.length === 0 ? "Nothing has changed." : stale.map(([file]) => `wrote ${file}`).join("\n"));
}
