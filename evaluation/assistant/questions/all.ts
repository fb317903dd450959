/** Every question, in the order in which they are asked. */
import type { Question } from "../expectation.ts";
import { BEDSIDE } from "./bedside.ts";
import { INJECTIONS } from "./injections.ts";
import { VOICES } from "./voices.ts";
import { WARD } from "./ward.ts";

/** The uploads that some injections are in belong to the last. */
export const QUESTIONS: readonly Question[] = [...BEDSIDE, ...WARD, ...VOICES, ...INJECTIONS];
