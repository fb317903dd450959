import { continueOnProjectNode, ensurePackages } from "./bootstrap.mjs";

ensurePackages();
continueOnProjectNode("run-tests.ts", process.argv.slice(2));
