/** `npm run dictionary`: writes docs/data-dictionary.md from what the code says of its data. A test fails while it is stale. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { dictionary } from "./dictionary/page.ts";

writeFileSync(join(ROOT, "docs", "data-dictionary.md"), dictionary());
console.log("docs/data-dictionary.md is written");
