/**
 * Wrangler runs this before it bundles the default configuration, which is the local application with its sign-in
 * for demo people. That may run on a developer's machine and nowhere else.
 */
const command = process.env.WRANGLER_COMMAND;
if (command !== "dev" && command !== "types") {
	console.error("This is the local configuration, with the sign-in for demo people. Deploy with: --env production");
	process.exit(1);
}
