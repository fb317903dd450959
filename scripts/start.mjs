import { continueOnProjectNode, ensureDevVars, ensurePackages } from "./bootstrap.mjs";

ensurePackages();
ensureDevVars();
continueOnProjectNode("run-local.ts", process.argv.slice(2));
