/** The simulator's command line: `npm run simulate -- <command>`. */
import { ClientError } from "./client.ts";
import { DataError } from "./datasets.ts";
import { simulateFleet } from "./fleet/fleet.ts";
import { FLEET_HELP, MAIN_HELP, REPLAY_HELP, WARD_HELP } from "./help.ts";
import { UsageError } from "./option-values.ts";
import { parseFleet, parseReplay, parseWard } from "./options.ts";
import type { StopSignal } from "./pace.ts";
import { simulateReplay } from "./replay.ts";
import { simulateWard } from "./ward.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const SAME_SIGNAL_MS = 300;

function write(line: string): void {
	process.stdout.write(`${line}\n`);
}

function help(text: string): number {
	write(text);
	return 0;
}

function listenForStop(): StopSignal {
	const stop: StopSignal = { requested: 0 };
	let last = 0;
	const onSignal = (): void => {
		// npm passes on the Ctrl-C that the terminal has already delivered to the whole group.
		if (Date.now() - last < SAME_SIGNAL_MS) return;
		last = Date.now();
		stop.requested++;
		// The third time somebody means it: a request may be hanging before the run has begun.
		if (stop.requested > 2) process.exit(EXIT_FAILED);
		process.stderr.write("\nStopping; once more to stop at once\n");
	};
	process.on("SIGINT", onSignal);
	process.on("SIGTERM", onSignal);
	return stop;
}

async function main(args: readonly string[]): Promise<number> {
	const [command, ...rest] = args;
	const terminal = process.stderr.isTTY === true;
	switch (command) {
		case undefined:
			process.stderr.write(`${MAIN_HELP}\n`);
			return EXIT_USAGE;
		case "-h":
		case "--help":
		case "help":
			return help(MAIN_HELP);
		case "ward": {
			const options = parseWard(rest);
			if (options === "help") return help(WARD_HELP);
			return simulateWard({ ...options, terminal, stop: listenForStop(), write });
		}
		case "replay": {
			const options = parseReplay(rest);
			if (options === "help") return help(REPLAY_HELP);
			return simulateReplay({ ...options, terminal, stop: listenForStop(), write });
		}
		case "fleet": {
			const options = parseFleet(rest);
			if (options === "help") return help(FLEET_HELP);
			return simulateFleet({ ...options, terminal, stop: listenForStop(), write });
		}
		default:
			throw new UsageError(`There is no command "${command}"; --help lists them`);
	}
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError || error instanceof ClientError || error instanceof DataError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
}
