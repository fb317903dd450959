/** What a browser loads before the central station shows: read from the built page, so that nothing that it names is left out. */
import { readFileSync } from "node:fs";

/** `npm run check:size` builds here: what is deployed is left alone. */
const BUILT = "node_modules/.cache/first-load";

const page = readFileSync(`${BUILT}/index.html`, "utf8");
const scripts = [...page.matchAll(/<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+\.js)"/g)].map(
	([, path]) => BUILT + path,
);
if (scripts.length < 2)
	throw new Error(`${BUILT}/index.html names ${scripts.length} scripts: two or more were expected`);

export default [{ name: "First load of the dashboard, JavaScript", path: scripts, gzip: true, limit: "60 kB" }];
