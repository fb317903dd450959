/** Times and periods as a sentence names them, in the reader's zone. */
import { ONES, TENS } from "./number-words.ts";
import type { Span } from "./text.ts";
import { localOf, momentsOf } from "./zone.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface TimeRef extends Span {
	readonly form:
		/** One moment: `ranges` holds its readings, each of them `[from, to]` within which a moment is meant. */
		| "moment"
		/** A stretch that a statistic must cover. */
		| "period"
		/** A stretch that is loosely meant ("overnight"): a statistic's period lies in it. */
		| "loose"
		/** "now", "currently". */
		| "latest"
		/** "four minutes later": milliseconds in `ranges[0]`, from another time. */
		| "offset";
	readonly ranges: readonly (readonly [from: number, to: number])[];
}

const WORDS: Readonly<Record<string, number>> = { ...ONES, ...TENS, a: 1, an: 1, couple: 2, half: 0.5 };
const NUMBER = String.raw`(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|an?)`;
const LENGTH = String.raw`(half an hour|(?:a )?quarter of an hour|an hour and a half|${NUMBER}[ -]?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|min)\b(?:(?: and)? ${NUMBER} ?(?:minutes?|mins?|min)\b)?)`;
const HOUR_WORD = String.raw`(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`;
const CLOCK = String.raw`(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:[ap]m\b|[ap]\.m\.))?(?: ?(?:hrs|hours|h)\b)?|\d{1,2}[.]\d{2} ?(?:[ap]m\b|[ap]\.m\.)|\d{1,2}h\d{2}\b|\d{1,2} ?(?:[ap]m\b|[ap]\.m\.|o'clock)|(?:\d{1,2}|${HOUR_WORD}) (?:o'clock )?(?:in the (?:morning|afternoon|evening)|at night|am\b|pm\b)|${HOUR_WORD} o'clock|(?:half past|quarter past|quarter to) (?:\d{1,2}|${HOUR_WORD})\b|midnight|noon|midday)`;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH = String.raw`(?:${MONTHS.join("|")})[a-z]*`;
const DATE = String.raw`(?:\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH}(?: \d{4})?|${MONTH} \d{1,2}(?:st|nd|rd|th)?\b(?:,? \d{4})?|yesterday|today)`;
const WHEN = String.raw`(?:(?:${DATE})(?:[t ]|,? (?:at )?)${CLOCK}(?:z|[+-]\d{2}:?\d{2})?(?: utc| gmt)?|${CLOCK}(?: utc| gmt)?(?:,? (?:on |of )?(?:the )?(?:${DATE}))?)`;

const ISO = /(\d{4})-(\d{2})-(\d{2})[t ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(z|[+-]\d{2}:?\d{2})/;
const RULES: readonly (readonly [RegExp, string])[] = [
	[
		new RegExp(
			String.raw`\b(?:the |that )?${LENGTH} (ago|earlier|before that|later|after that|afterwards|after|on)\b`,
			"g",
		),
		"ago",
	],
	[new RegExp(String.raw`\b(?:after|within) ${LENGTH} (?:of (?:that|opening|onset))\b`, "g"), "skip"],
	[
		new RegExp(
			String.raw`\b(?:(?:in|over|during|for|within|throughout|across) )?(?:the )?(?:last|past|previous|preceding) (?:${LENGTH}|(hour|minute|day|24h))\b`,
			"g",
		),
		"last",
	],
	[
		new RegExp(
			String.raw`\b(?:between|from) (${WHEN}) (?:and|to|until|till|up to|through) (${WHEN})|(?<![\d:])(${WHEN}) ?(?:-|to|until|till) ?(${WHEN})`,
			"g",
		),
		"range",
	],
	[
		new RegExp(String.raw`\b(?:ever )?(?:since|from|after) (?:about |around )?(${WHEN})(?: (?:on|onwards?)\b)?`, "g"),
		"since",
	],
	[new RegExp(String.raw`\b(?:before|until|till|by) (?:about |around )?(${WHEN})`, "g"), "until"],
	[
		new RegExp(
			String.raw`(\b(?:at |as of |as at )?(?:about |around |approximately |shortly after |shortly before |roughly |just after |just before |near |close to |circa |~ ?)+)?(?<![\d:.])(?:\bat |\bas of |\bas at )?(${WHEN})`,
			"g",
		),
		"moment",
	],
	[
		/\b(?:at|since|around|until|by) ([01]\d|2[0-3])([0-5]\d)(?: ?(?:h|hrs|hours))?\b(?! ?(?:%|bpm|mmhg|\/))/g,
		"military",
	],
	[
		/\b(?:over ?night|(?:during |through |throughout |over |in )?(?:the |last |this )(?:whole )?night|in the night|tonight|the night shift|(?:in |during )?the early hours)\b/g,
		"night",
	],
	[/\bsince (?:yesterday|last night|this morning|yesterday evening)\b/g, "sinceday"],
	[
		/\b(?:yesterday|this) (?:morning|afternoon|evening)|\b(?:earlier )?today\b|\byesterday\b|\bso far today\b/g,
		"daypart",
	],
	[new RegExp(String.raw`\bon (?:the )?(${DATE})`, "g"), "date"],
	[
		/\b(?:right now|just now|currently|at present|presently|at the moment|most recent(?:ly)?|latest|newest|last reading|as we speak|now)\b/g,
		"latest",
	],
];

interface Clock {
	readonly minutes: number;
	/** 60 s for "02:10", 1 s for "02:10:05". */
	readonly grain: number;
	/** "2:10" may be in the afternoon. */
	readonly either: boolean;
	/** "Half past six": so much before and after is meant as well. */
	readonly slack: number;
}

/** What a time in words may be off by, milliseconds: people round to the quarter of an hour. */
const IN_WORDS = 3 * MINUTE;

function clockOf(text: string): Clock | null {
	if (/midnight/.test(text)) return { minutes: 0, grain: MINUTE, either: false, slack: 0 };
	if (/noon|midday/.test(text) && !/after/.test(text)) return { minutes: 720, grain: MINUTE, either: false, slack: 0 };
	const match =
		/^(?:[t ,]|at |of |on |the )*(half past|quarter past|quarter to)? ?(\d{1,2}|[a-z]+)(?:[:.h](\d{2}))?(?::(\d{2}))?/.exec(
			text,
		);
	if (match === null) return null;
	const hour = WORDS[match[2] as string] ?? Number(match[2]);
	if (!Number.isFinite(hour) || hour > 24) return null;
	const shift = match[1] === "half past" ? 30 : match[1] === "quarter past" ? 15 : match[1] === "quarter to" ? -15 : 0;
	let minutes = hour * 60 + Number(match[3] ?? 0) + shift;
	const pm = /\bpm\b|\dpm\b|p\.m|afternoon|evening/.test(text) || (/at night/.test(text) && hour > 6);
	const am = /\bam\b|\dam\b|a\.m|morning|at night/.test(text);
	if (pm && hour < 12) minutes += 720;
	if (am && !pm && hour === 12) minutes -= 720;
	const bare = match[3] === undefined || (match[2] as string).length === 1;
	return {
		minutes: minutes + Number(match[4] ?? 0) / 60,
		grain: match[4] === undefined ? MINUTE : 1000,
		either: bare && !am && !pm && hour < 13,
		slack: match[1] === undefined ? 0 : IN_WORDS,
	};
}

/** Milliseconds of "20 minutes", "an hour and a half"; NaN where it is none. */
function lengthOf(text: string): number {
	if (text.startsWith("half an hour")) return 30 * MINUTE;
	if (/quarter of an hour/.test(text)) return 15 * MINUTE;
	if (/hour and a half/.test(text)) return 90 * MINUTE;
	let sum = 0;
	for (const [, count = "", name = ""] of text.matchAll(/(\d+(?:\.\d+)?|[a-z]+)[ -]?(s(?:ec)?|m(?:in)?|h|d)[a-z]*/g)) {
		const number = WORDS[count] ?? Number(count);
		if (!Number.isFinite(number)) continue;
		sum += number * (name.startsWith("s") ? 1000 : name.startsWith("m") ? MINUTE : name === "h" ? HOUR : DAY);
	}
	return sum === 0 ? Number.NaN : sum;
}

/** Reads times out of folded text. One instance for one reader at one moment. */
export class Clockwork {
	readonly #now: number;
	readonly #zone: string;
	readonly #today: { readonly year: number; readonly month: number; readonly day: number; readonly minutes: number };

	constructor(now: number, zone: string) {
		this.#now = now;
		this.#zone = zone;
		this.#today = localOf(now, zone);
	}

	/** All times in the text, in order, none overlapping. Where two rules read the same words, the earlier rule does. */
	read(folded: string): TimeRef[] {
		if (
			!/\d|night|today|yesterday|morning|afternoon|evening|noon|midday|now|current|present|recent|latest|newest|moment|hour|minute|last|past|o'clock|speak/.test(
				folded,
			)
		)
			return [];
		const found: TimeRef[] = [];
		for (const [rule, name] of RULES)
			for (const match of folded.matchAll(rule)) {
				const start = match.index;
				const end = start + match[0].length;
				if (found.some((other) => start < other.end && end > other.start)) continue;
				const time = this.#resolve(name, match);
				if (time !== null) found.push({ start, end, ...time });
			}
		return found.sort((a, b) => a.start - b.start);
	}

	#resolve(name: string, match: RegExpMatchArray): Omit<TimeRef, "start" | "end"> | null {
		const now = this.#now;
		switch (name) {
			case "ago": {
				const length = lengthOf(match[1] as string);
				if (!Number.isFinite(length)) return null;
				if (match[2] !== "ago") return { form: "offset", ranges: [[length, length]] };
				const slack = Math.max(MINUTE, length * 0.05);
				return { form: "moment", ranges: [[now - length - slack, now - length + slack]] };
			}
			case "skip":
				return null;
			case "last": {
				const length = match[1] === undefined ? lengthOf(`1 ${match[2] ?? ""}`) : lengthOf(match[1]);
				return Number.isFinite(length) ? { form: "period", ranges: [[now - length, now]] } : null;
			}
			case "range": {
				const from = this.#moments(match[1] ?? match[3] ?? "");
				const to = this.#moments(match[2] ?? match[4] ?? "");
				const ranges = to.flatMap(([end]) => {
					const start = from.map(([time]) => (time > end ? time - DAY : time)).sort((a, b) => b - a)[0];
					return start === undefined ? [] : [[start, end] as const];
				});
				return ranges.length > 0 ? { form: "period", ranges } : null;
			}
			case "since": {
				const ranges = this.#moments(match[1] ?? "").map(([from]) => [from, now] as const);
				return ranges.length > 0 ? { form: "period", ranges } : null;
			}
			case "until": {
				// What ends may end in the hours that come.
				const ranges = this.#moments(match[1] ?? "").flatMap(([from, to]) => [
					[from, to] as const,
					[from + DAY, to + DAY] as const,
				]);
				return ranges.length > 0 ? { form: "moment", ranges } : null;
			}
			case "moment": {
				const ranges = this.#moments(match[2] ?? "");
				const slack =
					match[1] !== undefined && /[a-z~] *$/.test(match[1]) && !/^(?:at|as of|as at) $/.test(match[1])
						? 10 * MINUTE
						: 0;
				return ranges.length > 0
					? { form: "moment", ranges: ranges.map(([from, to]) => [from - slack, to + slack] as const) }
					: null;
			}
			case "military": {
				const ranges = this.#moments(`${match[1]}:${match[2]}`);
				if (match[0].startsWith("since"))
					return { form: "period", ranges: ranges.map(([from]) => [from, now] as const) };
				return { form: "moment", ranges };
			}
			case "night":
				return {
					form: "loose",
					ranges: [
						[
							this.#day(/tonight/.test(match[0]) && this.#today.minutes > 720 ? 0 : -1, 18 * 60),
							Math.min(now, this.#day(0, 10 * 60)),
						],
					],
				};
			case "sinceday":
				if (/night/.test(match[0])) return { form: "loose", ranges: [[this.#day(-1, 18 * 60), now]] };
				if (/this morning/.test(match[0])) return { form: "loose", ranges: [[this.#day(0, 0), now]] };
				return { form: "loose", ranges: [[this.#day(-1, /evening/.test(match[0]) ? 17 * 60 : 0), now]] };
			case "daypart": {
				const day = /yesterday/.test(match[0]) ? -1 : 0;
				const [from, to] = /morning/.test(match[0])
					? [0, 12 * 60]
					: /afternoon/.test(match[0])
						? [12 * 60, 18 * 60]
						: /evening/.test(match[0])
							? [17 * 60, 24 * 60]
							: [0, 24 * 60];
				return { form: "loose", ranges: [[this.#day(day, from), Math.min(now + MINUTE, this.#day(day, to))]] };
			}
			case "date": {
				const date = this.#date(match[1] ?? "");
				if (date === null) return null;
				const from = momentsOf(date.year, date.month, date.day, 0, this.#zone)[0] as number;
				const to = momentsOf(date.year, date.month, date.day, 1440, this.#zone)[0] as number;
				return { form: "loose", ranges: [[from, to]] };
			}
			default:
				return { form: "latest", ranges: [] };
		}
	}

	/** A minute of the day that lies `days` after today. */
	#day(days: number, minutes: number): number {
		const { year, month, day } = this.#today;
		return momentsOf(year, month, day + days, minutes, this.#zone)[0] as number;
	}

	#date(text: string): { readonly year: number; readonly month: number; readonly day: number } | null {
		const { year, month, day } = this.#today;
		if (/today/.test(text)) return { year, month, day };
		if (/yesterday/.test(text)) return { year, month, day: day - 1 };
		const iso = /(\d{4})-(\d{2})-(\d{2})/.exec(text);
		if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) };
		const named = new RegExp(
			String.raw`(\d{1,2})(?:st|nd|rd|th)? (?:of )?(${MONTHS.join("|")})|(${MONTHS.join("|")})[a-z]* (\d{1,2})`,
		).exec(text);
		if (named === null) return null;
		const which = MONTHS.indexOf(named[2] ?? named[3] ?? "");
		const given = /\b(20\d{2})\b/.exec(text);
		const date = Number(named[1] ?? named[4]);
		// Without a year the nearest such day: a limit may end in the month that comes.
		const away = (of: number) => Math.abs(Date.UTC(of, which, date) - Date.UTC(year, month, day));
		const guess = [year - 1, year, year + 1].reduce((best, of) => (away(of) < away(best) ? of : best));
		return { year: given === null ? guess : Number(given[1]), month: which, day: date };
	}

	/** What a clock time may mean, latest first: with its date where one is said, else the last time that the clock showed it. */
	#moments(text: string): (readonly [number, number])[] {
		const iso = ISO.exec(text);
		if (iso !== null) {
			const time = Date.parse(`${iso[1]}-${iso[2]}-${iso[3]}T${iso[4]}${(iso[5] as string).toUpperCase()}`);
			return Number.isFinite(time) ? [[time, time + ((iso[4] as string).length > 5 ? 1000 : MINUTE)]] : [];
		}
		const date = this.#date(text);
		const clock = clockOf(date === null ? text : text.replace(new RegExp(DATE), " ").replace(/\d{4}/, " ").trim());
		if (clock === null) return [];
		const zone = /\b(?:utc|gmt)\b/.test(text) ? "UTC" : this.#zone;
		const here = localOf(this.#now, zone);
		const found: (readonly [number, number])[] = [];
		for (const minutes of clock.either ? [clock.minutes, (clock.minutes + 720) % 1440] : [clock.minutes]) {
			const days = date === null ? [here, { ...here, day: here.day - 1 }] : [date];
			for (const { year, month, day } of days) {
				const times = momentsOf(year, month, day, minutes, zone).filter(
					(time) => date !== null || time <= this.#now + MINUTE,
				);
				for (const time of times) found.push([time - clock.slack, time + clock.grain + clock.slack]);
				if (times.length > 0) break;
			}
		}
		return found;
	}
}
