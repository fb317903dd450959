/** `npm run reset`: clears the local state: database, lake, devices' objects, simulator's notes. Secrets stay. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";

rmSync(join(ROOT, ".wrangler"), { recursive: true, force: true });
console.log("Local state cleared (.wrangler). `npm start` begins anew.");
