/** What the load process can be asked to do. Arguments and answers cross a process border as JSON. */
import { deteriorate, fleetReadings, startFleet, stopFleet } from "./fleet.ts";
import { post } from "./post.ts";

export const JOBS = { post, startFleet, deteriorate, fleetReadings, stopFleet };

export type Jobs = typeof JOBS;
