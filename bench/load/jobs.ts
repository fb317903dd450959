/** What the load process can be asked to do. Arguments and answers cross a process border as JSON. */
import { post } from "./post.ts";

export const JOBS = { post };

export type Jobs = typeof JOBS;
