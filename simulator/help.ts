/** Help texts. */
import { SCENARIO_NAMES, SCENARIOS } from "../scenarios/library.ts";

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
  replay    real patients' tables (CSV, PhysioNet .psv), as if measured now

"npm run simulate -- <command> --help" tells more.`;

export const WARD_HELP = `Usage: npm run simulate -- ward [options]

Posts a ward of simulated patients live until stopped.

  --scenario NAME   what happens on the ward (demo-ward):
${SCENARIO_NAMES.map((name) => `                      ${name.padEnd(10)} ${SCENARIOS[name].summary}`).join("\n")}
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
