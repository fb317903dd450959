/** From a message to a question: who, when, what. Pure: it knows only what the reader may know. */
import { findIntent, findVitals, intentAbout } from "./intent.ts";
import { isGeneral, pointsAtSomebody, speaksOfGuidelines } from "./general.ts";
import { findBareBeds, findMentions, type Mentions, type Unknown } from "./mentions.ts";
import {
	nameOf,
	type Directory,
	type Intent,
	type KnownDevice,
	type KnownWard,
	type Moment,
	type Pending,
	type Question,
	type Remembered,
	type Understanding,
} from "./question.ts";
import { redactor } from "./redact.ts";
import { bare, folded, Message } from "./text.ts";
import { findTimeRange } from "./time-range.ts";

/** Beds that one answer is about, at most. */
const MAX_ABOUT = 12;
/** Choices offered, at most. */
const MAX_CHOICES = 8;

/** Somebody, or something of theirs, that was spoken of before. */
const BACK =
	/\b(?:she|he|her|his|him|hers|they|them|their|both|it|its|th(?:at|is) (?:patient|bed|device|one|alarm|alert|episode)|the (?:patient|same|two|others?)|same (?:patient|bed|one)|(?:which|who) (?:one )?(?:of (?:the two|them)|is (?:the )?\w+(?:er|se)\b))\b/;
/** A question that goes on without naming anybody: "and since midnight?", "what about the saturation?". */
const GOES_ON = /^\s*(?:and|also|what about|how about|ok|okay|then|now|why|since when|more|what else)\b/;

/**
 * @param message - as the person wrote it
 * @param before - what the conversation was about so far; null at its beginning
 */
export function understand(
	message: string,
	directory: Directory,
	before: Remembered | null,
	moment: Moment,
): Understanding {
	const parts = new Message(message);
	const named = findMentions(parts, directory);
	const found = findTimeRange(parts, moment);
	const mentions = withBareBeds(named, parts, directory);
	const rest = folded(parts.left);
	const said = { intent: intentOf(rest, mentions), vitals: findVitals(rest), range: found };
	const text = redactor(directory)(message);
	const pending = before?.pending ?? null;
	const back = before !== null && (BACK.test(rest) || GOES_ON.test(rest));
	const waits = (places: readonly KnownDevice[] | null): Pending => ({
		...completed(said, pending, places !== null),
		places: places?.map(({ deviceId }) => deviceId) ?? null,
	});

	const wards = [...mentions.wards];
	const settled = mentions.beds.map((places) => settle(places, wards, before));
	const unclear = settled.find((places) => new Set(places.map(placeKey)).size > 1);
	if (unclear !== undefined) return askWhich(unclear, directory, text, waits(unclear));

	let about = [...new Set(settled.flat())];
	// "Bed 2 on ward B", and ward B is not known: not bed 2 of another ward.
	const elsewhere = mentions.unknown.some(({ kind }) => kind === "ward") && wards.length === 0;
	if (elsewhere) about = about.filter(({ deviceId }) => bare(message).includes(bare(deviceId)));
	let of = about.length > 0 && mentions.beds.length > 0 ? [] : wards;
	// "The one on ward B", of two that it might have been.
	const chosen = about.length > 0 ? [] : chosenOf(pending, of, directory);
	if (chosen.length > 0) [about, of] = [chosen, []];
	const answers = pending !== null && (chosen.length > 0 || fits(about, of, pending));
	const { intent, vitals, range } = answers ? completed(said, pending, true) : said;
	const remarks = mentions.unknown.map((unknown) => notKnown(unknown, directory));
	// Who asks for a bed that is not there is not told of a whole ward instead.
	const missed = mentions.unknown.some(({ kind }) => kind !== "ward") && about.length === 0;
	if (missed) return askForKnown(mentions.unknown, directory, remarks, text, waits(null));
	const nobody = about.length === 0 && of.length === 0;
	let general = false;
	if (nobody) {
		if (mentions.unknown.length > 0) return askForKnown(mentions.unknown, directory, remarks, text, waits(null));
		general = !back && !mentions.everyone && !mentions.someWard && isGeneral(rest, intent);
		if (mentions.everyone && !back) of = [...directory.wards];
		else if (mentions.someWard) {
			if (directory.wards.length > 1 && before === null)
				return {
					kind: "ask-back",
					sentence: "Which ward?",
					choices: wardChoices(directory),
					text,
					pending: waits(null),
				};
			of = wardsOf(directory, before);
		} else if (before !== null && !general && needsSomebody(intent)) {
			about = directory.devices.filter(({ deviceId }) => before.devices.includes(deviceId));
			of = directory.wards.filter(({ id }) => before.wards.includes(id));
		}
		if (about.length === 0 && of.length === 0 && mentions.everyone) of = [...directory.wards];
	}
	if (about.length === 0 && of.length === 0 && needsSomebody(intent) && !general) {
		const only = directory.devices.length === 1 ? directory.devices : [];
		const saysWho = before === null && pointsAtSomebody(rest);
		if (only.length === 0 && WARDLY.has(intent) && !saysWho) of = [...directory.wards];
		else if (only.length === 0) return askWhom(directory, text, waits(null));
		about = [...only];
	}
	if (about.length > MAX_ABOUT) {
		remarks.push(`That is ${about.length} beds; the first ${MAX_ABOUT} are answered here, ask for the rest by name.`);
		about = about.slice(0, MAX_ABOUT);
	}
	if (!directory.complete) remarks.push("Not every device could be looked through for this question.");
	const followsUp = mentions.beds.length === 0 && about.length > 0 && !answers;
	const rival = about.length > 1 && RIVALS.test(rest) && intent === "status" ? "compare" : intent;
	const subject = about.length > 0 ? "beds" : of.length > 0 ? "wards" : null;
	const wanted = subject === null ? rival : intentAbout(rival, rest, subject);
	const question: Question = {
		intent: general ? "how-to" : followsUp ? continued(wanted, before, rest, vitals.length > 0) : wanted,
		about,
		wards: of,
		range: range ?? (followsUp && GOES_ON.test(rest) ? (before?.range ?? null) : null),
		vitals,
		text,
		remarks,
	};
	return { kind: "question", question };
}

/** Who is better or worse off. */
const RIVALS = /\b(?:better|worse|higher|lower|faster|slower|sicker|who|which)\b/;

/** With beds that are called by their number alone, where nobody is named and no guideline is asked for. */
function withBareBeds(mentions: Mentions, parts: Message, directory: Directory): Mentions {
	const nobody = mentions.beds.length === 0 && mentions.unknown.every(({ kind }) => kind === "ward");
	if (!nobody || mentions.everyone || speaksOfGuidelines(folded(parts.left))) return mentions;
	return { ...mentions, beds: findBareBeds(parts, directory) };
}

type Said = Pick<Question, "intent" | "vitals" | "range">;

/** What is said now, and where it says nothing, what was asked before it. */
function completed(said: Said, pending: Pending | null, answers: boolean): Said {
	if (pending === null || !answers) return said;
	return {
		intent: said.intent === "status" ? pending.intent : said.intent,
		vitals: said.vitals.length > 0 ? said.vitals : pending.vitals,
		range: said.range ?? pending.range,
	};
}

/** Of the beds that it might have been, those on the wards that are named now. */
function chosenOf(pending: Pending | null, wards: readonly KnownWard[], { devices }: Directory): KnownDevice[] {
	const places = pending?.places ?? [];
	return devices.filter(({ deviceId, wardId }) => places.includes(deviceId) && wards.some(({ id }) => id === wardId));
}

/** Whether these are an answer to what was asked back. */
function fits(about: readonly KnownDevice[], wards: readonly KnownWard[], { places }: Pending): boolean {
	if (places === null) return about.length > 0 || wards.length > 0;
	return about.length > 0 && about.every(({ deviceId }) => places.includes(deviceId));
}

/** Intents that are about a ward where nobody is named. */
const WARDLY: ReadonlySet<Intent> = new Set(["why", "hand-over", "alarm-load", "response"]);

const needsSomebody = (intent: Intent) => intent !== "how-to" && intent !== "identity" && intent !== "treatment";

function intentOf(text: string, mentions: Mentions): Intent {
	const found = findIntent(text);
	// Also where it has to be asked back which bed is meant.
	const intent = mentions.beds.length > 0 ? intentAbout(found, text, "beds") : found;
	return intent === "status" && mentions.beds.length > 1 && RIVALS.test(text) ? "compare" : intent;
}

/** "And her saturation?" after a trend asks for the trend of it. */
function continued(intent: Intent, before: Remembered | null, text: string, named: boolean): Intent {
	const keeps = before !== null && (before.intent === "trend" || before.intent === "compare");
	return intent === "status" && named && keeps && GOES_ON.test(text) ? before.intent : intent;
}

const placeKey = ({ wardId, bed, deviceId }: KnownDevice) => `${wardId}\n${bed ?? deviceId}`;

/** The places that a named ward, or the one spoken of, leaves. */
function settle(
	places: readonly KnownDevice[],
	wards: readonly KnownWard[],
	before: Remembered | null,
): readonly KnownDevice[] {
	const inWards = places.filter(({ wardId }) => wards.some(({ id }) => id === wardId));
	if (inWards.length > 0) return inWards;
	const spokenOf = places.filter(({ deviceId }) => before?.devices.includes(deviceId) ?? false);
	return spokenOf.length > 0 ? spokenOf : places;
}

function askWhich(places: readonly KnownDevice[], directory: Directory, text: string, pending: Pending): Understanding {
	const wards = new Map(directory.wards.map(({ id, name }) => [id, name]));
	const choices = places.map((device) => {
		const bed = device.bed ?? device.deviceId;
		const twins = places.filter((other) => other.bed === device.bed && other.wardId === device.wardId).length;
		const ward = wards.get(device.wardId) ?? device.wardId;
		return twins > 1 || device.bed === null ? `${bed}, ${ward}, ${device.deviceId}` : `${bed}, ${ward}`;
	});
	const bed = places[0]?.bed;
	const same = bed !== null && places.every((place) => place.bed === bed);
	const sentence = same
		? `There is a ${bed} on more than one ward: which one do you mean?`
		: "Which of them do you mean?";
	return { kind: "ask-back", sentence, choices: [...new Set(choices)].slice(0, MAX_CHOICES), text, pending };
}

function askForKnown(
	unknown: readonly Unknown[],
	directory: Directory,
	remarks: string[],
	text: string,
	pending: Pending,
): Understanding {
	const near = [...new Set(unknown.flatMap(({ text: wanted }) => nearest(wanted, directory)))].slice(0, MAX_CHOICES);
	const sentence =
		near.length > 0
			? `${remarks.join(" ")} Did you mean one of these?`
			: `${remarks.join(" ")} Which bed or device do you mean?`;
	return { kind: "ask-back", sentence, choices: near, text, pending };
}

function askWhom(directory: Directory, text: string, pending: Pending): Understanding {
	if (directory.devices.length === 0)
		return { kind: "ask-back", sentence: "There is no bed that you may ask about.", choices: [], text, pending: null };
	const many = directory.devices.length > MAX_CHOICES;
	const choices = many ? wardChoices(directory) : directory.devices.map((device) => nameOf(device));
	return { kind: "ask-back", sentence: "Which bed or ward do you mean?", choices, text, pending };
}

const wardChoices = (directory: Directory) => directory.wards.slice(0, MAX_CHOICES).map(({ name }) => name);

function wardsOf(directory: Directory, before: Remembered | null): KnownWard[] {
	const devices = directory.devices.filter(({ deviceId }) => before?.devices.includes(deviceId) ?? false);
	const ids = new Set([...(before?.wards ?? []), ...devices.map(({ wardId }) => wardId)]);
	const spokenOf = directory.wards.filter(({ id }) => ids.has(id));
	return spokenOf.length > 0 ? spokenOf : [...directory.wards];
}

function notKnown({ text }: Unknown, directory: Directory): string {
	const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
	return `${shown.charAt(0).toUpperCase()}${shown.slice(1)} is not known here${directory.devices.length === 0 ? "" : ", or not on a ward you work on"}.`;
}

/** Ids and beds that differ from what was written by a slip. */
function nearest(wanted: string, directory: Directory): string[] {
	const target = bare(wanted);
	return directory.devices
		.flatMap((device) => [
			{ name: nameOf(device), distance: distance(target, bare(device.deviceId)) },
			...(device.bed === null ? [] : [{ name: nameOf(device), distance: distance(target, bare(device.bed)) }]),
		])
		.filter(({ distance: far }) => far <= 2 && far < target.length / 2)
		.toSorted((a, b) => a.distance - b.distance)
		.map(({ name }) => name);
}

/** Letters to change, add or leave out to get from `a` to `b`; 9 where it is more than a slip. Leading zeros cost nothing. */
function distance(a: string, b: string): number {
	const [x, y] = [a, b].map((text) => text.replaceAll(/\d+/g, (digits) => String(Number(digits)))) as [string, string];
	if (x === y) return 0.5;
	if (Math.abs(a.length - b.length) > 2) return 9;
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}
