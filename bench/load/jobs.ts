/** What the load process can be asked to do. Arguments and answers cross a process border as JSON. */
import { alerts } from "./alerts.ts";
import { fanout } from "./fanout.ts";
import { deteriorate, fleetReadings, startFleet, stopFleet } from "./fleet.ts";
import { post } from "./post.ts";
import { soakReport, startSoak, stopSoak } from "./soak.ts";
import { streams } from "./streams.ts";
import { startWatch, stopWatch, watchReport } from "./watch.ts";

export const JOBS = {
	alerts,
	deteriorate,
	fanout,
	fleetReadings,
	post,
	soakReport,
	startFleet,
	startSoak,
	startWatch,
	stopFleet,
	stopSoak,
	stopWatch,
	streams,
	watchReport,
};

export type Jobs = typeof JOBS;
