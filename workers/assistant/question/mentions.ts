/** Finds whom a message is about: devices, beds, wards and, for those who may know them, names. Never by a prefix. */
import { DEVICE_ID_PATTERN } from "../../../vitals/telemetry.ts";
import type { Directory, KnownDevice, KnownWard } from "./question.ts";
import { bare, folded, literal, Message, NUMBER_WORD, numberOf } from "./text.ts";

/** Beds that one "beds 3 to 12" may mean. */
const MAX_LISTED = 40;

export interface Mentions {
	/** Each with the places it may be: more than one is ambiguous. */
	readonly beds: readonly (readonly KnownDevice[])[];
	readonly wards: readonly KnownWard[];
	/** "Everyone", "all beds": every ward the reader reaches. */
	readonly everyone: boolean;
	/** "My ward", "the ward": whichever that is. */
	readonly someWard: boolean;
	/** As the reader wrote them: like a device, bed or ward, and not known here. */
	readonly unknown: readonly Unknown[];
}

export interface Unknown {
	readonly kind: "device" | "bed" | "ward";
	readonly text: string;
}

const WORD_BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const WORD_AFTER = String.raw`(?![\p{L}\p{N}])`;

/** Takes every mention out of the message. The order matters: what is most exact goes first. */
export function findMentions(message: Message, directory: Directory): Mentions {
	const unknown: Unknown[] = [];
	const beds: { at: number; places: readonly KnownDevice[] }[] = [];
	beds.push(...findNames(message, directory), ...findDevices(message, directory, unknown));
	const { wards, someWard } = findWards(message, directory, unknown);
	const byLabel = findBeds(message, directory, unknown);
	// "Bed 4 (WEARABLE-007)", as answers name them, is one and not a bed on every ward besides.
	beds.push(...byLabel.filter((bed) => !beds.some((device) => isSameMention(message.original, device, bed))));
	const everyone = EVERYONE.test(folded(message.left));
	const ordered = beds.toSorted((a, b) => a.at - b.at).map(({ places }) => places);
	return { beds: distinct(ordered), wards, everyone, someWard, unknown };
}

const EVERYONE =
	/\b(every(one|body)|all (the |of the |of my |my )?(patients|beds|devices|wards)|the whole (ward|unit|floor)|any(one|body)|each (patient|bed)|which (patients?|beds?)|who (needs?|is|are|has|have|should i see|do i)|sickest|worst)\b/;

function distinct(beds: readonly (readonly KnownDevice[])[]): (readonly KnownDevice[])[] {
	const seen = new Set<string>();
	return beds.filter((places) => {
		const key = places
			.map(({ deviceId }) => deviceId)
			.toSorted()
			.join("\n");
		return seen.has(key) ? false : seen.add(key);
	});
}

/** A device and its own bed's label beside it in parentheses, whichever comes first. */
function isSameMention(text: string, device: Found, bed: Found): boolean {
	const [exact] = device.places;
	if (device.places.length !== 1 || exact === undefined || !bed.places.includes(exact)) return false;
	const [from, to] = [Math.min(device.at, bed.at), Math.max(device.at, bed.at)];
	return /^[^.,;?!]{1,60}\(\s*$/.test(text.slice(from, to));
}

type Found = { at: number; places: readonly KnownDevice[] };

/** Runs of characters that ids are made of. */
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}._:\-\u2010-\u2015\u2212\uFF0D]*/gu;
/** What looks like an id: letters, a separator, digits. */
const LIKE_ID = /^[a-z]{3,}[-_.:]?\d{1,}[a-z\d._:-]*$/i;
/** Words that take a number and are no ids. */
const NOT_IDS =
	/^(news|spo|fio|paco|etco|co|o|h|hr|rr|bp|map|sbp|dbp|temp|bed|beds|ward|room|day|shift|level|grade|stage|type|step|page|line|covid|top|last|since|at|q|p|s|rev|part|phase|scale|bay|icu|unit|isa|iso|iec)$/;

function findDevices(message: Message, directory: Directory, unknown: Unknown[]): Found[] {
	const byId = new Map(directory.devices.map((device) => [device.deviceId, device]));
	const byBare = Map.groupBy(directory.devices, ({ deviceId }) => bare(deviceId));
	const found: Found[] = [];
	const tokens = [...message.left.matchAll(TOKEN)].map((match) => ({ at: match.index, text: match[0] }));
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i] as { at: number; text: string };
		const next = tokens[i + 1];
		const trimmed = token.text.replace(/[._:\-\u2010-\u2015\u2212\uFF0D]+$/u, "");
		const exact = byId.get(token.text) ?? byId.get(trimmed);
		// "WEARABLE 007": two words that are one id, and only letters and digits.
		const together = next !== undefined && isGap(message.left, token, next) ? token.text + next.text : null;
		const joined = together !== null && /^\p{L}+\d/u.test(bare(together)) ? byBare.get(bare(together)) : undefined;
		const places = exact === undefined ? (byBare.get(bare(trimmed)) ?? joined) : [exact];
		if (places !== undefined) {
			const pair = exact === undefined && places === joined && next !== undefined;
			const end = pair ? next.at + next.text.replace(/[._:-]+$/, "").length : token.at + trimmed.length;
			found.push({ at: token.at, places });
			message.take(token.at, end);
			if (pair) i++;
			continue;
		}
		if (isLikeId(trimmed, directory)) {
			unknown.push({ kind: "device", text: trimmed });
			message.take(token.at, token.at + trimmed.length);
		}
	}
	return found;
}

function isGap(text: string, a: { at: number; text: string }, b: { at: number }): boolean {
	return /^[ \t]$/.test(text.slice(a.at + a.text.length, b.at));
}

function isLikeId(text: string, directory: Directory): boolean {
	const plain = folded(text);
	if (!DEVICE_ID_PATTERN.test(plain)) return false;
	const [letters = ""] = /^[a-z]+/.exec(plain) ?? [];
	if (NOT_IDS.test(letters)) return false;
	if (LIKE_ID.test(plain)) return true;
	// "WEARABLE-X": like those that are here, with a number or not.
	const kin = directory.devices.some(
		({ deviceId }) => letters.length >= 3 && folded(deviceId).startsWith(`${letters}-`),
	);
	return kin && plain.startsWith(`${letters}-`) && plain.length > letters.length + 1;
}

function findWards(message: Message, directory: Directory, unknown: Unknown[]) {
	const wards: KnownWard[] = [];
	for (const ward of directory.wards.toSorted((a, b) => b.name.length - a.name.length)) {
		for (const name of new Set([ward.name, ward.id])) {
			const pattern = phrase(name.length <= 2 ? `ward ${name}` : name);
			while (message.find(pattern) !== null) if (!wards.includes(ward)) wards.push(ward);
		}
	}
	const someWard = /\b(my|the|this|our|whole|entire) (ward|unit|floor)\b|\bward (status|overview|round)\b/;
	const here = someWard.test(folded(message.left));
	for (const match of folded(message.left).matchAll(/\bwards? ([a-z]|\d{1,3}|[a-z][a-z\d-]*\d)(?![\p{L}\p{N}-])/gu)) {
		unknown.push({ kind: "ward", text: `ward ${(match[1] ?? "").toUpperCase()}` });
		message.take(match.index, match.index + match[0].length);
	}
	// "Bed 4 on B": a letter of its own, at the end of what is said.
	for (const match of message.left.matchAll(/\b(?:on|in|at)\s+([A-Z])(?=\s*(?:[,.;?!]|$))/g)) {
		const letter = (match[1] ?? "").toLowerCase();
		const meant = directory.wards.filter(({ name }) => folded(name).endsWith(` ${letter}`));
		if (meant.length === 0) unknown.push({ kind: "ward", text: `ward ${letter.toUpperCase()}` });
		wards.push(...meant.filter((ward) => !wards.includes(ward)));
		message.take(match.index, match.index + match[0].length);
	}
	return { wards: directory.wards.filter((ward) => wards.includes(ward)), someWard: here };
}

/** The words of a name in that order, whatever stands between them, and no part of a longer word. */
function phrase(name: string): RegExp {
	const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
	return new RegExp(`${WORD_BEFORE}${words.map(literal).join(String.raw`[\s._:\-\u2010-\u2015]*`)}${WORD_AFTER}`, "iu");
}

/** A bed's number, and no time of day or length of time. */
const ITEM = String.raw`(?:(?:\d{1,4}[a-z]?|[a-z]-?\d{1,4}|${NUMBER_WORD})(?!\s*(?:[ap]\.?m\b|h\b|hours?|min|days?|:\d)))`;
const LIST = new RegExp(
	String.raw`\bbeds?[\s-]*(?:no\.?|number|#)?\s*(${ITEM}(?:\s*(?:,\s*and|,|&|\+|/|and|or|vs\.?|versus|with|to|through|-)\s*(?:beds?\s*)?${ITEM})*)(?![\p{L}\p{N}])`,
	"iu",
);

function findBeds(message: Message, directory: Directory, unknown: Unknown[]): Found[] {
	const found: Found[] = [];
	const labels = Map.groupBy(
		directory.devices.filter(({ bed }) => bed !== null),
		({ bed }) => bedKey(bed as string),
	);
	const numbered = /^bed[a-z]?\d+[a-z]?$/;
	// Labels that are no "bed" and a number are looked for as they are: "Window", "ICU 3".
	for (const [key, places] of [...labels].toSorted(([a], [b]) => b.length - a.length)) {
		if (numbered.test(key) || key.length < 2) continue;
		const match = message.find(phrase(places[0]?.bed as string));
		if (match !== null) found.push({ at: match.index, places: places });
	}
	for (let match = findList(message); match !== null; match = findList(message)) {
		for (const item of match.items) {
			// "Bed 9s wearable": of bed 9.
			const places = labels.get(bedKey(`bed ${item}`)) ?? labels.get(bedKey(`bed ${item.replace(/(?<=\d)s$/, "")}`));
			if (places === undefined) unknown.push({ kind: "bed", text: `bed ${item}` });
			else found.push({ at: match.at, places: places });
		}
	}
	for (const match of folded(message.left).matchAll(OTHER_PLACE)) {
		unknown.push({ kind: "bed", text: match[0] });
		message.take(match.index, match.index + match[0].length);
	}
	return found;
}

/** A number alone where a bed may be meant: "why is 12 beeping". No length, count, time or value. */
const BARE_BED = new RegExp(
	String.raw`\b(?:is|are|was|were|has|have|did|does|how's|hows|about|in|on|of|for|and|with|vs)\s+(\d{1,3})(?![\p{L}\p{N}.:/%°+-]|\s*(?:[ap]\.?m\b|o'clock|%|percent|per\s?cent|°|bpm|mm\s?hg|of\b|or\b|to\b|s\b|sec|min|h\b|hrs?\b|hours?|days?|weeks?|readings?|values?|beds?|wards?|patients?|devices?|times\b|points?|alarms?|alerts?|episodes?|more\b|days?|lit|mg|ml|units?))`,
	"gu",
);

/** Beds that are called by their number alone, for a message that names nobody otherwise and whose time is taken out. */
export function findBareBeds(message: Message, directory: Directory): (readonly KnownDevice[])[] {
	const numbers = Map.groupBy(
		directory.devices.filter(({ bed }) => bed !== null),
		({ bed }) => /^\p{L}+[ -]?0*(\d+)$/u.exec(bed as string)?.[1] ?? "",
	);
	const found: (readonly KnownDevice[])[] = [];
	for (const match of folded(message.left).matchAll(BARE_BED)) {
		const places = numbers.get(String(Number(match[1])));
		if (places === undefined) continue;
		found.push(places);
		message.take(match.index + match[0].length - (match[1] ?? "").length, match.index + match[0].length);
	}
	return distinct(found);
}

/** Places that are no "bed" and are not known by that name. */
const OTHER_PLACE = /\b(?:cot|crib|cubicle|incubator|chair) ?\d{1,3}\b/g;

/** "Bed 04", "bed-4" and "BED 4" are one. */
function bedKey(label: string): string {
	return bare(label).replaceAll(/\d+/g, (digits) => String(Number(digits)));
}

function findList(message: Message): { at: number; items: string[] } | null {
	const match = LIST.exec(folded(message.left));
	if (match === null) return null;
	message.take(match.index, match.index + match[0].length);
	const items: string[] = [];
	const parts = [
		...(match[1] ?? "").matchAll(
			new RegExp(String.raw`(to|through|-)?\s*(?:beds?\s*)?(${ITEM})(?![\p{L}\p{N}])`, "giu"),
		),
	];
	for (const [, joint, item = ""] of parts) {
		const value = numberOf(item);
		const before = Number(items.at(-1));
		const span = (joint !== undefined && value > before && value - before < MAX_LISTED) || false;
		if (span) for (let bed = before + 1; bed < value; bed++) items.push(String(bed));
		items.push(Number.isNaN(value) ? item : String(value));
	}
	return { at: match.index, items: [...new Set(items)].slice(0, MAX_LISTED) };
}

/** Words of labels that are as likely something else. */
const COMMON = new Set(
	"bed ward room bay window door side left right the and mrs miss patient new old may will day long short best young grant hope rose mark bill art chase price cross field lane hill west east north south white black brown green gray grey king".split(
		" ",
	),
);

/** Parts of a label by which somebody may be called: the whole, and words of it that are a name. */
export function nameParts(label: string, shortest = 4): string[] {
	const words = (label.match(/[\p{L}\p{M}'’]+/gu) ?? []).filter(
		(word) => word.length >= shortest && !COMMON.has(word.toLowerCase()),
	);
	return [...new Set([label, ...words])];
}

function findNames(message: Message, directory: Directory): Found[] {
	if (!directory.nameable) return [];
	const named = directory.devices.filter((device): device is KnownDevice & { label: string } => device.label !== null);
	const byPart = new Map<string, KnownDevice[]>();
	for (const device of named) {
		for (const part of nameParts(device.label)) {
			const key = part.toLowerCase();
			byPart.set(key, [...(byPart.get(key) ?? []), device]);
		}
	}
	const found: Found[] = [];
	for (const [part, places] of [...byPart].toSorted(([a], [b]) => b.length - a.length)) {
		const match = message.find(new RegExp(`${WORD_BEFORE}${literal(part)}${WORD_AFTER}`, "iu"));
		if (match !== null) found.push({ at: match.index, places });
	}
	// "Ada Byron" and then "Byron" alone of the same person are one mention; a first name that two share is settled by the other.
	return found.filter(
		(one) => one.places.length === 1 || !found.some((other) => other !== one && isWithin(other.places, one.places)),
	);
}

const isWithin = (inner: readonly KnownDevice[], outer: readonly KnownDevice[]) =>
	inner.length < outer.length && inner.every((place) => outer.includes(place));
