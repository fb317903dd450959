/** Help texts. */
import { SCENARIO_NAMES, SCENARIOS } from "../scenarios/library.ts";
import { filedScenarios } from "./scenarios.ts";

const INDENT = " ".repeat(22);
const PER_LINE = 4;

/** Names, some to a line. */
function lines(names: readonly string[]): string {
	const rows = Array.from({ length: Math.ceil(names.length / PER_LINE) }, (_, row) =>
		names.slice(row * PER_LINE, (row + 1) * PER_LINE).join(", "),
	);
	return rows.map((row) => INDENT + row).join(",\n");
}

const COMMON_HELP = `  --url ADDRESS     the server (http://localhost:8787)
  --give-up SECONDS stop when the server has been dead for so long (300; 0: never)
  --json            print the summary as one JSON line at the end
  -h, --help        this text

Readings are kept until the server has acknowledged them, also while it restarts.
Exit codes: 0 all is acknowledged and the counts add up, 1 they do not, 2 the command line makes no sense.
Ctrl-C ends the run in order; twice ends it now.`;

export const MAIN_HELP = `Usage: npm run simulate -- <command> [options]

Commands:
  ward      simulated patients on a ward, live, with the ground truth written beside
  fleet     thousands of devices as a load, over a network as bad as you like; how long readings take to be safe
  replay    real patients' tables (CSV, PhysioNet .psv), as if measured now

"npm run simulate -- <command> --help" tells more.`;

export const WARD_HELP = `Usage: npm run simulate -- ward [options]

Posts a ward of simulated patients live until stopped.

  --scenario NAME   what happens on the ward (demo-ward):
${SCENARIO_NAMES.map((name) => `                      ${name.padEnd(10)} ${SCENARIOS[name].summary}`).join("\n")}
                    or a file (.yaml, .json), of your own or of scenarios/files:
${lines(filedScenarios())}
  --beds N          patients, one device each (the scenario's: ${SCENARIO_NAMES.map((name) => `${name} ${SCENARIOS[name].usualBeds}`).join(", ")})
  --ward ID         ward to post to; made if missing (ward-a)
  --seed TEXT       same seed, same patients and events (1)
  --cadence SECONDS time between a patient's readings (1)
  --transport NAME  stream: a WebSocket per device, which sends as the server asks it to; http: requests (stream)
  --post-every SECONDS  http: one request per device in this time; with more than one reading in it a batch (1)
  --duration SECONDS    stop after so long (never)
  --truth FILE      ground truth as JSON lines (.wrangler/truth-<ward>.jsonl)
${COMMON_HELP}`;

export const REPLAY_HELP = `Usage: npm run simulate -- replay --data DIR [options]

Posts the rows of real patients' tables, each when its time has come on a simulated clock. Nothing is
interpolated; a row without any vital sign is counted and not sent.

  --data PATH       folder or file: CSV with a header (record, t or hour or timestamp, hr, spo2, rr, ...) or
                    PhysioNet 2019 .psv files, one per patient
  --set NAME        which of several sets in the folder: auto, 1hz, hourly, other or a file name (auto: the finest)
  --records A,B     only these records (all)
  --speed N         simulated seconds per second, up to 3600 (1; hourly tables 3600)
  --ward ID         ward to post to; made if missing (replay)
  --batch N         readings in a request, usually; 1 to 1000 (20; a request leaves after 1 s anyway)
${COMMON_HELP}`;

export const FLEET_HELP = `Usage: npm run simulate -- fleet [options]

Many devices in wards of 100, from several processes. A reading's latency counts from the moment it was due to its
acknowledgement, whatever kept it: a server that stalls is charged for what it should have had meanwhile.

  --devices N       devices (1000)
  --rate HZ         readings a second of each (1)
  --transport NAME  stream: a WebSocket each; http: a request for each reading; batch: a request for several (stream)
  --batch N         batch: readings in a request (10)
  --ramp SECONDS    devices begin evenly over so long (10)
  --duration SECONDS    and go on for so long after that (60)
  --scenario A,B    scenarios that devices take in turn, and their network (calm-ward); "ward --help" lists them
  --processes N     processes (one for each core)
  --ward ID         wards are called so, with a number behind; made if missing (fleet)
  --seed TEXT       same seed, same patients (1)

The network:
  --loss SHARE      of the messages, so many meet a connection that breaks, before them or before their answer (0)
  --delay MS        each way, or FROM-TO (0)
  --storm SECONDS   every connection breaks at once, so often (never)
  --skew SECONDS    devices' clocks are wrong by up to so much, either way (0)
${COMMON_HELP}`;
