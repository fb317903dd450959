/** Whether a figure that was shown is true of whom it is said: by the world's own readings, episodes and limits. */
import type { AnswerSource } from "../../vitals/assistant.ts";
import { vitalSign } from "../../vitals/catalogue.ts";
import { agrees, holdsName, type ShownFigure } from "./figures.ts";
import { statisticsOf, valuesOf, type Span, type Truth } from "./truth.ts";
import { END, readingsOf } from "./world.ts";
import { DEVICES } from "./world-devices.ts";

const MINUTE_MS = 60_000;
/** A source's stretch may begin or end between two readings. */
const SLACK_MS = MINUTE_MS;

const STATISTIC_WORDS = [
	["min", /lowest|minimum|\bmin\b|lows? of/i],
	["max", /highest|maximum|\bmax\b|peak|highs? of/i],
	["median", /median/i],
	["mean", /mean|average/i],
] as const;

/**
 * Whether `figure` is true of one of `devices`.
 *
 * @param sources - what the sentence cites: a statistic is held against their stretches of time
 */
export function isTrue(
	figure: ShownFigure,
	devices: readonly string[],
	sources: readonly AnswerSource[],
	truth: Truth,
): boolean {
	return devices.some((device) => isTrueOf(figure, device, sources, truth));
}

function isTrueOf(figure: ShownFigure, device: string, sources: readonly AnswerSource[], truth: Truth): boolean {
	const about = sources.filter(({ device_id }) => device_id === null || device_id === device);
	if (isOfEpisode(figure, device, truth) || isLimit(figure, device, truth) || isByHand(figure, device, truth))
		return true;
	const spans = spansOf(device, about);
	const said = STATISTIC_WORDS.filter(([, words]) => words.test(figure.before.slice(-30)));
	const values = spans.map((span) => valuesOf(device, figure.measure, span)).filter(({ length }) => length > 0);
	if (/\b(by|change[d]?( of)?|up|down|delta)\s*[+−-]?$|[+−±]\s*$/i.test(figure.before)) {
		return values.some((stretch) => isChange(figure, stretch));
	}
	// Where a rise or fall begins and ends is told of its first and last part, not of one reading.
	if (/\b(from|to)\s*$/.test(figure.before)) {
		return values.some((stretch) => partsOf(stretch).some((value) => agrees(figure, value, 0.1)));
	}
	if (said.length > 0) {
		return values.some((stretch) => {
			const statistics = statisticsOf(stretch);
			return said.some(([name]) => agrees(figure, statistics[name], name === "min" || name === "max" ? 0 : 0.1));
		});
	}
	return values.some(
		(stretch) =>
			stretch.some((value) => agrees(figure, value)) ||
			agrees(figure, statisticsOf(stretch).median, 0.1) ||
			agrees(figure, statisticsOf(stretch).mean, 0.1),
	);
}

/** The cited stretches, and the usual ones for what is said without. Only of the patient who is on the device now. */
function spansOf(device: string, sources: readonly AnswerSource[]): Span[] {
	const readings = readingsOf(device);
	const present = readings.at(-1)?.patientId;
	const since = readings.find(({ patientId }) => patientId === present)?.time ?? END;
	const cited = sources.flatMap(({ from, to }): Span[] => {
		if (from === null || to === null) return [];
		const [start, end] = [Math.max(since, Date.parse(from)), Date.parse(to)];
		// A stretch without its last moment, and with it.
		return [
			[start, end],
			[start, end - 1],
			[start - SLACK_MS, end + SLACK_MS],
		];
	});
	const newest = readings.slice(-20)[0]?.time ?? END;
	return cited.length > 0 ? [...cited, [newest, END]] : [[since, END]];
}

/** Statistics of a stretch, and of its first and last half, third and so on up to a tenth. */
function partsOf(stretch: readonly number[]): number[] {
	const parts = [10, 6, 5, 4, 3, 2].flatMap((n) => {
		const length = Math.max(1, Math.floor(stretch.length / n));
		return [stretch.slice(0, length), stretch.slice(-length)];
	});
	return [stretch, ...parts].flatMap((part) => [part[0] as number, ...Object.values(statisticsOf(part))]);
}

/** A change over a stretch, between any two of what can be said of its parts. */
function isChange(figure: ShownFigure, stretch: readonly number[]): boolean {
	const said = [...new Set(partsOf(stretch))];
	return said.some((a) => said.some((b) => agrees(figure, Math.abs(a - b), 0.1)));
}

function isOfEpisode(figure: ShownFigure, device: string, { episodes }: Truth): boolean {
	return episodes
		.filter(({ device_id }) => device_id === device)
		.some(
			({ contributions, vitals_at_onset, sentence, leading_vital }) =>
				contributions.some(
					({ vital, actual, usual, delta, share }) =>
						vital === figure.measure &&
						[actual, usual, Math.abs(delta), share * 100].some((value) => agrees(figure, value)),
				) ||
				(figure.measure !== "battery" && agrees(figure, vitals_at_onset[figure.measure] ?? NaN)) ||
				((leading_vital === figure.measure || speaksOf(sentence, figure)) &&
					new RegExp(`(?<![\\d.])${figure.value}(?![\\d.]*\\d)`).test(sentence)),
		);
}

function speaksOf(sentence: string, { measure }: ShownFigure): boolean {
	if (measure === "battery") return /battery/i.test(sentence);
	const { label, short } = vitalSign(measure);
	return [label, short].some((name) => sentence.toLowerCase().includes(name.toLowerCase()));
}

function isLimit(figure: ShownFigure, device: string, { contexts }: Truth): boolean {
	if (
		figure.measure === "battery" ||
		!/limit|at or (below|above)|below|above|under|over/i.test(figure.before + figure.after)
	)
		return false;
	const limit = contexts.get(device)?.limits_in_force[figure.measure];
	return [limit?.low, limit?.high].some((value) => typeof value === "number" && agrees(figure, value));
}

/** Measured by somebody at the bed. */
function isByHand(figure: ShownFigure, device: string, { contexts }: Truth): boolean {
	const { measure } = figure;
	// The lower figure of a pressure stands behind the upper one.
	const paired = measure === "diastolic_pressure" && /\/\s*$/.test(figure.before);
	if (!paired && !/\bhand\b|\bobserv/i.test(figure.before + figure.after)) return false;
	if (measure !== "temperature" && measure !== "systolic_pressure" && measure !== "diastolic_pressure") return false;
	const entered = contexts.get(device)?.recent_observations ?? [];
	return entered.some((seen) => seen[measure] !== null && agrees(figure, seen[measure]));
}

/** Devices that `text` names by id or bed; a bed's label may be on several wards. */
export function namedIn(text: string): string[] {
	const named = DEVICES.filter(({ id, bed }) => holdsName(text, id) || (bed !== null && holdsName(text, bed)));
	return named.map(({ id }) => id);
}
