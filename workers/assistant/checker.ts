/** Each sentence of an answer, a model's or ours, against the sources that were found. */
import type { Flag, Subject } from "../../vitals/assistant.ts";
import type { Asking } from "./facts/asking.ts";
import type { Found } from "./facts/found.ts";
import { checkSentence, startCarry } from "./grounding/check.ts";
import type { KnownDevice, Question } from "./question/question.ts";

/** What no source supports in a sentence; asked in the answer's order, as a sentence may go on with the one before. */
export type Checker = (text: string) => Flag[];

export function checkerOf(question: Question, found: Found, { now, zone }: Asking): Checker {
	const carry = startCarry();
	const asked = question.about.map(({ deviceId }) => deviceId);
	const grounding = { sources: found.sources, subjects: subjectsOf(found), asked, now, timeZone: zone };
	const passages = found.passages.map(({ source }) => ({ id: source.id, text: flat(source.text) }));
	return (text) => {
		// What the reader's own words could not be understood as claims nothing of a patient.
		if (question.remarks.includes(text)) return [];
		const flags = checkSentence(text, grounding, carry);
		const words = flat(text.replaceAll(CITATIONS, ""));
		// A guideline's own words, cited as such, say of nobody's figures anything that it does not.
		const quoted = passages.some(({ id, text: of }) => text.includes(`[${id}]`) && of.includes(words));
		return quoted ? flags.filter(({ kind }) => kind === "advice") : flags;
	};
}

const CITATIONS = /\s*\[S\d+(?:\s*,\s*S\d+)*\]/g;
const flat = (text: string) => text.replaceAll(/\s+/g, " ").trim();

/** Everybody whom the answer may speak of, as sentences call them. */
function subjectsOf(found: Found): Subject[] {
	const devices = [
		...found.beds.map(({ device }) => device),
		...found.wards.flatMap(({ beds }) => beds.map(({ device }) => device)),
	];
	return [...new Map(devices.map((device) => [device.deviceId, subjectOf(device)])).values()];
}

const subjectOf = ({ patient, deviceId, wardId, bed }: KnownDevice): Subject => ({
	patient,
	deviceId,
	wardId,
	names: bed === null ? [deviceId] : [deviceId, bed],
});
