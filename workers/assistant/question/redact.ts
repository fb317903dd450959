/** Takes what identifies somebody out of a text before a model, a search or a source has it. */
import type { Directory } from "./question.ts";
import { nameParts } from "./mentions.ts";
import { literal } from "./text.ts";

const WITHHELD = "[name withheld]";
const NUMBER_WITHHELD = "[number withheld]";

/** A hospital's numbers: five digits or more, with what letters and dashes belong to them. */
const LONG_NUMBER = /(?<![\p{L}\p{N}._:-])(?=[\p{L}\p{N}-]*\d{5})[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*(?![\p{L}\p{N}])/gu;

export type Redact = (text: string) => string;

/**
 * Takes out the names that patients in the directory are called by, and numbers that look like a hospital's. Ids of
 * devices stay. For a reader who may know names, a bed stands in a name's place.
 */
export function redactor(directory: Directory): Redact {
	const standIns = new Map<string, string>();
	for (const { label, bed, deviceId } of directory.devices) {
		if (label === null) continue;
		// More is taken out than is found by: a short or common name says who somebody is all the same.
		for (const part of nameParts(label, 3)) {
			const key = part.toLowerCase();
			const clash = standIns.has(key);
			standIns.set(key, directory.nameable && !clash ? (bed ?? deviceId) : WITHHELD);
		}
	}
	const parts = [...standIns.keys()].toSorted((a, b) => b.length - a.length).map(literal);
	const names =
		parts.length === 0 ? null : new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${parts.join("|")})(?![\p{L}\p{N}])`, "giu");
	const devices = new Set(directory.devices.map(({ deviceId }) => deviceId.toLowerCase()));
	return (text) => {
		const unnamed =
			names === null ? text : text.replaceAll(names, (name) => standIns.get(name.toLowerCase()) ?? WITHHELD);
		return unnamed.replaceAll(LONG_NUMBER, (found) => (devices.has(found.toLowerCase()) ? found : NUMBER_WITHHELD));
	};
}
