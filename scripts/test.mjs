import { continueOnProjectNode, ensureDevVars, ensurePackages } from "./bootstrap.mjs";

ensurePackages();
ensureDevVars();
continueOnProjectNode("run-tests.ts", process.argv.slice(2));
